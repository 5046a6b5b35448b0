"""Dumping the facts to a file, and putting a dump in their place without ever losing both."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from rongtu.facts.store.access import Access, Connection
from rongtu.facts.store.binaries import Binaries
from rongtu.facts.store.database import alone, create_database, database_exists, open_database
from rongtu.facts.store.failures import disk_full, plainly, says_disk_full
from rongtu.facts.store.roles import Role
from rongtu.vocab.problems import DependencyError, InputError

DUMP_OPTIONS = ("--format=custom", "--lock-wait-timeout=60s")

PREAMBLE_LINES = 60
"""How far into a script pg_restore's own settings reach, at most."""

UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
"""What pg_restore 17 and newer always write, and a server older than 17 does not know."""

SWAP_TRIES = 20

TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
SWAP = ("ALTER DATABASE {live} RENAME TO {old}", "ALTER DATABASE {new} RENAME TO {live}")


def dump(access: Access, binaries: Binaries, file: Path) -> None:
    """Write the facts to `file` in PostgreSQL's custom format: whole or not at all, readable by this account only."""
    if not file.parent.is_dir() or file.is_dir():
        raise InputError.single("file", "must be a file in a folder that exists", str(file), "Name another file")
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    conninfo, environment = _for_program(access, access.database)
    # by name, not to its standard output: there pg_dump appends a second table of contents and hides a cut-off file
    command = [str(binaries.program("pg_dump")), *DUMP_OPTIONS, f"--file={temporary}", f"--dbname={conninfo}"]
    try:
        with _create_private(temporary) as stream:
            run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
            _expect_success(run.returncode, run.stderr, "dumping", file.parent)
            os.fsync(stream.fileno())
        temporary.replace(file)
    except OSError as error:
        if says_disk_full(str(error), file.parent):
            raise disk_full(file.parent, str(error)) from error
        raise DependencyError(f"The dump could not be written to {file}: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def restore(access: Access, binaries: Binaries, file: Path) -> None:
    """Put the dump in `file` in place of the facts: read into a new database, which then takes the old one's name.

    Everything in it comes to belong to the owner, with the app's rights as on a new database, whoever made the dump.
    """
    if not file.is_file() or not os.access(file, os.R_OK):
        raise InputError.single("file", "must be a dump this account can read", str(file), "Name a file of `db dump`")
    making, old = f"{access.database}_restoring", f"{access.database}_replaced"
    with plainly(access.folder, "Restoring"), access.maintain() as connection, alone(connection):
        try:
            _check_may_create(connection)
            _drop(connection, making, old)
            create_database(connection, making)
            _fill(access, binaries, file, making)
            open_database(access, making)
            with access.connect(Role.OWNER, making) as owner:
                owner.execute("ANALYZE")
            _swap(connection, live=access.database, new=making, old=old)
        finally:
            if not connection.closed:
                _drop(connection, making, old)


def _create_private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _check_may_create(connection: Connection) -> None:
    row = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = current_user AND NOT (rolcreatedb OR rolsuper)"
    ).fetchone()
    if row:
        statement = sql.SQL("ALTER ROLE {} CREATEDB;").format(sql.Identifier(row[0])).as_string(connection)
        raise DependencyError(
            f"Restoring reads the dump into a new database, which this login may not make. An administrator of the "
            f"server runs: {statement}"
        )


def _drop(connection: Connection, *names: str) -> None:
    for name in names:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _fill(access: Access, binaries: Binaries, file: Path, database: str) -> None:
    """Feed the dump's script to the database in one transaction."""
    conninfo, environment = _for_program(access, database)
    reading = [str(binaries.program("pg_restore")), "--no-owner", "--no-tablespaces", "--file=-", str(file)]
    writing = [str(binaries.program("psql")), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    writing += ["--output=/dev/null", "--file=-", f"--dbname={conninfo}"]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as answered:
        read = subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=said, env=environment)
        write = subprocess.Popen(writing, stdin=subprocess.PIPE, stderr=answered, env=environment)
        with read, write:
            assert read.stdout and write.stdin
            _pass_on(read.stdout, write.stdin)
        # ended by the pipe, pg_restore only follows psql, whose words then tell
        if read.returncode not in (0, -signal.SIGPIPE):
            found = _words(said)
            raise InputError.single("file", "must be a whole dump of the facts", found, "The old facts are in place")
        _expect_success(write.returncode, _words(answered), "restoring", access.folder)


def _pass_on(script: IO[bytes], server: IO[bytes]) -> None:
    """Copy a script, leaving out the one setting of its preamble that an older server does not know."""
    try:
        for _ in range(PREAMBLE_LINES):
            line = script.readline()
            if line == UNKNOWN_BEFORE_17:
                break
            server.write(line)
        shutil.copyfileobj(script, server, 1 << 20)
    except BrokenPipeError:
        pass  # the server refused something: its own words follow
    finally:
        script.close()
        with suppress(BrokenPipeError):
            server.close()


def _swap(connection: Connection, *, live: str, new: str, old: str) -> None:
    """Exchange two databases' names in one transaction, having sent away whoever is connected to them."""
    names = {"live": sql.Identifier(live), "new": sql.Identifier(new), "old": sql.Identifier(old)}
    for attempt in range(SWAP_TRIES):
        connection.execute(TERMINATE, [live])
        connection.execute(TERMINATE, [new])
        try:
            with connection.transaction():
                for statement in SWAP if database_exists(connection, live) else SWAP[1:]:
                    connection.execute(sql.SQL(statement).format(**names))
            return
        except errors.ObjectInUse:
            # somebody came back between the two statements
            if attempt == SWAP_TRIES - 1:
                raise


def _for_program(access: Access, database: str) -> tuple[str, Mapping[str, str]]:
    """A connection string for a program's command line and the environment that goes with it, the owner working."""
    settings = {key: str(value) for key, value in conninfo_to_dict(access.conninfo(Role.OWNER, database)).items()}
    environment = {**os.environ, "LC_ALL": "C", "PG_COLOR": "never"}
    if "password" in settings:
        # a command line is there for every account of the machine to read
        environment["PGPASSWORD"] = settings.pop("password")
    return make_conninfo(**settings), environment


def _expect_success(code: int, words: str, doing: str, folder: Path | None) -> None:
    if code == 0:
        return
    if says_disk_full(words, folder):
        raise disk_full(folder, words)
    raise DependencyError(f"PostgreSQL failed in {doing}: {words.strip() or f'exit code {code}'}")


def _words(stream: IO[bytes]) -> str:
    stream.seek(0)
    return " ".join(stream.read().decode(errors="replace").split())
