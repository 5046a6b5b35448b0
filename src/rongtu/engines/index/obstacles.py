"""Obstacle degree (障碍度): how much of what a unit falls short of the best is due to each ratio.

    O_ij = w_j (1 − x_ij) / Σ_k w_k (1 − x_ik)

x is goodness in [0, 1] and w weights, so w_j (1 − x_ij), factor weight times index deviation, is what ratio j takes off
a perfect arithmetic score, and the degrees of a unit add up to 1: the form customary in evaluations of Chinese regions.
There are none where every x is 1, or where one is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.index.results import Evaluation, ExtraScores, Weighting

LEAST = 1e-12
"""A shortfall below this is what a sum leaves over on the way to the scale and back, and is none."""


def obstacles(
    evaluation: Evaluation, extra: ExtraScores | None = None, weighting: Weighting = Weighting.EQUAL
) -> NDArray[np.float64]:
    """The degrees (n_years, n_units, n_ratios) of an evaluation's units, or of those of `extra`; NaN where none."""
    normalised = (evaluation if extra is None else extra).normalised
    return degrees(normalised, evaluation.weights[weighting].values, evaluation.framework.scale)


def degrees(
    normalised: NDArray[np.float64], weights: Sequence[float], scale: tuple[float, float] = (0.0, 1.0)
) -> NDArray[np.float64]:
    """The degrees (…, n_ratios) of values (…, n_ratios) normalised to `scale`, under weights (n_ratios,)."""
    low, high = scale
    short = 1.0 - (normalised - low) / (high - low)
    short[short < LEAST] = 0.0
    weighted = np.asarray(weights) * short
    total = weighted.sum(axis=-1, keepdims=True)
    found = np.full(weighted.shape, np.nan)
    np.divide(weighted, total, out=found, where=total > 0)
    found.setflags(write=False)
    return found
