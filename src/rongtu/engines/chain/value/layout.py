"""Where each variable and row of the programme stands, and its sparse matrix.

Columns, in this order: y_u and m_u of each node, f_p of each product, z_ug of each supplier of each group, s_g of each
group that is not essential. Rows, in this order, with the numbers of the chain engine's definitions:

    Σ_{u∈g} z_ug + s_g − a_g y_v ≥ 0        each group g of node v               (1)
    Σ_g z_ug + f_u − y_u − m_u   ≤ 0        each node u                          (2)
    f_p − y_p                    ≤ 0        each product: what is bought ready-made is not scope's output   (3)
    Σ_u m_u ≤ what can be bought of it      each item that stands at several nodes                          (3)
    Σ_p w_p f_p − Σ_g c_g s_g    ≥ −∞       the value itself, to hold it while something else is sought

The other bounds of (3) are bounds of columns. Time and memory are linear in nodes, groups and members.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.chain.value.structure import Indices, Structure

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Numbers of columns and rows by what they stand for, and who supplies what by which column."""

    produced: Indices
    bought: Indices
    final: Indices
    delivered: Indices
    missed: Indices
    columns: int
    group_rows: Indices
    node_rows: Indices
    product_rows: Indices
    item_rows: dict[int, int]
    value_row: int
    supplier: Indices
    """(n_delivered,) the node that delivers by each column z."""
    supplied: Indices
    """(n_delivered,) the group that is delivered to."""

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.value_row + 1


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """A sparse matrix by rows: `start` (n_rows + 1,), `index` and `value` (n_nonzero,)."""

    start: NDArray[np.int32]
    index: NDArray[np.int32]
    value: Array


def layout(structure: Structure) -> Layout:
    """Number the columns and rows."""
    nodes, groups, products = len(structure.nodes), len(structure.groups), len(structure.products)
    supplier = np.array([one for members in structure.members for one in members], dtype=np.int64)
    supplied = np.repeat(np.arange(groups), [len(members) for members in structure.members])
    produced, bought, final, delivered, missed, columns = _ranges(
        nodes, nodes, products, len(supplier), len(structure.losing)
    )
    group_rows, node_rows, product_rows, item_rows, value_row = _ranges(groups, nodes, products, len(structure.shared))
    return Layout(
        produced=produced,
        bought=bought,
        final=final,
        delivered=delivered,
        missed=missed,
        columns=int(columns[0]),
        group_rows=group_rows,
        node_rows=node_rows,
        product_rows=product_rows,
        item_rows=dict(zip(structure.shared, item_rows.tolist(), strict=True)),
        value_row=int(value_row[0]),
        supplier=supplier,
        supplied=supplied,
    )


def _ranges(*sizes: int) -> list[Indices]:
    """Consecutive numbers for each size, and the number after them all."""
    ends = np.cumsum([0, *sizes, 1])
    return [np.arange(start, end) for start, end in itertools.pairwise(ends.tolist())]


def matrix(structure: Structure, at: Layout, share: Array, weight: Array, loss: Array) -> Matrix:
    """The coefficients, given a_g (n_groups,), w_p (n_products,) and c_g (n_losing,)."""
    losing = np.array(structure.losing, dtype=np.int64)
    sharing = np.array([item in at.item_rows for item in structure.node_item.tolist()], dtype=bool)
    item_row = np.array([at.item_rows.get(item, -1) for item in structure.node_item.tolist()], dtype=np.int64)
    entries: list[tuple[Indices, Indices, Array]] = [
        _entries(at.group_rows[at.supplied], at.delivered, 1.0),  # (1)
        _entries(at.group_rows[losing], at.missed, 1.0),
        (at.group_rows, at.produced[structure.group_node], -share),
        _entries(at.node_rows[at.supplier], at.delivered, 1.0),  # (2)
        _entries(at.node_rows[structure.product_node], at.final, 1.0),
        _entries(at.node_rows, at.produced, -1.0),
        _entries(at.node_rows, at.bought, -1.0),
        _entries(at.product_rows, at.final, 1.0),  # (3)
        _entries(at.product_rows, at.produced[structure.product_node], -1.0),
        _entries(item_row[sharing], at.bought[sharing], 1.0),
        (np.full(len(at.final), at.value_row), at.final, weight),
        (np.full(len(at.missed), at.value_row), at.missed, -loss),
    ]
    row, column, value = (np.concatenate([entry[part] for entry in entries]) for part in range(3))
    order = np.lexsort((column, row))
    start = np.searchsorted(row[order], np.arange(at.rows + 1)).astype(np.int32)
    return Matrix(start, column[order].astype(np.int32), value[order].astype(np.float64))


def _entries(row: Indices, column: Indices, value: float) -> tuple[Indices, Indices, Array]:
    return row, column, np.full(len(column), value)
