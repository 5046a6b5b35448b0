"""A block made ready for a sweep: its programme's columns at every draw, the basis of the points, the questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from rongtu.engines.chain.value.layout import Layout, layout, matrix
from rongtu.engines.chain.value.parameters import Table
from rongtu.engines.chain.value.programme import OWN_USE
from rongtu.engines.chain.value.splitting import Block
from rongtu.engines.chain.value.structure import Structure
from rongtu.engines.chain.value.sweeps.tables import Asked, First, Flags, Needs, Numbers, Places, Reals

Changes = Sequence[tuple[int, Reals]]
"""Columns (rows of the programme count on from its columns) and their upper bounds, (draws,) or (1,), inside."""


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A block's numbers over the draws and where its columns stand."""

    at: Layout
    structure: Structure
    numbers: Numbers
    moves: Flags
    """Which columns have coefficients that differ from draw to draw."""

    @property
    def rows(self) -> int:
        """All rows but that of the value itself, which is the last."""
        return self.at.rows - 1


def ready(block: Block, table: Table, draws: int, unit: float) -> Ready:
    """The programme of a block at draws 1 … draws."""
    own, at = block.structure, layout(block.structure)

    def over(part: Reals, rows: Places) -> Reals:
        """(draws, n) of some rows of the table."""
        chosen = part[rows][:, 1 : draws + 1] if part.shape[1] > 1 else part[rows]
        return np.ascontiguousarray(np.broadcast_to(chosen, (len(rows), draws)).T)

    share = over(table.share, block.groups)
    start, index, value, moves = _columns(own, at, share)
    size = at.columns + at.rows - 1
    lo, hi, cost = np.zeros(size), np.full((draws, size), np.inf), np.zeros((draws, size))
    available = over(table.available, block.items) / unit
    hi[:, at.produced] = over(table.capacity, block.nodes) / unit
    hi[:, at.bought] = available[:, own.node_item]
    hi[:, at.final] = over(table.demand, block.products) / unit
    beyond = at.columns + np.concatenate((at.node_rows, at.product_rows, list(at.item_rows.values()))).astype(np.int64)
    lo[beyond], hi[:, beyond] = -np.inf, 0.0
    for item, row in at.item_rows.items():
        hi[:, at.columns + row] = available[:, item]
    cost[:, at.final] = over(table.weight, block.products)
    cost[:, at.missed] = -over(table.loss, block.losing)
    return Ready(at, own, Numbers(start, index, lo, value, hi, cost), moves)


def _columns(own: Structure, at: Layout, share: Reals) -> tuple[Places, Places, Reals, Flags]:
    """The matrix by columns, (draws, n_entries), and which columns differ from draw to draw."""
    # shares are told from other coefficients by numbers that none of those have
    marks: Reals = np.arange(share.shape[1], dtype=np.float64) + 2.0
    cells = matrix(own, at, marks, np.zeros(len(own.products)), np.zeros(len(own.losing)))
    row = np.repeat(np.arange(at.rows), np.diff(cells.start))
    inside = row < at.value_row
    row, column, marked = row[inside], cells.index[inside].astype(np.int64), cells.value[inside]
    order = np.lexsort((row, column))
    row, column, marked = row[order], column[order], marked[order]
    value = np.tile(marked, (len(share), 1))
    places = np.flatnonzero(marked <= -2.0)
    value[:, places] = -share[:, (-marked[places] - 2.0).astype(np.int64)]
    moves = np.zeros(at.columns + at.rows - 1, dtype=np.bool_)
    moves[column[places]] = True
    start = np.searchsorted(column, np.arange(at.columns + 1)).astype(np.int64)
    return start, row.astype(np.int64), value, moves


def first(of: Ready, basis: highspy.HighsBasis) -> First | None:
    """The basis of the points as a start; None where it is none of the programme without its value row."""
    status = np.array([int(one) for one in (*basis.col_status, *basis.row_status)])
    kept, last = status[:-1], status[-1]
    basic = np.flatnonzero(kept == int(highspy.HighsBasisStatus.kBasic))
    if last != int(highspy.HighsBasisStatus.kBasic) or len(basic) != of.rows:
        return None
    columns = _dense(of)
    try:
        inverse: Reals = np.linalg.inv(columns[:, basic]).astype(np.float64)
    except np.linalg.LinAlgError:
        return None
    weight: Reals = 1.0 / np.sqrt(1.0 + ((inverse @ columns) ** 2).sum(axis=0))
    place_of = np.full(len(kept), -1, dtype=np.int64)
    place_of[basic] = np.arange(of.rows)
    upper = kept == int(highspy.HighsBasisStatus.kUpper)
    return First(inverse, basic.astype(np.int64), place_of, upper, of.moves, weight)


def _dense(of: Ready) -> Reals:
    """(rows, columns and rows) all coefficients at the first draw."""
    found = np.zeros((of.rows, of.at.columns))
    column = np.repeat(np.arange(of.at.columns), np.diff(of.numbers.start))
    found[of.numbers.rows, column] = of.numbers.value[0]
    return np.hstack((found, -np.eye(of.rows)))


def asked(several: Iterable[Changes], draws: int) -> Asked:
    """Questions as the sweep takes them."""
    starts, columns, most = [0], [], []
    for changes in several:
        columns += [column for column, _ in changes]
        most += [np.broadcast_to(hi, draws) for _, hi in changes]
        starts.append(len(columns))
    hi = np.array(most, dtype=np.float64).reshape(len(columns), draws)
    return Asked(np.array(starts), np.array(columns, dtype=np.int64), hi)


def needs(of: Ready, nodes: Sequence[int]) -> Needs:
    """Nodes whose need is asked, as the sweep takes them."""
    at, own = of.at, of.structure
    uses = [np.concatenate((at.delivered[at.supplier == one], at.final[own.product_node == one])) for one in nodes]
    lean = np.zeros(at.columns + at.rows - 1)
    lean[at.produced] = lean[at.bought] = -1.0
    starts = np.cumsum([0, *(len(one) for one in uses)])
    used = np.concatenate((*uses, np.zeros(0))).astype(np.int64)
    return Needs(at.produced[list(nodes)].astype(np.int64), starts, used, lean, OWN_USE)


def changes(of: Ready, part: Mapping[str, Mapping[int, Reals]], unit: float) -> Changes:
    """A change of capacity, purchases and what can be bought, by number in the block, as columns and bounds."""
    at = of.at
    found = {int(at.produced[node]): values / unit for node, values in part["capacity"].items()}
    for item, values in part["available"].items():
        for node in np.flatnonzero(of.structure.node_item == item).tolist():
            found[int(at.bought[node])] = values / unit
        if item in at.item_rows:
            found[at.columns + at.item_rows[item]] = values / unit
    found |= {int(at.bought[node]): values / unit for node, values in part["purchases"].items()}
    return sorted(found.items())
