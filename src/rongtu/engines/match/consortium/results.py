"""What the consortium builder answers: who, at what cost, why each; or which rules stand in the way, cheapest first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rongtu.engines.match.consortium.inputs import Cell


class Rule(StrEnum):
    """The rules by name, as they are relaxed."""

    COVER = "cover"
    FIRM = "firm"
    RESEARCH = "research"
    REGIONS = "regions"
    BUDGET = "budget"
    MEMBERS = "members"
    CONFLICT = "conflict"
    BAR = "bar"
    MUST = "must"
    MUST_NOT = "must_not"


@dataclass(frozen=True, slots=True)
class Member:
    """A member, and what it is there for.

    `only` are the required cells no other member covers. `without` is what the best consortium without it would cost
    more to coordinate, None where there is none; `instead` are the members that one has and this one has not.
    """

    key: str
    leads: bool
    cells: tuple[Cell, ...]
    only: tuple[Cell, ...]
    without: float | None
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consortium:
    """Members by key, the leader first, and what it comes to.

    `coordination` is the cost of keeping it together, `cross_pairs` the pairs in different regions. `cost` adds up the
    members' costs that are known, `unknown_costs` are those of whom it is not.
    """

    members: tuple[str, ...]
    leader: str | None
    coordination: float
    cross_pairs: int
    regions: tuple[str, ...]
    cost: float
    unknown_costs: tuple[str, ...]
    fit: float


@dataclass(frozen=True, slots=True)
class Relaxed:
    """One rule relaxed by the least that is enough: a number from `asked` to `now`, or a cell or keys it gives up."""

    rule: Rule
    asked: float | None = None
    now: float | None = None
    cell: Cell | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A way out: rules relaxed together, each of them needed, what that is priced at, and what it makes possible."""

    relaxed: tuple[Relaxed, ...]
    price: float
    consortium: Consortium


@dataclass(frozen=True, slots=True)
class Proposal:
    """The answer. `best` is None where no consortium keeps the rules, and `relaxations` then tell the ways out.

    `gap` is how far the cost may lie above the least possible, as a share of it. `alternatives` are the next best, none
    of them containing a better one whole. `uncovered` are required cells nobody covers who could be in. `considered`
    candidates were given, `kept` are those no other stands in for.
    """

    best: Consortium | None
    members: tuple[Member, ...]
    gap: float
    alternatives: tuple[Consortium, ...]
    uncovered: tuple[Cell, ...]
    relaxations: tuple[Relaxation, ...]
    considered: int
    kept: int
