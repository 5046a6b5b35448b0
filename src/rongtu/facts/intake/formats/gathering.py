"""Rows kept once by their key, in a file that is gone with the process: memory stays bounded however many they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

KEPT_MB = 64
"""Of a scratch database, what is held in memory; the rest goes to disk."""


def scratch() -> sqlite3.Connection:
    """An empty database in a file without a name, of which `KEPT_MB` at most are held in memory."""
    connection = sqlite3.connect("", check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute(f"PRAGMA cache_size = -{KEPT_MB * 1024}")
    return connection


def distinct(rows: Iterable[T], key: Callable[[T], Sequence[str]]) -> Iterator[T]:
    """The rows whose key did not come before, in order; an empty part of a key counts like any other."""
    seen = scratch()
    seen.execute("CREATE TABLE seen (key TEXT PRIMARY KEY) WITHOUT ROWID")
    for row in rows:
        if seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", ("\x1f".join(key(row)),)).rowcount:
            yield row
