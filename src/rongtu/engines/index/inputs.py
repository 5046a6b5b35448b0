"""What the index engine is given: a panel of indicator values, the ratios to make of them, blocks, marks, and runs.

Axes are named everywhere in this order: years (n_years), units (n_units), indicators or ratios (n_indicators).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rongtu.vocab.evidence import Direction
from rongtu.vocab.problems import InputError, Problem

Cell = tuple[int, str, str]
"""A year, a unit and an indicator."""


@dataclass(frozen=True, slots=True)
class RatioDefinition:
    """ratio = numerator / denominator × factor, both indicator codes of the panel.

    Where the ratio is published as such, `numerator` is its own code in the panel and `denominator` None (the value is
    then numerator × factor). `direction` must be UP or DOWN; `dimension` groups ratios for sub-scores.
    """

    code: str
    numerator: str
    denominator: str | None
    factor: float
    direction: Direction
    dimension: str


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive years of one statistical vintage, both ends inclusive; between two blocks runs a seam."""

    name: str
    first_year: int
    last_year: int

    def holds(self, year: int) -> bool:
        """Whether `year` lies in the block."""
        return self.first_year <= year <= self.last_year


@dataclass(frozen=True, slots=True)
class StepMark:
    """An unexplained jump in an indicator at `year`, of one unit or of all (`unit` None): shown, never smoothed."""

    unit: str | None
    indicator: str
    year: int
    note: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Indicator values by year, unit and indicator; `values` (n_years, n_units, n_indicators) has NaN for a gap.

    `facts` gives the caller's opaque fact id of a cell, where there is one. The array is copied and made read-only.
    Raises InputError where the axes do not fit the array, a label is repeated or a value is infinite.
    """

    years: tuple[int, ...]
    units: tuple[str, ...]
    indicators: tuple[str, ...]
    values: NDArray[np.float64]
    facts: Mapping[Cell, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        problems = list(_panel_problems(self, values))
        if problems:
            raise InputError(problems)
        values.setflags(write=False)
        object.__setattr__(self, "values", values)


class EntropyInput(StrEnum):
    """What x is in the entropy weights p_ij = x_ij / Σ_i x_ij; weights differ by it, so every result records it."""

    NORMALISED = "normalised"
    UNIT_INTERVAL = "unit_interval"
    UNIT_INTERVAL_SHIFTED = "unit_interval_shifted"
    RAW = "raw"


@dataclass(frozen=True, slots=True)
class Framework:
    """What makes an index of a panel: its ratios, the vintage blocks scored, and the recorded choices.

    `tails` are the percentage points of the bounds; `scale` the normalised values' lower and upper end, both
    positive so that a geometric mean exists. Raises InputError with every problem at once.
    """

    ratios: tuple[RatioDefinition, ...]
    blocks: tuple[Block, ...]
    tails: tuple[float, float] = (2.5, 97.5)
    scale: tuple[float, float] = (1.0, 100.0)
    entropy_input: EntropyInput = EntropyInput.NORMALISED

    def __post_init__(self) -> None:
        problems = list(_framework_problems(self))
        if problems:
            raise InputError(problems)


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Choices of many runs, a row each: `weights` (n_runs, n_ratios) as they are used, adding up to 1 in a run.

    `geometric` (n_runs,) says of which runs the mean is geometric and not arithmetic. Arrays are copied and made
    read-only. Raises InputError where shapes do not fit, there is no run, or a weight is negative or not finite.
    """

    weights: NDArray[np.float64]
    geometric: NDArray[np.bool_]

    def __post_init__(self) -> None:
        weights, geometric = np.array(self.weights, dtype=np.float64), np.array(self.geometric, dtype=np.bool_)
        problems = list(_runs_problems(weights, geometric))
        if problems:
            raise InputError(problems)
        for name, array in (("weights", weights), ("geometric", geometric)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)


def _runs_problems(weights: NDArray[np.float64], geometric: NDArray[np.bool_]) -> Iterator[Problem]:
    if weights.ndim != 2 or not len(weights) or geometric.shape != weights.shape[:1]:
        found = f"{weights.shape} weights, {geometric.shape} means"
        yield Problem(
            "runs", "there is at least one run, each with a weight a ratio and a mean", found, "Reshape them."
        )
    elif not (np.isfinite(weights) & (weights >= 0)).all() or not np.allclose(
        weights.sum(axis=1), 1, rtol=0, atol=1e-9
    ):
        yield Problem(
            "runs", "weights are not negative and add up to 1 in a run", "others", "Divide them by their sum."
        )


def _panel_problems(panel: Panel, values: NDArray[np.float64]) -> Iterator[Problem]:
    axes = (("year", panel.years), ("unit", panel.units), ("indicator", panel.indicators))
    for axis, labels in axes:
        yield from _repeats(f"panel, {axis}", labels)
    shape = tuple(len(labels) for _, labels in axes)
    if values.shape != shape:
        yield Problem("panel", f"values have the shape {shape} of the axes", str(values.shape), "Reshape the values.")
    elif np.isinf(values).any():
        year, unit, indicator = (int(i) for i in np.argwhere(np.isinf(values))[0])
        where = f"panel, {panel.units[unit]} {panel.years[year]} {panel.indicators[indicator]}"
        yield Problem(where, "a value is finite or a gap (NaN)", "infinity", "Correct the value or leave a gap.")
    if list(panel.years) != sorted(panel.years):
        yield Problem("panel, years", "years ascend", str(panel.years), "Sort the years.")


def _framework_problems(framework: Framework) -> Iterator[Problem]:
    yield from _repeats("framework, ratio", [ratio.code for ratio in framework.ratios])
    yield from _repeats("framework, block", [block.name for block in framework.blocks])
    if not framework.ratios or not framework.blocks:
        yield Problem("framework", "there is at least one ratio and one block", "none", "Add one.")
    for ratio in framework.ratios:
        if ratio.direction is Direction.NONE:
            yield Problem(
                f"ratio {ratio.code}", "a scored ratio has a direction", "none", "Say + or -, or leave it out."
            )
    for block in framework.blocks:
        if block.first_year > block.last_year:
            yield Problem(f"block {block.name}", "the first year is not after the last", str(block), "Swap them.")
    ordered = sorted(framework.blocks, key=lambda block: block.first_year)
    for earlier, later in pairwise(ordered):
        if later.first_year <= earlier.last_year:
            where = f"blocks {earlier.name} and {later.name}"
            yield Problem(where, "blocks do not overlap", str(later.first_year), "Move a boundary.")
    if not 0 <= framework.tails[0] < framework.tails[1] <= 100:
        yield Problem("framework, tails", "0 ≤ lower < upper ≤ 100", str(framework.tails), "Correct the points.")
    if not 0 < framework.scale[0] < framework.scale[1]:
        yield Problem("framework, scale", "0 < lower < upper", str(framework.scale), "Correct the scale.")


def _repeats(where: str, labels: Iterable[object]) -> Iterator[Problem]:
    for label, count in Counter(labels).items():
        if count > 1:
            yield Problem(f"{where} {label}", "each is given once", f"{count} times", "Remove or rename the others.")
