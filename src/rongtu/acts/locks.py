"""Locks of a session: held on a connection until given back, and free the moment its process dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Connection

KEYS = 2**63


@contextmanager
def held(connection: Connection, name: UUID) -> Iterator[None]:
    """Hold the lock of that name on this connection, once whoever has it gives it back; outside any transaction."""
    key = (name.int % KEYS,)
    with connection.begin():
        connection.exec_driver_sql("SELECT pg_advisory_lock(%s)", key)
    try:
        yield
    finally:
        # a session that was lost has given back all of its own
        if not connection.invalidated:
            with connection.begin():
                connection.exec_driver_sql("SELECT pg_advisory_unlock(%s)", key)


@contextmanager
def given_back(connection: Connection) -> Iterator[None]:
    """Give back, at the end, every lock taken on this session meanwhile."""
    try:
        yield
    finally:
        if not connection.invalidated:
            with connection.begin():
                connection.exec_driver_sql("SELECT pg_advisory_unlock_all()")


def try_hold(connection: Connection, name: UUID) -> bool:
    """Take the lock for this session if it is free; it outlasts the transaction, even one rolled back."""
    key = (name.int % KEYS,)
    return bool(connection.exec_driver_sql("SELECT pg_try_advisory_lock(%s)", key).scalar_one())


def try_hold_within(connection: Connection, name: UUID) -> bool:
    """Take the lock until the transaction ends, if it is free."""
    key = (name.int % KEYS,)
    return bool(connection.exec_driver_sql("SELECT pg_try_advisory_xact_lock(%s)", key).scalar_one())
