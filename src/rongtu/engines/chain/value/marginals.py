"""Shapley's value: what each part of a change adds, the mean over all orders in which the parts could have come.

    φ_k = Σ_{S ∌ k} |S|! (n − |S| − 1)! / n! × (V(S ∪ k) − V(S))

The amounts add up to V(all) − V(none); a part that moves nothing gets 0. Time is n × 2^n.
"""

from __future__ import annotations

import math

import numpy as np

from rongtu.engines.chain.value.layout import Array
from rongtu.engines.chain.value.programme import difference


def shapley(values: Array) -> Array:
    """(n,) of values (2^n,) by set, bit k being part k; differences that are rounding are none."""
    parts = len(values).bit_length() - 1
    sets = np.arange(len(values))
    size = np.array([number.bit_count() for number in sets.tolist()])
    amounts = np.zeros(parts)
    for part in range(parts):
        without = sets[(sets >> part & 1) == 0]
        weight = np.array([1.0 / (parts * math.comb(parts - 1, few)) for few in range(parts)])[size[without]]
        amounts[part] = weight @ difference(values[without | 1 << part], values[without])
    if parts and np.any(amounts):
        # what rounding took from the sum goes where it is least
        whole = float(difference(values[-1:], values[:1])[0])
        amounts[np.argmax(np.abs(amounts))] += whole - amounts.sum()
    return amounts
