"""Evidence from any subject to what may go with it: things of its nodes, dealings, judgements and bookings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, or_, select

from rongtu.desks.transfer.need_inputs import FAIR, NO_OFFER
from rongtu.desks.transfer.offering.streams import one_of
from rongtu.engines.match.inputs import Evidence
from rongtu.facts.merges import merged
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.industry import Capability
from rongtu.facts.records.knowledge import Judgement, Need, Technology
from rongtu.facts.records.means import Booking, Capacity, Dataset
from rongtu.facts.schema import table
from rongtu.vocab.chains import BasisGrade, CapabilityRole
from rongtu.vocab.dates import PartialDate, year_of
from rongtu.vocab.means import BookingState, DealStage, NeedState


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A subject as rows see it: its kind and id, the nodes it stands at and their items."""

    kind: str
    id: UUID
    nodes: frozenset[UUID]
    items: frozenset[UUID]


def connections(connection: Connection, point: Standpoint, kinds: Collection[str]) -> dict[str, list[Evidence]]:
    """For each kind looked for, the rows that connect things of it with the subject (a need has its own)."""
    return {kind: list(_to(connection, point, kind)) for kind in kinds}


def unfit(connection: Connection, point: Standpoint) -> frozenset[str]:
    """The needs for which somebody judged the result that is the subject not to fit."""
    if point.kind != "technology":
        return frozenset()
    rows = table(Judgement).c
    query = select(rows.need).where(rows.technology == point.id, rows.score == 0)
    return frozenset(f"need:{need}" for need in connection.execute(query).scalars())


def broken_off(connection: Connection, kind: str, identity: UUID) -> frozenset[str]:
    """Keys of what a subject once dealt with to no end, and does not deal with otherwise."""
    column = {"need": "need", "technology": "technology", "organisation": "partner"}.get(kind)
    if column is None:
        return frozenset()
    deals = table(Deal).c
    query = select(deals.need, deals.technology, deals.partner, deals.stage).where(deals[column] == identity)
    ended: set[str] = set()
    going: set[str] = set()
    for row in connection.execute(query):
        others = {f"need:{row.need}", f"technology:{row.technology}", f"organisation:{row.partner}"}
        (ended if row.stage == DealStage.ENDED.value else going).update(others)
    return frozenset(ended - going)


def _to(connection: Connection, point: Standpoint, kind: str) -> Iterator[Evidence]:
    if kind == "organisation":
        yield from _able(connection, point)
    elif kind == "technology":
        for row in _at(connection, Technology, "item", point.items, ("trl_on",)):
            yield _registered(f"technology:{row.id}", CapabilityRole.DEVELOPS, row.trl_on, f"technology:{row.id}")
    elif kind == "dataset":
        for row in _at(connection, Dataset, "item", point.items, ("updated_on",)):
            yield _registered(f"dataset:{row.id}", CapabilityRole.UNSTATED, row.updated_on, f"dataset:{row.id}")
    elif kind == "facility":
        for row in _at(connection, Capacity, "node", point.nodes, ("facility", "begins")):
            yield _registered(f"facility:{row.facility}", CapabilityRole.TESTS, row.begins, f"capacity:{row.id}")
    elif kind == "need":
        yield from _wanting(connection, point)


def _able(connection: Connection, point: Standpoint) -> Iterator[Evidence]:
    """Bodies at the nodes; who only uses the thing is named for a result, which he may take up, not for a node."""
    same = merged(connection)
    for row in _at(connection, Capability, "node", point.nodes, ("organisation", "role", "grade", "as_of")):
        role = CapabilityRole(row.role)
        if role not in NO_OFFER or point.kind == "technology":
            body = same.get(row.organisation, row.organisation)
            year = year_of(row.as_of) if row.as_of else None
            yield Evidence(f"organisation:{body}", "", role, BasisGrade(row.grade), year, f"capability:{row.id}")


def _wanting(connection: Connection, point: Standpoint) -> Iterator[Evidence]:
    """Open needs at the nodes, and those this subject was judged for, deals with or has a booking of."""
    need = table(Need).c
    is_open = or_(need.state.is_(None), need.state == NeedState.OPEN.value)
    for row in _at(connection, Need, "node", point.nodes, ("posted_on",), is_open):
        yield _registered(f"need:{row.id}", CapabilityRole.USES, row.posted_on, f"need:{row.id}")
    if point.kind == "technology":
        fair = table(Judgement).c.score >= FAIR
        for row in _at(connection, Judgement, "technology", {point.id}, ("need", "judged_on"), fair):
            yield _registered(f"need:{row.need}", CapabilityRole.USES, row.judged_on, f"judgement:{row.id}")
    if point.kind in ("technology", "organisation"):
        column = "technology" if point.kind == "technology" else "partner"
        going = table(Deal).c.stage != DealStage.ENDED.value
        for row in _at(connection, Deal, column, {point.id}, ("need", "stage_on"), going):
            yield _registered(f"need:{row.need}", CapabilityRole.USES, row.stage_on, f"deal:{row.id}")
    if point.kind == "facility":
        yield from _booked(connection, point)


def _booked(connection: Connection, point: Standpoint) -> Iterator[Evidence]:
    booking, capacity = table(Booking), table(Capacity)
    query = select(booking.c.id, booking.c.need, booking.c.begins)
    query = query.select_from(booking.join(capacity, capacity.c.id == booking.c.capacity))
    query = query.where(
        capacity.c.facility == point.id,
        booking.c.need.is_not(None),
        booking.c.state != BookingState.CANCELLED.value,
    )
    for row in connection.execute(query.order_by(booking.c.id)):
        yield _registered(f"need:{row.need}", CapabilityRole.USES, row.begins, f"booking:{row.id}")


def _at(
    connection: Connection,
    record: type,
    column: str,
    ids: Collection[UUID],
    wanted: tuple[str, ...],
    *where: ColumnElement[bool],
) -> Iterator[Row[Any]]:
    if ids:
        rows = table(record).c
        query = select(rows.id, *(rows[name] for name in wanted)).where(one_of(rows[column], ids), *where)
        yield from connection.execute(query.order_by(rows.id))


def _registered(offer: str, role: CapabilityRole, on: PartialDate | None, fact: str) -> Evidence:
    return Evidence(offer, "", role, BasisGrade.REGISTRY, year_of(on) if on else None, fact)
