"""Results, data, projects and posted needs as offers: what a body holds, has done or is looking for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, or_, select

from rongtu.desks.transfer.offering.streams import as_text, one_of, stream
from rongtu.desks.transfer.offering.surroundings import Holder, Surroundings, day, holders, last_day
from rongtu.engines.match.inputs import Facet, Offer
from rongtu.facts.records.knowledge import Need, Technology
from rongtu.facts.records.means import Dataset
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.records.projects import Project
from rongtu.facts.schema import table
from rongtu.vocab.dates import PartialDate, year_of
from rongtu.vocab.means import NeedState
from rongtu.vocab.money import FEN_PER_UNIT

UNREAD = frozenset({"source", "nature", "visibility"})
"""Columns that no offer tells."""

FEN_PER_YUAN = FEN_PER_UNIT["元"]


def technologies(connection: Connection, around: Surroundings, ids: frozenset[UUID] | None) -> Iterator[Offer]:
    """An offer for each result."""
    for row in _held(connection, Technology, "holder", ids):
        holder = around.holder(row, "holder")
        words = (row.summary, around.item(row.item), " ".join(row.keywords), row.terms)
        yield Offer(
            key=f"technology:{row.id}",
            kind="technology",
            name=row.title,
            text="\n".join(filter(None, words)),
            region=holder.place if holder else None,
            as_of_year=year(row.confirmed_on),
            facts=(f"technology:{row.id}",),
            holder=holder.name if holder else None,
            trl=row.trl,
            offered_until=last_day(row.offered_until),
            confirmed_on=day(row.confirmed_on),
            price=in_yuan(row.price),
            nodes=around.at_item(row.item),
            facets={Facet.RIGHTS: frozenset({row.mode})} if row.mode else {},
            track=_track(around, holder),
        )


def datasets(connection: Connection, around: Surroundings, ids: frozenset[UUID] | None) -> Iterator[Offer]:
    """An offer for each offer of data."""
    for row in _held(connection, Dataset, "holder", ids):
        holder = around.holder(row, "holder")
        yield Offer(
            key=f"dataset:{row.id}",
            kind="dataset",
            name=row.title,
            text="\n".join(filter(None, (around.item(row.item), row.terms))),
            region=holder.place if holder else None,
            as_of_year=year(row.updated_on),
            facts=(f"dataset:{row.id}",),
            holder=holder.name if holder else None,
            confirmed_on=day(row.updated_on),
            price=in_yuan(row.price),
            nodes=around.at_item(row.item),
            track=_track(around, holder),
        )


def projects(connection: Connection, around: Surroundings, ids: frozenset[UUID] | None) -> Iterator[Offer]:
    """An offer for each project: who has worked on a thing."""
    for row in _held(connection, Project, "organisation", ids):
        performer = around.holder(row, "organisation")
        place = around.place(row.region)
        yield Offer(
            key=f"project:{row.id}",
            kind="project",
            name=row.title,
            region=place or (performer.place if performer else None),
            facts=(f"project:{row.id}",),
            holder=performer.name if performer else row.performer,
            track=_track(around, performer),
        )


def needs(connection: Connection, around: Surroundings, ids: frozenset[UUID] | None) -> Iterator[Offer]:
    """An offer for each open need: somebody who looks for what another has; its TRL is the one wanted."""
    state = table(Need).c.state
    for row in _held(connection, Need, "organisation", ids, or_(state.is_(None), state == NeedState.OPEN.value)):
        asker = around.holder(row, "organisation")
        place = around.place(row.region)
        yield Offer(
            key=f"need:{row.id}",
            kind="need",
            name=row.title,
            text="\n".join(filter(None, (row.text, row.criteria, around.item_at(row.node)))),
            region=place or (asker.place if asker else None),
            as_of_year=year(row.confirmed_on or row.posted_on),
            facts=(f"need:{row.id}",),
            holder=asker.name if asker else None,
            trl=row.trl_wanted,
            offered_until=last_day(row.expires_on),
            confirmed_on=day(row.confirmed_on or row.posted_on),
            nodes=(around.codes[row.node],) if row.node in around.codes else (),
        )


def in_yuan(fen: int | None) -> float | None:
    """An amount as the engine takes it."""
    return fen / FEN_PER_YUAN if fen is not None else None


def year(when: PartialDate | None) -> int | None:
    """The year of a date."""
    return year_of(when) if when else None


def _held(
    connection: Connection, record: type, holder: str, ids: frozenset[UUID] | None, *where: Any
) -> Iterator[Row[Any]]:
    """Rows of a kind by id, each with the body that it names as its holder."""
    rows, body = table(record), table(Organisation)
    query = (
        select(*as_text(*(column for column in rows.c if column.name not in UNREAD)), *holders())
        .select_from(rows.outerjoin(body, body.c.id == rows.c[holder]))
        .where(*where)
    )
    query = query if ids is None else query.where(one_of(rows.c.id, ids))
    yield from stream(connection, query.order_by(rows.c.id))


def _track(around: Surroundings, holder: Holder | None) -> Any:
    return around.tracks.get(holder.id) if holder else None
