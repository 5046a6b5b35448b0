"""The choice of members as a mixed-integer programme over rules, for one pattern of members by region or for any.

    Σ_{i covers c} x_i ≥ 1 for each cell, Σ_{firms} x_i ≥ 1, Σ_{research} x_i ≥ m, Σ_r y_r ≥ p,
    Σ cost_i x_i ≤ B, n ≤ N, x_i + x_j ≤ 1 for each conflict

A pattern says how many regions have how many members each: w_rs says that region r has exactly s of them, so that
Σ_{i in r} x_i = Σ_s s w_rs, Σ_s w_rs ≤ 1 and Σ_r w_rs is the number of regions of that size. With the pattern the
pairs across regions are known, and no pair needs a variable. Every rule has a slack, closed unless it is to be relaxed.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rongtu.engines.match.consortium.inputs import RESEARCH, Candidate, MemberKind, Prices, Rules
from rongtu.engines.match.consortium.patterns import Pattern
from rongtu.engines.match.consortium.reducing import counted_cost, lack_of
from rongtu.engines.match.consortium.results import Rule
from rongtu.engines.match.solver import HALF, INFINITE, Array, Model, Solution

DEAREST = 1e3
"""What the dearest member costs inside, so that the solver's tolerance is small beside any cost."""


MOST_PLACES = 64
"""More members than a consortium has: the places of their keys together weigh less than a thousandth of fit."""


@dataclass(frozen=True, slots=True, eq=False)
class Slack:
    """A column by which a rule may be kept less than whole, and what it says: a share of `unit` of the rule."""

    rule: Rule
    column: int
    unit: float = 1.0
    number: int = 0


