"""The best consortium under rules: fewest members first, then least cost of coordination, then better fit, then key."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from rongtu.engines.match.consortium.inputs import RESEARCH, Candidate, Cell, Coordination, MemberKind, Rules
from rongtu.engines.match.consortium.patterns import Pattern, Shape, patterns
from rongtu.engines.match.consortium.programme import Programme
from rongtu.engines.match.consortium.reducing import counted_cost, lack_of
from rongtu.engines.match.consortium.results import Consortium
from rongtu.engines.match.solver import UndecidedError

NODES = 2_000
"""Branches after which a search ends; its gap is told then."""

SAME = 1e-6
"""Costs this near each other, as a share of a member's, are the same."""


MANY, FIRST = 800, 500
"""Of more candidates than MANY, the FIRST by fit are tried before all."""


@dataclass(frozen=True, slots=True)
class Found:
    """Members by key, what they cost to coordinate, a bound below which none does, and their lack of fit together."""

    members: tuple[str, ...]
    cost: float
    bound: float
    lack: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search must not find, and whether it orders equals."""

    forbidden: Sequence[Collection[str]]
    absent: Collection[str]
    ordered: bool


@dataclass(frozen=True, slots=True)
class Search:
    """What consortia are sought among: candidates by key, rules, what coordination costs."""

    candidates: tuple[Candidate, ...]
    rules: Rules
    coordination: Coordination
    nodes: int = NODES

    def find(
        self,
        *,
        forbidden: Sequence[Collection[str]] = (),
        absent: Collection[str] = (),
        least: float = 0.0,
        ordered: bool = True,
    ) -> Found | None:
        """The best that holds none of `forbidden` whole and nobody `absent`; None where there is none.

        The fewest members that keep the rules are one answer. Patterns of members by region that cost as much or less,
        but not less than `least`, are gone through, cheapest first: the first that can be filled is the best. It is
        filled by fit and key, or not `ordered`, as it may be.
        """
        asked = Asked(forbidden, absent, ordered)
        fewest = self._fewest(asked, known=least > 0)
        if fewest is None:
            return None
        first, bound = fewest
        best: Found | None = None
        undecided = math.inf
        for pattern in self._patterns(bound, self.cost(first), absent):
            cost = pattern.cost(self.coordination)
            if best is not None and (not ordered or cost > best.cost + SAME * self.coordination.member):
                break
            if cost < least - SAME * self.coordination.member:
                continue
            try:
                filled = self._filled(pattern, asked)
            except UndecidedError:
                undecided = min(undecided, cost)
                continue
            if filled is not None and (best is None or (filled.lack, filled.members) < (best.lack, best.members)):
                best = filled
        if best is None:
            best = Found(first, self.cost(first), self.cost(first), math.inf)
        return replace(best, bound=min(best.cost, undecided))

    def _fewest(self, asked: Asked, *, known: bool) -> tuple[tuple[str, ...], int] | None:
        """Members that keep the rules, and how few there are at least; where that is `known` otherwise, any members."""
        for among in (self._fitting(), self.candidates) if known else (self.candidates,):
            programme = self._programme(None, asked, among)
            solution = programme.model.minimise(programme.number(), self.nodes)
            if solution is not None:
                return programme.taken(solution), 1 if known else math.ceil(solution.bound - SAME)
        return None

    def _filled(self, pattern: Pattern, asked: Asked) -> Found | None:
        """The best of a pattern; None where nobody fills it.

        Of many candidates those who fit best are tried first: who lacks more than what these do together is left out.
        """
        among = self._fitting()
        near = self._fill(pattern, asked, among)
        if len(among) == len(self.candidates) or (near is not None and not asked.ordered):
            return near
        if near is None:
            return self._fill(pattern, asked, self.candidates)
        others = sum(sorted(lack_of(one) for one in self.candidates)[: pattern.members - 1])
        rest = [one for one in self.candidates if lack_of(one) + others <= near.lack or one.key in self.rules.needed]
        return self._fill(pattern, asked, rest) or near

    def _fill(self, pattern: Pattern, asked: Asked, among: Sequence[Candidate]) -> Found | None:
        programme = self._programme(pattern, asked, among)
        solution = programme.model.minimise(programme.lack() if asked.ordered else programme.any(), self.nodes)
        if solution is None:
            return None
        members = programme.taken(solution)
        lack = sum(lack_of(one) for one in self._who(members))
        return Found(members, pattern.cost(self.coordination), math.nan, lack)

    def _fitting(self) -> tuple[Candidate, ...]:
        """The candidates who fit best, and who must be in, by key; all where there are not many."""
        if len(self.candidates) <= MANY:
            return self.candidates
        edge = sorted(lack_of(one) for one in self.candidates)[FIRST - 1]
        return tuple(one for one in self.candidates if lack_of(one) <= edge or one.key in self.rules.needed)

    def _patterns(self, fewest: int, dearest: float, absent: Collection[str]) -> list[Pattern]:
        counts = Counter(one.region for one in self.candidates if one.key not in absent)
        away = counts.pop(None, 0)
        unit, pair = self.coordination.member, self.coordination.pair
        shape = Shape(
            fewest=fewest,
            most=max(fewest, _most_at(dearest / unit, pair / unit, self.rules.regions_least)),
            least_regions=self.rules.regions_least,
            regions=len(counts),
            largest=max(counts.values(), default=0),
            away=away,
        )
        return patterns(shape, self.coordination, dearest + SAME * unit)

    def cost(self, members: Collection[str]) -> float:
        """What it costs to coordinate these."""
        return self.coordination.member * len(members) + self.coordination.pair * cross_pairs(self._who(members))

    def consortium(self, members: Collection[str]) -> Consortium:
        """These members as an answer, who leads first."""
        who = self._who(members)
        leader = leader_of(who, self.rules)
        return Consortium(
            members=tuple(sorted(members, key=lambda key: (key != leader, key))),
            leader=leader,
            coordination=self.cost(members),
            cross_pairs=cross_pairs(who),
            regions=tuple(sorted({one.region for one in who if one.region is not None})),
            cost=math.fsum(one.cost for one in who if one.cost is not None),
            unknown_costs=tuple(one.key for one in who if one.cost is None),
            fit=math.fsum(one.fit for one in who),
        )

    def _who(self, members: Collection[str]) -> list[Candidate]:
        return [one for one in self.candidates if one.key in members]

    def _programme(self, pattern: Pattern | None, asked: Asked, among: Sequence[Candidate]) -> Programme:
        made = Programme(among, self.rules, pattern)
        made.shut([key for key in asked.absent if key in made.place])
        for members in asked.forbidden:
            if made.place.keys() >= set(members):
                made.forbid(members)
        return made


def cross_pairs(members: Sequence[Candidate]) -> int:
    """How many pairs of members are of different regions; who is of no known one is away from everybody."""
    counts: dict[object, int] = {}
    for one in members:
        place = one.key if one.region is None else (one.region,)
        counts[place] = counts.get(place, 0) + 1
    return (len(members) ** 2 - sum(count * count for count in counts.values())) // 2


def leader_of(members: Sequence[Candidate], rules: Rules) -> str | None:
    """Who leads: the one named, else the firm that fits best, then covers most, then comes first."""
    if any(one.key == rules.leader for one in members):
        return rules.leader
    wanted = frozenset(rules.cells)
    firms = [one for one in members if one.kind is MemberKind.FIRM]
    best = min(firms, key=lambda one: (-one.fit, -len(one.cells & wanted), one.key), default=None)
    return best.key if best else None


def keeps(members: Sequence[Candidate], rules: Rules) -> bool:
    """Whether members keep every rule."""
    keys = {one.key for one in members}
    covered: frozenset[Cell] = frozenset().union(*(one.cells for one in members))
    cost = math.fsum(counted_cost(one, rules) for one in members)
    return (
        frozenset(rules.cells) <= covered
        and (not rules.firm_led or any(one.kind is MemberKind.FIRM for one in members))
        and sum(one.kind in RESEARCH for one in members) >= rules.research_least
        and len({one.region for one in members if one.region is not None}) >= rules.regions_least
        and (rules.budget is None or cost <= rules.budget * (1 + SAME))
        and (rules.most_members is None or len(members) <= rules.most_members)
        and not any(pair.one in keys and pair.other in keys for pair in rules.conflicts)
        and not any(bar.key in keys for bar in rules.bars)
        and rules.needed <= keys
        and not keys & rules.must_not
    )


def _most_at(cost: float, pair: float, regions: int) -> int:
    """The most members a consortium of at most this cost has."""
    across = max(0, regions - 1)
    return math.floor((cost + pair * across * regions / 2) / (1 + pair * across) + SAME)
