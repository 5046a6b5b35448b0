"""Places, servers and processes for the tests of the store."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from servers import OpenEmbedded, run
from sqlalchemy import make_url, text

from rongtu.facts.store.accounts import choose_account
from rongtu.facts.store.binaries import newest
from rongtu.facts.store.folder import server_folder
from rongtu.facts.store.postmaster import alive
from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import Store, open_store
from rongtu.settings import Settings


def roomy_place() -> str:
    """Where some dozens of servers can be made: in memory where that is large, for a disk is what they wait for."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        return "/tmp"
    room = os.statvfs(memory)
    enough = room.f_bavail * room.f_frsize > 4 << 30 and not room.f_flag & os.ST_NOEXEC
    return str(memory) if enough else "/tmp"


@contextmanager
def made_workplace() -> Iterator[Path]:
    """A folder every account can pass through (pytest's own are closed), cleared of servers afterwards."""
    place = Path(tempfile.mkdtemp(prefix="rt-", dir=roomy_place()))
    place.chmod(0o755)
    yield place
    servers = [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if started_below(place, entry)]
    for pid in servers:
        os.kill(pid, signal.SIGQUIT)  # not SIGKILL, which would leave its shared memory behind
    for pid in servers:
        while alive(pid):
            time.sleep(0.01)
    shutil.rmtree(place, ignore_errors=True)


def started_below(place: Path, entry: Path) -> bool:
    """Whether a process is a server on a folder below a place."""
    try:
        return f"/postgres\0-D\0{place}/".encode() in (entry / "cmdline").read_bytes()
    except OSError:
        return False


@pytest.fixture
def workplace() -> Iterator[Path]:
    """A folder of this test's for servers of its own."""
    with made_workplace() as place:
        yield place


@pytest.fixture(scope="session")
def shared_embedded(finished_server: Path) -> Iterator[Store]:
    """One embedded server for the tests that do it no harm; making one for each would take half their time."""
    with made_workplace() as place:
        subprocess.run(["cp", "-a", finished_server, place], check=True)
        store = open_store(Settings(place))
        store.start()
        yield store
        store.close()


@pytest.fixture(scope="session")
def finished_server() -> Iterator[Path]:
    """The folder of a server made ready and stopped: copying it costs a tenth of making one.

    Its copies do not wait for the disk, since no test here cuts the power.
    """
    with made_workplace() as place:
        store = open_store(Settings(place))
        store.start()
        store.stop()
        server_folder(Settings(place)).write("local.conf", "fsync = off\n")
        yield place / "server"


@pytest.fixture
def embedded(workplace: Path, finished_server: Path) -> Iterator[OpenEmbedded]:
    """Opens stores on embedded servers below the workplace, by the folder's name.

    The folder is a copy of one made before, unless the test wants it `fresh`, has made it itself or sets the account.
    """
    opened: list[Store] = []

    def open_embedded(name: str = "facts", *, fresh: bool = False, **settings: str) -> Store:
        if not (fresh or settings or (workplace / name).exists()):
            (workplace / name).mkdir(parents=True)
            subprocess.run(["cp", "-a", finished_server, workplace / name], check=True)
        opened.append(open_store(Settings(workplace / name, **settings)))
        return opened[-1]

    yield open_embedded
    for store in opened:
        store.close()


@pytest.fixture(scope="session")
def foreign_url() -> Iterator[str]:
    """The address of a server of somebody else's: the environment's, or one started here, of an older major if any."""
    if url := os.environ.get("RONGTU_DATABASE_URL"):
        yield url
        return
    place = Path(tempfile.mkdtemp(prefix="rt-foreign-", dir="/tmp"))
    place.chmod(0o755)
    account = choose_account(None, None)
    if not account.is_ours:
        os.chown(place, account.uid, account.gid)
    older = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    programs = older[0].parent if older else newest().runnable_by(account, place / "binaries").program("initdb").parent
    data = place / "data"
    run(account, programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "-N")
    options = f"-c listen_addresses='' -c unix_socket_directories={place} -c fsync=off"
    run(account, programs / "pg_ctl", "-D", data, "-o", options, "-l", place / "log", "-w", "start")
    yield f"postgresql://postgres@/postgres?host={place}"
    run(account, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    shutil.rmtree(place)


@pytest.fixture
def external(foreign_url: str) -> Iterator[Store]:
    """A store on a server of somebody else's, in a database of its own."""
    name = f"rongtu_test_{os.getpid()}"
    store = open_store(Settings(Path("/nonexistent"), make_url(foreign_url).set(database=name).render_as_string(False)))
    yield store
    store.close()
    with psycopg.connect(foreign_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[call-overload]


@pytest.fixture(params=["embedded", "external"])
def store(request: pytest.FixtureRequest) -> Store:
    """A started store of either kind, with nothing in it but a table of notes, divided by author for the app."""
    opened: Store = request.getfixturevalue("shared_embedded" if request.param == "embedded" else "external")
    opened.start()
    with opened.engine(Role.OWNER).begin() as connection:
        for statement in (
            "DROP TABLE IF EXISTS note, later",
            "CREATE TABLE note (id integer GENERATED ALWAYS AS IDENTITY, author text NOT NULL, words text NOT NULL)",
            "GRANT SELECT, INSERT ON note TO rongtu_app",
            "ALTER TABLE note ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY own ON note USING (author = current_setting('rongtu.author', true))",
        ):
            connection.execute(text(statement))
    return opened
