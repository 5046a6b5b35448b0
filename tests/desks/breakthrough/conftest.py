"""示例区 loaded beside whatever else is there."""

from __future__ import annotations

import pytest

from rongtu.vocab.evidence import Nature


@pytest.fixture(scope="session")
def propose(dispatcher, administrator):
    """Forms a consortium in 示例区, which is loaded."""
    dispatcher.run("sample.load", {"which": "example"}, administrator)

    def ask(need, **given):
        return dispatcher.run("consortium.propose", {"need": need, **given}, administrator, nature=Nature.FICTIONAL)

    return ask
