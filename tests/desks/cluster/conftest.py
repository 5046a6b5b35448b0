"""示例区 and the public sample, read by the cluster desk in transactions of the program's own role."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from rongtu.acts.openings import tell
from rongtu.desks.cluster.value.facts import read_value_facts
from rongtu.facts.places import find_zone
from rongtu.facts.store.roles import Role
from rongtu.vocab.evidence import Nature


@pytest.fixture(scope="session")
def both(loaded, administrator):
    """A dispatcher over a store that holds the public sample and 示例区."""
    loaded.run("sample.load", {"which": "example"}, administrator)
    return loaded


@pytest.fixture(scope="session")
def seen(both, store, administrator):
    """Opens a connection that sees the facts of a nature."""

    @contextmanager
    def opened(nature=Nature.FICTIONAL):
        with store.engine(Role.APP).begin() as connection:
            told = {"levels": "public,members", "natures": nature.value, "principal": administrator.name}
            tell(connection, {**told, "audits": "off", "erases": "off"})
            yield connection

    return opened


@pytest.fixture(scope="session")
def example_facts(seen):
    """What the value model is given of 示例区."""
    with seen() as connection:
        return read_value_facts(connection, find_zone(connection, "示例区"))
