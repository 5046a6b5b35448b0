"""From normalised values to scores and ranks: weighted arithmetic and geometric mean, competition ranks.

arithmetic  S = Σ_j w_j x_j        geometric  S = exp Σ_j w_j ln x_j,   Σ_j w_j = 1
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.index.results import Mean
from rongtu.vocab.canonical import SIGNIFICANT_DIGITS, round_significant


def contributions(normalised: NDArray[np.float64], weights: NDArray[np.float64], mean: Mean) -> NDArray[np.float64]:
    """Each ratio's part w·x (arithmetic) or w·ln x (geometric), shaped as `normalised` (…, n_ratios)."""
    return weights * (np.log(normalised) if mean is Mean.GEOMETRIC else normalised)


def aggregate(normalised: NDArray[np.float64], weights: NDArray[np.float64], mean: Mean) -> NDArray[np.float64]:
    """The score (…) of normalised values (…, n_ratios), which are positive; any gap (NaN) leaves the score a gap."""
    parts: NDArray[np.float64] = contributions(normalised, weights, mean).sum(axis=-1)
    return np.exp(parts) if mean is Mean.GEOMETRIC else parts


def aggregate_by_dimension(
    normalised: NDArray[np.float64],
    weights: NDArray[np.float64],
    mean: Mean,
    members: Sequence[Sequence[int]],
) -> NDArray[np.float64]:
    """Sub-scores (…, n_dimensions) over each dimension's own ratios, their weights made to add up to 1 again."""
    scores = []
    for indices in members:
        own = weights[list(indices)]
        scores.append(aggregate(normalised[..., list(indices)], own / own.sum(), mean))
    return np.stack(scores, axis=-1)


def rank_descending(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Ranks (n_units,) from 1 for the highest, ties sharing the smallest number, 0 for a gap.

    Scores equal to 10 significant digits are tied, so that ranks do not hang on the last bit of a sum.
    """
    ranks = np.zeros(len(scores), dtype=np.int64)
    known = ~np.isnan(scores)
    falling = np.array([-round_significant(score) for score in scores[known].tolist()])
    ranks[known] = 1 + np.searchsorted(np.sort(falling), falling, side="left")
    return ranks


def ranks_by_run(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Ranks (n_runs, n_units) as of `rank_descending`, of each run's scores (n_runs, n_units), positive and no gaps."""
    falling = -rounded(scores)
    order = np.argsort(falling, axis=1)
    ordered = np.take_along_axis(falling, order, axis=1)
    begins = np.ones(scores.shape, dtype=np.bool_)
    begins[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    places = np.maximum.accumulate(np.where(begins, np.arange(1, scores.shape[1] + 1), 0), axis=1)
    ranks = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, places, axis=1)
    return ranks


def rounded(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Positive scores to 10 significant digits, each by itself, so that equal ones are equal wherever they stand."""
    digits = SIGNIFICANT_DIGITS - 1 - np.floor(np.log10(scores))
    power: NDArray[np.float64] = 10.0**digits
    return np.rint(scores * power) / power
