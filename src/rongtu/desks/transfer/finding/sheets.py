"""Rows in a few words, whatever their kind: code, name, whose, where, from which source; people without their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, select

from rongtu.desks.transfer.offering.streams import one_of
from rongtu.desks.transfer.offering.surroundings import holders
from rongtu.facts.merges import merged
from rongtu.facts.places import Places
from rongtu.facts.records.industry import ChainNode, Item
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table


@dataclass(frozen=True, slots=True)
class Sheet:
    """Which columns of a kind tell what: its name, its holder as a body or as found, its places, what else is said."""

    name: str
    body: str | None = None
    as_found: str | None = None
    places: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


SHEETS: Mapping[str, Sheet] = {
    "technology": Sheet("title", body="holder"),
    "dataset": Sheet("title", body="holder"),
    "organisation": Sheet("name", places=("zone", "city", "region"), also=("kind",)),
    "facility": Sheet("name", "host_organisation", "host", ("zone", "city", "region")),
    "project": Sheet("title", "organisation", "performer", ("region",)),
    "need": Sheet("title", "organisation", places=("region",), also=("kind", "lacks", "budget", "deadline", "state")),
    "policy": Sheet("title", as_found="issuer", places=("zone", "region")),
    "finance_product": Sheet("name", as_found="provider", places=("zone", "region")),
    "person": Sheet("fields", places=("region",), also=("availability",)),
}
"""The kinds that can be told. Of a person the fields that name them are never read."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row in a few words; `places` tell where it is, the narrowest first, `also` what else its kind says."""

    ref: str
    kind: str
    code: str
    name: str
    holder: str | None
    region: str | None
    places: tuple[UUID | None, ...]
    source: UUID
    also: Mapping[str, Any]


def tell(connection: Connection, places: Places, refs: Iterable[str]) -> dict[str, Told]:
    """These rows (KIND:UUID) by ref, as many as may be seen; a few queries for all of them."""
    wanted: defaultdict[str, set[UUID]] = defaultdict(set)
    for ref in refs:
        kind, _, identity = ref.partition(":")
        wanted[kind].add(UUID(identity))
    found: dict[str, Told] = {}
    for kind, ids in sorted(wanted.items()):
        found |= _of_nodes(connection, ids) if kind == "chain_node" else _of_kind(connection, places, kind, ids)
    return found


def _of_kind(connection: Connection, places: Places, kind: str, ids: set[UUID]) -> dict[str, Told]:
    sheet, rows, body = SHEETS[kind], table(kind), table(Organisation)
    own = [rows.c[name] for name in dict.fromkeys(("id", "code", sheet.name, "source", *sheet.places, *sheet.also))]
    found = [rows.c[sheet.as_found].label("as_found")] if sheet.as_found else []
    query = select(*own, *found)
    if sheet.body:
        query = select(*own, *found, *holders(), body.c.id.label("body_id"))
        query = query.select_from(rows.outerjoin(body, body.c.id == rows.c[sheet.body]))
    answers = connection.execute(query.where(one_of(rows.c.id, ids))).all()
    kept = _kept(connection, body, answers) if sheet.body else {}
    return {told.ref: told for told in (_told(places, kind, row, kept) for row in answers)}


def _told(places: Places, kind: str, row: Row[Any], kept: Mapping[UUID, Row[Any]]) -> Told:
    sheet, said = SHEETS[kind], row._mapping
    where = tuple(said[name] for name in sheet.places)
    holder: str | None = None
    if sheet.body:
        held = kept.get(row.body_id, row)
        holder = held.body
        seat = (held.body_zone, held.body_city, held.body_region)
        where = where if any(where) else tuple(UUID(place) if place else None for place in seat)
    name = said[sheet.name]
    return Told(
        ref=f"{kind}:{row.id}",
        kind=kind,
        code=row.code,
        name=name if isinstance(name, str) else "、".join(name) or row.code,
        holder=holder or said.get("as_found"),
        region=places.name(*reversed(where)),
        places=where,
        source=row.source,
        also={one: said[one] for one in sheet.also},
    )


def _kept(connection: Connection, body: Table, rows: Iterable[Row[Any]]) -> dict[UUID, Row[Any]]:
    """For each of the holders that was merged into another, that other."""
    same = merged(connection)
    moved = {row.body_id: same[row.body_id] for row in rows if row.body_id in same}
    if not moved:
        return {}
    query = select(body.c.id, *holders()).where(one_of(body.c.id, set(moved.values())))
    ends = {row.id: row for row in connection.execute(query)}
    return {second: ends[end] for second, end in moved.items() if end in ends}


def _of_nodes(connection: Connection, ids: set[UUID]) -> dict[str, Told]:
    node, item = table(ChainNode), table(Item)
    query = select(node.c.id, node.c.code, item.c.name, node.c.source)
    query = query.select_from(node.join(item, item.c.id == node.c.item)).where(one_of(node.c.id, ids))
    return {
        f"chain_node:{row.id}": Told(
            f"chain_node:{row.id}", "chain_node", row.code, row.name, None, None, (), row.source, {}
        )
        for row in connection.execute(query)
    }
