"""An existing server named by RONGTU_DATABASE_URL: checked and made ready, never started or stopped from here."""

from __future__ import annotations

from pathlib import Path

import psycopg
from sqlalchemy import Engine

from rongtu.facts.store import binaries, dumps
from rongtu.facts.store.access import read_address
from rongtu.facts.store.database import is_ready, make_ready
from rongtu.facts.store.engines import Engines
from rongtu.facts.store.failures import plainly
from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import ServerStatus


class ExternalStore:
    """A server run by somebody else; the program logs in as the address's user and takes its roles."""

    def __init__(self, url: str) -> None:
        self._access = read_address(url)
        self._engines = Engines()

    def start(self) -> None:
        """See that the server answers, is new enough, and has the program's roles and database."""
        if is_ready(self._access):
            return
        with plainly(None, f"Preparing {self._access.address()}"):
            make_ready(self._access)

    def stop(self) -> None:
        """Give back the connections held here; the server is not ours to stop."""
        self.close()

    def status(self) -> ServerStatus:
        """What the server says of itself; an unreachable one is described, not raised."""
        version, ready, message = None, False, ""
        try:
            with self._access.maintain() as connection:
                version = connection.info.parameter_status("server_version")
            ready = is_ready(self._access)
            message = "" if ready else "answers, but is not prepared for this program yet: start prepares it"
        except psycopg.OperationalError as error:
            message = f"does not answer: {str(error).strip()}"
        return ServerStatus(
            kind="external",
            running=version is not None,
            pid=None,
            version=version,
            folder=None,
            address=self._access.address(),
            roles_ready=ready,
            message=message,
        )

    def dump(self, file: Path) -> None:
        """Write the facts to a file, whole or not at all."""
        self.start()
        dumps.dump(self._access, binaries.newest(), file)

    def restore(self, file: Path) -> None:
        """Put a dump in place of the facts; a broken one leaves them as they are."""
        self.start()
        dumps.restore(self._access, binaries.newest(), file)

    def engine(self, role: Role) -> Engine:
        """The pool of connections that work as this role; always the same one."""
        return self._engines.get(self._access, role)

    def conninfo(self, role: Role) -> str:
        """The connection string of a role, for drivers beside SQLAlchemy; it may hold a password."""
        return self._access.conninfo(role)

    def close(self) -> None:
        """Give back the connections held here."""
        self._engines.close()
