"""People as offers: what they are expert in and where, under the code that says nothing of who they are.

The fields of a person that name them (`Sensitivity.PERSONAL`) are never read here, so no offer can hold them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy import Connection, nulls_last, select

from rongtu.desks.transfer.offering.streams import as_text, one_of, stream
from rongtu.desks.transfer.offering.surroundings import Holder, Surroundings, holders
from rongtu.engines.match.inputs import Offer
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.records.people import Person, Role
from rongtu.facts.schema import table
from rongtu.vocab.people import Availability


def people(connection: Connection, around: Surroundings, ids: frozenset[UUID] | None) -> Iterator[Offer]:
    """An offer for each person who can be had; who is phoned is the body they are with."""
    person = table(Person).c
    query = select(*as_text(person.id, person.code, person.region, person.fields)).where(
        person.availability != Availability.NONE.value
    )
    query = query if ids is None else query.where(one_of(person.id, ids))
    bodies = _bodies(connection, around, ids)
    for row in stream(connection, query.order_by(person.id)):
        body = bodies.get(row.id)
        place = around.place(row.region)
        yield Offer(
            key=f"person:{row.id}",
            kind="person",
            name=" ".join(row.fields) or row.code,
            region=place or (body.place if body else None),
            facts=(f"person:{row.id}",),
            holder=body.name if body else None,
        )


def _bodies(connection: Connection, around: Surroundings, ids: frozenset[UUID] | None) -> Mapping[str, Holder]:
    """For each person the body they have been with longest and still are."""
    role, body = table(Role), table(Organisation)
    query = select(*as_text(role.c.person, role.c.organisation), *holders())
    query = query.select_from(role.join(body, body.c.id == role.c.organisation)).where(role.c.until.is_(None))
    query = query if ids is None else query.where(one_of(role.c.person, ids))
    found: dict[str, Holder] = {}
    for row in stream(connection, query.order_by(role.c.person, nulls_last(role.c.since), role.c.id)):
        holder = around.holder(row, "organisation")
        if holder and row.person not in found:
            found[row.person] = holder
    return found
