"""What of a network the value model sees: the nodes from which a final product can be reached, in a fixed order.

A node reaches a product through the input groups of buyers that reach one. A member that is a label stands for its
types at every level, each of them once. The order is that of codes, whatever the order of the network's rows. Time and
memory are linear in nodes, groups and members.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.chain.value.inputs import Group, Network, Product, ValueNode
from rongtu.engines.chain.value.suppliers import suppliers

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """The part that counts, by index: `index` maps a node's code to its place in `nodes`.

    `members` are the suppliers of each group; `group_node`, `product_node` and `node_item` point into `nodes` and
    `items`; `losing` are the groups that are not essential.
    """

    network: Network
    nodes: tuple[ValueNode, ...]
    groups: tuple[Group, ...]
    products: tuple[Product, ...]
    items: tuple[str, ...]
    index: dict[str, int]
    members: tuple[tuple[int, ...], ...]
    group_node: Indices
    product_node: Indices
    node_item: Indices
    losing: tuple[int, ...]

    @property
    def shared(self) -> tuple[int, ...]:
        """Items that stand at several of the nodes, and so are bought from one amount."""
        counts = np.bincount(self.node_item, minlength=len(self.items))
        return tuple(int(item) for item in np.flatnonzero(counts > 1))


def structure(network: Network) -> Structure:
    """The part of a network from which its final products are made."""
    standing = suppliers(network)
    bought: defaultdict[str, list[Group]] = defaultdict(list)
    for group in sorted(network.groups, key=lambda group: (group.node, group.code)):
        bought[group.node].append(group)
    products = tuple(sorted(network.products, key=lambda product: product.node))
    reaching = {product.node for product in products}
    waiting = sorted(reaching)
    while waiting:
        for group in bought.get(waiting.pop(), ()):
            new = set(standing[group.code]) - reaching
            reaching |= new
            waiting.extend(sorted(new))
    nodes = tuple(sorted((node for node in network.nodes if node.code in reaching), key=lambda node: node.code))
    index = {node.code: place for place, node in enumerate(nodes)}
    groups = tuple(group for node in nodes for group in bought.get(node.code, ()))
    items = tuple(sorted({node.item for node in nodes}))
    place = {item: number for number, item in enumerate(items)}
    return Structure(
        network=network,
        nodes=nodes,
        groups=groups,
        products=products,
        items=items,
        index=index,
        members=tuple(tuple(index[code] for code in standing[group.code]) for group in groups),
        group_node=np.array([index[group.node] for group in groups], dtype=np.int64),
        product_node=np.array([index[product.node] for product in products], dtype=np.int64),
        node_item=np.array([place[node.item] for node in nodes], dtype=np.int64),
        losing=tuple(number for number, group in enumerate(groups) if not group.essential),
    )
