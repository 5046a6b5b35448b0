"""Chaining: the hash of an audit entry, and of the link that ties it to all before it.

    entry_hash = H(entry)        link_hash = H(link_hash before, position, entry, entry_hash, algorithm, time, batch)

both over canonical JSON. What is hashed is named here field by field: entries sealed long ago must hash as they did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, select

from rongtu.facts.records.acts import AuditLink
from rongtu.facts.schema import table
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.digests import HashAlgorithm, hexdigest

START = ""
"""The link hash before the first link."""


class Sealable(Protocol):
    """An entry as it is read to be sealed or verified."""

    id: UUID
    at: datetime
    actor: UUID
    operation: str
    payload_hash: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: whoever holds a copy can tell whether what was sealed until then is still there."""

    position: int = 0
    link_hash: str = START
    algorithm: HashAlgorithm | None = None
    sealed_at: datetime | None = None


def entry_hash(algorithm: HashAlgorithm, entry: Sealable | Any) -> str:
    """The hash of all an entry says."""
    told = {
        "actor": str(entry.actor),
        "at": instant(entry.at),
        "id": str(entry.id),
        "operation": entry.operation,
        "outcome": entry.outcome,
        "payload_hash": entry.payload_hash,
    }
    return hexdigest(algorithm, canonical_bytes(told))


def link_hash(previous: str, link: AuditLink | Any) -> str:
    """The hash of all a link says besides, and of the link hash before it."""
    told = {
        "algorithm": link.algorithm,
        "batch": link.batch,
        "entry": str(link.entry),
        "entry_hash": link.entry_hash,
        "position": link.position,
        "previous": previous,
        "sealed_at": instant(link.sealed_at),
    }
    return hexdigest(HashAlgorithm(link.algorithm), canonical_bytes(told))


def payload_hash(algorithm: HashAlgorithm, actor: UUID, body: str) -> str:
    """The hash of a payload as it is kept: of the encrypted text, so that nothing can be guessed from it."""
    return hexdigest(algorithm, canonical_bytes({"actor": str(actor), "body": body}))


def instant(moment: datetime) -> str:
    """A moment as it is hashed and told: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def head(connection: Connection) -> Head:
    """The end of the chain as this transaction sees it; position 0 where nothing is sealed yet."""
    links = table(AuditLink)
    columns = (links.c.position, links.c.link_hash, links.c.algorithm, links.c.sealed_at)
    row = connection.execute(select(*columns).order_by(links.c.position.desc()).limit(1)).one_or_none()
    return Head() if row is None else Head(row[0], row[1], HashAlgorithm(row[2]), row[3])
