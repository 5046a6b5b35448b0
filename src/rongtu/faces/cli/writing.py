"""Writing: a file or the files of a folder appear whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rongtu.vocab.problems import DependencyError


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole: beside its place first, then moved there in one step. DependencyError where it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DependencyError(f"{path} cannot be written: {error.strerror}.") from error


@contextmanager
def into(folder: Path | None) -> Iterator[Path | None]:
    """A folder for files that move to `folder` when the block has ended well; None where none is wanted."""
    if folder is None:
        yield None
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".rongtu-") as place:
            yield Path(place)
            for file in sorted(Path(place).iterdir()):
                file.replace(folder / file.name)
    except OSError as error:
        raise DependencyError(f"{folder} cannot be written: {error.strerror}.") from error
