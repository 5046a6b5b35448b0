"""What the index engine answers: ratios with their gaps, bounds, weights, scores, ranks and what each score is made of.

Arrays are float64 and read-only, NaN where there is nothing to say; ranks are int64, 0 where a unit is not ranked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.index.inputs import EntropyInput, Framework, StepMark


class Weighting(StrEnum):
    """Where weights come from."""

    EQUAL = "equal"
    ENTROPY = "entropy"


class Mean(StrEnum):
    """How normalised values become one score."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to a score: a weighting and a mean."""

    weighting: Weighting
    mean: Mean

    def __str__(self) -> str:
        return f"{self.weighting}_{self.mean}"


CHOICES = tuple(Choice(weighting, mean) for weighting in Weighting for mean in Mean)
"""The four choices every evaluation shows side by side."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A ratio without a value, and the indicators that are missing (or, `zero_denominator`, would be divided by)."""

    year: int
    unit: str
    ratio: str
    missing: tuple[str, ...]
    zero_denominator: bool = False


@dataclass(frozen=True, slots=True)
class RatioMark:
    """A step mark at a ratio it went into."""

    year: int
    unit: str
    ratio: str
    mark: StepMark


@dataclass(frozen=True, slots=True, eq=False)
class RatioTable:
    """Ratios of a panel, `values` (n_years, n_units, n_ratios), with every gap named and every step mark carried.

    `facts` lists per (year, unit, ratio) the fact ids of the indicator values used.
    """

    years: tuple[int, ...]
    units: tuple[str, ...]
    ratios: tuple[str, ...]
    values: NDArray[np.float64]
    gaps: tuple[Gap, ...]
    marks: tuple[RatioMark, ...]
    facts: Mapping[tuple[int, str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The value scored lowest (`low` at the scale's lower end before direction) and highest, from `count` values."""

    ratio: str
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of one weighting, in the framework's order of ratios, adding up to 1.

    For entropy weights `entropies` holds e_j, `complete` the number n of complete unit-years, `entropy_input` what
    x is.
    """

    weighting: Weighting
    values: tuple[float, ...]
    entropies: tuple[float, ...] | None = None
    complete: int | None = None
    entropy_input: EntropyInput | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One ratio's part in a score.

    `contribution` is w·x under the arithmetic mean (parts add up to the score) and w·ln x under the geometric mean
    (parts add up to the logarithm of the score).
    """

    ratio: str
    value: float
    normalised: float
    weight: float
    contribution: float
    clipped: bool
    marks: tuple[StepMark, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score taken apart; `score` and `rank` are None, with `gaps` saying why, where there is no score or rank.

    `scored` is the number of units ranked that year.
    """

    year: int
    unit: str
    choice: Choice
    block: str
    score: float | None
    rank: int | None
    scored: int
    terms: tuple[Term, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of one choice: `total` (n_years, n_units), `by_dimension` (n_years, n_units, n_dimensions).

    `ranks` (n_years, n_units) descending among the units scored that year, ties sharing the smallest number.
    """

    choice: Choice
    total: NDArray[np.float64]
    by_dimension: NDArray[np.float64]
    ranks: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ExtraScores:
    """Units scored with another evaluation's bounds and weights, never ranked (a group beside its own members)."""

    ratios: RatioTable
    normalised: NDArray[np.float64]
    scores: Mapping[Choice, NDArray[np.float64]]
    by_dimension: Mapping[Choice, NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """An evaluated panel; only years that lie in a block are in it.

    `normalised` (n_years, n_units, n_ratios); `scored` (n_years,) units ranked; `best_rank`, `worst_rank`
    (n_years, n_units) over the four choices; `seams` are the first years of each block after the first.
    """

    framework: Framework
    years: tuple[int, ...]
    units: tuple[str, ...]
    dimensions: tuple[str, ...]
    ratios: RatioTable
    bounds: tuple[Bounds, ...]
    normalised: NDArray[np.float64]
    weights: Mapping[Weighting, Weights]
    scores: Mapping[Choice, Scores]
    scored: NDArray[np.int64]
    best_rank: NDArray[np.int64]
    worst_rank: NDArray[np.int64]
    seams: tuple[int, ...]

    def block_of(self, year: int) -> str:
        """The name of the vintage block `year` lies in; KeyError where it is not evaluated."""
        for block in self.framework.blocks:
            if block.holds(year):
                return block.name
        raise KeyError(year)


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Ranks of an evaluation over runs of declared choices; arrays (n_years, n_units), a unit-year not scored has none.

    `low` and `high` are the smallest ranks that 5 % and 95 % of the runs do not exceed, 0 at a gap; `median` (halves
    between two ranks) and the shares of runs in which a unit ranks `first`, among the `top_three` or the `top_ten` are
    NaN at a gap. `above` (n_years, n_pairs) is the share of runs in which the first of a pair scores above the second,
    ties counted half. All are shares of runs under declared choices, not probabilities.
    """

    runs: int
    median: NDArray[np.float64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    first: NDArray[np.float64]
    top_three: NDArray[np.float64]
    top_ten: NDArray[np.float64]
    pairs: tuple[tuple[str, str], ...]
    above: NDArray[np.float64]
