"""Dumping and restoring, on a server of either kind and from one to the other."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from servers import OpenEmbedded, administrator, note, notes
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import Store
from rongtu.vocab.problems import DependencyError, InputError


def owners(store: Store) -> set[str]:
    """The owners of everything of ours in the database, and of the database."""
    with store.engine(Role.OWNER).connect() as connection:
        return set(
            connection.scalars(
                text(
                    "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace "
                    "UNION SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
                )
            )
        )


def test_what_was_dumped_comes_back_with_its_rights(store: Store, tmp_path: Path) -> None:
    note(store, "甲", "before")
    store.dump(tmp_path / "facts.dump")
    note(store, "甲", "after")

    store.restore(tmp_path / "facts.dump")

    assert (tmp_path / "facts.dump").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [tmp_path / "facts.dump"]
    assert notes(store) == ["before"]
    assert owners(store) == {"rongtu_owner"}
    note(store, "乙", "written by the app afterwards")
    assert notes(store, "乙") == ["written by the app afterwards"]
    assert notes(store, "甲") == ["before"]
    assert store.status().roles_ready
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("CREATE TABLE later (id integer)"))
    with store.engine(Role.APP).begin() as connection, pytest.raises(DBAPIError, match="permission denied"):
        connection.execute(text("INSERT INTO later VALUES (1)"))


@pytest.mark.parametrize("kept", [0, 20, 700, 0.5, 0.9, -1, -40])
def test_a_cut_off_dump_leaves_the_facts_in_place(store: Store, tmp_path: Path, kept: float) -> None:
    note(store, "甲", "long " * 20000)
    store.dump(tmp_path / "whole")
    whole = (tmp_path / "whole").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: int(len(whole) * kept) if isinstance(kept, float) else kept])
    note(store, "甲", "after")

    with pytest.raises(InputError, match="The old facts are in place"):
        store.restore(tmp_path / "cut")

    assert notes(store)[1:] == ["after"]
    assert databases_left_over(store) == []


def databases_left_over(store: Store) -> list[str]:
    """Databases a restore makes on its way."""
    with store.engine(Role.OWNER).connect() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        return list(
            connection.scalars(
                text("SELECT datname FROM pg_database WHERE datname LIKE :like"), {"like": f"{name}\\__%"}
            )
        )


@pytest.mark.parametrize("words", ["", "not a dump at all", "-- SQL\nSELECT 1;\n"])
def test_what_is_no_dump_is_refused(store: Store, tmp_path: Path, words: str) -> None:
    note(store, "甲", "kept")
    (tmp_path / "file").write_text(words)

    with pytest.raises(InputError):
        store.restore(tmp_path / "file")

    assert notes(store) == ["kept"]


def test_a_restore_killed_before_leaves_no_obstacle(store: Store, tmp_path: Path) -> None:
    note(store, "甲", "kept")
    store.dump(tmp_path / "facts.dump")
    with psycopg.connect(store.conninfo(Role.OWNER)) as connection:
        name = connection.info.dbname
    with administrator(store) as connection:
        connection.execute(f"CREATE DATABASE {name}_restoring")  # type: ignore[call-overload]

    store.restore(tmp_path / "facts.dump")

    assert notes(store) == ["kept"]
    assert databases_left_over(store) == []


def test_a_restore_does_not_wait_for_those_still_connected(store: Store, tmp_path: Path) -> None:
    note(store, "甲", "kept")
    store.dump(tmp_path / "facts.dump")
    with store.engine(Role.APP).connect() as busy:
        busy.execute(text("SELECT 1"))

        store.restore(tmp_path / "facts.dump")

        with pytest.raises(DependencyError) as lost:
            busy.execute(text("SELECT 1"))
    assert lost.value.retry
    assert notes(store, "甲") == ["kept"]


@pytest.mark.parametrize("name", ["absent/facts.dump", "."])
def test_a_dump_needs_a_file_to_write(store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        store.dump(tmp_path / name)


def test_a_dump_that_fails_leaves_the_one_before(store: Store, tmp_path: Path) -> None:
    (tmp_path / "facts.dump").write_text("the one before")
    with store.engine(Role.OWNER).begin() as holding:
        holding.execute(text("LOCK TABLE note"))
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(
                "rongtu.facts.store.dumps.DUMP_OPTIONS",
                (
                    "--format=custom",
                    "--lock-wait-timeout=50",
                ),
            )
            with pytest.raises(DependencyError, match="dumping"):
                store.dump(tmp_path / "facts.dump")

    assert (tmp_path / "facts.dump").read_text() == "the one before"
    assert len(list(tmp_path.iterdir())) == 1


def test_facts_move_from_the_embedded_server_to_another_and_back(
    embedded: OpenEmbedded, external: Store, tmp_path: Path
) -> None:
    here = embedded()
    here.start()
    with here.engine(Role.OWNER).begin() as connection:
        connection.execute(text("CREATE TABLE note (id serial PRIMARY KEY, author text NOT NULL, words text UNIQUE)"))
        connection.execute(text("GRANT SELECT, INSERT ON note TO rongtu_app"))
        connection.execute(text("GRANT USAGE ON SEQUENCE note_id_seq TO rongtu_app"))
        connection.execute(text("INSERT INTO note (author, words) VALUES ('甲', 'one'), ('乙', 'two')"))

    here.dump(tmp_path / "out")
    external.restore(tmp_path / "out")
    note(external, "丙", "three")
    external.dump(tmp_path / "back")
    here.restore(tmp_path / "back")

    assert notes(here) == ["one", "two", "three"]
    assert owners(external) == owners(here) == {"rongtu_owner"}
