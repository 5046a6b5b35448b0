"""Figures as a point with two ends, and the few operations a match's value is made by.

Ends are carried by interval arithmetic: each result lies between what the ends of its parts can make of it. The gain of
a chain comes with the 5 % and 95 % ends of its draws, an assumption with its stated ends, so that at least nine in ten
of the joint draws lie within a result's ends; they are wider than the draws' own 5 % and 95 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True, slots=True)
class Interval:
    """low ≤ point ≤ high."""

    low: float
    point: float
    high: float

    def times(self, other: Interval) -> Interval:
        """Their product; none of their ends is negative."""
        return Interval(self.low * other.low, self.point * other.point, self.high * other.high)

    def less(self, other: Interval) -> Interval:
        """Their difference."""
        return Interval(self.low - other.high, self.point - other.point, self.high - other.low)

    def per(self, other: Interval) -> Interval:
        """Their quotient; `other` is above 0."""
        return Interval(self.low / other.high, self.point / other.point, self.high / other.low)


def exactly(value: float) -> Interval:
    """A figure without a range."""
    return Interval(value, value, value)


def shrunk(prior: Interval, weight: Interval, kept: int, of: int) -> Interval:
    """(weight × prior + kept) / (weight + of): the mean of a Beta distribution, `kept` of `of` cases having gone well.

    It moves one way in the prior and one way in the weight, so that its ends are at theirs.
    """

    def mean(before: float, count: float) -> float:
        return (count * before + kept) / (count + of)

    ends = [mean(*corner) for corner in product((prior.low, prior.high), (weight.low, weight.high))]
    return Interval(min(ends), mean(prior.point, weight.point), max(ends))


def discounted(years: Interval, rate: float) -> Interval:
    """(1 + rate)^−years: what a yuan so many years away is worth now."""
    return Interval(*((1.0 + rate) ** -late for late in (years.high, years.point, years.low)))
