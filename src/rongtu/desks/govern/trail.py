"""The audit trail: which commands took effect, newest first."""

from __future__ import annotations

from pydantic import Field
from sqlalchemy import select

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.facts.records.acts import AuditEntry
from rongtu.facts.schema import table


class TrailRequest(Model):
    """How many entries."""

    most: int = Field(default=20, ge=1, le=1_000, description="entries, newest first")


class Entry(Model):
    """One command that took effect."""

    at: str
    principal: str
    operation: str
    payload_hash: str
    outcome: str


class Trail(Model):
    """The newest entries."""

    entries: tuple[Entry, ...]


@operation("audit.list", kind=OperationKind.QUERY, right=Right.READ_AUDIT, zh="查看审计记录", en="Show the audit trail")
def list_entries(context: Context, request: TrailRequest) -> Trail:
    """The newest audit entries."""
    entries = table(AuditEntry)
    found = context.connection.execute(select(entries).order_by(entries.c.at.desc(), entries.c.id).limit(request.most))
    return Trail(
        entries=tuple(
            Entry(
                at=row.at.isoformat(timespec="seconds"),
                principal=row.principal,
                operation=row.operation,
                payload_hash=row.payload_hash,
                outcome=row.outcome,
            )
            for row in found
        )
    )
