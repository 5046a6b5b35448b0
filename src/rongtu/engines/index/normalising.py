"""Min–max normalisation between two percentage points, clipped, with direction (OECD/JRC Handbook 2008, step 5).

    x = l + (u − l) · min(1, max(0, (v − low) / (high − low)))        for a ratio of which more is better
    x = l + (u − l) · (1 − min(1, max(0, (v − low) / (high − low))))  for one of which less is better

low, high: quantiles of all values given, by linear interpolation between order statistics at (n − 1)p + 1 (type 7 of
Hyndman, Fan 1996; NumPy's default, R's too).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.index.inputs import RatioDefinition
from rongtu.engines.index.results import Bounds
from rongtu.vocab.evidence import Direction
from rongtu.vocab.problems import InputError, Problem


def fit_bounds(
    values: NDArray[np.float64], codes: Sequence[str], tails: tuple[float, float] = (2.5, 97.5)
) -> tuple[Bounds, ...]:
    """The bounds of each ratio over all its values, gaps left out; `values` (n_years, n_units, n_ratios).

    Raises InputError naming every ratio that has no value, or whose two bounds are the same value.
    """
    bounds, problems = [], []
    for i, code in enumerate(codes):
        known = values[..., i][~np.isnan(values[..., i])]
        low, high = np.percentile(known, tails, method="linear").tolist() if known.size else (np.nan, np.nan)
        bounds.append(Bounds(code, low, high, known.size))
        if not low < high:
            found = f"{known.size} values, bounds {low:g} and {high:g}"
            problems.append(Problem(f"ratio {code}", "its values differ", found, "Add values or leave the ratio out."))
    if problems:
        raise InputError(problems)
    return tuple(bounds)


def normalise(
    values: NDArray[np.float64],
    bounds: Sequence[Bounds],
    directions: Sequence[Direction],
    scale: tuple[float, float] = (1.0, 100.0),
) -> NDArray[np.float64]:
    """Values (n_years, n_units, n_ratios) on the scale [l, u], clipped at the bounds; gaps stay NaN."""
    low = np.array([bound.low for bound in bounds])
    high = np.array([bound.high for bound in bounds])
    share = np.clip((values - low) / (high - low), 0.0, 1.0)
    falling = np.array([direction is Direction.DOWN for direction in directions])
    normalised: NDArray[np.float64] = scale[0] + (scale[1] - scale[0]) * np.where(falling, 1.0 - share, share)
    return normalised


def directions_of(definitions: Sequence[RatioDefinition]) -> tuple[Direction, ...]:
    """The directions of the ratios, in their order."""
    return tuple(definition.direction for definition in definitions)
