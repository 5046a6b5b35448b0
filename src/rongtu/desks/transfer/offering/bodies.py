"""Organisations as offers: what they do and what sources say they can do, merged ones as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from rongtu.desks.transfer.offering.streams import as_text, one_of, stream
from rongtu.desks.transfer.offering.surroundings import Surroundings, day
from rongtu.engines.match.inputs import Offer
from rongtu.facts.records.industry import Capability
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.vocab.chains import BasisGrade, CapabilityRole
from rongtu.vocab.dates import year_of

SEEKING = frozenset({CapabilityRole.USES, CapabilityRole.OPERATES})
"""Who uses a thing seeks it as well: no reason to be asked for it."""

PROVEN = frozenset({BasisGrade.NAMED, BasisGrade.REGISTRY})
"""Grades that place a body at a node; the others are leads by its trade or its words."""

NAMED = BasisGrade.NAMED.value

Said = Row[Any]


def organisations(connection: Connection, around: Surroundings, ids: frozenset[UUID] | None) -> Iterator[Offer]:
    """An offer for each body; linear in bodies and in what is said of them, both read side by side by id."""
    body = table(Organisation).c
    query = select(*as_text(body.id, body.name, body.activity, body.region, body.city, body.zone)).order_by(body.id)
    if ids is not None:
        query = query.where(one_of(body.id, ids))
    moved = _of_merged(connection, around)
    groups = groupby(stream(connection, _said(ids)), key=attrgetter("organisation"))
    of, said = next(groups, (None, iter(())))
    for row in stream(connection, query):
        while of is not None and of < row.id:
            of, said = next(groups, (None, iter(())))
        own = list(said) if of == row.id else []
        if row.id not in around.kept:
            more = moved.get(row.id)
            yield _offer(around, row, sorted([*own, *more], key=attrgetter("id")) if more else own)


def _said(ids: frozenset[UUID] | None) -> Any:
    said = table(Capability).c
    query = select(*as_text(said.id, said.organisation, said.node, said.role, said.grade, said.basis, said.as_of))
    query = query.order_by(said.organisation, said.id)
    return query if ids is None else query.where(one_of(said.organisation, ids))


def _of_merged(connection: Connection, around: Surroundings) -> dict[str, list[Said]]:
    """What is said of merged bodies, by the one they count as: few, so read at once."""
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for row in connection.execute(_said(frozenset(map(UUID, around.kept)))) if around.kept else ():
        found[around.kept[row.organisation].id].append(row)
    return found


def _offer(around: Surroundings, row: Row[Any], said: Sequence[Said]) -> Offer:
    # most statements are of a few days: read as a set, and each day once
    told = {one.as_of for one in said if one.as_of}
    named = [one for one in said if one.grade == NAMED]
    days = [found for when in told if (found := day(when))]
    return Offer(
        key=f"organisation:{row.id}",
        kind="organisation",
        name=row.name,
        text=" ".join(filter(None, (row.activity, *(one.basis for one in named)))),
        region=around.place(row.region, row.city, row.zone),
        as_of_year=max(map(year_of, told), default=None),
        facts=(f"organisation:{row.id}", *(f"capability:{one.id}" for one in named)),
        holder=row.name,
        confirmed_on=max(days, default=None),
        nodes=tuple(sorted({around.codes[one.node] for one in said if _stands(around, one)})),
        track=around.tracks.get(row.id),
    )


def _stands(around: Surroundings, one: Said) -> bool:
    return one.node in around.codes and one.grade in PROVEN and one.role not in SEEKING
