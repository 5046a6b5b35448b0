"""Provenance: from the rows a result names to the sources they were taken from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import Connection, Uuid, any_, cast, select
from sqlalchemy.dialects.postgresql import ARRAY

from rongtu.facts.records.evidence import Source
from rongtu.facts.schema import METADATA, table

ROW_REF = re.compile(r"[a-z_]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""How a result names a row: KIND:UUID."""


def rows_named(value: object) -> Iterator[str]:
    """Every string inside `value` (JSON types) that names a row."""
    if isinstance(value, str):
        if ROW_REF.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        yield from rows_named(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from rows_named(part)


def source_codes(connection: Connection) -> dict[UUID, str]:
    """The code of every source, by id."""
    sources = table(Source)
    return {row.id: row.code for row in connection.execute(select(sources.c.id, sources.c.code))}


def sources_of(connection: Connection, refs: Iterable[str]) -> dict[str, str]:
    """Source code of each row named `KIND:UUID`; a source is its own.

    KeyError where a ref names no kind, or a row that is not visible: a result must not name what cannot be shown.
    """
    by_kind: defaultdict[str, set[UUID]] = defaultdict(set)
    for ref in refs:
        kind, _, identity = ref.partition(":")
        by_kind[kind].add(UUID(identity))
    sources = table(Source)
    found: dict[str, str] = {}
    for kind, identities in sorted(by_kind.items()):
        rows = METADATA.tables[kind]
        query = select(rows.c.id, sources.c.code).where(rows.c.id == any_(cast(list(identities), ARRAY(Uuid))))
        if kind != sources.name:
            query = query.join(sources, sources.c.id == rows.c.source)
        told: dict[UUID, str] = {row[0]: row[1] for row in connection.execute(query)}
        found |= {f"{kind}:{identity}": told[identity] for identity in sorted(identities)}
    return found
