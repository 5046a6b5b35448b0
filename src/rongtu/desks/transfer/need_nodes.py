"""The chain nodes that a need speaks of without naming one, and what it would win by naming one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from rongtu.desks.transfer.need_answers import Hint
from rongtu.desks.transfer.posted import Posted
from rongtu.facts.reading import Stored
from rongtu.facts.records.knowledge import Need
from rongtu.vocab.text import half_width

MOST_HINTS = 3


def spoken_of(posted: Posted, code: str) -> Iterator[Hint]:
    """The chain nodes whose name, or another word for it, stands in the need's words; longest names first."""
    need = posted.needs[code].row
    words = half_width(" ".join(filter(None, (need.title, need.text)))).casefold()
    hits = []
    for stored in posted.nodes.values():
        item = posted.items[stored.row.item].row
        spoken = [
            name for name in (item.name, *item.synonyms) if len(name) > 1 and half_width(name).casefold() in words
        ]
        if spoken:
            hits.append((-max(map(len, spoken)), stored.row.code, item.name))
    for _, node, name in sorted(hits)[:MOST_HINTS]:
        yield Hint(code=node, name=name)


@dataclass(frozen=True)
class Supposing(Posted):
    """Posted needs as they would be if each named the chain node supposed."""

    node: UUID | None = None

    @cached_property
    def needs(self) -> Mapping[str, Stored[Need]]:
        """The needs by code, at that node."""
        as_posted = Posted(self.connection, self.codes).needs
        return {code: replace(one, row=replace(one.row, node=self.node)) for code, one in as_posted.items()}


def supposing(posted: Posted, code: str, node: str) -> Posted:
    """The need as it would be posted if it named the node of that code."""
    (identity,) = [found for found, stored in posted.nodes.items() if stored.row.code == node]
    return Supposing(posted.connection, frozenset({code}), identity)
