"""Audit: one entry for each command that took effect, written in its transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Connection, insert

from rongtu.facts.records.acts import AuditEntry
from rongtu.facts.schema import table


def append(connection: Connection, *, principal: str, operation: str, payload_hash: str, outcome: str) -> None:
    """Append an entry; `outcome` is canonical JSON without personal data."""
    entry = AuditEntry(
        at=datetime.now(UTC), principal=principal, operation=operation, payload_hash=payload_hash, outcome=outcome
    )
    connection.execute(insert(table(AuditEntry)).values(id=uuid4(), **vars(entry)))
