"""Questions on their way: what each changes, up to which draw it is asked, and its answers so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from rongtu.engines.chain.value.blocks import Blocks
from rongtu.engines.chain.value.draws import Values
from rongtu.engines.chain.value.parameters import Table
from rongtu.engines.chain.value.programme import Bounds

MANY = 8_000
"""Hot solves from which a sweep of our own is quicker, loading it (a second or two) included."""

LOADING = 3
"""Hot solves that take as long as moving to the numbers of another draw."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What a question changes, in yuan: capacity and purchases of nodes, what can be bought of items; by index."""

    capacity: Mapping[int, Values] = field(default_factory=dict)
    purchases: Mapping[int, Values] = field(default_factory=dict)
    available: Mapping[int, Values] = field(default_factory=dict)

    @property
    def drawn(self) -> bool:
        """Whether an assumption is in it."""
        parts = (self.capacity, self.purchases, self.available)
        return any(len(values) > 1 for part in parts for values in part.values())

    def at(self, draw: int) -> Bounds:
        """The change at a draw, 0 being the points."""
        return Bounds(_at(self.capacity, draw), _at(self.purchases, draw), _at(self.available, draw))


@dataclass(slots=True, eq=False)
class Question:
    """A change, the need of a node, or (neither) V of some blocks; answers (1 + last,), NaN where there is none yet.

    `before` is V of the blocks, `after` V under the change; both are the need where that is asked.
    """

    blocks: tuple[int, ...]
    last: int
    change: Change | None = None
    node: int | None = None
    before: Values = field(init=False)
    after: Values = field(init=False)

    def __post_init__(self) -> None:
        self.before, self.after = np.full(1 + self.last, np.nan), np.full(1 + self.last, np.nan)

    def open(self, most: int | None = None) -> list[int]:
        """The draws, up to `most`, at which it is not answered."""
        found: list[int] = np.flatnonzero(np.isnan(self.after if most is None else self.after[: most + 1])).tolist()
        return found

    def put(self, programme: Blocks, draw: int) -> None:
        """Ask it at the numbers loaded."""
        if self.node is not None:
            self.before[draw] = self.after[draw] = programme.need(self.node)
            return
        self.before[draw] = programme.base_of(self.blocks)
        self.after[draw] = self.before[draw]
        if self.change is not None:
            self.after[draw] = programme.value_of_touched(self.change.at(draw))


def solve(programme: Blocks, table: Table, questions: Iterable[Question], *, most: int | None = None) -> None:
    """Answer at each draw, up to `most`, what is not answered."""
    asked: defaultdict[int, list[Question]] = defaultdict(list)
    for one in questions:
        for draw in one.open(most):
            asked[draw].append(one)
    for draw in sorted(asked):
        programme.load(table.at(draw))
        for one in asked[draw]:
            one.put(programme, draw)


def worth_sweeping(questions: Iterable[Question]) -> bool:
    """Whether so much is asked at draws that a sweep pays."""
    draws = [one.last for one in questions]
    return sum(draws) + LOADING * max(draws, default=0) >= MANY


def _at(part: Mapping[int, Values], draw: int) -> dict[int, float]:
    return {index: float(values[draw if len(values) > 1 else 0]) for index, values in part.items()}
