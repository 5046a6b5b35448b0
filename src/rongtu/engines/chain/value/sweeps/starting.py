"""A draw's own optimum: from the basis of the points, by dual steps and then by primal ones.

Where the draw's shares turned reduced costs to the wrong sign, their columns move to the other bound, or where there is
none their costs count as shifted until the dual steps are done. Untyped: Numba compiles it.
"""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, PLR0917

from __future__ import annotations

import numpy as np
from numba import njit

from rongtu.engines.chain.value.sweeps.basis import PIVOTS, clear, fold, reprice, same_inverse, through
from rongtu.engines.chain.value.sweeps.simplex import dual, primal, sound

UNFIT = 1e-6
"""A pivot below it makes no inverse."""


@njit(nogil=True, cache=True)
def begin(lp, first, state, inverse, space):
    """The first basis at the draw's numbers; False where it is none."""
    same_inverse(first.inverse, inverse)
    for i in range(state.head.shape[0]):
        state.head[i] = first.head[i]
    for j in range(state.place.shape[0]):
        state.place[j] = first.place[j]
    space.count[PIVOTS] = 0
    for i in range(state.head.shape[0]):
        if first.moves[state.head[i]]:
            through(lp, inverse, space, state.head[i])
            if abs(space.column[i]) < UNFIT:
                return False
            fold(inverse, space.column, i)
    reprice(lp, inverse, state, space, lp.cost)
    for j in range(state.x.shape[0]):
        if state.place[j] < 0:
            upper = lp.hi[j] < np.inf and (first.upper[j] or lp.lo[j] == -np.inf)
            if upper and state.d[j] < 0 and lp.lo[j] > -np.inf:
                upper = False
            elif not upper and state.d[j] > 0 and lp.hi[j] < np.inf:
                upper = True
            state.x[j] = lp.hi[j] if upper else lp.lo[j]
            if (upper and state.d[j] < 0) or (not upper and state.d[j] > 0):
                state.d[j] = 0.0  # shifted, and made anew after the dual steps
    fill(lp, state, inverse, space)
    return True


@njit(nogil=True, cache=True)
def fill(lp, state, inverse, space):
    """The values of the basic columns."""
    n, b = lp.start.shape[0] - 1, space.unit
    clear(b)
    for j in range(state.x.shape[0]):
        if state.place[j] < 0 and state.x[j] != 0.0:
            if j >= n:
                b[j - n] += state.x[j]
            else:
                for k in range(lp.start[j], lp.start[j + 1]):
                    b[lp.rows[k]] -= lp.value[k] * state.x[j]
    for i in range(state.head.shape[0]):
        state.x[state.head[i]] = 0.0
        for k in range(b.shape[0]):
            state.x[state.head[i]] += inverse[i, k] * b[k]


@njit(nogil=True, cache=True)
def worth(cost, x):
    """c x."""
    found = 0.0
    for j in range(x.shape[0]):
        if x[j] != 0.0:
            found += cost[j] * x[j]
    return found


@njit(nogil=True, cache=True)
def solve(lp, first, state, inverse, space, every):
    """V of the draw, its basis and inverse kept; NaN where that fails."""
    if not begin(lp, first, state, inverse, space) or not dual(lp, inverse, state, space):
        return np.nan
    reprice(lp, inverse, state, space, lp.cost)
    if not primal(lp, inverse, state, space, every):
        return np.nan
    for k in range(space.count[PIVOTS]):
        fold(inverse, space.eta[k], space.at[k])
    space.count[PIVOTS] = 0
    value = worth(lp.cost, state.x)
    return value if sound(lp, state, space, value) else np.nan
