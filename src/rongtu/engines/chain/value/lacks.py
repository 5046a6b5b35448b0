"""Which chains of a network can be valued, and what keeps the others from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.grounds import Grounds, lacks
from rongtu.engines.chain.value.inputs import Network
from rongtu.engines.chain.value.required import by_item, group_inputs, outside, product_inputs, supply
from rongtu.engines.chain.value.results import Lack
from rongtu.engines.chain.value.structure import Structure, structure


def missing_by_chain(network: Network) -> Mapping[str, tuple[Lack, ...]]:
    """For each chain, in code order, the required inputs of V that are missing; empty where the chain can be valued.

    A chain that names no final product lacks a demand. An item that stands in several chains lacks its outside supply
    in each.
    """
    seen = structure(network)
    required: defaultdict[str, list[Grounds]] = defaultdict(list)
    for chain, grounds in _required(seen):
        required[chain].append(grounds)
    valued = {seen.nodes[node].chain for node in seen.product_node.tolist()}
    return {
        chain: lacks(ground for grounds in required[chain] for ground in grounds)
        if chain in valued
        else (Lack(RequiredInput.DEMAND, chain),)
        for chain in sorted({node.chain for node in network.nodes})
    }


def _required(seen: Structure) -> Iterator[tuple[str, Grounds]]:
    rows = by_item(seen.network)
    for group, members, node in zip(seen.groups, seen.members, seen.group_node.tolist(), strict=True):
        yield seen.nodes[node].chain, group_inputs(group, members)
    for one in seen.nodes:
        yield one.chain, supply(one)
        yield one.chain, outside(one.item, rows.get(one.item, ()))
    for product, node in zip(seen.products, seen.product_node.tolist(), strict=True):
        yield seen.nodes[node].chain, product_inputs(product)
