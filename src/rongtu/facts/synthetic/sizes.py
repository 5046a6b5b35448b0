"""Sizes of firms: Zipf's law, cut at a largest firm, and what follows from a size - people, turnover, partners.

    P(S > s) = (s^-α − L^-α) / (1 − L^-α),   1 ≤ s ≤ L,   α = 1.06

Firm sizes follow a law with an exponent near 1 over the whole range (Axtell, Science 293, 1818 (2001)). The number of
partners grows with size as s^γ, γ = α / β, and so has a tail of exponent β: production networks of a million firms have
scale-free degrees that go with firm size (Fujiwara and Aoyama, arXiv:0806.4280). β = 1.35 is our choice: a finite mean,
no finite variance. Yuan per head and all spreads are round numbers of ours and describe no economy.
"""

from __future__ import annotations

import math

from rongtu.facts.synthetic.curves import curve, spread_curve

EXPONENT = 1.06
LARGEST = 1_000_000
"""The largest size, which is that of its staff."""

DEGREE_EXPONENT = 1.35
PARTNERS_BY_SIZE = EXPONENT / DEGREE_EXPONENT

YUAN_PER_HEAD = 800_000
REVENUE_SIGMA = 0.7
CAPITAL_SHARE = 0.1
CAPITAL_SIGMA = 1.0
CAPACITY_SIGMA = 0.5
PARTNERS_SIGMA = 0.6
AMOUNT_SIGMA = 1.0
DEMAND_SIGMA = 1.0

REVENUE_TO_SALES = 1.3
"""Turnover for each yuan sold to other firms of the network, as in the cases the ESRI's speed is measured at."""

MOST_TIMES = 10_000
"""A firm brings along at most so many times the partners of the smallest ones."""


def size_at(chance: float) -> float:
    """The size that a firm exceeds with this chance."""
    rest: float = LARGEST**-EXPONENT
    return float((min(chance, 1.0) * (1 - rest) + rest) ** (-1 / EXPONENT))


def moment(power: float, most: float = LARGEST) -> float:
    """E[min(S, most)^power], S without the cut where `most` is below it."""
    over = most**-EXPONENT
    body = EXPONENT * (1 - most ** (power - EXPONENT)) / (EXPONENT - power)
    return float(body / (1 - over) if most >= LARGEST else body + over * most**power)


SIZE = curve(size_at)
"""Size over chance."""

PARTNERS = curve(lambda chance: size_at(chance) ** PARTNERS_BY_SIZE)
"""Size^γ over chance: partners in units of those of the smallest firms."""

REVENUE_SPREAD = spread_curve(REVENUE_SIGMA)
CAPITAL_SPREAD = spread_curve(CAPITAL_SIGMA)
CAPACITY_SPREAD = spread_curve(CAPACITY_SIGMA)
PARTNERS_SPREAD = spread_curve(PARTNERS_SIGMA)
AMOUNT_SPREAD = spread_curve(AMOUNT_SIGMA)
DEMAND_SPREAD = spread_curve(DEMAND_SIGMA)


def mean_spread(sigma: float) -> float:
    """The mean of lognormal draws of median 1."""
    return math.exp(sigma**2 / 2)


def mean_revenue() -> float:
    """Mean yearly turnover of a firm, in yuan."""
    return moment(1.0) * YUAN_PER_HEAD * mean_spread(REVENUE_SIGMA)
