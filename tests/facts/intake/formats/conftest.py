"""Lets these tests use `loading`, which lies beside the tests of intake; a transaction that is rolled back."""

import sys
from pathlib import Path

import pytest

from rongtu.facts.store.roles import Role

sys.path.append(str(Path(__file__).parents[1]))


@pytest.fixture
def owner(store):
    """A transaction of the owner, rolled back afterwards."""
    with store.engine(Role.OWNER).connect() as connection:
        yield connection
        connection.rollback()
