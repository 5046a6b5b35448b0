"""How many links two chain nodes are apart, whichever way the links point and whatever they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, select

from rongtu.facts.records.industry import ChainNode, Link
from rongtu.facts.schema import table

FARTHEST = 3
"""Links beyond which a node is no neighbour: a part of a part of a part."""


@dataclass(frozen=True, slots=True)
class ChainSteps:
    """Chain nodes by code with the nodes linked to each; what was asked once is kept."""

    beside: Mapping[str, frozenset[str]]
    known: dict[str, Mapping[str, int]] = field(default_factory=dict)

    def of(self, code: str) -> Mapping[str, int]:
        """The nodes within `FARTHEST` links of this one, itself at 0: breadth first, linear in the links met."""
        if code not in self.known:
            self.known[code] = self._walk(code)
        return self.known[code]

    def _walk(self, code: str) -> dict[str, int]:
        steps, edge = {code: 0}, {code}
        for step in range(1, FARTHEST + 1):
            edge = {near for node in edge for near in self.beside.get(node, ())} - steps.keys()
            steps |= dict.fromkeys(sorted(edge), step)
        return steps


def steps_over(links: Iterable[tuple[str, str]]) -> ChainSteps:
    """The steps over links, given as pairs of the codes of their nodes."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in links:
        beside[one].add(other)
        beside[other].add(one)
    return ChainSteps({code: frozenset(near) for code, near in beside.items()})


def read_steps(connection: Connection) -> ChainSteps:
    """The steps over every visible link."""
    links, nodes = table(Link).c, table(ChainNode).c
    codes: dict[UUID, str] = {row.id: row.code for row in connection.execute(select(nodes.id, nodes.code))}
    pairs = connection.execute(select(links.from_node, links.to_node))
    return steps_over((codes[one], codes[other]) for one, other in pairs if one in codes and other in codes)
