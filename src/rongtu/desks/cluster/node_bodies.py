"""Bodies placed on a node, a page at a time: those named in a source first, then those placed by class."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select

from rongtu.desks.cluster.node_models import PlacedBody, PlacedCount
from rongtu.facts.places import place_names
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.industry import Capability
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.vocab.chains import BasisGrade, CapabilityRole
from rongtu.vocab.money import FEN_PER_UNIT, Fen

PLACED = table(Capability).c
NAMED = PLACED.grade.in_((BasisGrade.NAMED.value, BasisGrade.REGISTRY.value))

MOST_NAMED = 500
"""Named bodies on a page; a node has tens, so that they stand together as a rule."""

ROLES, GRADES = tuple(CapabilityRole), tuple(BasisGrade)


def placed_counts(connection: Connection, node: UUID) -> tuple[PlacedCount, ...]:
    """How many placements there are on the node, by role and grade."""
    counted = (
        select(PLACED.role, PLACED.grade, func.count()).where(PLACED.node == node).group_by(PLACED.role, PLACED.grade)
    )
    found = [
        PlacedCount(role=CapabilityRole(role), grade=BasisGrade(grade), placements=count)
        for role, grade, count in connection.execute(counted)
    ]
    return tuple(sorted(found, key=lambda one: (GRADES.index(one.grade), ROLES.index(one.role))))


def placed_bodies(
    connection: Connection, node: UUID, sources: dict[UUID, str], after: str, most: int
) -> tuple[tuple[PlacedBody, ...], str | None]:
    """The bodies named, as many as a page holds, then those by class `after` a key; and the key to go on after."""
    wanted, following = _wanted(connection, node, after, most)
    placements = rows(connection, Capability, PLACED.id.in_(wanted))
    bodies = {placement.row.organisation for placement in placements}
    known = {body.id: body for body in rows(connection, Organisation, table(Organisation).c.id.in_(bodies))}
    names = place_names(connection)
    found = [_body(placement, known[placement.row.organisation], names, sources) for placement in placements]
    return tuple(sorted(found, key=_order)), following


def _wanted(connection: Connection, node: UUID, after: str, most: int) -> tuple[list[UUID], str | None]:
    """The placements of a page: named ones until they are all told, then with the last of them those by class."""
    begun = not after or _is_named(connection, after)
    named = _page(connection, node, NAMED, after, MOST_NAMED + 1) if begun else []
    if len(named) > MOST_NAMED:
        return list(named[:MOST_NAMED]), str(named[MOST_NAMED - 1])
    others = _page(connection, node, ~NAMED, "" if begun else after, most + 1)
    return [*named, *others[:most]], str(others[most - 1]) if len(others) > most else None


def _is_named(connection: Connection, placement: str) -> bool:
    """Whether the placement that a page goes on after is of a body named in a source."""
    found = select(PLACED.id).where(PLACED.id == UUID(placement), NAMED)
    return connection.execute(found).one_or_none() is not None


def _page(connection: Connection, node: UUID, which: ColumnElement[bool], after: str, most: int) -> Sequence[UUID]:
    page = select(PLACED.id).where(PLACED.node == node, which).order_by(PLACED.id).limit(most)
    return connection.execute(page.where(PLACED.id > after) if after else page).scalars().all()


def _order(body: PlacedBody) -> tuple[int, int, str, str]:
    """Best grade first, then by role, newest first, by name."""
    newest = "".join(chr(0x10FFFF - ord(char)) for char in body.as_of or "")
    return GRADES.index(body.grade), ROLES.index(body.role), newest or chr(0x10FFFF), body.name


def _body(
    placement: Stored[Capability], body: Stored[Organisation], names: dict[UUID, str], sources: dict[UUID, str]
) -> PlacedBody:
    row, place = placement.row, body.row.region or body.row.zone
    return PlacedBody(
        name=body.row.name,
        kind=body.row.kind,
        region=names.get(place) if place else None,
        city=names.get(body.row.city) if body.row.city else None,
        role=row.role,
        grade=row.grade,
        basis=row.basis,
        as_of=row.as_of or row.as_of_note,
        trl=row.trl,
        capacity=yuan(row.capacity),
        capacity_basis=row.capacity_basis,
        confidence=row.confidence,
        body=body.ref,
        ref=placement.ref,
        source=sources[row.source],
    )


def yuan(amount: Fen | None) -> float | None:
    """An amount in yuan."""
    return None if amount is None else amount / FEN_PER_UNIT["元"]
