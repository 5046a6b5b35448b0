"""Actors: the pseudonym and the key behind a principal's name, made at the first command, destroyed by erasure."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects.postgresql import insert

from rongtu.acts.openings import tell
from rongtu.facts.records import acts
from rongtu.facts.schema import table
from rongtu.vocab.problems import DependencyError

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the audit names him, and the key to what is personal about him."""

    id: UUID
    key: bytes = field(repr=False)


def actor_named(engine: Engine, name: str) -> Actor:
    """The actor behind a principal's name, made if new.

    In a transaction of its own, at READ COMMITTED: two first commands of one principal then agree on one actor, where
    within their own transactions the second would fail. Raises DependencyError if he is erased this very moment.
    """
    with engine.execution_options(isolation_level="READ COMMITTED").begin() as connection:
        tell(connection, {"principal": name, "writes": "on"})
        kept = _find(connection, name) or _add(connection, name) or _find(connection, name)
    if kept is None:
        raise DependencyError(f"{name} was erased while this command began; nothing was written.", retry=True)
    return kept


def key_of(connection: Connection, actor: UUID) -> bytes | None:
    """The actor's key; None once erased."""
    actors = table(acts.Actor)
    key = connection.execute(select(actors.c.key).where(actors.c.id == actor)).scalar_one_or_none()
    return None if key is None else bytes.fromhex(key)


def find(connection: Connection, actor: UUID) -> tuple[Actor, str] | None:
    """The actor of that id and his name, where they may be seen; None once erased."""
    actors = table(acts.Actor)
    row = connection.execute(select(actors.c.name, actors.c.key).where(actors.c.id == actor)).one_or_none()
    return None if row is None else (Actor(actor, bytes.fromhex(row.key)), row.name)


def erase(connection: Connection, actor: UUID) -> bool:
    """Destroy the actor's name and key; False if there was none."""
    actors = table(acts.Actor)
    return connection.execute(delete(actors).where(actors.c.id == actor)).rowcount == 1


def _find(connection: Connection, name: str) -> Actor | None:
    actors = table(acts.Actor)
    row = connection.execute(select(actors.c.id, actors.c.key).where(actors.c.name == name)).one_or_none()
    return None if row is None else Actor(row.id, bytes.fromhex(row.key))


def _add(connection: Connection, name: str) -> Actor | None:
    made = Actor(uuid4(), secrets.token_bytes(KEY_BYTES))
    row = insert(table(acts.Actor)).values(id=made.id, name=name, key=made.key.hex()).on_conflict_do_nothing()
    return made if connection.execute(row).rowcount == 1 else None
