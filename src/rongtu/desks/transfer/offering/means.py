"""Facilities, policies and finance products as offers: what a region lays open to those who need it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from rongtu.desks.transfer.offering.results import year
from rongtu.desks.transfer.offering.streams import as_text, one_of, stream
from rongtu.desks.transfer.offering.surroundings import Surroundings, day, holders, last_day
from rongtu.engines.match.inputs import Facet, Offer, Slot
from rongtu.facts.records.means import Booking, Capacity, Facility, FinanceProduct, Policy
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.vocab.dates import interval
from rongtu.vocab.means import BookingState
from rongtu.vocab.organisations import SizeClass

TAKEN = (BookingState.CONFIRMED.value, BookingState.USED.value)
"""States of a booking in which the capacity is no longer free."""

SIZES = re.compile(r"\bsize\s+IN\s+\{([a-z,\s]+)\}")
"""How the pseudo-code of an eligibility names size classes."""


def facilities(connection: Connection, around: Surroundings, ids: frozenset[UUID] | None) -> Iterator[Offer]:
    """An offer for each facility, with what it has left of each of its capacities."""
    rows, body = table(Facility), table(Organisation)
    query = select(*as_text(*rows.c), *holders()).select_from(
        rows.outerjoin(body, body.c.id == rows.c.host_organisation)
    )
    query = query if ids is None else query.where(one_of(rows.c.id, ids))
    capacities, taken = _capacities(connection, ids), _taken(connection)
    for row in stream(connection, query.order_by(rows.c.id)):
        host = around.holder(row, "host_organisation")
        own = capacities.get(row.id, [])
        served = tuple(sorted({around.codes[one.node] for one in own if one.node in around.codes}))
        words = dict.fromkeys((row.field, row.kind, *(said for one in own for said in _words(around, one))))
        yield Offer(
            key=f"facility:{row.id}",
            kind="facility",
            name=row.name,
            text=" ".join(filter(None, words)),
            region=around.place(row.region, row.city, row.zone),
            facts=(f"facility:{row.id}", *(f"capacity:{one.id}" for one in own)),
            holder=host.name if host else row.host,
            nodes=served,
            slots=tuple(_slot(one, taken.get(one.id, 0.0)) for one in own),
            track=around.tracks.get(host.id) if host else None,
        )


def policies(connection: Connection, around: Surroundings, ids: frozenset[UUID] | None) -> Iterator[Offer]:
    """An offer for each policy."""
    for row in _rows(connection, Policy, ids):
        facets = _jurisdiction(around, row)
        if row.eligibility and (sizes := _sizes(row.eligibility)):
            facets[Facet.SIZE] = sizes
        yield Offer(
            key=f"policy:{row.id}",
            kind="policy",
            name=row.title,
            text="\n".join(filter(None, (row.beneficiary, row.benefit, row.note))),
            region=around.place(row.region, None, row.zone),
            as_of_year=year(row.issued),
            facts=(f"policy:{row.id}",),
            holder=row.issuer,
            offered_until=last_day(row.effective_to),
            confirmed_on=day(row.issued),
            facets=facets,
        )


def finance(connection: Connection, around: Surroundings, ids: frozenset[UUID] | None) -> Iterator[Offer]:
    """An offer for each finance product."""
    for row in _rows(connection, FinanceProduct, ids):
        stages = {Facet.STAGE: frozenset(row.stages)} if row.stages else {}
        yield Offer(
            key=f"finance_product:{row.id}",
            kind="finance",
            name=row.name,
            text="\n".join(filter(None, (row.kind, row.conditions, row.collateral, row.note))),
            region=around.place(row.region, None, row.zone),
            facts=(f"finance_product:{row.id}",),
            holder=row.provider,
            facets=_jurisdiction(around, row) | stages,
        )


def _rows(connection: Connection, record: type, ids: frozenset[UUID] | None) -> Iterator[Row[Any]]:
    rows = table(record)
    query = select(*as_text(*rows.c))
    query = query if ids is None else query.where(one_of(rows.c.id, ids))
    yield from stream(connection, query.order_by(rows.c.id))


def _capacities(connection: Connection, ids: frozenset[UUID] | None) -> Mapping[str, list[Row[Any]]]:
    capacity = table(Capacity)
    query = select(*as_text(*capacity.c))
    query = query if ids is None else query.where(one_of(capacity.c.facility, ids))
    found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in stream(connection, query.order_by(capacity.c.code, capacity.c.id)):
        found[row.facility].append(row)
    return found


def _taken(connection: Connection) -> Mapping[str, float]:
    """How much of each capacity is bound by bookings."""
    booking = table(Booking).c
    query = select(booking.capacity, func.sum(booking.amount)).where(booking.state.in_(TAKEN))
    return {str(capacity): float(amount) for capacity, amount in connection.execute(query.group_by(booking.capacity))}


def _slot(row: Row[Any], taken: float) -> Slot:
    ends = last_day(row.ends)
    return Slot(max(0.0, float(row.amount) - taken), row.unit, interval(row.begins)[0].isoformat(), ends)


def _words(around: Surroundings, row: Row[Any]) -> Iterator[str | None]:
    yield row.resource
    yield around.item_at(row.node)


def _jurisdiction(around: Surroundings, row: Row[Any]) -> dict[Facet, frozenset[str]]:
    """Where it applies: its zone, else its region."""
    place = around.place(None, None, row.zone) or around.place(row.region)
    return {Facet.JURISDICTION: frozenset({place})} if place else {}


def _sizes(eligibility: str) -> frozenset[str]:
    """The size classes that an eligibility names; none where it says something else, or several things."""
    found = SIZES.findall(eligibility)
    named = {size.strip() for size in found[0].split(",")} if len(found) == 1 else set()
    return frozenset(named) if named <= set(SizeClass) and " OR " not in eligibility else frozenset()
