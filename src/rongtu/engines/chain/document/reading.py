"""A chain document read like a chain of the store: map, unknowns with what they lack, the order of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from rongtu.engines.chain.diagnosis import diagnose
from rongtu.engines.chain.document.network import has_figures, network_of
from rongtu.engines.chain.document.structure import chain_of
from rongtu.engines.chain.results import Diagnosis, RequiredInput
from rongtu.engines.chain.value.inputs import Controller, Network, Purchase
from rongtu.engines.chain.value.lacks import missing_by_chain
from rongtu.vocab.chain_document import ChainDocument
from rongtu.vocab.geography import Origin

BY_CHAIN = frozenset(
    {RequiredInput.INPUT_SHARES, RequiredInput.CAPACITIES, RequiredInput.DEMAND, RequiredInput.OUTSIDE_SUPPLY}
)
"""Inputs that no score can do without, whichever node they are missing at."""


def read(document: ChainDocument) -> Diagnosis:
    """The document read as a whole. InputError with every fault of it."""
    known = _known(network_of(document)) if has_figures(document) else {}
    return diagnose(chain_of(document), known=known)


def _known(network: Network) -> Mapping[str, Set[RequiredInput]]:
    """Which inputs of the scores the file holds for each node; of its needs, pilot plants and results it says none."""
    (lacks,) = missing_by_chain(network).values()
    of_chain = BY_CHAIN - {lack.input for lack in lacks}
    bought: defaultdict[str, list[Purchase]] = defaultdict(list)
    for row in network.purchases:
        bought[row.item].append(row)
    held: defaultdict[str, list[Controller]] = defaultdict(list)
    for one in network.controllers:
        held[one.node].append(one)
    return {node.code: of_chain | _of_node(bought[node.item], held[node.code]) for node in network.nodes}


def _of_node(bought: Sequence[Purchase], held: Sequence[Controller]) -> Set[RequiredInput]:
    known = set()
    if bought and not any(row.bought.is_missing for row in bought):
        known.add(RequiredInput.PURCHASES)
    abroad = [figure for row in bought if row.origin is Origin.ABROAD for figure in (row.bought, row.available)]
    told = any(not row.bought.is_missing for row in bought)
    nothing_abroad = told and not any(figure.is_missing or figure.high > 0 for figure in abroad)
    if nothing_abroad or (held and not any(one.share.is_missing for one in held)):
        known.add(RequiredInput.CONTROLLERS)
    if nothing_abroad or (held and not any(one.replaceable.is_missing for one in held)):
        known.add(RequiredInput.SUBSTITUTABILITY)
    return known
