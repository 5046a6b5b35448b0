"""What a scope needs: how much of each node, how far its own supply covers it, and which nodes are needed at all.

    need_n  = Σ_v z_nv + f_n in the optimum with the capacity at n unbounded
    cover κ = supply / need
    needed  = a final product in demand, or on an essential group of a needed node of which no other member is covered

A member is covered if its supply is more than a tenth of its need. Needed does not ask for a need above zero: where two
essential inputs are missing altogether, neither alone is of use (its need is 0), and still both are needed.
"""

from __future__ import annotations

import numpy as np

from rongtu.engines.chain.value.asking import Answers, Case, is_known, lonely_need
from rongtu.engines.chain.value.draws import Values
from rongtu.engines.chain.value.grounds import Grounds, Quantity, derive, ratio
from rongtu.engines.chain.value.required import supply

COVERED = 0.1
"""Above this part of the need a node counts as covered; at or below it, as a break."""


def need(of: Case, answers: Answers, node: int) -> Quantity:
    """need_n: it rests on all that V of its block does but the supply of n itself."""
    own = supply(of.structure.nodes[node])
    block = of.grounds[of.block_of[node]]
    grounds: Grounds = tuple(ground for ground in block if ground not in own)
    if is_known(block):
        return Quantity(answers.needs[node].values, grounds)
    if not is_known(grounds):
        return Quantity(None, grounds)
    return lonely_need(of, node, grounds)


def cover(supplied: Quantity, needed: Quantity) -> Quantity:
    """κ = supply / need; nothing is told where nothing is needed."""
    return derive(ratio, supplied, needed)


def shortfall(supplied: Quantity, needed: Quantity) -> Quantity:
    """1 − min(1, κ): the part of the need that scope does not cover; without supply it is all of it."""
    return derive(_short, supplied, needed)


def _short(supplied: Values, needed: Values) -> Values:
    kappa = ratio(supplied, needed, np.where(supplied > 0, 1.0, 0.0))
    return np.maximum(0.0, 1.0 - kappa)


def covered(supplied: Quantity, needed: Quantity) -> bool | None:
    """Whether scope's supply is more than a tenth of the need; None where that cannot be told."""
    if supplied.point is None or needed.point is None:
        return None
    return supplied.point > 0 and supplied.point > COVERED * needed.point


def needed_nodes(of: Case, supplies: dict[int, Quantity], needs: dict[int, Quantity]) -> frozenset[int]:
    """The nodes that are needed, at the points of all figures; where a figure is missing, those proved to be."""
    seen = of.structure
    is_covered = {node: covered(supplies[node], needs[node]) for node in needs}
    met = {
        int(node)
        for product, node in zip(seen.products, seen.product_node, strict=True)
        if not product.demand.is_missing and product.demand.point > 0
    }
    waiting = sorted(met)
    groups: dict[int, list[int]] = {}
    for group, node in enumerate(seen.group_node.tolist()):
        groups.setdefault(node, []).append(group)
    while waiting:
        for group in groups.get(waiting.pop(), ()):
            one = seen.groups[group]
            if not one.essential or one.share.is_missing or one.share.point <= 0:
                continue
            members = seen.members[group]
            open_ones = [node for node in members if is_covered[node] is not False]
            # a member counts by what the others do: needed if none of them is covered
            for node in members:
                if node not in met and not [other for other in open_ones if other != node]:
                    met.add(node)
                    waiting.append(node)
    return frozenset(met)
