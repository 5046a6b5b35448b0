"""What follows what, across desks: which operation the system runs after which event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rongtu.acts.authority import PrincipalRole
from rongtu.acts.reactions import reaction
from rongtu.flows.loading import LANDED

WORDED = frozenset({"capability", "chain_node", "facility", "item", "need", "organisation", "technology"})
"""Kinds whose words matching ranks by."""


@reaction(LANDED, operation="match.encode", role=PrincipalRole.VISITOR)
def encode_what_landed(told: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """New words get their vectors before anybody waits for a match; nothing to do where none came in."""
    return {} if WORDED & told["kinds"].keys() else None
