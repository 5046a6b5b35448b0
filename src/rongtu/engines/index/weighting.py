"""Weights of ratios: equal, and entropy weights (Shannon 1948; as used in multi-criteria analysis, Zeleny 1982).

    p_ij = x_ij / Σ_i x_ij                                     (1)
    e_j  = − Σ_i p_ij ln p_ij / ln n,   0 ln 0 = 0             (2)
    w_j  = (1 − e_j) / Σ_k (1 − e_k)                           (3)

i runs over the n complete unit-years, j over ratios. The weights depend on what x is, so that is a recorded option.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.index.inputs import EntropyInput, Framework
from rongtu.engines.index.results import Weighting, Weights
from rongtu.vocab.evidence import Direction
from rongtu.vocab.problems import InputError

SHIFT = 0.01
"""Added to values in [0, 1] under `unit_interval_shifted`, the customary way round ln 0."""


def equal_weights(count: int) -> Weights:
    """1/m for each of `count` ratios."""
    return Weights(Weighting.EQUAL, (1.0 / count,) * count)


def entropy_weights(framework: Framework, ratios: NDArray[np.float64], normalised: NDArray[np.float64]) -> Weights:
    """Entropy weights over the complete unit-years of (n_years, n_units, n_ratios) ratios and normalised values."""
    complete = ~np.isnan(normalised).any(axis=-1)
    x = _entropy_input(framework, ratios[complete], normalised[complete])
    weights, entropies = entropy_of(x)
    kind = framework.entropy_input
    return Weights(Weighting.ENTROPY, tuple(weights.tolist()), tuple(entropies.tolist()), len(x), kind)


def entropy_of(x: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights and entropies (n_ratios,) of x (n, n_ratios), equations (1) to (3); the order of rows does not matter.

    Raises InputError for fewer than two rows, a negative value, a column of zeros, or columns that never vary.
    """
    _check(x)
    x = np.sort(x, axis=0)
    p = x / x.sum(axis=0)  # (1)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    e = -(p * logs).sum(axis=0) / np.log(len(x))  # (2)
    spread = np.where(x[0] == x[-1], 0.0, 1.0 - e)  # a constant says nothing, to the last bit
    if not spread.sum() > 0:
        rule = "at least one ratio varies between complete unit-years"
        raise InputError.single("entropy weights", rule, "none does", "Use equal weights.")
    return spread / spread.sum(), e  # (3)


def _entropy_input(
    framework: Framework, ratios: NDArray[np.float64], normalised: NDArray[np.float64]
) -> NDArray[np.float64]:
    low, high = framework.scale
    kind = framework.entropy_input
    if kind is EntropyInput.RAW:
        falling = [ratio.code for ratio in framework.ratios if ratio.direction is Direction.DOWN]
        if falling:
            rule = "raw values are used only where more is better"
            raise InputError.single("entropy weights", rule, falling, "Use normalised values.")
        return ratios
    if kind is EntropyInput.NORMALISED:
        return normalised
    unit: NDArray[np.float64] = (normalised - low) / (high - low)
    return unit + SHIFT if kind is EntropyInput.UNIT_INTERVAL_SHIFTED else unit


def _check(x: NDArray[np.float64]) -> None:
    if len(x) < 2:
        rule = "there are at least two unit-years without a gap"
        raise InputError.single("entropy weights", rule, len(x), "Fill gaps or leave a ratio out.")
    if (x < 0).any() or not (x.sum(axis=0) > 0).all():
        rule = "values are not negative, and in no ratio all zero"
        raise InputError.single("entropy weights", rule, float(x.min()), "Use normalised values.")
