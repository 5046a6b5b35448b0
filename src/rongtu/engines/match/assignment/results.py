"""What an assignment answers: who serves which need, who is full and what an hour more would bring, who is short."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a need has fewer offers than it wants.

    `no_offer`: no other offer fits it; `too_long`: those that do never have the hours it wants; `full`: others have
    them in better use.
    """

    NO_OFFER = "no_offer"
    TOO_LONG = "too_long"
    FULL = "full"


class Method(StrEnum):
    """How the assignment was found.

    `flow`: a linear programme whose corners are whole; `whole`: a mixed-integer programme; `prices`: prices on needs.
    """

    FLOW = "flow"
    WHOLE = "whole"
    PRICES = "prices"


@dataclass(frozen=True, slots=True)
class Assigned:
    """An offer serves a need."""

    need: str
    offer: str
    fit: float
    hours: float


@dataclass(frozen=True, slots=True)
class Short:
    """A need that has fewer offers than it wants, why, and the full offers it waits for, the dearest hour first."""

    need: str
    wanted: int
    got: int
    reason: Reason
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """An offer's hours in use, of those it has (None: no bound), and the fit an hour more would add at the margin.

    The margin is the dual of its hours in the linear programme, where parts of a pair count too; of prices, what its
    last hour is worth.
    """

    offer: str
    used: float
    hours: float | None
    margin: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """The answer. `total` is the fit added up; `gap` how far it may lie below the most possible, as a share of that."""

    assigned: tuple[Assigned, ...]
    total: float
    gap: float
    method: Method
    short: tuple[Short, ...]
    loads: tuple[Load, ...]
