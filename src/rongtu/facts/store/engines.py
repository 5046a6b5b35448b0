"""SQLAlchemy engines whose connections work as one role and whose failures are said plainly."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext

from rongtu.facts.store.access import Access
from rongtu.facts.store.failures import translate
from rongtu.facts.store.roles import Role, check_role

POOL_SIZE = 4
POOL_OVERFLOW = 8
"""Connections an engine keeps, and opens beyond them under load; the embedded server takes 60 in all."""


class Engines:
    """The engines of one store, one for each role, made when first asked for."""

    def __init__(self) -> None:
        self._made: dict[Role, Engine] = {}
        self._lock = Lock()

    def get(self, access: Access, role: Role) -> Engine:
        """The engine of a role."""
        with self._lock:
            if role not in self._made:
                self._made[role] = make_engine(access, role)
            return self._made[role]

    def close(self) -> None:
        """Close the connections that wait in the pools; those in use close when they are given back."""
        with self._lock:
            engines, self._made = list(self._made.values()), {}
        for engine in engines:
            engine.dispose()


def make_engine(access: Access, role: Role) -> Engine:
    """A small pool of connections as `role`; each is checked when made and, cheaply, whenever it is taken."""

    def connect() -> psycopg.Connection[Any]:
        connection = psycopg.connect(access.conninfo(role))
        try:
            check_role(connection, role)
            connection.rollback()
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "postgresql+psycopg://",
        creator=connect,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_pre_ping=True,
    )
    _say_failures_plainly(engine, access.folder)
    return engine


def _say_failures_plainly(engine: Engine, folder: Path | None) -> None:
    @event.listens_for(engine, "handle_error")
    def plain(context: ExceptionContext) -> BaseException | None:
        if context.is_pre_ping:
            # the pool replaces a connection found dead before use; nobody need hear of it
            return None
        return translate(context.original_exception, folder, disconnected=context.is_disconnect)
