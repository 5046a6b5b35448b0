"""A store and a world of these tests' own, and a data folder for the search files and vectors of each."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import make_url

from desks.transfer.searching.world import ADMINISTRATOR, NATURE, World
from rongtu import wiring
from rongtu.desks.transfer.searching import encoders, opening


@pytest.fixture(scope="session")
def store(settings):
    """A store whose synthetic rows are those of a test alone."""
    if settings.database_url is None:
        own = replace(settings, data_dir=settings.data_dir.with_name("s"))
        opened = wiring.store(own)
        wiring.dispatcher(opened)
        yield opened
        opened.close()
        wiring.store(own).stop()
    else:
        url = make_url(settings.database_url)
        name = f"{url.database}_searching"
        opened = wiring.store(replace(settings, database_url=url.set(database=name).render_as_string(False)))
        wiring.dispatcher(opened)
        yield opened
        opened.close()
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def dispatcher(store):
    """A dispatcher over that store."""
    return wiring.dispatcher(store)


@pytest.fixture
def world(dispatcher, store):
    """A world without rows."""
    assert dispatcher
    made = World(store)
    yield made
    made.clear()


@pytest.fixture
def data_dir(tmp_path, monkeypatch):
    """Where this test's search files and vectors are."""
    monkeypatch.setenv("RONGTU_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(opening, "REMEMBERED", type(opening.REMEMBERED)())
    return tmp_path


@pytest.fixture
def index(dispatcher, data_dir):
    """Runs the job that writes the search files."""
    assert data_dir

    def run(who=ADMINISTRATOR, steps=None):
        return dispatcher.run(
            "match.index", {}, who, nature=NATURE, progress=(steps if steps is not None else []).append
        )

    return run


@pytest.fixture
def encoder(monkeypatch):
    """Chooses an encoder for this test, in the place of the one that is set."""

    def choose(chosen):
        monkeypatch.setattr(encoders, "open_encoder", lambda _setting: chosen)
        return chosen

    return choose
