"""The two roles the program works as, and what makes a server and a database ready for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from rongtu.vocab.problems import DependencyError

if TYPE_CHECKING:
    from rongtu.facts.store.access import Access

FLOOR = 150000
"""The oldest server version this program works with, as libpq counts it."""

LOCK_KEY = 0x726F6E67
"""Key of the advisory lock under which roles and databases are made ("rong" in ASCII)."""


class Role(StrEnum):
    """Whom a connection works as: the owner for migrations and dumps, the app for everything else."""

    OWNER = "rongtu_owner"
    APP = "rongtu_app"


ATTRIBUTES = {
    Role.OWNER: "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS",
    Role.APP: "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
}
