"""An output folder that changes as a whole: before or after, never a mixture of two runs."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Collection, Mapping
from pathlib import Path

from rongtu.vocab.problems import DependencyError, InputError

AT_FDCWD = -100
RENAME_EXCHANGE = 2

ABANDONED_AFTER = 3600.0
"""Seconds after which a half-written folder beside ours is nobody's work any more."""


def write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` hold just `files`, replacing what an earlier call wrote.

    The files are written into a new folder beside it, which then takes its place in one step. Raises InputError where
    `folder` holds anything but such files (it is somebody else's), DependencyError where the disk refuses.
    """
    folder = folder.absolute()
    check_ours(folder, files)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        staged = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
        try:
            for name, content in files.items():
                _write(staged / name, content)
            staged.chmod(0o755)
            _swap(staged, folder)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise DependencyError(
            f"{folder} cannot be written: {error.strerror}. The earlier files are untouched."
        ) from error


def check_ours(folder: Path, names: Collection[str]) -> None:
    """Raise InputError where `folder` holds anything but files of these names, or is a file itself."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError.single("--out", "names a folder", str(folder), "Name a folder that is new or ours.")
    strange = sorted(entry.name for entry in folder.iterdir() if entry.name not in names)
    if strange:
        raise InputError.single(
            "--out",
            "the folder is empty, new, or holds an earlier brief only, because it is replaced as a whole",
            strange[:5],
            "Name another folder.",
        )


def _prefix(folder: Path) -> str:
    return f".{folder.name}.new-"


def _sweep(folder: Path) -> None:
    """Remove what a killed call left beside the folder; the one of a call still at work is younger."""
    for left in folder.parent.glob(f"{_prefix(folder)}*"):
        if time.time() - left.stat().st_mtime > ABANDONED_AFTER:
            shutil.rmtree(left, ignore_errors=True)


def _write(file: Path, content: bytes) -> None:
    with file.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _swap(staged: Path, folder: Path) -> None:
    """Put `staged` in the place of `folder`; what stood there is then at `staged`."""
    if not folder.exists() or not any(folder.iterdir()):
        staged.rename(folder)
    elif sys.platform == "linux" and _exchange(staged, folder):
        return
    else:
        old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old-", dir=folder.parent))
        folder.rename(old)
        staged.rename(folder)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (renameat2 of Linux); False where the file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    done: int = libc.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return done == 0
