"""Bodies: the figures of synthetic organisations as arrays, block by block, before they are written as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.facts.synthetic import sizes
from rongtu.facts.synthetic.curves import spread
from rongtu.facts.synthetic.draws import Draws, Stream, below, unit
from rongtu.facts.synthetic.parameters import Parameters

BLOCK = 16_384
"""Organisations drawn together; memory grows with it, and every digit depends on it."""


@dataclass(frozen=True, slots=True)
class Bodies:
    """The organisations of one block, their numbers counted from 0; arrays are `(n,)`, money is whole yuan."""

    block: int
    numbers: NDArray[np.int64]
    sector: NDArray[np.int64]
    employees: NDArray[np.int64]
    revenue: NDArray[np.int64]


def blocks(organisations: int) -> Iterator[tuple[int, int, int]]:
    """Number, first organisation and count of each block."""
    for block, first in enumerate(range(0, organisations, BLOCK)):
        yield block, first, min(BLOCK, organisations - first)


def bodies(parameters: Parameters) -> Iterator[Bodies]:
    """Every organisation; time and rows are linear, memory is a block's."""
    for block, first, count in blocks(parameters.organisations):
        size = sizes.SIZE(unit(Draws(parameters.seed, Stream.SIZE, block).take(count)))
        turnover = spread(Draws(parameters.seed, Stream.REVENUE, block).take(count), sizes.REVENUE_SPREAD)
        yield Bodies(
            block=block,
            numbers=np.arange(first, first + count),
            sector=below(Draws(parameters.seed, Stream.SECTOR, block).take(count), parameters.sectors),
            employees=size.astype(np.int64),
            revenue=(size * turnover * sizes.YUAN_PER_HEAD).astype(np.int64),
        )
