"""Who can supply each input group: its members, a label's types at every level in its place, each of them once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rongtu.engines.chain.types import reachable

if TYPE_CHECKING:
    from rongtu.engines.chain.value.inputs import Network


def suppliers(network: Network) -> dict[str, tuple[str, ...]]:
    """The suppliers of each group by its code, in code order; a node that is a type of what it buys is not its own."""
    types: defaultdict[str, list[str]] = defaultdict(list)
    for child, label in network.types:
        types[label].append(child)
    labels = {node.code for node in network.nodes if node.label}
    standing = {label: reachable(types, label) - labels for label in labels}
    return {
        group.code: tuple(sorted({one for code in group.members for one in standing.get(code, (code,))} - {group.node}))
        for group in network.groups
    }
