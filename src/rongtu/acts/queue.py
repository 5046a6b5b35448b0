"""The queue: entries of procrastinate's, put in, taken and removed in whatever transaction is open on a connection.

An entry is there as long as what it stands for is unfinished. Who is at work on it, a lock of ours says and not the
entry: it goes with its process, where an entry marked as being done would stay so for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from sqlalchemy import Connection, Engine, text

from rongtu.facts.job_queue import SCHEMA
from rongtu.vocab.problems import DependencyError

if TYPE_CHECKING:
    from procrastinate.manager import JobManager

T = TypeVar("T")

QUEUE = "rongtu"

DEADLOCK = frozenset({"40001", "40P01"})


class OvertakenError(DependencyError):
    """Another transaction was at the same entries: nothing of this one is left, and done again it may go through."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its number, the task it is for, and what the task is told."""

    number: int
    task: str
    told: Mapping[str, Any]


def put(connection: Connection, task: str, told: Mapping[str, str], *, one_at_a_time: str | None = None) -> int:
    """Put an entry in, to be seen by others once this transaction commits; its number.

    Of the entries that share `one_at_a_time` one is taken at a time, in the order they were put in.
    """
    from procrastinate.jobs import Job

    with _manager(connection) as manager:
        job = Job(queue=QUEUE, task_name=task, lock=one_at_a_time, queueing_lock=None, task_kwargs=dict(told))
        number = manager.defer_job(job).id
    assert number is not None
    return number


def take(connection: Connection) -> Entry | None:
    """The next entry that is due and that nobody else is taking; None where there is none.

    It is taken once this transaction commits; the transaction must be READ COMMITTED.
    """
    from procrastinate.exceptions import UniqueViolation

    with _manager(connection) as manager, connection.begin_nested() as point:
        try:
            # no worker is registered: its heartbeat would be there to tell who died, which our locks do at once
            found = _finished(manager.fetch_job([QUEUE], worker_id=None))  # type: ignore[arg-type]
        except UniqueViolation:
            # another one of those done one at a time was taken this very moment
            point.rollback()
            return None
    return None if found is None or found.id is None else Entry(found.id, found.task_name, found.task_kwargs)


def put_back(connection: Connection, number: int, seconds: float) -> None:
    """An entry that was taken is due again after so many seconds."""
    with _manager(connection) as manager:
        manager.retry_job_by_id(number, retry_at=datetime.now(UTC) + timedelta(seconds=seconds))


def renew(connection: Connection, number: int | None) -> bool:
    """See that an entry is due, though whoever took it died; False where there is none any more."""
    from procrastinate.jobs import Status

    with _manager(connection) as manager:
        found = manager.list_jobs(id=number) if number is not None else []
        if found and found[0].status == Status.DOING.value:
            manager.retry_job_by_id(number or 0, retry_at=datetime.now(UTC))
    return bool(found)


def remove(connection: Connection, number: int | None) -> None:
    """Remove an entry, if it is there still."""
    from procrastinate.jobs import Status

    with _manager(connection) as manager:
        if number is not None and manager.list_jobs(id=number):
            _finished(manager.finish_job_by_id_async(number, Status.SUCCEEDED, delete_job=True))


@contextmanager
def listening(engine: Engine) -> Iterator[Callable[[float], bool]]:
    """A function that waits so many seconds, or until an entry is put in: then True."""
    from procrastinate.manager import get_channel_for_queues

    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        for channel in get_channel_for_queues([QUEUE]):
            connection.execute(text(f'LISTEN "{channel}"'))

        def wait(seconds: float) -> bool:
            try:
                return any(True for _notice in driver.notifies(timeout=seconds, stop_after=1))
            except psycopg.Error as error:
                connection.invalidate()
                raise DependencyError(f"The queue is not heard any more: {error}", retry=True) from error

        try:
            yield wait
        finally:
            if not connection.invalidated:
                connection.execute(text("UNLISTEN *"))


@contextmanager
def _manager(connection: Connection) -> Iterator[JobManager]:
    """Procrastinate's manager on this connection; what it fails in is said as ours."""
    # loaded when first needed: nothing but jobs and events needs it, and it takes longer to load than a query to answer
    from procrastinate.exceptions import ConnectorException, UniqueViolation
    from procrastinate.manager import JobManager

    from rongtu.acts.queue_connector import OpenConnection

    connection.execute(text(f"SELECT set_config('search_path', 'public, {SCHEMA}', true)"))
    try:
        yield JobManager(OpenConnection(connection))
    except UniqueViolation:
        raise
    except ConnectorException as error:
        words = f"The queue failed: {error.__cause__ or error}"
        if getattr(error.__cause__, "sqlstate", None) in DEADLOCK:
            raise OvertakenError(words, retry=True) from error
        raise DependencyError(words) from error


def _finished(never_waits: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns that has nothing to wait for, as on our connector; in any thread, without a loop."""
    try:
        never_waits.send(None)
    except StopIteration as end:
        value: T = end.value
        return value
    never_waits.close()
    raise RuntimeError("procrastinate waits where it did not before")
