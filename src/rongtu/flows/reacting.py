"""What follows what, across desks: which operation the system runs after which event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rongtu.acts.authority import PrincipalRole
from rongtu.acts.reactions import reaction
from rongtu.desks.transfer.searching.kinds import BEHIND
from rongtu.flows.loading import LANDED


@reaction(LANDED, operation="match.index", role=PrincipalRole.ADMINISTRATOR)
def index_what_landed(told: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """New words are indexed and get their vectors before anybody waits for a match; nothing to do where none came in.

    By the administrator, because files are written for every level, each with what is seen at it.
    """
    return {} if told["kinds"].keys() & BEHIND else None
