"""Fixtures of the tests that post needs: a store of their own with 示例区, and who asks it in which role."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from need_store import asker, needs_posted_here
from rongtu import wiring
from rongtu.acts.authority import PrincipalRole


@pytest.fixture(scope="module")
def asking(store, settings) -> Iterator[Callable]:
    """Makes somebody in a role who asks operations about 示例区, in a store where needs may be posted."""
    with needs_posted_here(store, settings, f"rongtu_needs_{os.getpid()}") as own:
        opened = wiring.store(own)
        yield partial(asker, own, opened)
        opened.close()


@pytest.fixture(scope="module")
def ask(asking):
    """An administrator's question."""
    return asking(PrincipalRole.ADMINISTRATOR)
