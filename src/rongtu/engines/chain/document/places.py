"""Places in a chain document as reports name them: the table, the number of the row, what tells it apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rongtu.vocab.chain_document import (
    ControllerEntry,
    GroupEntry,
    InterventionEntry,
    LinkEntry,
    NodeEntry,
    PurchaseEntry,
)

CALLED: Mapping[type, tuple[str, Callable[[Any], str]]] = {
    NodeEntry: ("node", lambda row: row.code),
    GroupEntry: ("group", lambda row: row.code or f"{row.node}: {row.called}"),
    LinkEntry: ("link", lambda row: f"{row.source} → {row.target}"),
    PurchaseEntry: ("purchase", lambda row: " ".join(filter(None, (row.node, row.origin, row.country)))),
    InterventionEntry: ("intervention", lambda row: row.code),
    ControllerEntry: ("controller", lambda row: f"{row.name}, {row.node}"),
}


def place(row: object) -> str:
    """A row as reports name it: node 3 (H2-M4)."""
    table, called = CALLED[type(row)]
    return f"{table} {row.number} ({called(row)})"  # type: ignore[attr-defined]
