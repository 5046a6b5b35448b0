"""Jobs: the record of background work from its asking to its end, each step in a short transaction of its own.

Who is at work on a job holds its lock, on a session of his own. A job that is said to be running and whose lock is
free lost its process: it waits again. An entry of the queue stands for the job until it has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, insert, select, text, update

from rongtu.acts import locks, outbox, queue
from rongtu.acts.actors import Actor, actor_named, find
from rongtu.acts.authority import Principal
from rongtu.acts.openings import tell
from rongtu.acts.payloads import seal_payload
from rongtu.acts.work import Work, to_keep
from rongtu.facts import records
from rongtu.facts.records.acts import Job
from rongtu.facts.schema import table
from rongtu.vocab.evidence import Nature
from rongtu.vocab.jobs import FINAL, JobState

__all__ = ["Taken", "ask", "cancel", "end", "put_back", "records", "recover", "take", "tell_progress"]

DO = "rongtu.do"
"""The task of an entry that stands for a job."""

INTERRUPTED = "中断，等待继续 interrupted"

BUSY_SECONDS = 5.0
"""After which an entry is looked at again whose job another process is at work on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A job as it is asked for: which operation, by whom, over which facts, and the rest as it is kept."""

    operation: str
    principal: Principal
    nature: Nature
    kept: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """A job taken to be done, as it was kept; `actor` is None where the one who asked was erased since."""

    id: UUID
    row: Row[Any]
    actor: Actor | None
    name: str


@contextmanager
def keeping(engine: Engine) -> Iterator[Connection]:
    """A short transaction in which any job may be seen and written."""
    with engine.execution_options(isolation_level="READ COMMITTED").begin() as connection:
        tell(connection, {"works": "on", "writes": "on"})
        yield connection


def ask(engine: Engine, identity: UUID, work: Work, actor: Actor, *, at_once: bool) -> None:
    """Keep a job and put it into the queue; `at_once` where this process, which holds its lock, does it now."""
    with keeping(engine) as connection:
        asked = Asked(work.operation.name, work.principal, work.nature, work.kept())
        entry = queue.put(connection, DO, {"job": str(identity)})
        _add(connection, identity, asked, actor, entry=entry, at_once=at_once)


def take(connection: Connection, engine: Engine) -> Taken | bool:
    """Take the next job that waits, and its lock on this session, until the session gives it back.

    False where none waits, True where an entry was dealt with that stands for nothing to be done now.
    """
    with connection.begin():
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"))
        tell(connection, {"works": "on", "writes": "on"})
        entry = queue.take(connection)
        if entry is None:
            return False
        identity = UUID(entry.told["job"]) if entry.task == DO else outbox.job_id(entry)
        if not locks.try_hold(connection, identity):
            # whoever holds it finds the job ended, or dies and leaves it to us
            queue.put_back(connection, entry.number, BUSY_SECONDS)
            return True
        taken = _begin(connection, engine, identity, entry)
        if taken is None:
            queue.remove(connection, entry.number)
    return taken or True


def tell_progress(engine: Engine, identity: UUID, step: str) -> bool:
    """Keep how far a job has come; True where it is to be cancelled."""
    jobs = table(Job)
    with keeping(engine) as connection:
        kept = update(jobs).where(jobs.c.id == identity).values(progress=step).returning(jobs.c.cancel)
        return bool(connection.execute(kept).scalar_one())


def end(engine: Engine, identity: UUID, state: JobState, outcome: bytes | None, actor: Actor | None) -> None:
    """A job has ended; what came of it is kept under the key of the one who asked."""
    sealed = seal_payload(actor.key, identity, outcome) if actor and outcome is not None else None
    with keeping(engine) as connection:
        _end(connection, identity, state, sealed)


def put_back(engine: Engine, identity: UUID, words: str, seconds: float, *, counts: bool = True) -> None:
    """A job that was taken from the queue waits again, for so many seconds at least.

    An attempt that does not count was cut short before it came to anything, by no fault of the job.
    """
    jobs = table(Job)
    with keeping(engine) as connection:
        attempts = jobs.c.attempts if counts else jobs.c.attempts - 1
        changes = {"state": JobState.WAITING, "progress": words, "attempts": attempts}
        entry = connection.execute(
            update(jobs).where(jobs.c.id == identity).values(**changes).returning(jobs.c.entry)
        ).scalar_one()
        queue.put_back(connection, entry, seconds)


def recover(engine: Engine) -> int:
    """Let jobs wait again whose process died; how many those were. Cheap where none is said to be running."""
    jobs = table(Job)
    with keeping(engine) as connection:
        running = connection.execute(select(jobs.c.id, jobs.c.entry).where(jobs.c.state == JobState.RUNNING)).all()
        dead = [row for row in running if locks.try_hold_within(connection, row.id)]
        return sum(_renew(connection, row.id, row.entry) for row in dead)


def cancel(connection: Connection, identity: UUID) -> JobState | None:
    """Cancel a job that nobody has begun, or ask whoever is at work on it, or takes it up next, to stop.

    The state it had, running if it was ever begun: it may have taken effect, which whoever takes it up finds out. None
    where it is not seen.
    """
    jobs = table(Job)
    row = connection.execute(select(jobs.c.state, jobs.c.attempts).where(jobs.c.id == identity)).one_or_none()
    if row is None or row.state in FINAL:
        return None if row is None else JobState(row.state)
    if row.attempts == 0 and locks.try_hold_within(connection, identity):
        _end(connection, identity, JobState.CANCELLED, None)
        return JobState.WAITING
    connection.execute(update(jobs).where(jobs.c.id == identity).values(cancel=True))
    return JobState.RUNNING


def _begin(connection: Connection, engine: Engine, identity: UUID, entry: queue.Entry) -> Taken | None:
    """The job an entry stands for, its next attempt begun; None where there is none, or it has ended."""
    jobs = table(Job)
    this = select(jobs).where(jobs.c.id == identity)
    row = connection.execute(this).one_or_none()
    if row is None and entry.task == outbox.REACT and _react(connection, engine, identity, entry):
        row = connection.execute(this).one()
    if row is None or row.state in FINAL:
        return None
    begun = {"state": JobState.RUNNING, "begun_at": datetime.now(UTC), "attempts": row.attempts + 1}
    connection.execute(update(jobs).where(jobs.c.id == identity).values(**begun, entry=entry.number))
    found = find(connection, row.actor)
    return Taken(identity, row, *(found or (None, "")))


def _react(connection: Connection, engine: Engine, identity: UUID, entry: queue.Entry) -> bool:
    """Make the job of a reaction; False where there is nothing to do any more."""
    asked = outbox.reaction_asked(connection, entry)
    if asked is None:
        return False
    reaction, nature, payload = asked
    known = Asked(reaction.operation, reaction.principal(), nature, to_keep(payload))
    actor = actor_named(engine, known.principal.name)
    _add(connection, identity, known, actor, entry=entry.number, at_once=False)
    return True


def _add(connection: Connection, identity: UUID, asked: Asked, actor: Actor, *, entry: int, at_once: bool) -> None:
    tell(connection, {"actor": str(actor.id)})
    now = datetime.now(UTC)
    row = Job(
        operation=asked.operation,
        actor=actor.id,
        roles=tuple(sorted(asked.principal.roles)),
        nature=asked.nature,
        request=seal_payload(actor.key, identity, asked.kept),
        state=JobState.RUNNING if at_once else JobState.WAITING,
        progress=None,
        cancel=False,
        entry=entry,
        attempts=int(at_once),
        asked_at=now,
        begun_at=now if at_once else None,
        ended_at=None,
        outcome=None,
    )
    connection.execute(insert(table(Job)).values(id=identity, **{**vars(row), "roles": list(row.roles)}))


def _renew(connection: Connection, identity: UUID, entry: int | None) -> bool:
    """Let a job wait again; False where it has ended meanwhile."""
    jobs = table(Job)
    still = (jobs.c.id == identity, jobs.c.state == JobState.RUNNING)
    waits = update(jobs).where(*still).values(state=JobState.WAITING, progress=INTERRUPTED)
    if connection.execute(waits).rowcount == 0:
        return False
    if not queue.renew(connection, entry):
        number = queue.put(connection, DO, {"job": str(identity)})
        connection.execute(update(jobs).where(jobs.c.id == identity).values(entry=number))
    return True


def _end(connection: Connection, identity: UUID, state: JobState, sealed: str | None) -> None:
    jobs = table(Job)
    entry = connection.execute(select(jobs.c.entry).where(jobs.c.id == identity)).scalar_one()
    changes = {"state": state, "ended_at": datetime.now(UTC), "progress": None, "entry": None, "outcome": sealed}
    connection.execute(update(jobs).where(jobs.c.id == identity).values(**changes))
    queue.remove(connection, entry)
