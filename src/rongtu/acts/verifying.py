"""Verifying: everything the chain says is computed again, and the first entry that does not fit is named.

Reads the chain in order, a chunk at a time: memory does not grow with it, time does in proportion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, select

from rongtu.acts.chaining import START, Head, entry_hash, head, link_hash, payload_hash
from rongtu.facts.records.acts import AuditEntry, AuditLink, AuditPayload, AuditWaiting
from rongtu.facts.schema import table
from rongtu.vocab.digests import HashAlgorithm

CHUNK = 1_000


class Fault(StrEnum):
    """What may be wrong with an entry of the chain."""

    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    UNLINKED = "unlinked"
    PAYLOAD_REMOVED = "payload removed"
    PAYLOAD_CHANGED = "payload changed"
    UNSEALED = "unsealed"
    SHORT = "short"
    OTHER_HISTORY = "other history"


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first entry that does not fit, by its position in the chain and, where known, its id."""

    fault: Fault
    position: int | None
    entry: UUID | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found: how far the chain fits, what does not, how many entries wait to be sealed."""

    head: Head
    waiting: int
    misfit: Misfit | None


def verify(
    connection: Connection, exported: tuple[int, str] | None = None, told: Callable[[int], None] = lambda _read: None
) -> Verdict:
    """Verify the chain as this transaction sees it, and that it contains the head exported earlier, if one is given.

    `exported` is a position and the link hash there, or its first digits. `told` hears how many links were read.
    """
    misfit = _first_misfit(connection, exported, told) or _unsealed(connection)
    waiting = connection.execute(select(func.count()).select_from(table(AuditWaiting))).scalar_one()
    return Verdict(head(connection), waiting, misfit)


def _first_misfit(
    connection: Connection, exported: tuple[int, str] | None, told: Callable[[int], None]
) -> Misfit | None:
    before, expected = START, 1
    for link in _links(connection, told):
        if link.position > expected:
            return Misfit(Fault.REMOVED, expected, None)
        if link.position < expected:
            return Misfit(Fault.UNLINKED, link.position, link.entry)
        if (fault := _fault(connection, link, before)) is not None:
            return Misfit(fault, expected, link.entry)
        if exported and exported[0] == expected and not link.link_hash.startswith(exported[1]):
            return Misfit(Fault.OTHER_HISTORY, expected, link.entry)
        before, expected = link.link_hash, expected + 1
    if exported and exported[0] >= expected:
        return Misfit(Fault.SHORT, expected, None)
    return None


def _fault(connection: Connection, link: Row[Any], before: str) -> Fault | None:
    """What is wrong with a link, its entry (read into the same row) or its payload; None where all fits."""
    if link.id is None:
        return Fault.REMOVED
    found = entry_hash(HashAlgorithm(link.algorithm), link)
    if found != link.entry_hash:
        return Fault.MOVED if _is_sealed(connection, found) else Fault.CHANGED
    if link.link_hash != link_hash(before, link) or link.link_id != link.entry:
        return Fault.UNLINKED
    if link.body is None:
        return Fault.PAYLOAD_REMOVED
    kept = payload_hash(HashAlgorithm(link.payload_algorithm), link.payload_actor, link.body)
    return None if (link.payload_id, kept) == (link.entry, link.payload_hash) else Fault.PAYLOAD_CHANGED


def _is_sealed(connection: Connection, hashed: str) -> bool:
    links = table(AuditLink)
    return connection.execute(select(links.c.id).where(links.c.entry_hash == hashed).limit(1)).first() is not None


def _links(connection: Connection, told: Callable[[int], None]) -> Iterator[Row[Any]]:
    """Every link in order, beside it what its entry and its payload are now."""
    ordered, position = _side_by_side(), table(AuditLink).c.position
    chunk, read = connection.execute(ordered).all(), 0
    while chunk:
        yield from chunk
        read += len(chunk)
        told(read)
        chunk = connection.execute(ordered.where(position > chunk[-1].position)).all()


def _side_by_side() -> Select[Any]:
    links, entries, payloads = table(AuditLink), table(AuditEntry), table(AuditPayload)
    return (
        select(
            *(column for column in links.c if column.name != "id"),
            links.c.id.label("link_id"),
            *entries.c,
            payloads.c.id.label("payload_id"),
            payloads.c.actor.label("payload_actor"),
            payloads.c.algorithm.label("payload_algorithm"),
            payloads.c.body,
        )
        .select_from(links)
        .outerjoin(entries, entries.c.id == links.c.entry)
        .outerjoin(payloads, payloads.c.entry == links.c.entry)
        .order_by(links.c.position)
        .limit(CHUNK)
    )


def _unsealed(connection: Connection) -> Misfit | None:
    """The first entry that stands beside the chain: neither linked nor waiting to be."""
    links, entries, waiting = table(AuditLink), table(AuditEntry), table(AuditWaiting)
    beside = (
        select(entries.c.id)
        .where(~select(links.c.id).where(links.c.entry == entries.c.id).exists())
        .where(~select(waiting.c.id).where(waiting.c.entry == entries.c.id).exists())
        .order_by(entries.c.at, entries.c.id)
        .limit(1)
    )
    entry = connection.execute(beside).scalar_one_or_none()
    return None if entry is None else Misfit(Fault.UNSEALED, None, entry)
