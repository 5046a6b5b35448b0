"""Uploads: files handed to a stream, known by their name and by the digest of their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from rongtu.vocab.problems import InputError

MOST_BYTES = 8 * 2**30


@dataclass(frozen=True, slots=True)
class Upload:
    """A file at hand on this machine: how reports call it, where it lies, and the SHA-256 of what it holds."""

    name: str
    path: Path
    sha256: str


def upload(path: Path) -> Upload:
    """The file of that path; InputError where it cannot be read, is no file, or is larger than may be."""
    try:
        if not path.is_file():
            raise InputError.single(str(path), "a file that exists", "none", "Correct the path.")
        if (size := path.stat().st_size) > MOST_BYTES:
            rule = f"a file has at most {MOST_BYTES // 2**30} GB"
            raise InputError.single(str(path), rule, f"{size:,} bytes", "Split the file.")
        with path.open("rb") as file:
            return Upload(path.name, path, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        raise InputError.single(str(path), "the file can be read", error.strerror, "Check its permissions.") from None
