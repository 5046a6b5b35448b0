"""The key of an endpoint: read from a file that only its owner can read, and never shown."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from rongtu.vocab.problems import InputError

MOST = 4_096
"""Bytes of a file that is taken for a key."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Key:
    """A secret; what is shown of it anywhere is that there is one."""

    secret: str = field(repr=False)


def read_key(path: Path) -> Key:
    """The key in a file; InputError where the file is not there, is no key, or may be read by others."""
    where = "RONGTU_ENCODER_KEY_FILE"
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise InputError.single(where, "a file that can be read", error.strerror, "Correct the path.") from None
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise InputError.single(where, "a file", "something else", "Put the key into a file.")
        if found.st_mode & OTHERS or found.st_uid not in (os.geteuid(), 0):
            mode = f"mode {stat.S_IMODE(found.st_mode):04o}"
            raise InputError.single(where, "a file only its owner can read", mode, f"chmod 600 {path}")
        content = file.read(MOST + 1)
    secret = content.strip().decode("ascii", errors="replace")
    if not secret or len(content) > MOST or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise InputError.single(where, "one key: printable ASCII without spaces", "something else", "Correct the file.")
    return Key(secret)
