"""Rows within columns: an order of each column that keeps crossings few (steps III and IV of Sugiyama et al. 1981).

Barycentre sweeps from two starts, by code and along a depth-first walk, each best one improved by exchanging neighbours
(Gansner, Koutsofios, North, Vo, *A technique for drawing directed graphs*, IEEE Transactions on Software Engineering
19(3), 1993). Crossings are inversions (Barth, Jünger, Mutzel, *Simple and efficient bilayer cross counting*, 2002).
Nothing is left to chance; the least number is not claimed, for that problem is NP-hard.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence

Vertex = tuple[str, ...]
"""A node (its code alone) or the bend of a long arrow at a column it passes (left end, right end, column)."""

Columns = list[list[Vertex]]
Segments = list[list[tuple[Vertex, Vertex]]]
"""For each pair of neighbouring columns, the pieces of arrows between them, left end first."""

SWEEPS = 24
EXCHANGES = 24


def fewest_crossings(columns: Columns, segments: Segments) -> tuple[Columns, int]:
    """The columns in the best order found, and its crossings; `columns` in code order."""
    found = []
    for start in (columns, _along_a_walk(columns, segments)):
        order = _exchanged(_best_swept(start, segments), segments)
        found.append((order, crossings(order, segments)))
    return min(found, key=lambda order: order[1])


def crossings(columns: Columns, segments: Segments) -> int:
    """The pairs of segments that cross; O(segments · log) but for the insertion."""
    total = 0
    for i, pieces in enumerate(segments):
        left, right = _rows(columns[i]), _rows(columns[i + 1])
        passed: list[int] = []
        for _, row in sorted((left[a], right[b]) for a, b in pieces):
            total += len(passed) - bisect_right(passed, row)
            insort(passed, row)
    return total


def _best_swept(columns: Columns, segments: Segments) -> Columns:
    best, fewest = columns, crossings(columns, segments)
    for sweep in range(SWEEPS):
        columns = _swept(columns, segments, forwards=sweep % 2 == 0)
        count = crossings(columns, segments)
        if count < fewest:
            best, fewest = columns, count
    return best


def _swept(columns: Columns, segments: Segments, *, forwards: bool) -> Columns:
    """Every column put in the order of its vertices' mean neighbour in the column just passed."""
    swept = list(columns)
    steps = range(1, len(swept)) if forwards else range(len(swept) - 2, -1, -1)
    for i in steps:
        fixed, pieces = (i - 1, segments[i - 1]) if forwards else (i + 1, segments[i])
        row = _rows(swept[fixed])
        neighbours: defaultdict[Vertex, list[int]] = defaultdict(list)
        for left, right in pieces:
            moving, still = (right, left) if forwards else (left, right)
            neighbours[moving].append(row[still])
        swept[i] = _by_barycentre(swept[i], neighbours)
    return swept


def _by_barycentre(column: Sequence[Vertex], neighbours: Mapping[Vertex, list[int]]) -> list[Vertex]:
    mean = {vertex: sum(rows) / len(rows) for vertex, rows in neighbours.items()}
    place = _rows(column)
    return sorted(column, key=lambda vertex: (mean.get(vertex, float(place[vertex])), place[vertex]))


def _exchanged(columns: Columns, segments: Segments) -> Columns:
    """Neighbours within a column exchanged as long as that uncrosses something."""
    columns = [list(column) for column in columns]
    for _ in range(EXCHANGES):
        improved = False
        for i, column in enumerate(columns):
            seen = _neighbour_rows(columns, segments, i)
            for j in range(len(column) - 1):
                upper, lower = seen[column[j]], seen[column[j + 1]]
                if _crossed(upper, lower) > _crossed(lower, upper):
                    column[j], column[j + 1] = column[j + 1], column[j]
                    improved = True
        if not improved:
            break
    return columns


Sides = tuple[list[int], list[int]]


def _neighbour_rows(columns: Columns, segments: Segments, i: int) -> dict[Vertex, Sides]:
    """For each vertex of a column the rows of its neighbours to the left and to the right, ascending."""
    seen: dict[Vertex, Sides] = {vertex: ([], []) for vertex in columns[i]}
    if i > 0:
        row = _rows(columns[i - 1])
        for left, right in segments[i - 1]:
            insort(seen[right][0], row[left])
    if i < len(segments):
        row = _rows(columns[i + 1])
        for left, right in segments[i]:
            insort(seen[left][1], row[right])
    return seen


def _crossed(upper: Sides, lower: Sides) -> int:
    """The crossings of two vertices' segments, the one standing directly above the other."""
    return sum(bisect_left(below, row) for above, below in zip(upper, lower, strict=True) for row in above)


def _along_a_walk(columns: Columns, segments: Segments) -> Columns:
    """The columns in the order a depth-first walk along the arrows, either way, meets their vertices."""
    neighbours: defaultdict[Vertex, list[Vertex]] = defaultdict(list)
    for pieces in segments:
        for left, right in pieces:
            neighbours[left].append(right)
            neighbours[right].append(left)
    met: dict[Vertex, int] = {}
    waiting = [vertex for column in reversed(columns) for vertex in reversed(column)]
    while waiting:
        vertex = waiting.pop()
        if vertex not in met:
            met[vertex] = len(met)
            waiting += sorted(neighbours[vertex], reverse=True)
    return [sorted(column, key=met.__getitem__) for column in columns]


def _rows(column: Sequence[Vertex]) -> dict[Vertex, int]:
    return {vertex: number for number, vertex in enumerate(column)}
