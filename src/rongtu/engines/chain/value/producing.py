"""Blocks that cannot produce: nodes that need one another and take in, yuan for yuan, all they give out.

In a block of nodes whose essential groups only the block supplies, let A_uv be yuan of u per yuan of v's output, by
whichever suppliers. No column sum Σ_u A_uv is above 1; where all of them reach 1, so does the spectral radius of A,
and y = A y + d has no solution for any delivery d > 0 out of the block. Where one column stays below 1, or one group
has a supplier outside the block or one that can be bought, something can be delivered.

The largest set of nodes of that kind is what is left when nodes with less than 1 are taken away until none is; its
strongly connected parts are the blocks. Time is linear in nodes and members.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rongtu.engines.chain.circles import circles
from rongtu.engines.chain.value.suppliers import suppliers
from rongtu.vocab.geography import Origin
from rongtu.vocab.problems import Problem

if TYPE_CHECKING:
    from rongtu.engines.chain.value.inputs import Network

ROUNDING = 1e-9
NAMED = 5

Inputs = Mapping[str, Sequence[tuple[float, tuple[str, ...]]]]
"""The essential groups of each node that nothing from outside can fill: the share, and who can supply it."""


def idle_blocks(network: Network) -> Iterator[Problem]:
    """Each block of a network that cannot produce; a share or an outside supply that is missing is no reproach."""
    for block in blocks_that_cannot_produce(_captive(network)):
        yield idle(f"node {block[0]}", block)


def idle(where: str, block: Sequence[str]) -> Problem:
    """What is said of a block that cannot produce."""
    named = f"{', '.join(block[:NAMED])}{', …' if len(block) > NAMED else ''}"
    return Problem(
        where,
        "nodes that need one another leave something for others",
        f"in {named} the shares of what they take in reach 1",
        "Correct the shares, or say what of them can be bought or who else supplies them.",
    )


def blocks_that_cannot_produce(inputs: Inputs) -> tuple[tuple[str, ...], ...]:
    """The blocks, each in code order, by their first codes."""
    captive = {node: list(groups) for node, groups in inputs.items()}
    supplied: defaultdict[str, set[str]] = defaultdict(set)
    for node, groups in captive.items():
        for _, members in groups:
            for member in members:
                supplied[member].add(node)
    leaving = [node for node in captive.keys() | supplied.keys() if not _full(captive.get(node, ()))]
    gone = set(leaving)
    while leaving:
        free = leaving.pop()
        for node in supplied[free] - gone:
            captive[node] = [group for group in captive[node] if free not in group[1]]
            if not _full(captive[node]):
                gone.add(node)
                leaving.append(node)
    left = captive.keys() - gone
    return circles({node: tuple({one for _, members in captive[node] for one in members}) for node in sorted(left)})


def _full(groups: Sequence[tuple[float, tuple[str, ...]]]) -> bool:
    return math.fsum(share for share, _ in groups) >= 1.0 - ROUNDING


def _captive(network: Network) -> Inputs:
    rows: defaultdict[str, list[bool]] = defaultdict(list)
    for row in network.purchases:
        if row.origin is not Origin.SCOPE:
            rows[row.item].append(row.available.is_missing or row.available.high > 0)
    named = {row.item for row in network.purchases}
    bought = {node.code for node in network.nodes if node.item not in named or any(rows[node.item])}
    found: defaultdict[str, list[tuple[float, tuple[str, ...]]]] = defaultdict(list)
    standing = suppliers(network)
    for group in network.groups:
        members = standing[group.code]
        if group.essential and not group.share.is_missing and members and bought.isdisjoint(members):
            found[group.node].append((group.share.point, members))
    return found
