"""What the tests of the store share: other processes, and notes that row-level security divides by author."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

import rongtu
from rongtu.facts.store.access import Connection
from rongtu.facts.store.accounts import Account
from rongtu.facts.store.embedded import EmbeddedStore
from rongtu.facts.store.folder import ServerFolder, server_folder
from rongtu.facts.store.postmaster import postmaster
from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import Store
from rongtu.settings import Settings

SOURCE = Path(rongtu.__file__).parents[1]

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may work as a second account or mount a disk")

OpenEmbedded = Callable[..., Store]


def folder_of(place: Path, name: str = "facts") -> ServerFolder:
    """The server's folder below a workplace."""
    return server_folder(Settings(place / name))


def running(place: Path, name: str = "facts") -> int:
    """The process id of the server below a workplace, which must be running."""
    pid = postmaster(folder_of(place, name))
    assert pid is not None
    return pid


def administrator(store: Store) -> Connection:
    """A connection of the server's administrator, which the program itself hands to nobody."""
    access = store._access(store._folder()) if isinstance(store, EmbeddedStore) else store._access  # type: ignore[attr-defined]
    return access.maintain()


def run(account: Account, *command: object) -> None:
    """Run a program as an account."""
    words = [str(word) for word in command]
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, check=True, **account.launch_options())


def spawn(program: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process of this Python with the package at hand."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program), *(str(argument) for argument in arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(SOURCE), *sys.path])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    """What a process printed, once it ended well."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def note(store: Store, author: str, words: str) -> None:
    """Write a note as the app."""
    with store.engine(Role.APP).begin() as connection:
        connection.execute(text("SELECT set_config('rongtu.author', :author, true)"), {"author": author})
        connection.execute(text("INSERT INTO note (author, words) VALUES (:a, :w)"), {"a": author, "w": words})


def notes(store: Store, author: str = "") -> list[str]:
    """The words of one author's notes as the app sees them; of all, as the owner does."""
    with store.engine(Role.APP if author else Role.OWNER).begin() as connection:
        connection.execute(text("SELECT set_config('rongtu.author', :author, true)"), {"author": author})
        return list(connection.scalars(text("SELECT words FROM note ORDER BY id")))
