"""An assignment made better offer by offer: each in turn takes the best of all pairs that the others leave it.

A pair of a need that has all it wants counts for what it fits better than the worst the need has elsewhere, which then
goes. Each turn is a knapsack solved exactly, so the fit never falls; it ends where a whole round brings nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rongtu.engines.match.assignment.task import WHOLE, Chosen, Task

ROUNDS = 5


def improved(task: Task, units: Sequence[int], hours: Sequence[int], chosen: Chosen) -> Chosen:
    """A better assignment, or the same; `units` of room of each offer, `hours` of each pair, in the same whole unit."""
    return Swaps(task, units, hours, chosen).run()


class Swaps:
    """An assignment in the making: plain lists, since each turn touches a few numbers only."""

    def __init__(self, task: Task, units: Sequence[int], hours: Sequence[int], chosen: Chosen) -> None:
        self.need, self.fit = task.pairs.need.tolist(), task.pairs.fit.tolist()
        self.units, self.hours = units, hours
        self.of_offer: list[list[int]] = [[] for _ in units]
        for pair, offer in enumerate(task.pairs.offer.tolist()):
            self.of_offer[offer].append(pair)
        self.room_for = [round(wanted) for wanted in task.wanted.tolist()]
        self.held: list[set[int]] = [set() for _ in self.room_for]
        for pair in np.flatnonzero(chosen).tolist():
            self.held[self.need[pair]].add(pair)

    def run(self) -> Chosen:
        """Go round until nothing gets better."""
        for _ in range(ROUNDS):
            if sum(self._turn(offer) for offer in range(len(self.units))) <= WHOLE:
                break
        chosen: Chosen = np.zeros(len(self.fit), np.bool_)
        chosen[[pair for pairs in self.held for pair in pairs]] = True
        return chosen

    def _turn(self, offer: int) -> float:
        """Let an offer choose anew; what that brings."""
        options: list[tuple[int, float, int | None]] = []
        before = 0.0
        for pair in self.of_offer[offer]:
            held = self.held[self.need[pair]]
            if pair in held:
                before += self.fit[pair]
                options.append((pair, self.fit[pair], None))
            elif len(held) < self.room_for[self.need[pair]]:
                options.append((pair, self.fit[pair], None))
            elif held:
                worst = min(held, key=lambda one: (self.fit[one], one))
                if self.fit[pair] > self.fit[worst] + WHOLE:
                    options.append((pair, self.fit[pair] - self.fit[worst], worst))
        value, taken = self._knapsack(options, self.units[offer])
        if value <= before + WHOLE:
            return 0.0
        for pair in self.of_offer[offer]:
            self.held[self.need[pair]].discard(pair)
        for place in taken:
            pair, _, gone = options[place]
            if gone is not None:
                self.held[self.need[pair]].discard(gone)
            self.held[self.need[pair]].add(pair)
        return value - before

    def _knapsack(self, options: Sequence[tuple[int, float, int | None]], units: int) -> tuple[float, list[int]]:
        best, taken = [0.0] * (units + 1), [0] * (units + 1)
        for place, (pair, worth, _) in enumerate(options):
            hours = self.hours[pair]
            for room in range(units, hours - 1, -1):
                reached = best[room - hours] + worth
                if reached > best[room]:
                    best[room], taken[room] = reached, taken[room - hours] | 1 << place
        mask = taken[units]
        return best[units], [place for place in range(len(options)) if mask >> place & 1]
