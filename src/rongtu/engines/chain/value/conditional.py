"""How wide a result would still be if one assumption were known, estimated from draws that were made anyway.

    E[w(Y | u)] ≈ w(Y) × T(u) / T₀
    T(u) = mean over B bins of equal probability of the assumption's own uniform u of w(Y − its straight line in u)
    T₀   = the mean of T over MIXED other uniforms that have nothing to do with Y

w is the 5–95 % width. Within a bin u still varies: the straight line takes out what it moves there. Quantiles of few
draws are biased, by a factor that is the same in T₀, so that it cancels. One set of N draws answers for every
assumption; time is N log N × GROUPS for each. The standard error is by leaving out one of GROUPS parts at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rongtu.engines.chain.value.draws import Values, uniforms
from rongtu.engines.chain.value.grounds import TAILS
from rongtu.engines.chain.value.structure import Indices
from rongtu.engines.chain.value.targets import width

GROUPS = 20
MIXED = 12
FEWEST_BINS = 4


@dataclass(frozen=True, slots=True)
class Reduction:
    """By how much a width is expected to fall, never below 0, and the standard error of that."""

    amount: float
    error: float


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A result's draws (n,) with all that is the same for every assumption: widths and T₀, whole and less a part.

    `whole` and `mixed` are (1 + GROUPS,): of all draws first, then without each part.
    """

    values: Values
    whole: Values
    mixed: Values

    def reduction(self, u: Values) -> Reduction:
        """What knowing the assumption with these uniforms takes off the width."""
        if self.whole[0] <= 0.0:
            return Reduction(0.0, 0.0)
        left = np.divide(_binned(self.values, u), self.mixed, out=np.ones(1 + GROUPS), where=self.mixed > 0)
        found = self.whole * (1.0 - left)
        apart = found[1:] - found[1:].mean()
        error = float(np.sqrt((GROUPS - 1) / GROUPS * (apart @ apart)))
        return Reduction(float(min(max(found[0], 0.0), self.whole[0])), error)


def drawing(values: Values, seed: int) -> Drawing:
    """A result's draws made ready."""
    parts = np.arange(len(values)) % GROUPS
    whole = [width(values), *(width(values[parts != part]) for part in range(GROUPS))]
    others = [uniforms(seed, f"mixed:{number}", len(values)) for number in range(MIXED)]
    return Drawing(values, np.array(whole), np.mean([_binned(values, u) for u in others], axis=0))


def _binned(values: Values, u: Values) -> Values:
    """(1 + GROUPS,) T of all draws, then without each part."""
    order = np.argsort(u, kind="stable")
    parts = order % GROUPS
    rest = (order[parts != part] for part in range(GROUPS))
    return np.array([_mean_width(values, u, one) for one in (order, *rest)])


def _mean_width(values: Values, u: Values, order: Indices) -> float:
    bins = max(FEWEST_BINS, round(len(order) ** (1 / 3)))
    size = len(order) // bins
    # what does not fill the bins is left out evenly
    even = np.round(np.linspace(0, len(order) - 1, size * bins)).astype(np.int64)
    chosen = order[even].reshape(bins, size)
    y, x = values[chosen], u[chosen]
    y, x = y - y.mean(axis=1, keepdims=True), x - x.mean(axis=1, keepdims=True)
    slope = (x * y).sum(axis=1, keepdims=True) / (x * x).sum(axis=1, keepdims=True)
    low, high = _ends(np.sort(y - slope * x, axis=1))
    return float((high - low).mean())


def _ends(in_order: Values) -> Sequence[Values]:
    """The quantiles of each row, which is in order."""
    found = []
    for tail in TAILS:
        place = tail * (in_order.shape[1] - 1)
        below = int(place)
        above = min(below + 1, in_order.shape[1] - 1)
        found.append(in_order[:, below] + (place - below) * (in_order[:, above] - in_order[:, below]))
    return found
