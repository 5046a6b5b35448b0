"""The store facts live in, whichever server it is: one protocol with two implementations, chosen by the settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from sqlalchemy import Engine

from rongtu.facts.store.roles import Role
from rongtu.settings import Settings


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What is known of a server without changing anything; `address` holds no password.

    `pid` and `folder` are known of an embedded server only; `version` of a stopped one is that of its data.
    """

    kind: Literal["embedded", "external"]
    running: bool
    pid: int | None
    version: str | None
    folder: Path | None
    address: str
    roles_ready: bool
    message: str


class Store(Protocol):
    """A PostgreSQL server with the facts' database and the program's roles."""

    def start(self) -> None:
        """See that the server runs and is ready; idempotent, and safe in any number of processes at once."""

    def stop(self) -> None:
        """End an embedded server; of an external one, give back our connections only."""

    def status(self) -> ServerStatus:
        """What is there now; starts nothing."""

    def dump(self, file: Path) -> None:
        """Write the facts to a file in PostgreSQL's custom format, mode 0600: whole or not at all."""

    def restore(self, file: Path) -> None:
        """Put a dump in place of the facts; a broken one leaves them as they are."""

    def engine(self, role: Role) -> Engine:
        """The pool of connections that work as this role; always the same one. The server has been started before."""

    def conninfo(self, role: Role) -> str:
        """The connection string of a role, for drivers beside SQLAlchemy; it may hold a password."""

    def close(self) -> None:
        """Give back the connections held here; the server runs on."""


def open_store(settings: Settings) -> Store:
    """The store these settings name; nothing is started or asked yet."""
    # here, because both implementations need this module's types
    from rongtu.facts.store.embedded import EmbeddedStore
    from rongtu.facts.store.external import ExternalStore

    return ExternalStore(settings.database_url) if settings.database_url else EmbeddedStore(settings)
