"""Reactions: which operation follows which event, whoever's command the event came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from rongtu.acts.authority import Principal, PrincipalRole

Asks = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]
F = TypeVar("F", bound=Asks)

SYSTEM = "system"
"""Whose name reactions are done under."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """An operation run after each event of that name, by the system in one role, asked what `asks` makes of it."""

    name: str
    event: str
    operation: str
    role: PrincipalRole
    asks: Asks

    def principal(self) -> Principal:
        """Who does it."""
        return Principal(SYSTEM, frozenset({self.role}))


REACTIONS: dict[str, Reaction] = {}
"""Every reaction by name; filled as the table of operations is."""


def reaction(event: str, *, operation: str, role: PrincipalRole) -> Callable[[F], F]:
    """Declare `asks(told)` as what `operation` is asked after each such event; None where there is nothing to do.

    Raises TypeError where the operation reacts to that event already.
    """

    def register(asks: F) -> F:
        name = f"{event} → {operation}"
        if name in REACTIONS:
            raise TypeError(f"{name} is declared already")
        REACTIONS[name] = Reaction(name, event, operation, role, asks)
        return asks

    return register


def reactions_to(event: str, told: Mapping[str, Any]) -> list[Reaction]:
    """The reactions that have something to do after this event."""
    return [one for one in REACTIONS.values() if one.event == event and one.asks(told) is not None]