class Programme:
    """The model over candidates sorted by key, for members of this pattern, or of any."""

    def __init__(self, candidates: Sequence[Candidate], rules: Rules, pattern: Pattern | None = None) -> None:
        self.candidates, self.rules = candidates, rules
        self.model = Model()
        self.chosen = self.model.add(len(candidates))
        self.place = {one.key: number for number, one in zip(self.chosen, candidates, strict=True)}
        self.slacks: list[Slack] = []
        if pattern is None:
            self._any_regions()
        else:
            self._regions_of(pattern)
        self._cells()
        self._counts()
        self._budget()
        self._named()

    def any(self) -> Array:
        """The objective that takes whatever keeps to the rows."""
        return np.zeros(len(self.model.lower))

    def number(self) -> Array:
        """The objective that takes the fewest members."""
        costs = np.zeros(len(self.model.lower))
        costs[list(self.chosen)] = 1.0
        return costs

    def lack(self) -> Array:
        """The objective that orders equals in number: less lack of fit, then earlier keys."""
        costs = np.zeros(len(self.model.lower))
        places = np.arange(len(self.candidates)) / (1.0 + len(self.candidates)) / MOST_PLACES
        costs[list(self.chosen)] = np.array([lack_of(one) for one in self.candidates]) + places
        return costs

    def priced(self, prices: Prices) -> Array:
        """The objective of what is relaxed."""
        costs = np.zeros(len(self.model.lower))
        for slack in self.slacks:
            costs[slack.column] = PRICES[slack.rule](prices) * slack.unit
        return costs

    def open(self, rules: Collection[Rule]) -> None:
        """Let these rules, and no others, be kept less than whole."""
        for slack in self.slacks:
            self.model.upper[slack.column] = INFINITE if slack.rule in rules else 0.0

    def shut(self, keys: Collection[str]) -> None:
        """Leave these candidates out."""
        for key in keys:
            self.model.upper[self.place[key]] = 0.0

    def forbid(self, members: Collection[str]) -> None:
        """Not these together, nor anybody beside them."""
        self.model.row(-INFINITE, len(members) - 1, [self.place[key] for key in sorted(members)])

    def taken(self, solution: Solution) -> tuple[str, ...]:
        """Whom a solution takes."""
        return tuple(one.key for one, value in zip(self.candidates, solution.values, strict=False) if value > HALF)

    def counted(self, members: Collection[str]) -> float:
        """What members count for in the budget."""
        return math.fsum(counted_cost(one, self.rules) for one in self.candidates if one.key in members)

    def _slack(self, rule: Rule, *, unit: float = 1.0, number: int = 0, whole: bool = True) -> int:
        (column,) = self.model.add(1, 0.0, whole=whole)
        self.slacks.append(Slack(rule, column, unit, number))
        return column

    def _any_regions(self) -> None:
        """y_r ≤ n_r, of a region with one candidate that candidate; Σ y_r ≥ p."""
        there = []
        for members in self._by_region().values():
            if len(members) == 1:
                there += members
                continue
            (one,) = self.model.add(1)
            self.model.row(0.0, INFINITE, [*members, one], [1.0] * len(members) + [-1.0])
            there.append(one)
        if self.rules.regions_least:
            self.model.row(self.rules.regions_least, INFINITE, [*there, self._slack(Rule.REGIONS)])

    def _regions_of(self, pattern: Pattern) -> None:
        """w_rs, as the pattern has them."""
        wanted = Counter(pattern.parts)
        of_size: dict[int, list[int]] = {size: [] for size in wanted}
        for members in self._by_region().values():
            sizes = [size for size in wanted if size <= len(members)]
            ones = list(self.model.add(len(sizes)))
            self.model.row(0.0, 0.0, [*members, *ones], [1.0] * len(members) + [-float(size) for size in sizes])
            self.model.row(-INFINITE, 1.0, ones)
            for member in members:
                self.model.row(-INFINITE, 0.0, [member, *ones], [1.0] + [-1.0] * len(ones))
            for size, one in zip(sizes, ones, strict=True):
                of_size[size].append(one)
        for size, times in wanted.items():
            self.model.row(times, times, of_size[size])
        away = [column for column, one in zip(self.chosen, self.candidates, strict=True) if one.region is None]
        self.model.row(pattern.away, pattern.away, away)

    def _by_region(self) -> dict[str, list[int]]:
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for column, one in zip(self.chosen, self.candidates, strict=True):
            if one.region is not None:
                groups[one.region].append(column)
        return dict(sorted(groups.items()))

    def _cells(self) -> None:
        covering: defaultdict[object, list[int]] = defaultdict(list)
        for column, one in zip(self.chosen, self.candidates, strict=True):
            for cell in one.cells:
                covering[cell].append(column)
        slacks = [self._slack(Rule.COVER, number=number) for number, _ in enumerate(self.rules.cells)]
        for cell, slack in zip(self.rules.cells, slacks, strict=True):
            self.model.row(1.0, INFINITE, [*covering[cell], slack])
        # a consortium that covers nothing is none
        self.model.row(-INFINITE, len(slacks) - 1.0, slacks)

    def _counts(self) -> None:
        """Firm, research, members."""
        kinds = [one.kind for one in self.candidates]
        if self.rules.firm_led:
            firms = [column for column, kind in zip(self.chosen, kinds, strict=True) if kind is MemberKind.FIRM]
            self.model.row(1.0, INFINITE, [*firms, self._slack(Rule.FIRM)])
        if self.rules.research_least:
            side = [column for column, kind in zip(self.chosen, kinds, strict=True) if kind in RESEARCH]
            self.model.row(self.rules.research_least, INFINITE, [*side, self._slack(Rule.RESEARCH)])
        if self.rules.most_members is not None:
            slack = self._slack(Rule.MEMBERS)
            self.model.row(-INFINITE, self.rules.most_members, [*self.chosen, slack], [*[1.0] * len(self.chosen), -1.0])

    def _budget(self) -> None:
        if self.rules.budget is None:
            return
        costs = np.array([counted_cost(one, self.rules) for one in self.candidates])
        scale = DEAREST / max(float(costs.max(initial=0.0)), self.rules.budget / 10, 1e-9)
        slack = self._slack(Rule.BUDGET, unit=1.0 / scale, whole=False)
        self.model.row(-INFINITE, self.rules.budget * scale, [*self.chosen, slack], [*(costs * scale), -1.0])

    def _named(self) -> None:
        """Conflicts, and who must or must not be in."""
        for number, pair in enumerate(self.rules.conflicts):
            if pair.one in self.place and pair.other in self.place:
                both = [self.place[pair.one], self.place[pair.other], self._slack(Rule.CONFLICT, number=number)]
                self.model.row(-INFINITE, 1.0, both, [1.0, 1.0, -1.0])
        shut = [(bar.key, Rule.BAR) for bar in self.rules.bars]
        shut += [(key, Rule.MUST_NOT) for key in sorted(self.rules.must_not)]
        for key, rule in shut:
            if key in self.place:
                column = self.place[key]
                self.model.row(-INFINITE, 0.0, [column, self._slack(rule, number=column)], [1.0, -1.0])
        for key in sorted(self.rules.needed):
            column = self.place[key]
            self.model.row(1.0, INFINITE, [column, self._slack(Rule.MUST, number=column)])


PRICES: Mapping[Rule, Callable[[Prices], float]] = {
    Rule.COVER: lambda prices: prices.cover,
    Rule.FIRM: lambda prices: prices.firm,
    Rule.RESEARCH: lambda prices: prices.research,
    Rule.REGIONS: lambda prices: prices.region,
    Rule.BUDGET: lambda prices: prices.budget,
    Rule.MEMBERS: lambda prices: prices.member,
    Rule.CONFLICT: lambda prices: prices.conflict,
    Rule.BAR: lambda prices: prices.bar,
    Rule.MUST: lambda prices: prices.must,
    Rule.MUST_NOT: lambda prices: prices.must_not,
}
"""What a rule's slack is priced by."""
