"""Glances: the few columns that valuing looks at of kinds that have very many rows, and which rows may count."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.means import BookingState, DealStage, Lack, NeedState

RIPE_TRL = 7
"""A result of this TRL could be taken up."""

TAKEN_UP = frozenset({DealStage.SIGNED, DealStage.IMPLEMENTED})
"""Stages of a deal by which its result is taken up."""

ASKING = frozenset({BookingState.ASKED, BookingState.CONFIRMED})
"""States of a booking that stand against what a facility offers."""


class BodySeen(NamedTuple):
    """An organisation: its name and where it is."""

    name: str
    region: UUID | None
    zone: UUID | None
    city: UUID | None


class NeedSeen(NamedTuple):
    """A need: of what node, whose, where; what it lacks, how it stands, since when."""

    node: UUID | None
    organisation: UUID | None
    region: UUID | None
    lacks: Lack | None
    state: NeedState | None
    posted_on: PartialDate | None
    expires_on: PartialDate | None
    visibility: Visibility


class TechnologySeen(NamedTuple):
    """A result: of what item, whose, how ripe since when."""

    title: str
    holder: UUID | None
    item: UUID | None
    trl: int | None
    trl_on: PartialDate | None
    visibility: Visibility


class PatentSeen(NamedTuple):
    """A patent on a result: since when."""

    technology: UUID | None
    granted_on: PartialDate | None
    visibility: Visibility


class DealSeen(NamedTuple):
    """A deal on a result: how far it came."""

    technology: UUID | None
    stage: DealStage
    visibility: Visibility


class FacilitySeen(NamedTuple):
    """A facility: where it is and who hosts it."""

    region: UUID | None
    city: UUID | None
    zone: UUID | None
    host_organisation: UUID | None
    visibility: Visibility


class BookingSeen(NamedTuple):
    """A booking: of what capacity, whose, how much, from when to when, how it stands."""

    capacity: UUID
    organisation: UUID
    amount: Decimal
    begins: PartialDate
    ends: PartialDate | None
    state: BookingState
    visibility: Visibility
