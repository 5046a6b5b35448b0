"""Sealing: committed audit entries are linked into the chain, a batch in one short transaction.

The order of the chain is the order of sealing: an entry that commits late is linked late, whatever its time. Entries
wait in a table of their own, so that a batch costs what is new, not what there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, text
from sqlalchemy.exc import OperationalError

from rongtu.acts.chaining import Head, entry_hash, head, link_hash
from rongtu.acts.openings import tell
from rongtu.facts.records.acts import AuditEntry, AuditLink, AuditWaiting
from rongtu.facts.schema import table
from rongtu.vocab.digests import HashAlgorithm

SEALING_LOCK = 7_265_010_002
"""Advisory lock a sealer holds, so that there is one chain however many processes seal."""

PATIENCE = "10s"
"""How long a sealer waits for another: long enough for any batch but a backlog of tens of thousands."""

CHUNK = 1_000

LOCK_NOT_AVAILABLE = "55P03"


def seal(engine: Engine, algorithm: HashAlgorithm) -> int:
    """Link every committed entry that waits; how many that were.

    Waits for another sealer to end, because that one may have begun before our entry was there, but not for one that
    hangs: what is left then is sealed next time.
    """
    try:
        with engine.execution_options(isolation_level="READ COMMITTED").begin() as connection:
            tell(connection, {"audits": "on", "seals": "on"})
            return seal_batch(connection, algorithm)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
            return 0
        raise


def seal_batch(connection: Connection, algorithm: HashAlgorithm) -> int:
    """Link all waiting entries in order of time, in this transaction; how many that were.

    The transaction must be READ COMMITTED: what the sealer before left must be seen once the lock is had.
    """
    entries, waiting = table(AuditEntry), table(AuditWaiting)
    if connection.execute(select(waiting.c.id).limit(1)).one_or_none() is None:
        return 0
    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": SEALING_LOCK})
    begun = last = head(connection)
    ordered = select(entries).join(waiting, waiting.c.entry == entries.c.id).order_by(entries.c.at, entries.c.id)
    for found in connection.execute(ordered, execution_options={"yield_per": CHUNK}).partitions():
        links = list(_links(found, last, begun.position + 1, algorithm))
        connection.execute(insert(table(AuditLink)), [{"id": link.entry, **vars(link)} for link in links])
        connection.execute(delete(waiting).where(waiting.c.entry.in_([link.entry for link in links])))
        last = Head(links[-1].position, links[-1].link_hash)
    return last.position - begun.position


def _links(entries: Sequence[Row[Any]], last: Head, batch: int, algorithm: HashAlgorithm) -> Iterator[AuditLink]:
    """The links that tie these entries to the chain's end."""
    before, now = last.link_hash, datetime.now(UTC)
    for position, entry in enumerate(entries, start=last.position + 1):
        link = AuditLink(
            position=position,
            entry=entry.id,
            entry_hash=entry_hash(algorithm, entry),
            link_hash="",
            algorithm=algorithm,
            sealed_at=now,
            batch=batch,
        )
        sealed = replace(link, link_hash=link_hash(before, link))
        before = sealed.link_hash
        yield sealed
