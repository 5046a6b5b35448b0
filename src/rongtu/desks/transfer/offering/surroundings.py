"""What many offers share: places, chain nodes, merged bodies, and how each body has dealt so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Text, cast, func, select

from rongtu.desks.transfer.offering.streams import as_text, one_of
from rongtu.engines.match.inputs import Track
from rongtu.facts.merges import merged
from rongtu.facts.places import Places, read_places
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.industry import ChainNode, Item
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.vocab.dates import PartialDate, interval, newest_day
from rongtu.vocab.means import DealStage

REPLIED = frozenset(
    {DealStage.REPLIED, DealStage.MET, DealStage.NDA, DealStage.SIGNED, DealStage.IMPLEMENTED, DealStage.ENDED}
)
SIGNED = frozenset({DealStage.SIGNED, DealStage.IMPLEMENTED, DealStage.ENDED})
"""Stages at which there was an answer, or a contract; for an ended deal only where an amount was agreed."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A body that holds an offer: who it is, what it is called, where it is."""

    id: str
    name: str
    place: str | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Lookups by id as text. `kept` gives for each merged body the one it counts as; `tracks` are by the latter."""

    places: Places
    kept: Mapping[str, Holder]
    tracks: Mapping[str, Track]
    items: Mapping[str, str]
    codes: Mapping[str, str]
    item_of: Mapping[str, str]
    nodes_of: Mapping[str, tuple[str, ...]]
    labels: dict[tuple[str | None, str | None, str | None], str | None] = field(default_factory=dict)

    def holder(self, row: Row[Any], column: str) -> Holder | None:
        """The body that the column of a row joined with `holders` names."""
        identity = getattr(row, column)
        if identity is None:
            return None
        if identity in self.kept:
            return self.kept[identity]
        if row.body is None:
            # a body on record that whoever asks may not see
            return None
        return Holder(identity, row.body, self.place(row.body_region, row.body_city, row.body_zone))

    def place(self, region: str | None, city: str | None = None, zone: str | None = None) -> str | None:
        """The label of a place; a million bodies are in a few thousand places."""
        known = (region, city, zone)
        if known not in self.labels:
            ids = [UUID(place) if place else None for place in known]
            self.labels[known] = self.places.label(ids[0], city=ids[1], zone=ids[2])
        return self.labels[known]

    def item(self, item: str | None) -> str | None:
        """The name of an item."""
        return self.items.get(item) if item else None

    def at_item(self, item: str | None) -> tuple[str, ...]:
        """The codes of the chain nodes an item stands at."""
        return self.nodes_of.get(item, ()) if item else ()

    def item_at(self, node: str | None) -> str | None:
        """The name of a node's item."""
        return self.item(self.item_of.get(node)) if node else None


def read_surroundings(connection: Connection) -> Surroundings:
    """Everything visible that offers share; linear in places, nodes, merges and deals, not in the offers."""
    places, same = read_places(connection), merged(connection)
    items, nodes = table(Item).c, table(ChainNode).c
    at: defaultdict[str, list[str]] = defaultdict(list)
    codes, item_of = {}, {}
    for node in connection.execute(select(*as_text(nodes.id, nodes.code, nodes.item)).order_by(nodes.code)):
        codes[node.id], item_of[node.id] = node.code, node.item
        at[node.item].append(node.code)
    return Surroundings(
        places=places,
        kept=_kept(connection, places, same),
        tracks=_tracks(connection, same),
        items={row.id: row.name for row in connection.execute(select(*as_text(items.id, items.name)))},
        codes=codes,
        item_of=item_of,
        nodes_of={item: tuple(found) for item, found in at.items()},
    )


@lru_cache(maxsize=10_000)
def last_day(when: PartialDate | None) -> str | None:
    """The last day of a date."""
    return interval(when)[1].isoformat() if when else None


def holders() -> tuple[Any, ...]:
    """The columns to select of the body joined to a row that it holds."""
    body = table(Organisation).c
    return (
        body.name.label("body"),
        cast(body.region, Text).label("body_region"),
        cast(body.city, Text).label("body_city"),
        cast(body.zone, Text).label("body_zone"),
    )


@lru_cache(maxsize=10_000)
def day(when: PartialDate | None) -> str | None:
    """A date as the engine takes it: a month by its last day, a year by its first (`newest_day` says why)."""
    found = newest_day([when]) if when else None
    return found.isoformat() if found else None


def _kept(connection: Connection, places: Places, same: Mapping[UUID, UUID]) -> dict[str, Holder]:
    if not same:
        return {}
    body = table(Organisation).c
    query = select(body.id, body.name, body.region, body.city, body.zone).where(one_of(body.id, set(same.values())))
    found = {
        row.id: Holder(str(row.id), row.name, places.label(row.region, city=row.city, zone=row.zone))
        for row in connection.execute(query)
    }
    return {str(second): found[end] for second, end in same.items() if end in found}


def _tracks(connection: Connection, same: Mapping[UUID, UUID]) -> dict[str, Track]:
    """Of a deal that ended without an amount it is not on record how far it came: it counts in nothing."""
    deals = table(Deal).c
    agreed = deals.amount.is_not(None)
    query = select(deals.partner, deals.stage, agreed.label("agreed"), func.count().label("deals"))
    counts: defaultdict[UUID, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in connection.execute(query.group_by(deals.partner, deals.stage, agreed)):
        stage = DealStage(row.stage)
        if stage is DealStage.ENDED and not row.agreed:
            continue
        count = counts[same.get(row.partner, row.partner)]
        passed = (True, stage in REPLIED, stage in SIGNED, stage is DealStage.IMPLEMENTED)
        for i, counted in enumerate(passed):
            count[i] += counted * row.deals
    return {str(body): Track(*count) for body, count in counts.items()}
