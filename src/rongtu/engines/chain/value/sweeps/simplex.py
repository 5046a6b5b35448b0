"""The simplex method with bounds, primal and dual, for one small programme solved very many times.

Dual steps restore feasibility where bounds moved, primal steps optimality where the objective did. Nothing here is
trusted: `sound` checks each answer, and what fails it is for another solver to answer. Untyped: Numba compiles it.
"""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201

from __future__ import annotations

import numpy as np
from numba import njit

from rongtu.engines.chain.value.sweeps.basis import back, exchange, move, price, through

INFEASIBLE = 1e-9
"""By how much a bound may be missed; all demand is about 10^4."""

DUAL = 1e-10
"""How large a reduced cost of the wrong sign may be."""

SMALL = 1e-9
"""A pivot below it is none."""

UNBALANCED = 1e-8
"""By how much a row may not add up."""

UNPROVED = 1e-10
"""Relative: by how much a value may not be that of its reduced costs."""

SLACK = 1e-12
"""How much a ratio test may spend on a larger pivot."""


@njit(nogil=True, cache=True)
def entering_dual(lp, state, space, up):
    """The column that takes over from one that must rise (or fall): the least ratio, of those the largest pivot."""
    sign, best, several = (1.0 if up else -1.0), np.inf, 0
    for j in range(state.d.shape[0]):
        alpha = sign * space.row[j]
        if (alpha < -SMALL and state.x[j] < lp.hi[j]) or (alpha > SMALL and state.x[j] > lp.lo[j]):
            best = min(best, (abs(state.d[j]) + SLACK) / abs(alpha))
            space.chosen[several] = j
            several += 1
    found, pivot = -1, 0.0
    for k in range(several):
        j = space.chosen[k]
        alpha = abs(space.row[j])
        if alpha > pivot and abs(state.d[j]) <= best * alpha:
            found, pivot = j, alpha
    return found


@njit(nogil=True, cache=True)
def dual(lp, inverse, state, space):
    """Dual steps until every bound is kept; False where that fails."""
    while True:
        r, worst = -1, INFEASIBLE
        for i in range(state.head.shape[0]):
            j = state.head[i]
            missed = max(lp.lo[j] - state.x[j], state.x[j] - lp.hi[j])
            if missed > worst:
                r, worst = i, missed
        if r < 0:
            return True
        out = state.head[r]
        up = state.x[out] < lp.lo[out]
        back(inverse, space, r)
        price(lp, state, space)
        q = entering_dual(lp, state, space, up)
        if q < 0:
            return False
        through(lp, inverse, space, q)
        if abs(space.column[r] - space.row[q]) > SMALL * (1.0 + abs(space.row[q])):
            return False
        bound = lp.lo[out] if up else lp.hi[out]
        move(state, space, q, (state.x[out] - bound) / space.column[r])
        state.x[out] = bound
        if not exchange(state, space, r, q):
            return False


@njit(nogil=True, cache=True)
def leaving_primal(lp, state, space, q, rising):
    """How far column q can move, and the row that stops it, the largest pivot of several; −1 for its own bound."""
    own = lp.hi[q] - state.x[q] if rising else state.x[q] - lp.lo[q]
    sign, far = (1.0 if rising else -1.0), own
    for i in range(state.head.shape[0]):
        by = -sign * space.column[i]
        if abs(by) > SMALL:
            far = min(far, room(lp, state, i, by > 0) / abs(by))
    if own <= far:
        return own, -1
    r, pivot = -1, 0.0
    for i in range(state.head.shape[0]):
        by = -sign * space.column[i]
        if abs(by) > max(SMALL, pivot) and room(lp, state, i, by > 0) / abs(by) <= far + SLACK:
            r, pivot = i, abs(by)
    return far, r


@njit(nogil=True, cache=True)
def room(lp, state, i, up):
    """How far the column of a row of the basis is from its bound."""
    j = state.head[i]
    return max(0.0, lp.hi[j] - state.x[j] if up else state.x[j] - lp.lo[j])


@njit(nogil=True, cache=True)
def primal(lp, inverse, state, space, free):
    """Primal steps until no column that is `free` would add; False where that fails."""
    for _ in range(4 * space.at.shape[0]):
        q, most = -1, 0.0
        for j in range(state.d.shape[0]):
            d = state.d[j]
            if not free[j] or abs(d) <= DUAL or abs(d) * space.weight[j] <= most:
                continue
            if (d > 0 and state.x[j] < lp.hi[j]) or (d < 0 and state.x[j] > lp.lo[j]):
                q, most = j, abs(d) * space.weight[j]
        if q < 0:
            return True
        rising = state.d[q] > 0
        through(lp, inverse, space, q)
        far, r = leaving_primal(lp, state, space, q, rising)
        if far == np.inf:
            return False
        move(state, space, q, far if rising else -far)
        if r < 0:
            state.x[q] = lp.hi[q] if rising else lp.lo[q]
            continue
        out = state.head[r]
        falls = space.column[r] > 0 if rising else space.column[r] < 0
        state.x[out] = lp.lo[out] if falls else lp.hi[out]
        back(inverse, space, r)
        price(lp, state, space)
        if abs(space.column[r] - space.row[q]) > SMALL * (1.0 + abs(space.row[q])) or not exchange(state, space, r, q):
            return False
    return False


@njit(nogil=True, cache=True)
def sound(lp, state, space, value):
    """Whether every row adds up, every bound is kept, and the reduced costs prove the value."""
    n = lp.start.shape[0] - 1
    rest, proved = space.rho, 0.0
    for i in range(rest.shape[0]):
        rest[i] = state.x[n + i]
    for j in range(state.x.shape[0]):
        near = INFEASIBLE * 10 * (1.0 + 1e-4 * abs(state.x[j]))
        if state.x[j] < lp.lo[j] - near or state.x[j] > lp.hi[j] + near:
            return False
        if state.d[j] != 0.0:
            proved += state.d[j] * state.x[j]
    for j in range(n):
        if state.x[j] != 0.0:
            for k in range(lp.start[j], lp.start[j + 1]):
                rest[lp.rows[k]] -= lp.value[k] * state.x[j]
    for i in range(rest.shape[0]):
        if abs(rest[i]) > UNBALANCED:
            return False
    return abs(proved - value) <= UNPROVED * max(1.0, abs(value))
