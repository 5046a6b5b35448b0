"""Which inputs of the three scores the facts hold for each node of a chain, observed or assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.pieces import ChainPiece
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.inputs import Controller, Purchase, ValueNode
from rongtu.vocab.geography import Origin

BY_CHAIN = (
    RequiredInput.INPUT_SHARES,
    RequiredInput.CAPACITIES,
    RequiredInput.DEMAND,
    RequiredInput.OUTSIDE_SUPPLY,
)
"""Inputs that no node's score can do without, whichever node of the chain they are missing at."""

BY_NODE = frozenset(RequiredInput) - frozenset(BY_CHAIN) - {RequiredInput.CENSUS}


def known_inputs(facts: ValueFacts) -> dict[str, frozenset[RequiredInput]]:
    """What is known of each node of each chain read; a census is told by the survey itself."""
    return {node.code: _known(part, node) for part in facts.pieces for node in part.nodes}


def _known(part: ChainPiece, node: ValueNode) -> frozenset[RequiredInput]:
    found = {needed for needed in BY_CHAIN if needed not in part.missing}
    if node.label:
        return frozenset(found | BY_NODE)
    bought = [one for one in part.purchases if one.item == node.item]
    controlled = [one for one in part.controllers if one.node == node.code]
    held = {
        RequiredInput.PURCHASES: bool(bought) and not any(one.bought.is_missing for one in bought),
        RequiredInput.PILOT_MONTHS: any(one.node == node.code for one in part.pilots),
        RequiredInput.OPEN_NEEDS: any(one.node == node.code for one in part.needs),
        RequiredInput.CONVERSION_COHORT: any(one.node == node.code for one in part.cohorts),
        **_control(bought, controlled),
    }
    return frozenset(found | {needed for needed, known in held.items() if known})


def _control(bought: Sequence[Purchase], controlled: Sequence[Controller]) -> Mapping[RequiredInput, bool]:
    """What is not bought abroad at all nobody abroad controls."""
    if not controlled:
        abroad = [figure for one in bought if one.origin is Origin.ABROAD for figure in (one.bought, one.available)]
        none = bool(bought) and all(figure.high == 0 and not figure.is_missing for figure in abroad)
        return {RequiredInput.CONTROLLERS: none, RequiredInput.SUBSTITUTABILITY: none}
    return {
        RequiredInput.CONTROLLERS: not any(one.share.is_missing for one in controlled),
        RequiredInput.SUBSTITUTABILITY: not any(one.replaceable.is_missing for one in controlled),
    }
