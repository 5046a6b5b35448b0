"""What a node is worth to its scope: V less V without it, and what more of it would add.

    stake = V − V(capacity_n = 0 and m_n = 0)
    room  = V(capacity_n unbounded) − V

Of an item that stands in several chains, only this node's purchases are gone.
"""

from __future__ import annotations

import math

import numpy as np

from rongtu.engines.chain.value.asking import Change
from rongtu.engines.chain.value.draws import Values
from rongtu.engines.chain.value.grounds import Quantity, derive
from rongtu.engines.chain.value.programme import difference


def without(node: int) -> Change:
    """Nothing of a node, neither made nor bought."""
    return Change(capacity={node: np.zeros(1)}, purchases={node: np.zeros(1)})


def unbounded(node: int) -> Change:
    """As much of a node as anybody wants."""
    return Change(capacity={node: np.full(1, math.inf)})


def loss(value: Quantity, rest: Quantity) -> Quantity:
    """V less what is left of it; never below zero, as taking something away adds nothing."""
    return derive(_positive, value, rest)


def gain(more: Quantity, value: Quantity) -> Quantity:
    """What V rises by; never below zero, as something added takes nothing away."""
    return derive(_positive, more, value)


def _positive(more: Values, less: Values) -> Values:
    return np.maximum(0.0, difference(more, less))
