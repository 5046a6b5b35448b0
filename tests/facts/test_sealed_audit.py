"""What revision 0001 held is carried over to the sealed audit, and only who may reaches its tables."""

import os
import uuid
from datetime import UTC, datetime

import psycopg
import pytest
from alembic import command
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from rongtu import wiring
from rongtu.acts.authority import Principal, PrincipalRole
from rongtu.facts import migrate
from rongtu.facts.store.cluster import ADMINISTRATOR
from rongtu.facts.store.roles import Role
from rongtu.flows.computing import LoopRequest
from rongtu.settings import Settings
from rongtu.vocab.canonical import digest
from rongtu.vocab.problems import InputError, RefusedError

WHO = Principal("local:before", frozenset({PrincipalRole.ADMINISTRATOR}))


@pytest.fixture
def older(store, settings):
    """A store of its own on the tests' server, at revision 0001."""
    name = f"rongtu_older_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}"
    place = conninfo_to_dict(store.conninfo(Role.OWNER))
    url = settings.database_url or f"postgresql://{ADMINISTRATOR}@/any?host={place['host']}&port={place['port']}"
    at = make_url(url)
    own = wiring.store(Settings(settings.data_dir, at.set(database=name).render_as_string(hide_password=False)))
    try:
        own.start()
        with own.engine(Role.OWNER).begin() as connection:
            command.upgrade(migrate.config(connection), "0001")
        yield own
    finally:
        own.close()
        server = at.set(database="postgres", drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_entries_and_keys_from_before_are_carried_over(older):
    asked = LoopRequest().model_dump(mode="json")
    kept = '{"known":true,"result_hash":"0","run":"r","snapshot":"s"}'
    entries = [
        {"id": uuid.uuid4(), "at": datetime(2026, 1, day, tzinfo=UTC), "who": who, "hash": digest({"day": day})}
        for day, who in ((3, WHO.name), (1, WHO.name), (2, "local:other"))
    ]
    with older.engine(Role.OWNER).begin() as connection:
        connection.execute(
            text(
                "INSERT INTO audit_entry (id, at, principal, operation, payload_hash, outcome) "
                "VALUES (:id, :at, :who, 'run.loop', :hash, '{}')"
            ),
            entries,
        )
        connection.execute(
            text(
                "INSERT INTO idempotency_key (id, principal, operation, idempotency_key, payload_hash, answer) "
                "VALUES (gen_random_uuid(), :who, 'run.loop', 'k', :hash, :answer)"
            ),
            {"who": WHO.name, "hash": digest(asked), "answer": kept},
        )

    dispatcher = wiring.dispatcher(older)

    with older.engine(Role.OWNER).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM actor")).scalar_one() == 2
    found = dispatcher.run("audit.verify", {}, WHO)
    assert (found.sound, found.head.position, found.waiting) == (True, 3, 0)
    shown = dispatcher.run("audit.list", {}, WHO).entries
    by_time = sorted(entries, key=lambda entry: entry["at"])
    assert [(entry.ref, entry.principal, entry.position) for entry in reversed(shown)] == [
        (f"audit_entry:{entry['id']}", entry["who"], position) for position, entry in enumerate(by_time, start=1)
    ]
    for position, entry in enumerate(by_time, start=1):
        opened = dispatcher.run("audit.open", {"position": position}, WHO)
        assert opened.asked == f'{{"request_sha256":"{entry["hash"]}"}}'
    # the command sent again under its key answers as it did, without running
    assert dispatcher.run("run.loop", asked, WHO, key="k").run == "r"
    with pytest.raises(InputError, match="one key names one request"):
        dispatcher.run("run.loop", {**asked, "most": 4}, WHO, key="k")


@pytest.fixture
def app(store):
    """A connection of the program's role in which settings can be tried, rolled back afterwards."""
    with store.engine(Role.APP).connect() as connection:

        def run(statement, **settings):
            connection.rollback()
            for name, value in settings.items():
                name_and_value = {"name": f"rongtu.{name}", "value": value}
                connection.execute(text("SELECT set_config(:name, :value, true)"), name_and_value)
            return connection.execute(text(statement))

        yield run
        connection.rollback()


ALL_BUT_SEALING = {"levels": "public", "writes": "on", "audits": "on", "erases": "on", "principal": "test:x"}
LINK = "INSERT INTO audit_link VALUES (gen_random_uuid(), 1, gen_random_uuid(), '', '', 'sha256', now(), 1)"


def test_only_the_sealer_links_and_only_erasing_removes_a_person(app, dispatcher, administrator):
    seeded = Principal("test:seed", administrator.roles)
    with pytest.raises(RefusedError, match="There is no actor"):
        dispatcher.run("actor.erase", {"actor": uuid.UUID(int=0)}, seeded)
    with pytest.raises(DBAPIError, match="row-level security"):
        app(LINK, **ALL_BUT_SEALING)
    assert app("DELETE FROM audit_waiting", **ALL_BUT_SEALING).rowcount == 0
    assert app("DELETE FROM actor WHERE name = 'test:seed'", **{**ALL_BUT_SEALING, "erases": "off"}).rowcount == 0
    assert app("DELETE FROM actor WHERE name = 'test:seed'", **ALL_BUT_SEALING).rowcount == 1


def test_a_command_sees_and_makes_no_other_actor_than_its_own(app, dispatcher, administrator):
    assert dispatcher.run("actor.list", {}, administrator)
    plain = {"levels": "public", "writes": "on", "principal": "test:nobody-else", "actor": str(uuid.uuid4())}
    assert app("SELECT * FROM actor", **plain).all() == []
    for statement in (
        "INSERT INTO actor (id, name, key) VALUES (gen_random_uuid(), 'test:other', '00')",
        "INSERT INTO audit_entry (id, at, actor, operation, payload_hash, outcome) "
        "VALUES (gen_random_uuid(), now(), gen_random_uuid(), 'x', '', '')",
        "INSERT INTO audit_payload (id, entry, actor, algorithm, body) "
        "VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'sha256', '')",
    ):
        with pytest.raises(DBAPIError, match="row-level security"):
            app(statement, **plain)
