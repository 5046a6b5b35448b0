"""A structure taken apart into blocks: nodes joined by groups and by items that are bought from one amount.

What happens in one block moves nothing in another, so each figure rests on the inputs of its own block only. Time is
linear in nodes and members.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from rongtu.engines.chain.value.parameters import Parameters
from rongtu.engines.chain.value.structure import Indices, Structure


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A block as a structure of its own, and what of the whole is in it, by number."""

    structure: Structure
    nodes: Indices
    items: Indices
    groups: Indices
    losing: Indices
    products: Indices

    def of(self, whole: Parameters) -> Parameters:
        """The block's part of the numbers."""
        return Parameters(
            whole.capacity[self.nodes],
            whole.available[self.items],
            whole.share[self.groups],
            whole.loss[self.losing],
            whole.demand[self.products],
            whole.weight[self.products],
        )


def split(whole: Structure) -> tuple[Block, ...]:
    """The blocks, in the order of their first nodes."""
    block_of = _block_of_nodes(whole)
    several = range(int(block_of.max(initial=-1)) + 1)
    nodes = _sorted_out(block_of, len(several))
    groups = _sorted_out(block_of[whole.group_node], len(several))
    products = _sorted_out(block_of[whole.product_node], len(several))
    losing = np.array(whole.losing, dtype=np.int64)
    lost = _sorted_out(block_of[whole.group_node[losing]], len(several))
    return tuple(_block(whole, nodes[one], groups[one], lost[one], products[one]) for one in several)


def _block(whole: Structure, nodes: Indices, groups: Indices, losing: Indices, products: Indices) -> Block:
    items = np.unique(whole.node_item[nodes])
    place = {node: number for number, node in enumerate(nodes.tolist())}
    chosen = tuple(whole.groups[group] for group in groups)
    own = Structure(
        network=whole.network,
        nodes=tuple(whole.nodes[node] for node in nodes),
        groups=chosen,
        products=tuple(whole.products[product] for product in products),
        items=tuple(whole.items[item] for item in items),
        index={whole.nodes[node].code: number for node, number in place.items()},
        members=tuple(tuple(place[member] for member in whole.members[group]) for group in groups),
        group_node=np.searchsorted(nodes, whole.group_node[groups]),
        product_node=np.searchsorted(nodes, whole.product_node[products]),
        node_item=np.searchsorted(items, whole.node_item[nodes]),
        losing=tuple(number for number, group in enumerate(chosen) if not group.essential),
    )
    return Block(own, nodes, items, groups, losing, products)


def _block_of_nodes(whole: Structure) -> Indices:
    """(n_nodes,) the number of each node's block."""
    beside: defaultdict[int, list[int]] = defaultdict(list)
    first_of_item: dict[int, int] = {}
    for buyer, members in zip(whole.group_node.tolist(), whole.members, strict=True):
        for member in members:
            beside[buyer].append(member)
            beside[member].append(buyer)
    for node, item in enumerate(whole.node_item.tolist()):
        first = first_of_item.setdefault(item, node)
        beside[first].append(node)
        beside[node].append(first)
    block = np.full(len(whole.nodes), -1, dtype=np.int64)
    for node in range(len(whole.nodes)):
        if block[node] < 0:
            _fill(block, beside, node, int(block.max()) + 1)
    return block


def _fill(block: Indices, beside: dict[int, list[int]], start: int, number: int) -> None:
    block[start], waiting = number, [start]
    while waiting:
        for node in beside[waiting.pop()]:
            if block[node] < 0:
                block[node] = number
                waiting.append(node)


def _sorted_out(block: Indices, several: int) -> list[Indices]:
    """For each block the numbers of what is in it, in order."""
    order = np.argsort(block, kind="stable")
    return np.split(order, np.searchsorted(block[order], np.arange(1, several)))
