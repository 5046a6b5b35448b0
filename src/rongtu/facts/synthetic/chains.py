"""Synthetic chains: items, nodes in tiers, input groups and the links that fill them; who looked at a node, who bought.

In each chain the first two fifths of the nodes are upstream, the next midstream, the last quarter downstream; the last
tenth are final products. A node below upstream has one to three input groups, each filled by one or two of the dozen
nodes before it, so that a chain has no circles. Some upstream items are those of the first chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from rongtu.facts.synthetic.draws import Draws, Stream, below, unit
from rongtu.facts.synthetic.marks import BASIS, LOOKED_AT, NAME_START, Columns
from rongtu.facts.synthetic.parameters import Parameters
from rongtu.vocab.chains import Completeness, NodeKind, Relation, Tier

UPSTREAM, MIDSTREAM, FINAL = 0.4, 0.75, 0.9
"""Where in a chain each tier ends, and where final products begin."""

KINDS_BY_TIER = {
    Tier.UPSTREAM: (NodeKind.MATERIAL, NodeKind.EQUIPMENT, NodeKind.SOFTWARE),
    Tier.MIDSTREAM: (NodeKind.PART, NodeKind.PROCESS, NodeKind.EQUIPMENT),
    Tier.DOWNSTREAM: (NodeKind.PRODUCT, NodeKind.SERVICE),
}

SHARED_SHARE = 0.1
MOST_GROUPS, MOST_SUPPLIERS, WINDOW = 3, 2, 12
ESSENTIAL_SHARE = 0.7
LEAST_BOUGHT, MOST_BOUGHT = 0.4, 0.7
"""Yuan bought per yuan of a node's output, over all its groups."""

SURVEYED = (*[Completeness.CENSUS] * 5, *[Completeness.PARTIAL] * 3, *[Completeness.NONE] * 2)

ZONE = f"{NAME_START}京津冀"


@dataclass(frozen=True, slots=True)
class Group:
    """An input group of a node: its number there, share, whether it is essential, and the nodes that fill it."""

    number: int
    share: float
    essential: bool
    inputs: tuple[int, ...]


def chain_code(chain: int) -> str:
    """The code of a chain, counted from 0."""
    return f"SYN{chain + 1:03d}"


def node_code(parameters: Parameters, node: int) -> str:
    """The code of a node, counted from 0 over all chains."""
    chain, position = divmod(node, parameters.nodes_per_chain)
    return f"{chain_code(chain)}-{position + 1:03d}"


def item_name(item: int) -> str:
    """The name of an item, which has the number of the node it was made for."""
    return f"{NAME_START}条目{item + 1:06d}"


def tier_of(parameters: Parameters, position: int) -> Tier:
    """The tier of the node at that position of its chain."""
    part = position / parameters.nodes_per_chain
    return Tier.UPSTREAM if part < UPSTREAM else Tier.MIDSTREAM if part < MIDSTREAM else Tier.DOWNSTREAM


def is_final(parameters: Parameters, position: int) -> bool:
    """Whether the node at that position of its chain is a final product; the last one always is."""
    return position >= min(FINAL * parameters.nodes_per_chain, parameters.nodes_per_chain - 1)


def items(parameters: Parameters) -> NDArray[np.int64]:
    """The item of every node: its own, or for some upstream nodes that of the first chain at the same position."""
    found = np.arange(parameters.nodes)
    for chain in range(1, parameters.chains):
        drawn = unit(Draws(parameters.seed, Stream.NODE_SHARED, chain).take(parameters.nodes_per_chain))
        for position in np.flatnonzero(drawn <= SHARED_SHARE).tolist():
            if tier_of(parameters, position) is Tier.UPSTREAM:
                found[chain * parameters.nodes_per_chain + position] = position
    return found


