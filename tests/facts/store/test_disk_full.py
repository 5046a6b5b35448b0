"""A full disk: while the database is made, while it starts, and under a statement."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import OpenEmbedded, folder_of, needs_root
from sqlalchemy import text

from rongtu.facts.store.failures import says_disk_full, translate
from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import Store
from rongtu.vocab.problems import DependencyError

pytestmark = needs_root


@pytest.fixture
def small_disk(workplace: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A disk of as many megabytes as the test asks for, in the workplace."""
    disk = workplace / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={request.param}M,mode=755", "rongtu-test", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Take all the room that is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as stream:
        try:
            while stream.write(b"\0" * 65536):
                pass
        except OSError:
            pass
    return ballast


@pytest.mark.parametrize("small_disk", [12], indirect=True)
def test_too_small_a_disk_is_named_when_the_database_is_made(small_disk: Path, embedded: OpenEmbedded) -> None:
    store = embedded("disk/facts", fresh=True)

    with pytest.raises(DependencyError, match=f"disk holding {small_disk}/facts/server is full") as full:
        store.start()

    assert not full.value.retry
    assert not store.status().running
    assert not (small_disk / "facts" / "server" / "data").exists()


@pytest.mark.parametrize("small_disk", [160], indirect=True)
def test_a_full_disk_is_said_plainly_and_costs_nothing_stored_before(small_disk: Path, embedded: OpenEmbedded) -> None:
    store = embedded("disk/facts", fresh=True)
    store.start()
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("CREATE TABLE kept AS SELECT md5(n::text) AS words FROM generate_series(1, 20000) n"))
    ballast = fill(small_disk)

    with pytest.raises(DependencyError, match=r"disk holding .* is full"):
        write_much(store)
    with pytest.raises(DependencyError, match=r"disk .* is full"):
        store.dump(small_disk / "facts.dump")
    store.stop()
    with pytest.raises(DependencyError, match=r"disk holding .* is full"):
        start_with_much_to_write(store, small_disk)
    ballast.unlink()
    store.start()

    with store.engine(Role.OWNER).begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM kept")) == 20_000


def write_much(store: Store) -> None:
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("CREATE TABLE much AS SELECT repeat('x', 500) FROM generate_series(1, 400000)"))


def start_with_much_to_write(store: Store, disk: Path) -> None:
    """Start where not even the pid file finds room."""
    with folder_of(disk.parent, "disk/facts").log.open("a") as log:
        log.write("x" * 4096)
    fill(disk)
    store.start()


def test_other_failures_are_not_taken_for_a_full_disk(workplace: Path) -> None:
    assert not says_disk_full("permission denied", workplace)
    assert translate(ValueError("No space left on device"), workplace) is None
