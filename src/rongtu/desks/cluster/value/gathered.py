"""Rows gathered: where very many rows make one figure, it names one derivation that names them, so that no other does.

A derivation names the first rows and says how many there are; the pages of a node list the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar
from uuid import UUID

from rongtu.acts.models import Derivation
from rongtu.engines.chain.value.inputs import Cohort, OpenNeeds, Pilot

GATHERED = 50
"""Rows beyond which they are gathered."""

LISTED = 200

Counted = TypeVar("Counted", OpenNeeds, Cohort, Pilot)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Derivations by key, as a trace has them."""

    derivations: dict[str, Derivation] = field(default_factory=dict)

    def one(self, name: str, rule: str, facts: Sequence[str], count: int) -> str:
        """The ref of one derivation that stands for so many rows, of which these are named."""
        more = f"，列出前 {LISTED} 行" if len(facts) > LISTED or count > len(facts) else ""
        self.derivations[f"value/{name}"] = Derivation(rule=rule.format(count) + more, inputs=tuple(facts[:LISTED]))
        return f"derived:value/{name}"

    def of_nodes(self, name: str, rule: str, found: Mapping[UUID, Counted]) -> dict[UUID, Counted]:
        """What is counted of nodes, with its rows gathered where they are very many."""
        return {node: self._of_node(name, rule, own) for node, own in found.items()}

    def of_pilots(self, found: Mapping[UUID, Iterable[Pilot]]) -> dict[UUID, tuple[Pilot, ...]]:
        """The same for pilot months, of which a node has a row for each unit."""
        rule = "今后 12 个月的设施能力、预约与等设施的需求，共 {} 行"
        return {
            node: tuple(self._of_node(f"months/{number}", rule, one) for number, one in enumerate(own))
            for node, own in found.items()
        }

    def _of_node(self, name: str, rule: str, own: Counted) -> Counted:
        if len(own.facts) <= GATHERED:
            return own
        return replace(own, facts=(self.one(f"{name}/{own.node}", rule, own.facts, len(own.facts)),))
