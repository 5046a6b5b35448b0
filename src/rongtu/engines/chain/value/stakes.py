"""What a node is worth to its scope: V less V without it, and what more of it would add.

    stake = V − V(capacity_n = 0 and m_n = 0)
    room  = V(capacity_n unbounded) − V

Of an item that stands in several chains, only this node's purchases are gone. A node from which no final product is
reached is worth nothing, whatever else is unknown; where its chain names no final product at all, that is not known.
"""

from __future__ import annotations

import math

import numpy as np

from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.asking import Case, Change
from rongtu.engines.chain.value.draws import Values
from rongtu.engines.chain.value.grounds import Ground, Quantity, derive, number, unknown
from rongtu.engines.chain.value.programme import difference


def without(node: int) -> Change:
    """Nothing of a node, neither made nor bought."""
    return Change(capacity={node: np.zeros(1)}, purchases={node: np.zeros(1)})


def unbounded(node: int) -> Change:
    """As much of a node as anybody wants."""
    return Change(capacity={node: np.full(1, math.inf)})


def aside(of: Case, chain: str) -> Quantity:
    """What a node of a chain is worth from which no final product is reached."""
    if any(of.structure.nodes[node].chain == chain for node in of.structure.product_node.tolist()):
        return number(0.0)
    return unknown((Ground(RequiredInput.DEMAND, chain, given=False),))


def loss(value: Quantity, rest: Quantity) -> Quantity:
    """V less what is left of it; never below zero, as taking something away adds nothing."""
    return derive(_positive, value, rest)


def gain(more: Quantity, value: Quantity) -> Quantity:
    """What V rises by; never below zero, as something added takes nothing away."""
    return derive(_positive, more, value)


def _positive(more: Values, less: Values) -> Values:
    return np.maximum(0.0, difference(more, less))
