"""A choice of interventions where there are too many for the mixed-integer programme.

Step by step the one, or the pair among a short list, that adds most value per yuan and fits; pairs because inputs are
complements, so that either alone may add nothing. Then swaps of one inside for one outside, while any adds value.
Time is (chosen + 2) × (options + LISTED² / 2) solves at most, and as many again for the swaps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rongtu.engines.chain.value.programme import NOISE

LISTED = 24
"""How many options are tried in pairs: those of the largest share in the relaxed choice come first."""

SWEEPS = 5

Chosen = frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """What is searched: costs of the options, those tried in pairs, the budget, and V of a choice."""

    costs: Sequence[float]
    listed: Sequence[int]
    budget: float
    value: Callable[[Chosen], float]

    def cost(self, chosen: Iterable[int]) -> float:
        """What a choice costs."""
        return sum(self.costs[one] for one in sorted(chosen))

    def fits(self, chosen: Iterable[int]) -> bool:
        """Whether a choice is within the budget."""
        return self.cost(chosen) <= self.budget * (1.0 + NOISE)

    def better(self, chosen: Chosen, than: Chosen) -> float:
        """What a choice is worth more than another, 0 where it is rounding."""
        before = self.value(than)
        more = self.value(chosen) - before
        return more if more > NOISE * abs(before) else 0.0


def greedy(
    costs: Sequence[float], share: Sequence[float], budget: float, value: Callable[[Chosen], float]
) -> tuple[int, ...]:
    """Numbers of the options chosen; `share` is what the relaxed choice takes of each, `value` V of a choice."""
    listed = sorted(range(len(costs)), key=lambda one: (-share[one], one))[:LISTED]
    search = Search(costs, listed, budget, value)
    chosen: Chosen = frozenset()
    while best := _best(search, chosen):
        chosen |= best
    for _ in range(SWEEPS):
        other = _swap(search, chosen)
        if other is None:
            break
        chosen = other
    return tuple(sorted(chosen))


def _best(search: Search, chosen: Chosen) -> Chosen:
    best, found = 0.0, frozenset[int]()
    for more in _additions(search, chosen):
        adds = search.better(chosen | more, chosen) if search.fits(chosen | more) else 0.0
        price = search.cost(more)
        per_yuan = adds / price if price > 0 else math.inf if adds > 0 else 0.0
        if per_yuan > best:
            best, found = per_yuan, more
    return found


def _additions(search: Search, chosen: Chosen) -> Iterator[Chosen]:
    yield from (frozenset({one}) for one in range(len(search.costs)) if one not in chosen)
    yield from (frozenset(pair) for pair in combinations(sorted(set(search.listed) - chosen), 2))


def _swap(search: Search, chosen: Chosen) -> Chosen | None:
    for out in sorted(chosen):
        for into in search.listed:
            other = (chosen - {out}) | {into}
            if into not in chosen and search.fits(other) and search.better(other, chosen) > 0:
                return other
    return None
