"""Authority: the one table of who may do what and see which level, deny by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.problems import RefusedError


class PrincipalRole(StrEnum):
    """What a principal is to this installation."""

    ADMINISTRATOR = "administrator"
    CHAIN_OFFICE = "chain_office"
    BROKER = "broker"
    AUDITOR = "auditor"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: a name for the audit, and the roles held."""

    name: str
    roles: frozenset[PrincipalRole]


class Right(StrEnum):
    """What an operation needs; each is granted to roles in `GRANTS` and nowhere else."""

    READ_PUBLIC = "read public facts"
    POST_NEED = "post needs and add to one's own"
    LOAD_FACTS = "load facts"
    RUN_LOOP = "run the loop and keep its result"
    READ_AUDIT = "read the audit"
    ERASE_PERSON = "erase a person"
    FOLLOW_JOBS = "follow and cancel one's own jobs"
    OVERSEE_JOBS = "oversee everybody's jobs"
    RELEASE_RESULTS = "decide that a restricted result may be shown"


GRANTS: Mapping[PrincipalRole, frozenset[Right]] = {
    PrincipalRole.ADMINISTRATOR: frozenset(
        {
            Right.READ_PUBLIC,
            Right.POST_NEED,
            Right.LOAD_FACTS,
            Right.RUN_LOOP,
            Right.READ_AUDIT,
            Right.ERASE_PERSON,
            Right.FOLLOW_JOBS,
            Right.OVERSEE_JOBS,
            Right.RELEASE_RESULTS,
        }
    ),
    PrincipalRole.CHAIN_OFFICE: frozenset({Right.READ_PUBLIC, Right.POST_NEED, Right.RUN_LOOP, Right.FOLLOW_JOBS}),
    PrincipalRole.BROKER: frozenset({Right.READ_PUBLIC, Right.POST_NEED}),
    PrincipalRole.AUDITOR: frozenset({Right.READ_PUBLIC, Right.READ_AUDIT}),
    PrincipalRole.VISITOR: frozenset({Right.READ_PUBLIC}),
}

SEES: Mapping[PrincipalRole, frozenset[Visibility]] = {
    PrincipalRole.ADMINISTRATOR: frozenset(Visibility),
    PrincipalRole.CHAIN_OFFICE: frozenset({Visibility.PUBLIC, Visibility.MEMBERS, Visibility.RESTRICTED}),
    PrincipalRole.BROKER: frozenset({Visibility.PUBLIC}),
    PrincipalRole.AUDITOR: frozenset({Visibility.PUBLIC}),
    PrincipalRole.VISITOR: frozenset({Visibility.PUBLIC}),
}
"""Levels a role sees, of an installation's own region: its chain office what members share and what is shown by
decision only, its administrator what belongs to one owner too. Members and owners see theirs by relation, which comes
with accounts; until then no other role does. Who sees a level sees every one with a wider audience."""


def require(principal: Principal, right: Right) -> None:
    """Raise RefusedError unless one of the principal's roles is granted `right`."""
    if not holds(principal, right):
        held = ", ".join(sorted(principal.roles)) or "no role"
        raise RefusedError(f"{principal.name} ({held}) may not {right.value}.")


def holds(principal: Principal, right: Right) -> bool:
    """Whether one of the principal's roles is granted `right`."""
    return any(right in GRANTS.get(role, frozenset()) for role in principal.roles)


def levels(principal: Principal) -> tuple[Visibility, ...]:
    """The levels the principal sees, by audience, widest first."""
    seen = frozenset().union(*(SEES.get(role, frozenset()) for role in principal.roles))
    return tuple(level for level in ORDER if level in seen)
