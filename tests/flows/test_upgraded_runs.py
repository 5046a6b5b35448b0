"""A store of an earlier version, with runs kept before their inputs were: brought forward, and read as before."""

import os
import uuid
from pathlib import Path

import psycopg
import pytest
from builders import result
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url, text

from rongtu import wiring
from rongtu.facts import migrate
from rongtu.facts.store.cluster import ADMINISTRATOR
from rongtu.facts.store.roles import Role
from rongtu.settings import Settings
from rongtu.vocab.canonical import canonical_bytes

BEFORE = "0004"


@pytest.fixture
def old_store(store, settings):
    """A store of its own at the schema before inputs were kept."""
    from alembic import command

    name = f"rongtu_old_{os.getpid()}"
    place = conninfo_to_dict(store.conninfo(Role.OWNER))
    url = settings.database_url or f"postgresql://{ADMINISTRATOR}@/any?host={place['host']}&port={place['port']}"
    own = make_url(url).set(database=name).render_as_string(hide_password=False)
    opened = wiring.store(Settings(Path("/nonexistent"), database_url=own))
    opened.start()
    with opened.engine(Role.OWNER).begin() as connection:
        command.upgrade(migrate.config(connection), BEFORE)
    yield opened
    opened.close()
    server = make_url(url).set(database="postgres", drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def keep(store, told):
    """Keep a result as that version did."""
    identity = uuid.uuid4()
    row = {
        "id": identity,
        "operation": "run.loop",
        "snapshot": "s",
        "parameters": '{"zone":"试区"}',
        "version": "0.1.0",
        "result_hash": identity.hex,
        "result": canonical_bytes(told.model_dump(mode="json")).decode(),
        "visibility": "public",
    }
    with store.engine(Role.OWNER).begin() as connection:
        names = ", ".join(row)
        connection.execute(text(f"INSERT INTO run ({names}) VALUES (:{', :'.join(row)})"), row)
    return str(identity)


def test_runs_kept_before_inputs_were_are_listed_shown_and_compared(old_store, administrator):
    runs = [keep(old_store, result()), keep(old_store, result(chains=()))]

    dispatcher = wiring.dispatcher(old_store)

    with old_store.engine(Role.OWNER).connect() as connection:
        assert migrate.difference(connection) == []
    assert {one.run for one in dispatcher.run("run.list", {}, administrator).runs} == set(runs)
    assert dispatcher.run("run.show", {"run": runs[0]}, administrator) == result()
    told = dispatcher.run("run.compare", {"before": runs[0], "after": runs[1]}, administrator)
    assert told.explained.contributions == ()
    assert told.explained.unknown
