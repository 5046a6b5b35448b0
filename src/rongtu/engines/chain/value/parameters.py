"""The numbers of the value model at the points of all figures and at each draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.chain.value.draws import Sampler, Values
from rongtu.engines.chain.value.inputs import Figure
from rongtu.engines.chain.value.required import OUTSIDE, Rows, supply_figures
from rongtu.engines.chain.value.structure import Structure

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """One set of numbers: `capacity` (n_nodes,), `available` (n_items,), `share` (n_groups,), `loss` (n_losing,).

    `demand` and `weight` are (n_products,). Money in yuan a year.
    """

    capacity: Array
    available: Array
    share: Array
    loss: Array
    demand: Array
    weight: Array

    @property
    def parts(self) -> tuple[Array, ...]:
        """All of them, in the order above."""
        return (self.capacity, self.available, self.share, self.loss, self.demand, self.weight)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The same with a column for the points and one for each draw; a single column where nothing is drawn."""

    capacity: Array
    available: Array
    share: Array
    loss: Array
    demand: Array
    weight: Array

    @property
    def drawn(self) -> bool:
        """Whether there is anything assumed."""
        return any(part.shape[1] > 1 for part in self.parts)

    def at(self, draw: int) -> Parameters:
        """The numbers at a draw, 0 being the points."""
        return Parameters(*(part[:, draw if part.shape[1] > 1 else 0] for part in self.parts))

    @property
    def parts(self) -> tuple[Array, ...]:
        """All of them, in the order above."""
        return (self.capacity, self.available, self.share, self.loss, self.demand, self.weight)


def table(structure: Structure, rows: Rows, sampler: Sampler) -> Table:
    """Points and draws of everything V needs; what is missing stands as 0, and is for the caller to mind."""
    bought = [[row.available for row in rows.get(item, ()) if row.origin in OUTSIDE] for item in structure.items]
    return Table(
        capacity=_stack([_sum(supply_figures(node), sampler) for node in structure.nodes]),
        available=_stack([_sum(figures, sampler) for figures in bought]),
        share=_stack([sampler.values(group.share) for group in structure.groups]),
        loss=_stack([sampler.values(structure.groups[group].loss) for group in structure.losing]),
        demand=_stack([sampler.values(product.demand) for product in structure.products]),
        weight=_stack([sampler.values(product.weight) for product in structure.products]),
    )


def _sum(figures: Sequence[Figure], sampler: Sampler) -> Values:
    return sum((sampler.values(figure) for figure in figures), start=np.zeros(1))


def _stack(rows: Sequence[Values]) -> Array:
    width = max((len(row) for row in rows), default=1)
    return np.array([np.broadcast_to(row, width) for row in rows]).reshape(len(rows), width)
