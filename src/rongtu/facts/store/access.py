"""How to reach a server: as an administrator, or as one of the two roles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from rongtu.facts.store.roles import Role
from rongtu.vocab.problems import InputError

Connection = psycopg.Connection[tuple[Any, ...]]

DATABASE = "rongtu"
MAINTENANCE = ("postgres", "template1")
"""Databases that stand on every server, to work from while ours is made or swapped."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a connection needs: libpq's keywords, the facts' database, and how a role is taken.

    `administrator` is the bootstrap superuser of an embedded server, where roles log in under their own names; None
    where an address names the login and the role is taken by a startup option, so that RESET ROLE comes back to it.
    `folder` is where an embedded server keeps its data, to be named when its disk is full.
    """

    parameters: Mapping[str, str]
    database: str = DATABASE
    administrator: str | None = None
    folder: Path | None = None

    def conninfo(self, role: Role | None, database: str | None = None) -> str:
        """The connection string of a role (None: the administrator); it may hold a password."""
        options = [self.parameters.get("options", ""), "-c timezone=UTC"]
        login: dict[str, str] = {}
        if self.administrator is not None:
            login["user"] = role or self.administrator
        elif role is not None:
            options.append(f"-c role={role}")
        settings = {
            "application_name": "rongtu",
            "connect_timeout": "10",
            **self.parameters,
            **login,
            "dbname": database or self.database,
            "client_encoding": "UTF8",
            "options": " ".join(option for option in options if option),
        }
        return make_conninfo(**settings)

    def connect(self, role: Role | None, database: str | None = None) -> Connection:
        """A connection in autocommit, for the caller to close."""
        return psycopg.connect(self.conninfo(role, database), autocommit=True)

    def maintain(self) -> Connection:
        """A connection of the administrator's to a database that stands on every server."""
        first: psycopg.OperationalError | None = None
        for database in MAINTENANCE:
            try:
                return self.connect(None, database)
            except psycopg.OperationalError as error:
                first = first or error
        assert first is not None
        raise first

    def address(self) -> str:
        """Where the database is, without the password."""
        host, port = self.parameters.get("host", ""), self.parameters.get("port", "")
        user = self.parameters.get("user", "")
        at = f"{user}@" if user else ""
        if not host or host.startswith("/"):
            place = f"?host={host}" if host else ""
            return f"postgresql://{at}/{self.database}{place}"
        return f"postgresql://{at}{host}{':' + port if port else ''}/{self.database}"


def read_address(url: str) -> Access:
    """The access an address in the form of libpq or SQLAlchemy names.

    The maintenance databases are never worked in: an address naming one of them, or none, means the database `rongtu`.
    """
    try:
        parameters = conninfo_to_dict(re.sub(r"^postgres(ql)?\+\w+://", "postgresql://", url.strip()))
    except psycopg.ProgrammingError:
        # libpq's own words quote the address, password and all
        raise InputError.single(
            "RONGTU_DATABASE_URL",
            "must be a PostgreSQL address",
            "an address that cannot be read",
            "Write it as postgresql://user:password@host:5432/rongtu",
        ) from None
    words = {key: str(value) for key, value in parameters.items() if value is not None}
    database = words.pop("dbname", DATABASE)
    return Access(words, DATABASE if database in MAINTENANCE else database)
