"""Posted needs and what is on record for each, every part read once and only when it is asked for.

What is on record for a need is found by its node, its item or itself: with `codes` only that of these needs is read,
so that one need costs as little among a million rows as among a thousand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy import ColumnElement, Connection

from rongtu.desks.transfer.candidates import Candidates, read_candidates, user_words
from rongtu.desks.transfer.chain_steps import ChainSteps, read_steps
from rongtu.desks.transfer.offering.streams import one_of
from rongtu.desks.transfer.posted_rows import CapacityAt, DataOf, ResultOf, Said, grouped, newest_dates
from rongtu.facts.places import Places, read_places
from rongtu.facts.reading import Stored, glances, rows
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.industry import Capability, ChainNode, Item
from rongtu.facts.records.knowledge import Judgement, Need, Technology
from rongtu.facts.records.means import Capacity, Dataset
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.vocab.dates import PartialDate, interval, newest_day
from rongtu.vocab.means import NeedState


@dataclass(frozen=True)
class Posted:
    """Needs by code (all, or those of `codes`), and what connects them with offers."""

    connection: Connection
    codes: frozenset[str] | None = None

    @cached_property
    def needs(self) -> Mapping[str, Stored[Need]]:
        """The needs by code."""
        code = table(Need).c.code
        found = rows(self.connection, Need, *([] if self.codes is None else [code.in_(sorted(self.codes))]))
        return {row.row.code: row for row in found}

    @cached_property
    def candidates(self) -> Candidates:
        """Every body, platform and project that could be called."""
        return read_candidates(self.connection)

    @cached_property
    def technologies(self) -> Mapping[str, Stored[Technology]]:
        """Every result on offer, by ref."""
        return {row.ref: row for row in rows(self.connection, Technology)}

    @cached_property
    def datasets(self) -> Mapping[str, Stored[Dataset]]:
        """Every data set on offer, by ref."""
        return {row.ref: row for row in rows(self.connection, Dataset)}

    @cached_property
    def places(self) -> Places:
        """Every region and zone."""
        return read_places(self.connection)

    @cached_property
    def nodes(self) -> Mapping[UUID, Stored[ChainNode]]:
        """Every chain node, by id."""
        return {row.id: row for row in rows(self.connection, ChainNode)}

    @cached_property
    def items(self) -> Mapping[UUID, Stored[Item]]:
        """Every item, by id."""
        return {row.id: row for row in rows(self.connection, Item)}

    @cached_property
    def steps(self) -> ChainSteps:
        """How far chain nodes are from one another."""
        return read_steps(self.connection)

    @cached_property
    def user_words(self) -> tuple[str, ...]:
        """The names of things, which are kept whole when text is cut into words."""
        return user_words(item.row for item in self.items.values())

    @cached_property
    def bodies(self) -> Mapping[UUID, Stored[Organisation]]:
        """The bodies that posted the needs, by id."""
        named = {need.row.organisation for need in self.needs.values() if need.row.organisation}
        return {row.id: row for row in rows(self.connection, Organisation, one_of(table(Organisation).c.id, named))}

    @cached_property
    def said_at(self) -> Mapping[UUID, tuple[Stored[Said], ...]]:
        """What bodies can do, by the node of a need."""
        return grouped(
            glances(self.connection, Capability, Said, *self._at(Capability, "node", self._own_nodes)), "node"
        )

    @cached_property
    def results_of(self) -> Mapping[UUID, tuple[Stored[ResultOf], ...]]:
        """Results on offer, by the item of a need."""
        return grouped(
            glances(self.connection, Technology, ResultOf, *self._at(Technology, "item", self._own_items)), "item"
        )

    @cached_property
    def data_of(self) -> Mapping[UUID, tuple[Stored[DataOf], ...]]:
        """Data on offer, by the item of a need."""
        return grouped(glances(self.connection, Dataset, DataOf, *self._at(Dataset, "item", self._own_items)), "item")

    @cached_property
    def capacities_at(self) -> Mapping[UUID, tuple[Stored[CapacityAt], ...]]:
        """What facilities can give, by the node of a need."""
        return grouped(
            glances(self.connection, Capacity, CapacityAt, *self._at(Capacity, "node", self._own_nodes)), "node"
        )

    @cached_property
    def deals(self) -> Mapping[UUID, tuple[Stored[Deal], ...]]:
        """Dealings by the id of the need."""
        return grouped(rows(self.connection, Deal, *self._at(Deal, "need", self._own_ids)), "need")

    @cached_property
    def judgements(self) -> Mapping[UUID, tuple[Stored[Judgement], ...]]:
        """Judgements by the id of the need."""
        return grouped(rows(self.connection, Judgement, *self._at(Judgement, "need", self._own_ids)), "need")

    @cached_property
    def said(self) -> Mapping[str, Stored[Said]]:
        """The rows of `said_at`, by ref."""
        return {row.ref: row for found in self.said_at.values() for row in found}

    @cached_property
    def capacities(self) -> Mapping[str, Stored[CapacityAt]]:
        """The rows of `capacities_at`, by ref."""
        return {row.ref: row for found in self.capacities_at.values() for row in found}

    @cached_property
    def today(self) -> date | None:
        """The newest day that any fact speaks of, to tell freshness from."""
        return newest_day(self._told)

    def body(self, identity: UUID | None) -> str | None:
        """The name of a body that posted a need."""
        found = self.bodies.get(identity) if identity else None
        return found.row.name if found else None

    def near(self, region: UUID | None, city: UUID | None, zone: UUID | None) -> Mapping[str, float]:
        """How near places are to this one, by label."""
        place = (region, city, zone)
        if place not in self._near:
            self._near[place] = self.places.nearness(region, city=city, zone=zone)
        return self._near[place]

    def newest_day(self) -> PartialDate | None:
        """The latest date on which something was posted, confirmed, judged or agreed, as written."""
        return max(self._told, key=interval, default=None)

    @cached_property
    def _told(self) -> tuple[PartialDate, ...]:
        return newest_dates(self.connection)

    @cached_property
    def _near(self) -> dict[tuple[UUID | None, UUID | None, UUID | None], Mapping[str, float]]:
        return {}

    @cached_property
    def _own_ids(self) -> frozenset[UUID]:
        return frozenset(need.id for need in self.needs.values())

    @cached_property
    def _own_nodes(self) -> frozenset[UUID]:
        return frozenset(need.row.node for need in self.needs.values() if need.row.node)

    @cached_property
    def _own_items(self) -> frozenset[UUID]:
        return frozenset(self.nodes[node].row.item for node in self._own_nodes)

    def _at(self, record: type, column: str, ids: Collection[UUID]) -> list[ColumnElement[bool]]:
        return [one_of(table(record).c[column], ids)]


def offer_of(deal: Deal) -> str:
    """The offer a deal is about: the result, or the partner where it names none."""
    return f"technology:{deal.technology}" if deal.technology else f"organisation:{deal.partner}"


def is_open(need: Need) -> bool:
    """Whether a need waits for an answer; one that says nothing of its state does."""
    return need.state in (None, NeedState.OPEN)


def read_posted(connection: Connection, codes: Iterable[str] | None = None) -> Posted:
    """Every visible need and offer; with `codes` these needs alone."""
    return Posted(connection, None if codes is None else frozenset(codes))
