"""A block swept over its draws: V, V under each question, each need; NaN where the sweep could not prove its answer.

The draws are shared out to as many threads as the machine has; each draw is answered for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import highspy
import numpy as np
from numba import get_num_threads

from rongtu.engines.chain.value.programme import ALL_DEMAND, NOISE, rounded
from rongtu.engines.chain.value.sweeps.basis import Space, State
from rongtu.engines.chain.value.sweeps.draws import answer
from rongtu.engines.chain.value.sweeps.preparing import Ready, asked, changes, first, needs
from rongtu.engines.chain.value.sweeps.tables import First, Found, Reals, Room

MOST_PIVOTS = 400
MOST_ROWS = 800
"""Beyond, a dense inverse costs more than it saves."""


@dataclass(frozen=True, slots=True, eq=False)
class Swept:
    """Answers in yuan, (draws,) each: V, V under each question, each node unbounded, each need."""

    base: Reals
    values: tuple[Reals, ...]
    most: Mapping[int, Reals]
    needs: Mapping[int, Reals]


Part = Mapping[str, Mapping[int, Reals]]
"""A question's capacity, purchases and what can be bought, by number in the block, in yuan: (draws,) or (1,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Where a sweep starts: the basis of the points, and the yuan that count as 1 inside."""

    basis: highspy.HighsBasis
    unit: float


def sweep(of: Ready, start: Start, questions: Sequence[Part], nodes: Sequence[int]) -> Swept | None:
    """Answer everything asked about a block at each draw; None where a sweep is of no use."""
    begin = first(of, start.basis) if of.rows <= MOST_ROWS else None
    if begin is None:
        return None
    unit, draws = start.unit, len(of.numbers.hi)
    found = Found(*(np.full(shape, np.nan) for shape in (draws, (len(questions), draws), *[(len(nodes), draws)] * 2)))
    given = asked([changes(of, one, unit) for one in questions], draws), needs(of, nodes), found

    def part(bounds: tuple[int, int]) -> None:
        answer(of.numbers, begin, *given, _room(begin), _space(begin), *bounds)

    threads = min(get_num_threads(), draws)
    cuts = np.linspace(0, draws, threads + 1).round().astype(np.int64).tolist()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, pairwise(cuts)))
    used = np.where(found.needs <= NOISE * ALL_DEMAND, 0.0, rounded(found.needs, np.full(1, ALL_DEMAND))) * unit
    return Swept(
        found.base * unit,
        tuple(found.values * unit),
        dict(zip(nodes, found.most * unit, strict=True)),
        dict(zip(nodes, np.where(np.isnan(found.needs), np.nan, used), strict=True)),
    )


def _room(start: First) -> Room:
    rows, size = len(start.head), len(start.place)

    def state() -> State:
        return State(np.zeros(rows, np.int64), np.zeros(size, np.int64), np.zeros(size), np.zeros(size))

    inverses = np.zeros((rows, rows)), np.zeros((rows, rows))
    return Room(state(), state(), state(), *inverses, np.zeros(size, np.bool_), np.ones(size, np.bool_), np.zeros(size))


def _space(start: First) -> Space:
    rows, size = len(start.head), len(start.place)
    return Space(
        eta=np.zeros((MOST_PIVOTS, rows)),
        at=np.zeros(MOST_PIVOTS, np.int64),
        last=np.zeros(rows, np.int64),
        count=np.zeros(1, np.int64),
        unit=np.zeros(rows),
        rho=np.zeros(rows),
        row=np.zeros(size),
        column=np.zeros(rows),
        chosen=np.zeros(size, np.int64),
        weight=start.weight,
    )
