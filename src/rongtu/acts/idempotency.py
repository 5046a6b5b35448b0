"""Idempotency: a command sent twice under one key takes effect once and answers the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from rongtu.acts import locks
from rongtu.acts.actors import Actor
from rongtu.acts.payloads import keyed_digest
from rongtu.facts.fields import record_id
from rongtu.facts.records.acts import IdempotencyKey
from rongtu.facts.schema import table
from rongtu.vocab.problems import InputError

LONGEST_KEY = 200


@contextmanager
def held(connection: Connection, actor: Actor, operation: str, key: str | None) -> Iterator[None]:
    """Hold the key on this connection while a command runs: a second sender waits for the first one's commit.

    The lock belongs to the session, because it must be had before the command's transaction takes its snapshot.
    Raises InputError for a key that is empty or too long.
    """
    if key is None:
        yield
        return
    if not 0 < len(key) <= LONGEST_KEY:
        raise InputError.single(
            "idempotency key", f"1 to {LONGEST_KEY} characters", key[:LONGEST_KEY], "Use a shorter key, such as a UUID."
        )
    with locks.held(connection, record_id("idempotency_key", str(actor.id), operation, key)):
        yield


def answered(connection: Connection, actor: Actor, operation: str, key: str, request_digest: str) -> str | None:
    """The answer kept under `key` for the same request, or None when it is new.

    Raises InputError where the key was used for another request.
    """
    keys = table(IdempotencyKey)
    this = (keys.c.actor == actor.id, keys.c.operation == operation, keys.c.idempotency_key == key)
    kept = connection.execute(select(keys.c.payload_hash, keys.c.answer).where(*this)).one_or_none()
    if kept is None:
        return None
    if kept.payload_hash != keyed_digest(actor.key, request_digest):
        raise InputError.single(
            "idempotency key", "one key names one request", key, "Send the changed request under a new key."
        )
    return str(kept.answer)


def keep(connection: Connection, actor: Actor, operation: str, key: str, *, request_digest: str, answer: str) -> None:
    """Keep the answer under `key`, in the transaction of the command that gave it."""
    row = IdempotencyKey(
        actor=actor.id,
        operation=operation,
        idempotency_key=key,
        payload_hash=keyed_digest(actor.key, request_digest),
        answer=answer,
    )
    connection.execute(insert(table(IdempotencyKey)).values(id=uuid4(), **vars(row)))
