"""The folder an embedded server lives in: its layout, its owner, its lock, and the socket's place when paths are long.

Run by root, the folder belongs to a less trusted account: files in it are made under a fresh name and renamed, and
never followed through a link.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rongtu.facts.store.accounts import Account, choose_account
from rongtu.facts.store.failures import disk_full, says_disk_full
from rongtu.settings import Settings
from rongtu.vocab.problems import DependencyError, RefusedError

SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 103
"""Bytes of a socket's path that every system takes: 107 on Linux, 103 on macOS and the BSDs."""

LOCK_SECONDS = 180.0
LOG_LIMIT = 4 << 20
LOG_KEPT = 1 << 20
"""Bytes of log above which the oldest are dropped whenever the server is asked for, and how many then stay."""

NO_LINKS = os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class ServerFolder:
    """`path` with the database's files in `data`, and beside it the configuration, the log, the lock and the socket."""

    path: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.path / "data"

    @property
    def log(self) -> Path:
        """What the server says; no statement and no value of a row is written to it."""
        return self.path / "log"

    @property
    def major(self) -> int | None:
        """The major version of the PostgreSQL the data belong to; None before there are any."""
        text = self.read("data/PG_VERSION").strip()
        return int(text) if text.isdigit() else None

    def exists(self) -> bool:
        """Whether the folder has been made."""
        return self.path.is_dir()

    def prepare(self) -> None:
        """Make the folder, or see that the one there is ours to use, private, and reachable by the server's account."""
        for parent in reversed(self.path.parents):
            _make_way(parent, 0o711 if parent == self.path.parent and os.geteuid() == 0 else None)
        barrier = self.account.barrier(self.path.parent)
        if barrier is not None:
            raise RefusedError(
                f"The database server runs as the account {self.account.name}, which may not enter the folder "
                f"{barrier}. Set RONGTU_DATA_DIR to a folder it can reach, such as /var/lib/rongtu, or let it in with: "
                f"chmod o+x {barrier}"
            )
        if not self.exists():
            self._make()
        self.check_owner()
        if self.path.stat().st_mode & 0o077:
            self.path.chmod(0o700)

    def check_owner(self) -> None:
        """Refuse a folder of another account's."""
        owner = self.path.stat(follow_symlinks=False).st_uid
        if owner != self.account.uid:
            raise RefusedError(
                f"The facts in {self.path} belong to another account (number {owner}); the database server would run "
                f"as {self.account.name}. Work as the account they belong to, or set RONGTU_DATA_DIR to a folder of "
                f"your own."
            )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder's lock, which the kernel releases when its holder dies, however that comes about."""
        if not (self.path / "lock").exists():
            with suppress(FileExistsError):
                self._create("lock")
        descriptor = os.open(self.path / "lock", os.O_RDWR | NO_LINKS)
        try:
            deadline = time.monotonic() + LOCK_SECONDS
            while not _try_lock(descriptor):
                if time.monotonic() > deadline:
                    raise DependencyError(
                        f"Another process has held {self.path / 'lock'} for {LOCK_SECONDS:.0f} s.", retry=True
                    )
                time.sleep(0.02)
            yield
        finally:
            os.close(descriptor)

    def socket_folder(self) -> Path:
        """Where the server's socket is: in the folder, or in a short private folder recorded there."""
        if _fits(self.path):
            return self.path
        recorded = Path(self.read("socket-folder").strip() or os.devnull)
        return recorded if self._is_private(recorded) else self.path

    def settle_socket_folder(self) -> Path:
        """The socket's place, made and recorded if need be; to be called under the lock."""
        place = self.socket_folder()
        if not _fits(place):
            place = Path(tempfile.mkdtemp(prefix="rongtu-", dir="/tmp"))  # random, private, checked on use
            if not self.account.is_ours:
                os.chown(place, self.account.uid, self.account.gid)
            self.write("socket-folder", f"{place}\n")
        return place

    def read(self, name: str, start: int = 0) -> str:
        """The text of a file of the folder from a byte on, empty where there is none."""
        try:
            descriptor = os.open(self.path / name, os.O_RDONLY | NO_LINKS)
        except FileNotFoundError:
            return ""
        with os.fdopen(descriptor, "rb") as stream:
            stream.seek(start)
            return stream.read().decode(errors="replace")

    def write(self, name: str, text: str) -> None:
        """Write a file of the folder, whole or not at all, belonging to the server's account."""
        temporary = self._fresh(name, text)
        temporary.replace(self.path / name)

    def log_size(self) -> int:
        """Bytes in the log, whose later text then belongs to one start."""
        return self.log.stat(follow_symlinks=False).st_size if self.log.exists() else 0

    def trim_log(self) -> None:
        """Drop the oldest part of a log that has grown long; the server appends to the same file throughout."""
        if self.log_size() <= LOG_LIMIT:
            return
        with os.fdopen(os.open(self.log, os.O_RDWR | NO_LINKS), "r+b") as stream:
            if os.fstat(stream.fileno()).st_nlink != 1:
                return
            stream.seek(-LOG_KEPT, os.SEEK_END)
            kept = stream.read()
            stream.seek(0)
            stream.truncate()
            stream.write(kept[kept.find(b"\n") + 1 :])

    def clear_leftovers(self) -> None:
        """Remove what killed starters left half-made; to be called under the lock."""
        for leftover in self.path.iterdir():
            if re.search(r"\.making-[0-9a-f]+$", leftover.name):
                if leftover.is_dir() and not leftover.is_symlink():
                    shutil.rmtree(leftover, ignore_errors=True)
                else:
                    leftover.unlink(missing_ok=True)

    def _make(self) -> None:
        making = Path(f"{self.path}.making-{secrets.token_hex(4)}")
        making.mkdir(mode=0o700)
        try:
            if not self.account.is_ours:
                os.chown(making, self.account.uid, self.account.gid)
            making.rename(self.path)
        except OSError:
            making.rmdir()
            if not self.exists():  # else another starter was first
                raise

    def _create(self, name: str) -> None:
        temporary = self._fresh(name, "")
        try:
            os.link(temporary, self.path / name)
        finally:
            temporary.unlink()

    def _fresh(self, name: str, text: str) -> Path:
        temporary = self.path / f"{name}.making-{secrets.token_hex(4)}"
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINKS, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)
                if not self.account.is_ours:
                    os.fchown(stream.fileno(), self.account.uid, self.account.gid)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            if says_disk_full(str(error)):
                raise disk_full(self.path, str(error)) from error
            raise
        return temporary

    def _is_private(self, place: Path) -> bool:
        try:
            found = place.stat(follow_symlinks=False)
        except OSError:
            return False
        return found.st_uid == self.account.uid and (found.st_mode & 0o170777) == 0o040700


def server_folder(settings: Settings) -> ServerFolder:
    """The folder of these settings, made or not, with the account its server runs as."""
    path = Path(os.path.realpath(settings.data_dir)) / "server"
    try:
        owner = path.stat(follow_symlinks=False).st_uid
    except (FileNotFoundError, NotADirectoryError):
        owner = None
    except PermissionError:
        raise RefusedError(
            f"The folder {path} belongs to another account, which keeps it to itself. Set RONGTU_DATA_DIR to a folder "
            f"of your own."
        ) from None
    return ServerFolder(path, choose_account(settings.server_account, owner))


def _make_way(folder: Path, mode: int | None) -> None:
    """Make one folder if it is absent; one that is there keeps its permissions, which are not ours to change."""
    if folder.is_dir():
        return
    try:
        folder.mkdir(mode=mode or 0o700, exist_ok=True)
        if os.geteuid() == 0:
            # root's umask may be narrow, and the server's account has to pass
            folder.chmod(mode or 0o755)
    except OSError as error:
        if says_disk_full(str(error)):
            raise disk_full(folder, str(error)) from error
        raise RefusedError(
            f"The folder {folder} cannot be made ({error.strerror}). Set RONGTU_DATA_DIR to a folder you can write to."
        ) from error


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
