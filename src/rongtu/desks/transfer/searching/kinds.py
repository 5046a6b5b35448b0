"""What an index of offers rests on: the kinds of rows behind offers, and the levels it can be opened for."""

from __future__ import annotations

from collections.abc import Sequence

from rongtu.desks.transfer.offering.touching import OFFERED, TO_BODIES, TO_OFFERS
from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.evidence import Visibility

STEPS = (*TO_BODIES, *TO_OFFERS)

BEHIND = tuple(sorted(OFFERED | {kind for step in STEPS for kind in (step.kind, step.table, step.found)}))
"""Kinds of rows of which a change may change an offer."""

PARTS = frozenset(step.kind for step in STEPS if step.kind == step.table and step.by == "id")
"""Kinds of rows that say themselves what they are part of: of one that is not to be seen any more nobody can tell."""


def levels_opened(levels: Sequence[Visibility]) -> tuple[Visibility, ...]:
    """Those of the levels that form an unbroken line from the widest audience on: what index files are written for."""
    opened = []
    for level in ORDER:
        if level not in levels:
            break
        opened.append(level)
    return tuple(opened)
