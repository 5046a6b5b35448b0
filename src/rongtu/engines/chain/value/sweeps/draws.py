"""All questions about a block at each draw: one solve of the draw's programme, then each question from its basis.

What could not be answered soundly stays NaN. Untyped: Numba compiles it.
"""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, PLR0917

from __future__ import annotations

import numpy as np
from numba import njit

from rongtu.engines.chain.value.sweeps.basis import (
    PIVOTS,
    Programme,
    back_all,
    clear,
    copy,
    fold,
    move,
    price,
    reprice,
    same_inverse,
    through,
)
from rongtu.engines.chain.value.sweeps.simplex import DUAL, dual, primal, sound
from rongtu.engines.chain.value.sweeps.starting import solve, worth

FACE = 1e-9
"""A reduced cost below it leaves V as it is."""


@njit(nogil=True, cache=True)
def answer(numbers, first, asked, needs, found, room, space, begin, end):
    """Every question at the draws from `begin` to before `end`."""
    for draw in range(begin, end):
        # bounds are changed in place, and set back after each question
        value, hi, cost = numbers.value[draw], numbers.hi[draw], numbers.cost[draw]
        lp = Programme(numbers.start, numbers.rows, value, numbers.lo, hi, cost)
        base = solve(lp, first, room.base, room.inverse, space, room.every)
        found.base[draw] = base
        if np.isnan(base):
            continue
        for question in range(asked.start.shape[0] - 1):
            found.values[question, draw] = under(lp, asked, question, draw, base, room, space)
        if needs.produced.shape[0] and make_lean(lp, needs, room, space):
            for one in range(needs.produced.shape[0]):
                most, need = need_of(lp, needs, one, base, room, space)
                found.most[one, draw], found.needs[one, draw] = most, need


@njit(nogil=True, cache=True)
def settled(lp, state, column, hi):
    """Whether the optimum stays one under this bound."""
    if hi < lp.hi[column]:
        return state.x[column] <= hi
    return hi == lp.hi[column] or abs(state.d[column]) <= DUAL


@njit(nogil=True, cache=True)
def bound(lp, inverse, state, space, j, hi):
    """Set an upper bound; a column that stood at the old one, or above the new, moves to it unless it is endless."""
    at_old = state.place[j] < 0 and state.x[j] == lp.hi[j] and hi < np.inf and state.d[j] >= -DUAL
    lp.hi[j] = hi
    if state.place[j] < 0 and (at_old or state.x[j] > hi):
        through(lp, inverse, space, j)
        move(state, space, j, hi - state.x[j])
        state.x[j] = hi


@njit(nogil=True, cache=True)
def under(lp, asked, question, draw, base, room, space):
    """V under a question's bounds."""
    start, end = asked.start[question], asked.start[question + 1]
    same, endless = True, False
    for k in range(start, end):
        same = same and settled(lp, room.base, asked.column[k], asked.hi[k, draw])
        endless = endless or asked.hi[k, draw] == np.inf
    if same:
        return base
    copy(room.base, room.work)
    space.count[PIVOTS] = 0
    for k in range(start, end):
        room.old[k - start] = lp.hi[asked.column[k]]
        bound(lp, room.inverse, room.work, space, asked.column[k], asked.hi[k, draw])
    if endless:
        done = primal(lp, room.inverse, room.work, space, room.every)
    else:
        done = dual(lp, room.inverse, room.work, space)
    value = worth(lp.cost, room.work.x)
    done = done and sound(lp, room.work, space, value)
    for k in range(start, end):
        lp.hi[asked.column[k]] = room.old[k - start]
    return value if done else np.nan


@njit(nogil=True, cache=True)
def make_lean(lp, needs, room, space):
    """Of the draw's optima the one with the least Σ y + Σ m, with an inverse of its own."""
    mark_free(room.base, room.free)
    copy(room.base, room.lean)
    same_inverse(room.inverse, room.leanest)
    space.count[PIVOTS] = 0
    reprice(lp, room.leanest, room.lean, space, needs.lean)
    if not primal(lp, room.leanest, room.lean, space, room.free):
        return False
    for k in range(space.count[PIVOTS]):
        fold(room.leanest, space.eta[k], space.at[k])
    space.count[PIVOTS] = 0
    return sound(lp, room.lean, space, worth(needs.lean, room.lean.x))


@njit(nogil=True, cache=True)
def mark_free(state, free):
    """The columns that may move without V falling."""
    for j in range(free.shape[0]):
        free[j] = state.place[j] >= 0 or abs(state.d[j]) <= FACE


@njit(nogil=True, cache=True)
def need_of(lp, needs, one, base, room, space):
    """V with a node unbounded, and how much of the node is then used."""
    made, start, end = needs.produced[one], needs.start[one], needs.start[one + 1]
    old, most = lp.hi[made], base
    lp.hi[made] = np.inf
    work, space.count[PIVOTS] = room.work, 0
    done, inverse = True, room.leanest
    copy(room.lean, work)
    if old == np.inf or abs(room.base.d[made]) <= DUAL:
        mark_free(room.base, room.free)
    else:
        # pivots among columns that do not move V left its reduced costs as they were
        basic = room.lean.place
        for j in range(work.d.shape[0]):
            work.d[j] = 0.0 if basic[j] >= 0 else room.base.d[j]
        done = primal(lp, inverse, work, space, room.every)
        most = worth(lp.cost, work.x)
        done = done and sound(lp, work, space, most)
        mark_free(work, room.free)
        reprice(lp, inverse, work, space, needs.lean)
    pull(lp, inverse, work, space, needs, one)
    done = done and primal(lp, inverse, work, space, room.free)
    used = 0.0
    for k in range(start, end):
        used += work.x[needs.used[k]]
    done = done and sound(lp, work, space, worth(needs.lean, work.x) + needs.pull * used)
    lp.hi[made] = old
    return (most, used) if done else (np.nan, np.nan)


@njit(nogil=True, cache=True)
def pull(lp, inverse, state, space, needs, one):
    """Reduced costs with a small gain for each column that uses the node."""
    clear(space.unit)
    for k in range(needs.start[one], needs.start[one + 1]):
        j = needs.used[k]
        if state.place[j] >= 0:
            space.unit[state.place[j]] = needs.pull
    back_all(inverse, space)
    price(lp, state, space)
    for j in range(state.d.shape[0]):
        if state.place[j] < 0:
            state.d[j] -= space.row[j]
    for k in range(needs.start[one], needs.start[one + 1]):
        if state.place[needs.used[k]] < 0:
            state.d[needs.used[k]] += needs.pull
