"""What went wrong on the server's side, said plainly: a full disk, a lost connection, a server that does not answer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from rongtu.vocab.problems import DependencyError

DISK_FULL = "53100"
TOO_MANY_CONNECTIONS = "53300"
SHUTTING_DOWN = frozenset({"57P01", "57P02", "57P03", "57P05"})
"""The server is being shut down, has crashed, is starting up, or closed an idle session."""

FULL_WORDS = ("No space left on device", "Disk quota exceeded")
HOPELESS = ("authentication failed", "no pg_hba.conf entry", "does not exist", "not permitted to log in")
"""Words of a refusal at the door, where trying again cannot help."""

LITTLE_ROOM = 1 << 20
"""Free bytes below which a server that died is taken to have died of a full disk: it cannot even write its log."""


def says_disk_full(text: str, folder: Path | None = None) -> bool:
    """Whether a program's words, or the room left in its folder, tell of a full disk."""
    if any(words in text for words in FULL_WORDS):
        return True
    try:
        room = os.statvfs(folder) if folder else None
    except OSError:
        return False
    return room is not None and room.f_bavail * room.f_frsize < LITTLE_ROOM


def disk_full(folder: Path | None, detail: str = "") -> DependencyError:
    """The error for a full disk, naming the folder to make room in."""
    if "shared memory segment" in detail:
        return DependencyError(f"The database server ran out of shared memory: enlarge /dev/shm. ({detail.strip()})")
    place = f"holding {folder}" if folder else "of the database server"
    said = f" ({detail.strip()})" if detail.strip() else ""
    return DependencyError(
        f"The disk {place} is full: what was being written is not stored, what was stored before is safe. "
        f"Free some space there and try again.{said}"
    )


def translate(
    error: BaseException | None, folder: Path | None, *, disconnected: bool = False
) -> DependencyError | None:
    """The plain error for a failure of the server's, or None where the statement itself is at fault."""
    if not isinstance(error, psycopg.Error):
        return None
    words = str(error).strip()
    if error.sqlstate == DISK_FULL or any(full in words for full in FULL_WORDS):
        return disk_full(folder, words)
    if error.sqlstate == TOO_MANY_CONNECTIONS:
        return DependencyError(f"The database server has no connection left: {words}", retry=True)
    lost = disconnected or error.sqlstate in SHUTTING_DOWN
    if lost and says_disk_full("", folder):
        return disk_full(folder, words)
    if lost or (isinstance(error, psycopg.OperationalError) and error.sqlstate is None):
        hopeless = any(refusal in words for refusal in HOPELESS)
        return DependencyError(
            f"The connection to the database server was lost or not made: {words}", retry=not hopeless
        )
    return None


@contextmanager
def plainly(folder: Path | None, doing: str) -> Iterator[None]:
    """Raise every driver error of the block as a DependencyError that says what was being done."""
    try:
        yield
    except psycopg.Error as error:
        plain = translate(error, folder)
        raise plain or DependencyError(f"{doing} failed: {str(error).strip()}") from error
