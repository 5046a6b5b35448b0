"""The embedded server: PostgreSQL from a wheel on a folder of the user's, started when first asked for."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg
from sqlalchemy import Engine

from rongtu.facts.store import binaries as programs
from rongtu.facts.store import dumps, postmaster
from rongtu.facts.store.access import Access
from rongtu.facts.store.binaries import Binaries
from rongtu.facts.store.cluster import ADMINISTRATOR, advice, binaries_for, configure, make_data
from rongtu.facts.store.database import is_ready, make_ready
from rongtu.facts.store.engines import Engines
from rongtu.facts.store.failures import disk_full, plainly, says_disk_full
from rongtu.facts.store.folder import SOCKET, ServerFolder, server_folder
from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import ServerStatus
from rongtu.settings import Settings
from rongtu.vocab.problems import DependencyError

START_SECONDS = 300.0
"""How long a server may take to answer: after a crash it first replays its log."""

ORPHAN_SECONDS = 20.0
STILL_IN_USE = "pre-existing shared memory block"
SILENT_SECONDS = 3.0
"""How long a live server without a socket is waited for before it is started anew."""

POLL_SECONDS = 0.02


class EmbeddedStore:
    """A server on `settings.data_dir / "server"`: any number of processes may hold one at the same time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engines = Engines()

    def start(self) -> None:
        """See that the server runs and is ready for the program, starting and making what is missing."""
        folder = self._folder()
        if folder.exists() and not _is_stranded(folder) and is_ready(self._access(folder)):
            folder.trim_log()
            return
        folder.prepare()
        with folder.locked():
            folder.trim_log()
            if not self._answers(folder) or _is_stranded(folder):
                self._bring_up(folder)
            access = self._access(folder)
            with plainly(folder.path, "Preparing the database"):
                if not is_ready(access):
                    make_ready(access)

    def stop(self) -> None:
        """End the server, for every process that works with it; nothing happens where none runs."""
        self.close()
        folder = self._folder()
        if not folder.exists():
            return
        with folder.locked():
            pid = postmaster.postmaster(folder)
            if pid is not None:
                postmaster.stop(folder, pid)

    def status(self) -> ServerStatus:
        """What is there now; starts nothing."""
        folder = self._folder()
        if not folder.exists():
            return self._describe(folder, None, "not made yet: it is made when first started")
        pid = postmaster.postmaster(folder)
        if pid is None:
            return self._describe(folder, None, "not running: it is started when first needed")
        return self._describe(folder, pid, advice(folder))

    def dump(self, file: Path) -> None:
        """Write the facts to a file, whole or not at all."""
        self.start()
        dumps.dump(self._access(self._folder()), programs.newest(), file)

    def restore(self, file: Path) -> None:
        """Put a dump in place of the facts; a broken one leaves them as they are."""
        self.start()
        dumps.restore(self._access(self._folder()), programs.newest(), file)

    def engine(self, role: Role) -> Engine:
        """The pool of connections that work as this role; always the same one."""
        return self._engines.get(self._access(self._folder()), role)

    def conninfo(self, role: Role) -> str:
        """The connection string of a role, for drivers beside SQLAlchemy."""
        return self._access(self._folder()).conninfo(role)

    def close(self) -> None:
        """Give back the connections held here; the server runs on."""
        self._engines.close()

    def _folder(self) -> ServerFolder:
        folder = server_folder(self._settings)
        if folder.exists():
            folder.check_owner()
        return folder

    def _access(self, folder: ServerFolder) -> Access:
        parameters = {"host": str(folder.socket_folder()), "port": "5432"}
        return Access(parameters, administrator=ADMINISTRATOR, folder=folder.path)

    def _answers(self, folder: ServerFolder) -> bool:
        try:
            with self._access(folder).maintain() as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError as error:
            if "authentication failed" in str(error):
                raise DependencyError(f"The database server in {folder.path} does not know us: {error}") from error
            return False
        return True

    def _bring_up(self, folder: ServerFolder) -> None:
        binaries = binaries_for(folder).runnable_by(folder.account, folder.path.parent / "binaries")
        folder.clear_leftovers()
        socket_folder = folder.settle_socket_folder()
        if self._settle_running(folder, socket_folder):
            return
        if folder.major is None:
            make_data(folder, binaries)
        configure(folder, socket_folder)
        postmaster.clear_remains(folder, socket_folder)
        deadline = time.monotonic() + ORPHAN_SECONDS
        while not self._launch(folder, binaries, last=time.monotonic() > deadline):
            postmaster.end_orphans(folder)
            time.sleep(POLL_SECONDS)

    def _settle_running(self, folder: ServerFolder, socket_folder: Path) -> bool:
        """Wait for a server that is coming up, or end one that nobody can reach any more; whether one now answers."""
        pid = postmaster.postmaster(folder)
        if pid is None:
            return False
        silent_until = time.monotonic() + SILENT_SECONDS
        deadline = time.monotonic() + START_SECONDS
        while postmaster.alive(pid) and time.monotonic() < deadline:
            if self._answers(folder) and not postmaster.lost_executable(pid):
                return True
            unreachable = time.monotonic() > silent_until and not (socket_folder / SOCKET).exists()
            if unreachable or postmaster.lost_executable(pid):
                postmaster.stop(folder, pid)
            time.sleep(POLL_SECONDS)
        if postmaster.alive(pid):
            raise DependencyError(f"The database server (process {pid}) does not answer; see {folder.log}.", retry=True)
        return False

    def _launch(self, folder: ServerFolder, binaries: Binaries, *, last: bool) -> bool:
        """Start the server and wait for its answer; False if a killed one has not quite gone: to be tried again."""
        said_before = folder.log_size()
        pid = postmaster.launch(folder, binaries)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._answers(folder):
                return True
            if not postmaster.alive(pid) and postmaster.postmaster(folder) is None:
                words = folder.read("log", said_before)
                if STILL_IN_USE in words and not last:
                    return False
                if says_disk_full(words, folder.path):
                    raise disk_full(folder.path, _last_line(words))
                raise DependencyError(f"The database server did not start; {folder.log} says: {_last_line(words)}")
            time.sleep(POLL_SECONDS)
        raise DependencyError(
            f"The database server (process {pid}) has not answered for {START_SECONDS:.0f} s; see {folder.log}.",
            retry=True,
        )

    def _describe(self, folder: ServerFolder, pid: int | None, message: str) -> ServerStatus:
        access = self._access(folder)
        version, ready = None, False
        if pid is not None:
            try:
                with access.maintain() as connection:
                    version = connection.info.parameter_status("server_version")
                ready = is_ready(access)
            except psycopg.OperationalError as error:
                message = f"running, but not answering: {str(error).strip()}"
        return ServerStatus(
            kind="embedded",
            running=version is not None,
            pid=pid,
            version=version or (str(folder.major) if folder.exists() and folder.major else None),
            folder=folder.path,
            address=access.address(),
            roles_ready=ready,
            message=message,
        )


def _is_stranded(folder: ServerFolder) -> bool:
    pid = postmaster.postmaster(folder)
    return pid is not None and postmaster.lost_executable(pid)


def _last_line(words: str) -> str:
    lines = [line for line in words.strip().splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
    return (fatal or lines or ["nothing"])[-1]
