"""What pages show of where a chain or a node is stuck: the lists with both places, dependence, questions about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rongtu.desks.cluster.ask_models import AskedFact, Narrows, Questionnaire
from rongtu.desks.cluster.value.models import Dependence, Estimated, NodeWorth, ScopeValue
from rongtu.flows.brief.asked import target_name
from rongtu.flows.brief.placed import BLOCKAGES, BREAKS, CHOKES, Placed, stuck_lists
from rongtu.flows.result import LoopResult

KEYS = {BREAKS: "break", BLOCKAGES: "blockage", CHOKES: "choke"}
"""The three lists, as the words of the pages call them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One of the three lists as far as it is of one chain; `unknown` are the nodes whose severity is not known or not
    shown.
    """

    key: str
    placed: tuple[Placed, ...]
    unknown: tuple[tuple[NodeWorth, Estimated], ...]


def chain_lists(value: ScopeValue, chain: str) -> tuple[Listed, ...]:
    """The three lists of a chain; the places are those in the whole scope."""
    nodes = [one for one in value.nodes if one.chain == chain]
    return tuple(
        Listed(
            KEYS[kind],
            tuple(one for one in found if one.worth.chain == chain),
            tuple(_unknown(kind, nodes)),
        )
        for kind, found in stuck_lists(value).items()
    )


def _unknown(kind: str, nodes: list[NodeWorth]) -> Iterator[tuple[NodeWorth, Estimated]]:
    for node in nodes:
        told = {BREAKS: node.breaks.severity if node.breaks else None, BLOCKAGES: node.blockage, CHOKES: node.choke}
        figure = told[kind]
        if figure is not None and figure.point is None:
            yield node, figure


def node_parts(result: LoopResult, code: str) -> dict[str, Any]:
    """What a run says of one node: its places, where it is bought, the facts about it worth finding out."""
    value = result.value
    if value is None:
        return {"places": {}, "dependence": None, "asked_facts": []}
    lists = stuck_lists(value)
    return {
        "places": {KEYS[kind]: one for kind, found in lists.items() for one in found if one.worth.node == code},
        "dependence": dependence_of(value, code),
        "asked_facts": _facts(result.asked, code) if result.asked else [],
    }


def dependence_of(value: ScopeValue, code: str) -> Dependence | None:
    """Where the scope buys a node; None where nothing is known to be bought."""
    return next((one for one in value.dependence if one.node == code and one.shares), None)


def _facts(asked: Questionnaire, code: str) -> list[tuple[AskedFact, list[tuple[str, Narrows]]]]:
    """The facts about the node with what each narrows, by the name of the target."""
    names = {target.code: target_name(target) for target in asked.targets}
    return [
        (one, [(names[told.target], told) for told in one.narrows if told.target in names])
        for one in asked.facts
        if one.node == code
    ]
