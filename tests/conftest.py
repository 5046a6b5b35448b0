"""A server for the tests above the store: embedded and thrown away, or the one RONGTU_DATABASE_URL names.

Each worker of pytest-xdist has a server (or a database) of its own, so tests run side by side.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from rongtu import wiring
from rongtu.acts.authority import Principal, PrincipalRole
from rongtu.acts.dispatcher import Dispatcher
from rongtu.facts.store.server import Store
from rongtu.settings import Settings


@pytest.fixture(scope="session", autouse=True)
def words_alone() -> Iterator[None]:
    """No test encodes unless it asks for it: the texts of the public sample take half a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGTU_ENCODER", "none")
        yield


@pytest.fixture(scope="session")
def settings() -> Iterator[Settings]:
    """Settings of a throw-away place for facts, in a folder every account can pass through."""
    place = Path(tempfile.mkdtemp(prefix="rt-", dir="/tmp"))
    place.chmod(0o755)
    url = os.environ.get("RONGTU_DATABASE_URL")
    if not url:
        yield Settings(place / "d")
        wiring.store(Settings(place / "d")).stop()
    else:
        name = f"rongtu_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}"
        own = make_url(url).set(database=name).render_as_string(hide_password=False)
        yield Settings(place / "d", database_url=own)
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def store(settings: Settings) -> Iterator[Store]:
    """The store of these settings, started, with this version's schema and no facts."""
    opened = wiring.store(settings)
    wiring.dispatcher(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def administrator() -> Principal:
    """Somebody who may do everything."""
    return Principal("test:administrator", frozenset({PrincipalRole.ADMINISTRATOR}))


@pytest.fixture(scope="session")
def dispatcher(store: Store) -> Dispatcher:
    """A dispatcher over the store; what facts are there, other tests may have loaded."""
    return wiring.dispatcher(store)


@pytest.fixture(scope="session")
def loaded(dispatcher: Dispatcher, administrator: Principal) -> Dispatcher:
    """A dispatcher over a store that holds the public sample."""
    dispatcher.run("sample.load", {}, administrator)
    return dispatcher


@pytest.fixture(scope="session")
def loaded_store(store: Store, loaded: Dispatcher) -> Store:
    """The store that holds the public sample."""
    assert loaded
    return store


@pytest.fixture(scope="session")
def cli_environment(settings: Settings, store: Store) -> dict[str, str]:
    """The environment in which a `rongtu` process works on the store."""
    assert store
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RONGTU_")}
    environment["RONGTU_DATA_DIR"] = str(settings.data_dir)
    environment["RONGTU_ENCODER"] = "none"
    if settings.database_url:
        environment["RONGTU_DATABASE_URL"] = settings.database_url
    return environment
