"""Outbox: what a command says has happened is written with it, and with it those who react are told.

Event and entries of the queue commit with the command or not at all. An entry may be taken more than once; the job it
becomes has an id made from event and reaction, so that each reaction takes effect once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Connection, insert, select

from rongtu.acts import queue
from rongtu.acts.reactions import REACTIONS, Reaction, reactions_to
from rongtu.facts.records.acts import OutboxEvent
from rongtu.facts.schema import table
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.evidence import Nature

REACT = "rongtu.react"
"""The task of an entry that tells one who reacts of an event."""


def emit(connection: Connection, event: str, told: Mapping[str, Any], nature: Nature) -> None:
    """Say that something happened, in the transaction of the command that did it; ids and counts, nothing personal."""
    identity = uuid4()
    row = OutboxEvent(event=event, told=canonical_bytes(told).decode(), nature=nature, at=datetime.now(UTC))
    connection.execute(insert(table(OutboxEvent)).values(id=identity, **vars(row)))
    for reaction in reactions_to(event, told):
        queue.put(connection, REACT, {"event": str(identity), "reaction": reaction.name}, one_at_a_time=reaction.name)


def job_id(entry: queue.Entry) -> UUID:
    """The id of the job a reaction's entry becomes: the same however often the entry is taken."""
    return uuid5(UUID(entry.told["event"]), entry.told["reaction"])


def reaction_asked(connection: Connection, entry: queue.Entry) -> tuple[Reaction, Nature, Mapping[str, Any]] | None:
    """The reaction of an entry, the nature of the facts it is about, what its operation is asked; None where no more.

    A reaction may have gone since, with the version that declared it.
    """
    events = table(OutboxEvent)
    query = select(events.c.told, events.c.nature).where(events.c.id == UUID(entry.told["event"]))
    row, reaction = connection.execute(query).one_or_none(), REACTIONS.get(entry.told["reaction"])
    if row is None or reaction is None:
        return None
    asked = reaction.asks(json.loads(row.told))
    return None if asked is None else (reaction, Nature(row.nature), asked)
