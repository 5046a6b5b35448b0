"""Merges: organisations that were found to be one body count as one wherever facts are read; undoing parts them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection, select

from rongtu.facts.schema import table
from rongtu.vocab.organisations import DuplicateState


def merged(connection: Connection) -> Mapping[UUID, UUID]:
    """For each organisation that was merged into another, the one it counts as, at the end of every chain of merges."""
    pairs = table("duplicate")
    decided = select(pairs.c.second, pairs.c.first).where(pairs.c.state == DuplicateState.MERGED.value)
    into = {row.second: row.first for row in connection.execute(decided)}
    ends = {second: _end(into, second) for second in into}
    return {second: end for second, end in ends.items() if second != end}


def _end(into: Mapping[UUID, UUID], body: UUID) -> UUID:
    """The end of a chain of merges; of a circle, which two decisions at once may close, its least member."""
    met = [body]
    while (body := into.get(body, body)) not in met:
        met.append(body)
    return min(met[met.index(body) :])