def groups(parameters: Parameters, node: int) -> tuple[Group, ...]:
    """The input groups of a node; no node stands in two of them."""
    position = node % parameters.nodes_per_chain
    if tier_of(parameters, position) is Tier.UPSTREAM:
        return ()
    seed, before = parameters.seed, min(WINDOW, position)
    order = np.argsort(Draws(seed, Stream.INPUTS, node).take(before), kind="stable").tolist()
    wanted = below(Draws(seed, Stream.GROUPS, node).take(1 + MOST_GROUPS), MOST_GROUPS * MOST_SUPPLIERS).tolist()
    count = 1 + wanted[0] % MOST_GROUPS
    bought = float(unit(Draws(seed, Stream.GROUP_SHARE, node).take(1))[0])
    share = (LEAST_BOUGHT + (MOST_BOUGHT - LEAST_BOUGHT) * bought) / count
    essential = unit(Draws(seed, Stream.GROUP_ESSENTIAL, node).take(MOST_GROUPS)) <= ESSENTIAL_SHARE
    made = []
    for number in range(count):
        taken = [order.pop() for _ in range(1 + wanted[1 + number] % MOST_SUPPLIERS) if order]
        if taken:
            inputs = tuple(node - 1 - back for back in taken)
            made.append(Group(number + 1, share, bool(essential[number]), inputs))
    return tuple(made)


def chain_columns(parameters: Parameters) -> Iterator[Columns]:
    """Chains: code, name."""
    numbers = range(parameters.chains)
    yield [chain_code(chain) for chain in numbers], [f"{NAME_START}产业链{chain + 1:03d}" for chain in numbers]


def item_columns(parameters: Parameters) -> Iterator[Columns]:
    """Items: name, English name, kind."""
    own = np.unique(items(parameters)).tolist()
    kinds = []
    for item in own:
        choice = KINDS_BY_TIER[tier_of(parameters, item % parameters.nodes_per_chain)]
        kinds.append(choice[int(below(Draws(parameters.seed, Stream.NODE_KIND, item).take(1), len(choice))[0])].value)
    yield [item_name(item) for item in own], [f"synthetic item {item + 1:06d}" for item in own], kinds


def node_columns(parameters: Parameters) -> Iterator[Columns]:
    """Chain nodes: code, chain, item, tier, basis of the tier, whether final."""
    nodes = range(parameters.nodes)
    positions = [node % parameters.nodes_per_chain for node in nodes]
    yield (
        [node_code(parameters, node) for node in nodes],
        [chain_code(node // parameters.nodes_per_chain) for node in nodes],
        [item_name(item) for item in items(parameters).tolist()],
        [tier_of(parameters, position).value for position in positions],
        repeat(NAME_START),
        ["true" if is_final(parameters, position) else "false" for position in positions],
    )


def group_columns(parameters: Parameters) -> Iterator[Columns]:
    """Input groups, node by node: code, node, name, share, whether essential, loss where it is not, date."""
    for node in range(parameters.nodes):
        code, found = node_code(parameters, node), groups(parameters, node)
        yield (
            [group_code(code, group) for group in found],
            repeat(code),
            [f"{NAME_START}投入组{code}-{group.number}" for group in found],
            [f"{group.share:.4f}" for group in found],
            ["true" if group.essential else "false" for group in found],
            ["" if group.essential else "1" for group in found],
            repeat(LOOKED_AT),
        )


def link_columns(parameters: Parameters) -> Iterator[Columns]:
    """Links, node by node: from, to, relation, input group, basis."""
    for node in range(parameters.nodes):
        code = node_code(parameters, node)
        found = [(source, group_code(code, group)) for group in groups(parameters, node) for source in group.inputs]
        yield (
            [node_code(parameters, source) for source, _ in found],
            repeat(code),
            repeat(Relation.SUPPLIES.value),
            [group for _, group in found],
            repeat(BASIS),
        )


def survey_columns(parameters: Parameters) -> Iterator[Columns]:
    """Surveys: node, zone, date, completeness."""
    drawn = below(Draws(parameters.seed, Stream.SURVEY).take(parameters.nodes), len(SURVEYED)).tolist()
    codes = [node_code(parameters, node) for node in range(parameters.nodes)]
    yield codes, repeat(ZONE), repeat(LOOKED_AT), [SURVEYED[one].value for one in drawn]


def group_code(node: str, group: Group) -> str:
    """The code of an input group of the node of that code."""
    return f"{node}-G{group.number}"
