"""Places where a page's blocks may do as they like: a database of their own, a copy of the source tree."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psycopg
import pytest
from doc_pages import ROOT
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

from rongtu.facts.store.cluster import ADMINISTRATOR
from rongtu.facts.store.roles import Role


@pytest.fixture
def own_url(store, settings):
    """The address of a database of this test's, not made yet, on the server the other tests use too."""
    name = f"rongtu_page_{os.getpid()}"
    place = conninfo_to_dict(store.conninfo(Role.OWNER))
    url = settings.database_url or f"postgresql://{ADMINISTRATOR}@/any?host={place['host']}&port={place['port']}"
    at = make_url(url)
    yield at.set(database=name).render_as_string(hide_password=False)
    server = at.set(database="postgres", drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def own_environment(cli_environment, own_url):
    """The environment in which `rongtu` works on that database."""
    return {**cli_environment, "RONGTU_DATABASE_URL": own_url}


@pytest.fixture
def tree(tmp_path, own_environment):
    """A copy of the source tree to change, and the environment in which it is the program that runs."""
    for name in ("src", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.ttf", "*.png"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    environment = {**own_environment, "PYTHONPATH": str(tmp_path / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return Tree(tmp_path, environment)


class Tree:
    """A copy of the source tree: where it is, and how to run it."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
