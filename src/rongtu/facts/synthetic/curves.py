"""Curves as tables: a function on (0, 1] or another range of positive numbers, linear between knots.

Knots stand at 64 equal steps of every octave [2^k, 2^(k+1)), so that a tail is as fine as the middle, and have 12
digits, so that the last ones of a machine's library do not matter.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from rongtu.facts.synthetic.draws import Raw, unit

STEPS = 64
"""Steps of an octave; a power with an exponent near −1 is off by less than 1 / (4 · 64²) of its value between knots."""

SMALLEST_UNIT = -53
"""Exponent of the smallest draw in (0, 1]."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A tabulated function; outside its octaves it is that of the nearest one."""

    lowest: int
    knots: NDArray[np.float64]
    """(octaves, steps + 1)"""

    def __call__(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The function at each `x` > 0."""
        mantissa, exponent = np.frexp(x)
        octave = np.clip(exponent - self.lowest, 0, len(self.knots) - 1)
        place = (mantissa - 0.5) * (2 * STEPS)
        step = place.astype(np.int64)
        rest = place - step
        flat = self.knots.reshape(-1)
        at = octave * (STEPS + 1) + step
        return np.asarray(flat[at] * (1.0 - rest) + flat[at + 1] * rest)


def curve(function: Callable[[float], float], lowest: int = SMALLEST_UNIT, highest: int = 1) -> Curve:
    """The table of `function` from 2^lowest up to below 2^highest (2 itself where that is 1: draws end at 1)."""
    knots = [
        [_rounded(function(math.ldexp(0.5 + step / (2 * STEPS), exponent))) for step in range(STEPS + 1)]
        for exponent in range(lowest + 1, highest + 1)
    ]
    return Curve(lowest + 1, np.array(knots))


def spread_curve(sigma: float) -> Curve:
    """exp(σ·|z|) over the chance of a normal z being at least as far from 0."""
    normal = NormalDist()
    return curve(lambda chance: math.exp(-sigma * normal.inv_cdf(min(chance, 1.0) / 2)))


def spread(raw: Raw, table: Curve) -> NDArray[np.float64]:
    """Lognormal draws of median 1: the lowest bit says whether z is above or below 0."""
    factor = table(unit(raw))
    return np.where(raw & np.uint64(1), factor, 1.0 / factor)


def _rounded(value: float) -> float:
    return float(f"{value:.12g}")
