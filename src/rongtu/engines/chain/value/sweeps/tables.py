"""What a sweep over the draws is given, where it starts, what it works in and what it finds, as arrays."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Numbers(NamedTuple):
    """The programme at every draw: (draws, …) of what moves."""

    start: Places
    rows: Places
    lo: Reals
    value: Reals
    hi: Reals
    cost: Reals


class First(NamedTuple):
    """The basis to start a draw from, with its inverse at the first draw.

    `upper` are the columns at their upper bound, `moves` those whose coefficients move; `weight` is 1 / ‖B⁻¹ a_j‖ and
    one more, by which primal steps choose (after the steepest edge, of the first draw for all).
    """

    inverse: Reals
    head: Places
    place: Places
    upper: Flags
    moves: Flags
    weight: Reals


class Asked(NamedTuple):
    """Upper bounds that questions change: of question k those from start[k] to start[k + 1], `hi` (changes, draws)."""

    start: Places
    column: Places
    hi: Reals


class Needs(NamedTuple):
    """Nodes whose need is asked: the column they are made by, those that use them, the second objective, their pull."""

    produced: Places
    start: Places
    used: Places
    lean: Reals
    pull: float


class Found(NamedTuple):
    """V at each draw, under each question, with each node unbounded, and each need; inside's money."""

    base: Reals
    values: Reals
    most: Reals
    needs: Reals


class Room(NamedTuple):
    """Bases at hand: of the draw, of the leanest optimum, of the question; their inverses; columns that are free.

    `every` frees all of them; `old` keeps the bounds that a question changes.
    """

    base: Any
    lean: Any
    work: Any
    inverse: Reals
    leanest: Reals
    free: Flags
    every: Flags
    old: Reals
