"""The folders of search files: `search/NATURE/LEVEL` below the data folder, their owner's alone, with one writer."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from rongtu.facts.search.array_files import Arrays, BrokenFileError, is_whole, open_arrays, write_arrays
from rongtu.facts.search.manifests import FILE, Manifest, Named, read_manifest, write_manifest
from rongtu.vocab.disclosure import ORDER, up_to
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.problems import DependencyError

FOLDER, LOCK, HALF = "search", "lock", ".half"

OPENINGS = 5
"""How often a reader begins anew whose files are swept away between its reading of the manifest and opening them."""


class SearchFolder:
    """The search files of one nature; nothing is made before something is written."""

    def __init__(self, data_dir: Path, nature: Nature) -> None:
        self.path = data_dir / FOLDER / nature.value

    def level(self, level: Visibility) -> Path:
        """The folder of a level."""
        return self.path / level.value

    def manifest(self, level: Visibility) -> Manifest | None:
        """What stands for those who see that level; None where there is nothing, or nothing whole."""
        try:
            found = read_manifest(self.level(level))
        except BrokenFileError:
            return None
        return found if _keeps_levels(found, level) else None

    def open(self, level: Visibility) -> tuple[Manifest, dict[Named, dict[str, NDArray[Any]]]] | None:
        """The manifest of a level and the arrays of every file it names, mapped; None where any is not there.

        What was opened stays readable when a writer puts something else in its place.
        """
        for _ in range(OPENINGS):
            manifest = self.manifest(level)
            if manifest is None:
                return None
            try:
                return manifest, {named: self.arrays(named) for named in manifest.files()}
            except BrokenFileError:
                continue
        return None

    def arrays(self, named: Named) -> dict[str, NDArray[Any]]:
        """The arrays of a file, mapped; BrokenFileError where it is not there or not whole."""
        return open_arrays(self.level(named.level) / named.file)

    def is_whole(self, named: Named) -> bool:
        """Whether a file is as it was written; every byte is read."""
        return is_whole(self.level(named.level) / named.file)

    def write(self, level: Visibility, kind: str, arrays: Arrays, *, offers: int = 0, waiting: int = 0) -> Named:
        """Write a new file of a level (`kind` is segment or rows); DependencyError where that cannot be done."""
        file = f"{secrets.token_hex(8)}.{kind}"
        with self._written():
            size = write_arrays(self.level(level) / file, arrays)
        return Named(level, file, size, offers, waiting)

    def swap(self, manifests: Iterable[Manifest]) -> None:
        """Put manifests in the place of those before, then remove what no manifest names any more."""
        with self._written():
            for manifest in manifests:
                write_manifest(self.level(manifest.level), manifest)
            self._sweep()

    @contextmanager
    def locked(self, waits: Callable[[], None]) -> Iterator[None]:
        """The only writer of this nature the while; `waits` is called again and again while another one is."""
        with self._written():
            self._make()
            handle = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            while not _taken(handle):
                waits()
            yield
        finally:
            os.close(handle)

    def _make(self) -> None:
        """The folders; the data folder above them stays passable for the database server's account."""
        self.path.parent.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        for folder in (self.path.parent, self.path, *map(self.level, ORDER)):
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.is_symlink():
                raise NotADirectoryError(0, "a link stands in the place of a folder", str(folder))
            folder.chmod(0o700)

    def _sweep(self) -> None:
        """Remove files of ours that no manifest names: of levels written before, or left half written by the killed."""
        named = {one for level in ORDER if (found := self.manifest(level)) for one in found.files()}
        kept = {self.level(one.level) / one.file for one in named}
        for level in ORDER:
            for path in self.level(level).iterdir():
                if path not in kept and (FILE.fullmatch(path.name) or path.suffix == HALF):
                    path.unlink(missing_ok=True)

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except (OSError, BrokenFileError) as error:
            words = error.strerror if isinstance(error, OSError) else error
            raise DependencyError(
                f"The search files in {self.path} cannot be written ({words}). Set RONGTU_DATA_DIR to a folder of "
                f"your own."
            ) from error


def _keeps_levels(manifest: Manifest, level: Visibility) -> bool:
    """Whether it is that level's, and names no file of a level that fewer people see."""
    seen = up_to(level)
    return manifest.level is level and all(named.level in seen for named in manifest.files())


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
