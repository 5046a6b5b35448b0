"""Making a server's data folder and its configuration: private, crash-safe, sized for a small machine."""

from __future__ import annotations

import os
import secrets
import shlex
import subprocess
from pathlib import Path

from rongtu.facts.store import binaries as programs
from rongtu.facts.store.binaries import Binaries
from rongtu.facts.store.failures import disk_full, says_disk_full
from rongtu.facts.store.folder import ServerFolder
from rongtu.facts.store.roles import Role
from rongtu.vocab.problems import DependencyError, RefusedError

ADMINISTRATOR = "rongtu_admin"
"""The bootstrap superuser: makes roles and databases, runs no statement of the program's."""

SMALL_SHARED_MEMORY = 256 << 20
"""Bytes of /dev/shm below which parallel queries share memory in the data folder instead (containers have 64 MB)."""

SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "1GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "on",
    "full_page_writes": "on",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "lc_messages": "'C'",
    "cluster_name": "'rongtu'",
    "log_line_prefix": "'%m [%p] '",
    "log_checkpoints": "off",
    "log_connections": "off",
    # A statement's error goes to whoever sent it; in the log it would leave values of rows in a second place.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
"""postgresql.conf, by name; an operator's own go to local.conf beside it and win."""


def binaries_for(folder: ServerFolder) -> Binaries:
    """The PostgreSQL to run on this folder: the newest, or the one its data belong to where the wheel still has it."""
    major = folder.major
    if major is None:
        return programs.newest()
    for binaries in programs.installed():
        if binaries.major == major:
            return binaries
    here = ", ".join(str(binaries.major) for binaries in programs.installed())
    first, second, *others = _carry_over(folder, major)
    raise RefusedError(
        f"The facts in {folder.path} were made with PostgreSQL {major}; this installation has {here}. To carry them "
        f"over, run with the version of Rongtu that made them:\n  {first}\n  {second}\n"
        f"and then with this version:\n  " + "\n  ".join(others)
    )


def advice(folder: ServerFolder) -> str:
    """How to bring facts of an older major to the newest; empty where they are there."""
    major, newest = folder.major, programs.newest().major
    if major is None or major >= newest:
        return ""
    commands = " && ".join(_carry_over(folder, major))
    return f"the facts are PostgreSQL {major}'s; to bring them to {newest}: {commands}"


def _carry_over(folder: ServerFolder, major: int) -> list[str]:
    home = folder.path.parent
    dump = shlex.quote(str(home / f"facts-{major}.dump"))
    rongtu = f"RONGTU_DATA_DIR={shlex.quote(str(home))} rongtu db"
    aside = f"mv {shlex.quote(str(folder.path))} {shlex.quote(f'{folder.path}-{major}')}"
    return [f"{rongtu} dump {dump}", f"{rongtu} stop", aside, f"{rongtu} restore {dump}"]


def make_data(folder: ServerFolder, binaries: Binaries) -> None:
    """Run initdb in a folder of its own and rename it, so that a killed one leaves nothing that looks like data."""
    making = folder.path / f"data.making-{secrets.token_hex(4)}"
    command = [str(binaries.program("initdb")), f"--pgdata={making}", f"--username={ADMINISTRATOR}", "--auth=peer"]
    command += ["--locale=C", "--encoding=UTF8", "--data-checksums", "--no-instructions"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, **folder.account.launch_options())
    if run.returncode:
        words = f"{run.stdout}\n{run.stderr}"
        if says_disk_full(words, folder.path):
            raise disk_full(folder.path, run.stderr)
        raise DependencyError(f"The database could not be made in {folder.path}: {run.stderr.strip()}")
    making.rename(folder.data)


def configure(folder: ServerFolder, socket_folder: Path) -> None:
    """Write the configuration: a unix socket and no network, and the accounts that may work as the program's roles."""
    settings = SETTINGS | {
        "unix_socket_directories": _quote(socket_folder),
        "hba_file": _quote(folder.path / "hba.conf"),
        "ident_file": _quote(folder.path / "ident.conf"),
    }
    if _shared_memory() < SMALL_SHARED_MEMORY:
        settings["dynamic_shared_memory_type"] = "mmap"
    users = [ADMINISTRATOR, *(str(role) for role in Role)]
    # root may become any account, so the map lets it in by name and keeps `sudo rongtu` working on a user's facts
    accounts = sorted({folder.account.name, "root"})
    head = "# Written anew at each start. Put settings of your own into local.conf in this folder.\n"
    folder.write("ident.conf", head + "".join(f'rongtu "{name}" {user}\n' for name in accounts for user in users))
    folder.write("hba.conf", f"{head}local all {','.join(users)} peer map=rongtu\n")
    lines = "".join(f"{name} = {value}\n" for name, value in settings.items())
    own = "include 'local.conf'\n" if (folder.path / "local.conf").exists() else ""
    folder.write("postgresql.conf", f"{head}{lines}{own}")


def _quote(path: Path) -> str:
    doubled = str(path).replace("'", "''")
    return f"'{doubled}'"


def _shared_memory() -> int:
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108 - only measured
    except OSError:
        return SMALL_SHARED_MEMORY
    return room.f_blocks * room.f_frsize
