"""What the consortium builder is given: candidate members, the rules a consortium keeps, and what things cost.

Money is yuan; None is unknown. A cell is a chain node at a stage of research and development.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rongtu.vocab.problems import InputError, Problem


class Stage(StrEnum):
    """The four stages from a principle to a product that is made."""

    BASIC = "basic"
    APPLIED = "applied"
    DEVELOPMENT = "development"
    ENGINEERING = "engineering"


class MemberKind(StrEnum):
    """What a candidate counts as: a firm may lead, universities and institutes are the research side."""

    FIRM = "firm"
    UNIVERSITY = "university"
    INSTITUTE = "institute"
    OTHER = "other"


RESEARCH = frozenset({MemberKind.UNIVERSITY, MemberKind.INSTITUTE})


class Cell(NamedTuple):
    """What is to be covered: a node at a stage."""

    node: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who could be a member: what it covers, what its part costs, and how well it fits (0 to 1).

    A `region` of None counts for no region, and is away from every other member.
    """

    key: str
    kind: MemberKind
    region: str | None
    cells: frozenset[Cell] = frozenset()
    cost: float | None = None
    fit: float = 0.0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two who cannot both be in, and why."""

    one: str
    other: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Somebody who is kept out for a reason, such as a conflict of interest with the poster."""

    key: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a consortium must keep to; None asks nothing.

    Every one of `cells` is covered by a member. `leader` names who leads, and is in; where it is None the firm that
    fits best leads. `budget` bounds the sum of the members' costs, where an unknown cost counts as `unknown_cost`,
    and as nothing where that is None.
    """

    cells: tuple[Cell, ...]
    leader: str | None = None
    firm_led: bool = True
    research_least: int = 1
    regions_least: int = 2
    budget: float | None = None
    most_members: int | None = None
    conflicts: tuple[Conflict, ...] = ()
    bars: tuple[Bar, ...] = ()
    must: frozenset[str] = frozenset()
    must_not: frozenset[str] = frozenset()
    unknown_cost: float | None = None

    @property
    def needed(self) -> frozenset[str]:
        """Who is in, whatever else."""
        return self.must | ({self.leader} if self.leader else frozenset())


@dataclass(frozen=True, slots=True)
class Coordination:
    """What keeping a consortium together costs a year: for each member, and for each pair in different regions."""

    member: float
    pair: float


@dataclass(frozen=True, slots=True)
class Prices:
    """How dear it is to relax a rule, in yuan: by these the cheapest way out is found.

    Of a cell given up, of a consortium not led by a firm, of each university or institute, region or member the
    number is off by, of each yuan over the budget, of each conflict or bar overlooked, of each member that must be in
    and is not, or must not and is.
    """

    cover: float
    firm: float
    research: float
    region: float
    member: float
    conflict: float
    bar: float
    must: float
    must_not: float
    budget: float = 1.0


def check(candidates: Sequence[Candidate], rules: Rules, coordination: Coordination, prices: Prices) -> None:
    """Raise InputError naming everything that is wrong."""
    problems = (*_of_candidates(candidates), *_of_rules(candidates, rules), *_of_numbers(coordination, prices))
    if problems:
        raise InputError(problems)


def _of_candidates(candidates: Sequence[Candidate]) -> Iterator[Problem]:
    for key, count in Counter(one.key for one in candidates).items():
        if count > 1 or not key:
            yield Problem(f"candidate {key!r}", "a key is not empty and given once", f"{count} times", "Make it so.")
    for one in candidates:
        if not 0 <= one.fit <= 1:
            yield Problem(f"candidate {one.key}: fit", "a fit lies in [0, 1]", f"{one.fit:g}", "Scale it.")
        if one.cost is not None and not 0 <= one.cost < math.inf:
            yield Problem(
                f"candidate {one.key}: cost", "a cost is finite and not negative", f"{one.cost:g}", "Correct it."
            )


def _of_rules(candidates: Sequence[Candidate], rules: Rules) -> Iterator[Problem]:
    kinds = {one.key: one.kind for one in candidates}
    named = [(f"conflict {pair.one}–{pair.other}", key) for pair in rules.conflicts for key in (pair.one, pair.other)]
    named += [("bar", bar.key) for bar in rules.bars]
    named += [("must", key) for key in sorted(rules.needed)] + [("must not", key) for key in sorted(rules.must_not)]
    for where, key in named:
        if key not in kinds:
            yield Problem(where, "a rule names a candidate", repr(key), "Add it, or drop the rule.")
    for pair in rules.conflicts:
        if pair.one == pair.other:
            yield Problem("conflict", "a conflict is between two", repr(pair.one), "Drop it.")
    if rules.leader and rules.firm_led and kinds.get(rules.leader, MemberKind.FIRM) is not MemberKind.FIRM:
        yield Problem("leader", "a firm leads", repr(rules.leader), "Name a firm, or nobody.")
    if len(set(rules.cells)) < len(rules.cells) or not rules.cells:
        yield Problem("cells", "each cell is named once, and there is one", f"{len(rules.cells)}", "Correct them.")
    yield from _of_counts(rules)


def _of_counts(rules: Rules) -> Iterator[Problem]:
    counts = (
        ("research_least", rules.research_least),
        ("regions_least", rules.regions_least),
        ("most_members", rules.most_members),
        ("budget", rules.budget),
        ("unknown_cost", rules.unknown_cost),
    )
    for where, count in counts:
        if count is not None and not 0 <= count < math.inf:
            yield Problem(where, "a bound is finite and not negative", f"{count:g}", "Correct it.")


def _of_numbers(coordination: Coordination, prices: Prices) -> Iterator[Problem]:
    if not (0 < coordination.member < math.inf and 0 <= coordination.pair < math.inf):
        found = f"{coordination.member:g} and {coordination.pair:g}"
        yield Problem("coordination", "a member costs something, a pair not less than nothing", found, "Correct it.")
    for name in Prices.__slots__:
        price = getattr(prices, name)
        if not 0 < price < math.inf:
            yield Problem(f"price of {name}", "relaxing a rule costs something", f"{price:g}", "Correct it.")
