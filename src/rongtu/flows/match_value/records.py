"""What is on record of those behind offers: who they are, what they ask, how they have dealt so far.

Only rows are read that whoever asks may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Uuid, any_, cast
from sqlalchemy.dialects.postgresql import ARRAY

from rongtu.facts.reading import Stored, glances, rows
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.knowledge import Need, Technology
from rongtu.facts.records.means import Dataset, Facility
from rongtu.facts.records.projects import Project
from rongtu.facts.schema import table
from rongtu.vocab.disclosure import highest
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.means import DealStage
from rongtu.vocab.money import Fen

G = TypeVar("G")

FEN_PER_YUAN = 100

ANSWERED = frozenset({DealStage.REPLIED, DealStage.MET, DealStage.NDA, DealStage.SIGNED, DealStage.IMPLEMENTED})
"""Stages at which whoever was asked has answered; of one that ended without an amount nobody says whether he had."""

DECIDED = frozenset({DealStage.IMPLEMENTED, DealStage.ENDED})


class _Held(NamedTuple):
    holder: UUID | None


class _Hosted(NamedTuple):
    host_organisation: UUID | None


class _Performed(NamedTuple):
    organisation: UUID | None


class _Priced(NamedTuple):
    holder: UUID | None
    price: Fen | None
    visibility: Visibility


class _Coded(NamedTuple):
    code: str


@dataclass(frozen=True, slots=True)
class Price:
    """What a result is offered for, in yuan, and who may know."""

    yuan: float
    level: Visibility


@dataclass(frozen=True, slots=True)
class Record:
    """How a body has dealt so far: of those asked how many answered, of those decided how many were implemented."""

    asked: int
    answered: int
    decided: int
    done: int
    refs: tuple[str, ...]
    level: Visibility


@dataclass(frozen=True)
class Dealings:
    """Bodies and prices behind offers by the offers' refs, and every visible deal by its partner."""

    bodies: Mapping[str, UUID]
    prices: Mapping[str, Price]
    deals: Mapping[UUID, tuple[Stored[Deal], ...]]
    needs: Mapping[str, UUID]

    def body_of(self, offer: str) -> str:
        """Who would be phoned: the body's ref, else the offer's own."""
        body = self.bodies.get(offer)
        return f"organisation:{body}" if body else offer

    def record(self, offer: str, need: str | None) -> Record:
        """The dealings of the body behind an offer, but for those with this very need."""
        body, own = self.bodies.get(offer), self.needs.get(need) if need else None
        deals = [deal for deal in self.deals.get(body, ()) if deal.row.need != own] if body else []
        told = [deal for deal in deals if deal.row.stage is not DealStage.ENDED or deal.row.amount is not None]
        return Record(
            asked=len(told),
            answered=sum(deal.row.stage in ANSWERED or deal.row.stage is DealStage.ENDED for deal in told),
            decided=sum(deal.row.stage in DECIDED for deal in deals),
            done=sum(deal.row.stage is DealStage.IMPLEMENTED for deal in deals),
            refs=tuple(deal.ref for deal in deals),
            level=highest(deal.row.visibility for deal in deals),
        )


def read_dealings(connection: Connection, offers: Iterable[str]) -> Dealings:
    """What is on record of these offers, `KIND:UUID` each."""
    wanted: defaultdict[str, list[UUID]] = defaultdict(list)
    for offer in dict.fromkeys(offers):
        kind, _, identity = offer.partition(":")
        wanted[kind].append(UUID(identity))
    results = _some(connection, Technology, _Priced, wanted["technology"])
    behind = {one.ref: one.row.holder for one in results}
    behind |= {one.ref: one.row.holder for one in _some(connection, Dataset, _Held, wanted["dataset"])}
    behind |= {one.ref: one.row.host_organisation for one in _some(connection, Facility, _Hosted, wanted["facility"])}
    behind |= {one.ref: one.row.organisation for one in _some(connection, Project, _Performed, wanted["project"])}
    behind |= {f"organisation:{identity}": identity for identity in wanted["organisation"]}
    deals: defaultdict[UUID, list[Stored[Deal]]] = defaultdict(list)
    for deal in rows(connection, Deal):
        deals[deal.row.partner].append(deal)
    return Dealings(
        bodies={offer: body for offer, body in behind.items() if body is not None},
        prices={
            one.ref: Price(one.row.price / FEN_PER_YUAN, one.row.visibility)
            for one in results
            if one.row.price is not None
        },
        deals={partner: tuple(own) for partner, own in deals.items()},
        needs={one.row.code: one.id for one in glances(connection, Need, _Coded)} if deals else {},
    )


def _some(connection: Connection, record: type, glance: type[G], ids: list[UUID]) -> list[Stored[G]]:
    if not ids:
        return []
    return glances(connection, record, glance, table(record).c.id == any_(cast(ids, ARRAY(Uuid))))
