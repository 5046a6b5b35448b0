"""A basis of one small programme, and what is computed from it: columns, rows and reduced costs through its inverse.

    max c x   s.t.  A x − r = 0,   lo ≤ (x, r) ≤ hi

Columns 0 … n − 1 are the programme's, n … n + m − 1 its rows r. B⁻¹ is kept dense for the basis of a draw; what a
question changes on it is a short list of pivots (product form), which is thrown away after it. Untyped: Numba compiles
it.
"""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

PIVOTS = 0
"""The place of the number of pivots in `count`."""


class Programme(NamedTuple):
    """The columns of A by their rows, the bounds and the objective at one draw."""

    start: np.ndarray
    rows: np.ndarray
    value: np.ndarray
    lo: np.ndarray
    hi: np.ndarray
    cost: np.ndarray


class State(NamedTuple):
    """A basis: which column each row of it holds, the row of each column or −1, all values, all reduced costs."""

    head: np.ndarray
    place: np.ndarray
    x: np.ndarray
    d: np.ndarray


class Space(NamedTuple):
    """Pivots since B⁻¹ was made (column, row, the last of each row, number), room for rows and columns, and what a
    reduced cost of each column weighs beside others."""

    eta: np.ndarray
    at: np.ndarray
    last: np.ndarray
    count: np.ndarray
    unit: np.ndarray
    rho: np.ndarray
    row: np.ndarray
    column: np.ndarray
    chosen: np.ndarray
    weight: np.ndarray


@njit(nogil=True, cache=True)
def clear(row):
    """All 0."""
    for k in range(row.shape[0]):
        row[k] = 0.0


@njit(nogil=True, cache=True)
def through(lp, inverse, space, q):
    """space.column = B⁻¹ a_q."""
    out, m, n = space.column, inverse.shape[0], lp.start.shape[0] - 1
    if q >= n:
        for i in range(m):
            out[i] = -inverse[i, q - n]
    else:
        clear(out)
        for k in range(lp.start[q], lp.start[q + 1]):
            at, by = lp.rows[k], lp.value[k]
            for i in range(m):
                out[i] += by * inverse[i, at]
    for k in range(space.count[PIVOTS]):
        r = space.at[k]
        step = out[r] / space.eta[k, r]
        if step != 0.0:
            for i in range(m):
                out[i] -= step * space.eta[k, i]
        out[r] = step


@njit(nogil=True, cache=True)
def back(inverse, space, r):
    """space.rho = row r of B⁻¹."""
    u, pivots = space.unit, space.count[PIVOTS]
    # only the rows of the pivots and r itself can be other than 0
    for k in range(pivots):
        u[space.at[k]] = 0.0
    u[r] = 1.0
    for k in range(pivots - 1, -1, -1):
        p = space.at[k]
        rest = u[r] * space.eta[k, r] if r != p else 0.0
        for later in range(k + 1, pivots):
            i = space.at[later]
            if space.last[i] == later and i not in (p, r):
                rest += u[i] * space.eta[k, i]
        u[p] = (u[p] - rest) / space.eta[k, p]
    clear(space.rho)
    gather(inverse, space, r)
    for k in range(pivots):
        if space.last[space.at[k]] == k and space.at[k] != r:
            gather(inverse, space, space.at[k])


@njit(nogil=True, cache=True)
def gather(inverse, space, i):
    """Row i of B⁻¹, as it was made, into space.rho."""
    by, rho = space.unit[i], space.rho
    if by != 0.0:
        for k in range(rho.shape[0]):
            rho[k] += by * inverse[i, k]


@njit(nogil=True, cache=True)
def back_all(inverse, space):
    """space.rho = space.unit B⁻¹."""
    u, m = space.unit, inverse.shape[0]
    for k in range(space.count[PIVOTS] - 1, -1, -1):
        p, rest = space.at[k], 0.0
        for i in range(m):
            rest += u[i] * space.eta[k, i]
        own = space.eta[k, p]
        u[p] = (u[p] - (rest - u[p] * own)) / own
    clear(space.rho)
    for i in range(m):
        gather(inverse, space, i)


@njit(nogil=True, cache=True)
def price(lp, state, space):
    """space.row = rho a_j of every column that is not basic, 0 of the others."""
    n = lp.start.shape[0] - 1
    for j in range(n):
        found = 0.0
        if state.place[j] < 0:
            for k in range(lp.start[j], lp.start[j + 1]):
                found += lp.value[k] * space.rho[lp.rows[k]]
        space.row[j] = found
    for i in range(space.rho.shape[0]):
        space.row[n + i] = -space.rho[i] if state.place[n + i] < 0 else 0.0


@njit(nogil=True, cache=True)
def reprice(lp, inverse, state, space, cost):
    """All reduced costs of an objective, made anew."""
    for i in range(state.head.shape[0]):
        space.unit[i] = cost[state.head[i]]
    back_all(inverse, space)
    price(lp, state, space)
    for j in range(state.d.shape[0]):
        state.d[j] = 0.0 if state.place[j] >= 0 else cost[j] - space.row[j]


@njit(nogil=True, cache=True)
def exchange(state, space, r, q):
    """Column q enters at row r; space.row and space.column are those of the pivot. False where there is no room."""
    k, out = space.count[PIVOTS], state.head[r]
    if k >= space.at.shape[0]:
        return False
    theta = state.d[q] / space.row[q]
    for j in range(state.d.shape[0]):
        state.d[j] -= theta * space.row[j]
    state.d[q], state.d[out] = 0.0, -theta
    for i in range(space.column.shape[0]):
        space.eta[k, i] = space.column[i]
    space.at[k], space.last[r] = r, k
    space.count[PIVOTS] = k + 1
    state.head[r], state.place[q], state.place[out] = q, r, -1
    return True


@njit(nogil=True, cache=True)
def move(state, space, q, step):
    """Column q moves, the basic ones with it."""
    if step != 0.0:
        state.x[q] += step
        for i in range(state.head.shape[0]):
            if space.column[i] != 0.0:
                state.x[state.head[i]] -= step * space.column[i]


@njit(nogil=True, cache=True)
def fold(inverse, column, r):
    """B⁻¹ of the basis in which this column, seen through B⁻¹, is at row r."""
    m = inverse.shape[0]
    for k in range(m):
        inverse[r, k] /= column[r]
    for i in range(m):
        if i != r and column[i] != 0.0:
            by = column[i]
            for k in range(m):
                inverse[i, k] -= by * inverse[r, k]


@njit(nogil=True, cache=True)
def copy(source, target):
    """The same basis once more."""
    for i in range(source.head.shape[0]):
        target.head[i] = source.head[i]
    for j in range(source.x.shape[0]):
        target.place[j], target.x[j], target.d[j] = source.place[j], source.x[j], source.d[j]


@njit(nogil=True, cache=True)
def same_inverse(source, target):
    """The same inverse once more. In loops, like all here: an assignment of whole arrays takes seconds to compile."""
    for i in range(source.shape[0]):
        for k in range(source.shape[1]):
            target[i, k] = source[i, k]
