"""Audit: one entry for each command that took effect, written in its transaction; its request kept apart, encrypted."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Connection, insert

from rongtu.acts.actors import Actor
from rongtu.acts.chaining import payload_hash
from rongtu.acts.payloads import seal_payload
from rongtu.facts.records.acts import AuditEntry, AuditPayload, AuditWaiting
from rongtu.facts.schema import table
from rongtu.vocab.digests import HashAlgorithm


def append(
    connection: Connection, *, actor: Actor, operation: str, request: bytes, outcome: str, algorithm: HashAlgorithm
) -> None:
    """Append an entry, to be sealed once committed.

    `request` is canonical JSON and is kept under the actor's key; `outcome` is canonical JSON without personal data.
    """
    identity = uuid4()
    body = seal_payload(actor.key, identity, request)
    entry = AuditEntry(
        at=datetime.now(UTC),
        actor=actor.id,
        operation=operation,
        payload_hash=payload_hash(algorithm, actor.id, body),
        outcome=outcome,
    )
    payload = AuditPayload(entry=identity, actor=actor.id, algorithm=algorithm, body=body)
    for row in (entry, payload, AuditWaiting(entry=identity)):
        connection.execute(insert(table(type(row))).values(id=identity, **vars(row)))
