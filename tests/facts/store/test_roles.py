"""Whom the program works as, on a server of either kind."""

from __future__ import annotations

import pytest
from servers import OpenEmbedded, administrator, note, notes
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from rongtu.facts.store.cluster import ADMINISTRATOR
from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import Store
from rongtu.vocab.problems import DependencyError

ATTRIBUTES = text(
    "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
)


def test_the_app_and_the_owner_are_no_superusers_and_only_the_owner_bypasses_row_level_security(store: Store) -> None:
    found = {}
    for role in Role:
        with store.engine(role).connect() as connection:
            found[role] = tuple(connection.execute(ATTRIBUTES).one())

    assert found[Role.APP] == ("rongtu_app", False, False, False, False)
    assert found[Role.OWNER] == ("rongtu_owner", False, True, False, False)


def test_the_app_sees_and_writes_only_what_row_level_security_lets_it(store: Store) -> None:
    note(store, "甲", "one")
    note(store, "乙", "two")

    with store.engine(Role.APP).begin() as connection, pytest.raises(ProgrammingError, match="row-level security"):
        connection.execute(text("INSERT INTO note (author, words) VALUES ('甲', 'forged')"))

    assert notes(store, "甲") == ["one"]
    assert notes(store, "乙") == ["two"]
    assert notes(store) == ["one", "two"]


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE note DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE note NO FORCE ROW LEVEL SECURITY",
        "ALTER ROLE rongtu_app BYPASSRLS",
        "ALTER ROLE rongtu_app SUPERUSER",
        "DROP TABLE note",
        "TRUNCATE note",
        "CREATE TABLE other (id integer)",
        "CREATE SCHEMA other",
        "COPY note TO PROGRAM 'cat'",
    ],
)
def test_the_app_cannot_loosen_what_binds_it(store: Store, statement: str) -> None:
    with store.engine(Role.APP).connect() as connection, pytest.raises(ProgrammingError):
        connection.execute(text(statement))


def test_switching_row_level_security_off_hides_everything_instead(store: Store) -> None:
    note(store, "甲", "one")

    with store.engine(Role.APP).connect() as connection:
        connection.execute(text("SET row_security = off"))
        with pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(text("SELECT * FROM note"))


def test_resetting_the_role_comes_back_to_it(store: Store) -> None:
    with store.engine(Role.APP).connect() as connection:
        connection.execute(text("RESET ROLE"))
        connection.execute(text("RESET ALL"))

        assert connection.scalar(text("SELECT current_user")) == "rongtu_app"


def test_connections_work_in_utc_and_keep_chinese(store: Store) -> None:
    note(store, "甲", "融图：产业链 𠀀")

    with store.engine(Role.APP).connect() as connection:
        assert connection.scalar(text("SHOW timezone")) == "UTC"
    assert notes(store, "甲") == ["融图：产业链 𠀀"]


def test_no_other_login_reaches_the_facts(store: Store) -> None:
    with store.engine(Role.OWNER).connect() as connection:
        open_to_all = connection.scalar(
            text(
                "SELECT EXISTS (SELECT FROM pg_database d, aclexplode(d.datacl) a "
                "WHERE d.datname = current_database() AND a.grantee = 0)"
            )
        )

    assert open_to_all is False


@pytest.mark.parametrize("role", [Role.OWNER, ADMINISTRATOR])
def test_the_embedded_app_cannot_become_another_role(embedded: OpenEmbedded, role: str) -> None:
    store = embedded()
    store.start()

    for statement in (f"SET ROLE {role}", f"SET SESSION AUTHORIZATION {role}"):
        with store.engine(Role.APP).connect() as connection, pytest.raises(ProgrammingError, match="denied"):
            connection.execute(text(statement))


@pytest.mark.parametrize("loosened", ["ALTER ROLE rongtu_app BYPASSRLS", "GRANT rongtu_owner TO rongtu_app"])
def test_an_app_that_row_level_security_does_not_bind_is_refused_and_set_right_by_a_start(
    embedded: OpenEmbedded, loosened: str
) -> None:
    store = embedded()
    store.start()
    with administrator(store) as connection:
        connection.execute(loosened)

    with pytest.raises(DependencyError, match="row-level security"), store.engine(Role.APP).connect():
        pass
    store.start()

    with store.engine(Role.APP).connect() as connection:
        assert connection.scalar(text("SELECT current_user")) == "rongtu_app"
