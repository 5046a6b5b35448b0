"""The audit trail: which commands took effect, newest first, and what one of them was asked."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Row, Select, select

from rongtu.acts import actors
from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.acts.payloads import open_payload
from rongtu.facts.records.acts import Actor, AuditEntry, AuditLink, AuditPayload
from rongtu.facts.schema import table
from rongtu.vocab.problems import RefusedError

ERASED = "已删除 erased"
"""What stands for the name of a principal who was erased."""


class TrailRequest(Model):
    """How many entries."""

    most: int = Field(default=20, ge=1, le=1_000, description="entries, newest first")


class Entry(Model):
    """One command that took effect, and its position in the chain once it is sealed."""

    position: int | None
    at: str
    principal: str
    operation: str
    outcome: str
    ref: str


class Trail(Model):
    """The newest entries."""

    entries: tuple[Entry, ...]


class OpenRequest(Model):
    """Which entry, by its position."""

    position: int = Field(ge=1, lt=2**63, description="position, as rongtu audit list shows it")


class Opened(Model):
    """An entry with what the command was asked, in canonical JSON."""

    entry: Entry
    actor: str
    payload_hash: str
    asked: str


@operation("audit.list", kind=OperationKind.QUERY, right=Right.READ_AUDIT, zh="查看审计记录", en="Show the audit trail")
def list_entries(context: Context, request: TrailRequest) -> Trail:
    """The newest audit entries."""
    entries = table(AuditEntry)
    found = context.connection.execute(_entries().order_by(entries.c.at.desc(), entries.c.id).limit(request.most))
    return Trail(entries=tuple(map(_entry, found)))


@operation(
    "audit.open",
    kind=OperationKind.QUERY,
    right=Right.READ_AUDIT,
    zh="查看一条审计记录的请求",
    en="Show what an audited command was asked",
)
def open_entry(context: Context, request: OpenRequest) -> Opened:
    """The entry with its payload decrypted; RefusedError where there is none, or its person was erased."""
    payloads = table(AuditPayload)
    this = table(AuditLink).c.position == request.position
    row = context.connection.execute(_entries().where(this)).one_or_none()
    if row is None:
        raise RefusedError(f"There is no audit entry {request.position}.")
    payload = context.connection.execute(select(payloads).where(payloads.c.entry == row.id)).one_or_none()
    key = actors.key_of(context.connection, payload.actor) if payload else None
    if payload is None or key is None:
        why = "its person was erased and the key destroyed" if payload else "its payload is gone"
        raise RefusedError(f"What audit entry {request.position} was asked cannot be read: {why}.")
    asked = open_payload(key, row.id, payload.body).decode()
    return Opened(entry=_entry(row), actor=str(row.actor), payload_hash=row.payload_hash, asked=asked)


def _entries() -> Select[Any]:
    """Entries with the name behind the pseudonym, while there is one, and the place in the chain."""
    entries, people, links = table(AuditEntry), table(Actor), table(AuditLink)
    return (
        select(entries, people.c.name, links.c.position)
        .outerjoin(people, people.c.id == entries.c.actor)
        .outerjoin(links, links.c.entry == entries.c.id)
    )


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        position=row.position,
        at=row.at.isoformat(timespec="seconds"),
        principal=row.name or ERASED,
        operation=row.operation,
        outcome=row.outcome,
        ref=f"audit_entry:{row.id}",
    )
