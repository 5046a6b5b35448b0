"""A server of somebody else's: what its login may do, and what is said when it may not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from rongtu.facts.store.access import read_address
from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import Store, open_store
from rongtu.settings import Settings
from rongtu.vocab.problems import DependencyError, InputError


@pytest.fixture
def clerk(foreign_url: str) -> Iterator[str]:
    """The address of a login without any rights, and a database of its own that is not there yet."""
    name = f"rongtu_clerk_{os.getpid()}"
    with psycopg.connect(foreign_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'clerk-password'")  # type: ignore[call-overload]
        url = make_url(foreign_url).set(username=name, password="clerk-password", database=name)
        yield url.render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[call-overload]
        connection.execute(f"DROP ROLE {name}")  # type: ignore[call-overload]


def at(url: str) -> Store:
    return open_store(Settings(Path("/nonexistent"), url))


def test_starting_prepares_the_server_once_and_stopping_leaves_it(external: Store) -> None:
    assert not external.status().roles_ready
    external.start()
    external.start()
    external.stop()

    status = external.status()
    assert (status.kind, status.running, status.roles_ready, status.pid) == ("external", True, True, None)


def test_a_login_without_rights_is_told_what_an_administrator_runs_and_then_works(
    foreign_url: str, external: Store, clerk: str, tmp_path: Path
) -> None:
    external.start()  # the roles are there; what the clerk lacks is membership and a database
    store = at(clerk)
    with psycopg.connect(foreign_url.replace("+psycopg", ""), autocommit=True) as administrator:
        for _ in range(5):
            try:
                store.start()
                break
            except DependencyError as error:
                statements = [line.strip() for line in str(error).splitlines() if line.startswith("  ")]
                assert statements
                assert "clerk-password" not in str(error)
                for statement in statements:
                    administrator.execute(statement)  # type: ignore[call-overload]

        assert store.status().roles_ready
        with store.engine(Role.APP).connect() as connection:
            assert connection.scalar(text("SELECT current_user")) == "rongtu_app"
        store.dump(tmp_path / "facts.dump")
        with pytest.raises(DependencyError, match="CREATEDB") as refused:
            store.restore(tmp_path / "facts.dump")
        administrator.execute(str(refused.value).partition("runs: ")[2])  # type: ignore[call-overload]
        store.restore(tmp_path / "facts.dump")
    store.close()


def test_a_database_ordered_otherwise_is_refused_with_the_way_to_make_it(foreign_url: str, external: Store) -> None:
    name = f"rongtu_test_{os.getpid()}"
    with psycopg.connect(foreign_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(  # type: ignore[call-overload]
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
        )

    with pytest.raises(DependencyError, match="ENCODING 'UTF8' LOCALE 'C'"):
        external.start()


def test_a_server_that_does_not_answer_may_be_tried_again_and_its_password_is_not_told() -> None:
    store = at("postgresql://someone:the-password@127.0.0.1:1/facts")

    with pytest.raises(DependencyError) as failed:
        store.start()
    status = store.status()

    assert failed.value.retry
    assert not status.running
    assert "does not answer" in status.message
    assert "the-password" not in f"{failed.value} {status}"


@pytest.mark.parametrize("url", ["mysql://someone:the-password@host/db", "the-password nonsense"])
def test_an_address_of_nothing_is_a_wrong_setting_and_its_password_is_not_told(url: str) -> None:
    with pytest.raises(InputError, match="RONGTU_DATABASE_URL") as wrong:
        at(url)

    assert "the-password" not in str(wrong.value)
    assert wrong.value.__cause__ is None


@pytest.mark.parametrize(
    ("url", "database", "address"),
    [
        ("postgresql://me:secret@db.example/facts", "facts", "postgresql://me@db.example/facts"),
        ("postgresql+psycopg://me@db.example:6543", "rongtu", "postgresql://me@db.example:6543/rongtu"),
        ("postgres:///postgres?host=/run/pg", "rongtu", "postgresql:///rongtu?host=/run/pg"),
        ("host=db.example user=me dbname=facts", "facts", "postgresql://me@db.example/facts"),
    ],
)
def test_an_address_is_read_in_every_form(url: str, database: str, address: str) -> None:
    access = read_address(url)

    assert (access.database, access.address()) == (database, address)


def test_options_of_the_address_are_kept_beside_the_role() -> None:
    conninfo = read_address("postgresql://h/db?options=-c%20work_mem%3D9MB").conninfo(Role.APP)

    assert "work_mem=9MB" in conninfo
    assert "role=rongtu_app" in conninfo
