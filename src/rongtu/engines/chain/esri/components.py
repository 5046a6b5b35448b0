"""Strongly connected components of a directed graph (Tarjan 1972), without recursion. Untyped: Numba compiles it."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def components(start, at):
    """The component of each node, numbered from 0 in reverse topological order; edges of i are `at[start[i]:]`."""
    size = len(start) - 1
    found, low, of = np.full(size, -1), np.zeros(size, np.int64), np.full(size, -1)
    path, edge, open_ = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    seen, opened, closed = 0, 0, 0
    for root in range(size):
        if found[root] >= 0:
            continue
        depth = 0
        path[0], edge[0] = root, start[root]
        found[root] = low[root] = seen
        open_[opened] = root
        seen, opened = seen + 1, opened + 1
        while depth >= 0:
            node = path[depth]
            if edge[depth] < start[node + 1]:
                to = at[edge[depth]]
                edge[depth] += 1
                if found[to] < 0:
                    depth += 1
                    path[depth], edge[depth] = to, start[to]
                    found[to] = low[to] = seen
                    open_[opened] = to
                    seen, opened = seen + 1, opened + 1
                elif of[to] < 0:
                    low[node] = min(low[node], found[to])
            else:
                depth -= 1
                if depth >= 0:
                    low[path[depth]] = min(low[path[depth]], low[node])
                if low[node] == found[node]:
                    while True:
                        opened -= 1
                        of[open_[opened]] = closed
                        if open_[opened] == node:
                            break
                    closed += 1
    return of
