"""Ranks over runs that draw the choices a score hangs on: where its weights come from, their sizes, and the mean.

    b   = equal or entropy weights, each in half of the runs                     (1)
    w_j = b_j (1 + f (2 u_j − 1)) / Σ_k b_k (1 + f (2 u_k − 1))                  (2)
    S   = Σ_j w_j x_j or exp Σ_j w_j ln x_j, each in half of the runs            (3)

u are uniform on [0, 1), so (2) are the noisy weights w(1 + U(−f, f)) of COINr (W. Becker, R package, 1.1.14). A run
draws once and holds its choices for all years and units: what differs between two runs is the choices. Not drawn are
the ratios, the bounds and the data, so what comes out is a share of runs under declared choices, not a probability.

Time is n_runs · n_years · n_units · (n_ratios + log n_units); memory a chunk of runs, and a year's
counts of ranks (n_units²).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.index.aggregation import ranks_by_run
from rongtu.engines.index.inputs import Runs
from rongtu.engines.index.results import Draws, Evaluation, Mean, Weighting
from rongtu.vocab.problems import InputError, Problem

NOISE = 0.5
"""f: how far a weight is moved, as a share of it."""

TAILS = (5, 95)
"""Per cent of runs at the two ends of a range of ranks."""

PLACES = (1, 3, 10)
"""A share of runs is told in which a unit ranks so or better."""

CHUNK = 256
"""Runs computed together; nothing but memory depends on it, as what is summed over chunks are whole numbers."""

Pair = tuple[str, str]


def draw(evaluation: Evaluation, runs: int, seed: int, pairs: Sequence[Pair] = (), noise: float = NOISE) -> Draws:
    """Ranks over `runs` drawn runs, and for each pair of units how often the first scores above the second.

    Raises InputError as `sample` does, KeyError for a unit of a pair that was not evaluated.
    """
    return replay(evaluation, sample(evaluation, runs, seed, noise), pairs)


def sample(evaluation: Evaluation, runs: int, seed: int, noise: float = NOISE) -> Runs:
    """The choices of `runs` runs: those of a run depend on the seed and its number only, not on how many there are.

    Raises InputError for no run, a seed outside 0 … 2^64 − 1 or a noise outside [0, 1).
    """
    _check(runs, seed, noise)
    u = _uniform(seed, runs, 2 + len(evaluation.framework.ratios))
    bases = np.array([evaluation.weights[weighting].values for weighting in Weighting])
    weights = bases[(u[:, 0] >= 0.5).astype(np.int64)] * (1.0 + noise * (2.0 * u[:, 2:] - 1.0))  # (1)
    return Runs(weights / weights.sum(axis=1, keepdims=True), u[:, 1] >= 0.5)  # (2)


def replay(evaluation: Evaluation, runs: Runs, pairs: Sequence[Pair] = ()) -> Draws:
    """Ranks over the runs given, wherever their choices come from.

    Raises InputError where they have another number of ratios, KeyError for a unit of a pair that was not evaluated.
    """
    _check_ratios(evaluation, runs)
    places = {unit: place for place, unit in enumerate(evaluation.units)}
    compared = np.array([[places[unit] for unit in pair] for pair in pairs], dtype=np.int64).reshape(-1, 2)
    shape, n = evaluation.best_rank.shape, len(runs.weights)
    median, *shares = (np.full(shape, np.nan) for _ in range(1 + len(PLACES)))
    low, high = (np.zeros(shape, dtype=np.int64) for _ in TAILS)
    above = np.full((shape[0], len(compared)), np.nan)
    for y, scored in enumerate(evaluation.best_rank > 0):
        within = np.cumsum(scored) - 1
        both = scored[compared].all(axis=1)
        counts, wins = _count(evaluation.normalised[y, scored], runs, within[compared[both]])
        reached = np.cumsum(counts, axis=1, out=counts)
        median[y, scored] = (_rank_at(reached, -(-n // 2)) + _rank_at(reached, n // 2 + 1)) / 2
        for ends, percent in zip((low, high), TAILS, strict=True):
            ends[y, scored] = _rank_at(reached, -(-n * percent // 100))
        for share, last in zip(shares, PLACES, strict=True):
            share[y, scored] = reached[:, min(last, len(reached))] / n
        above[y, both] = wins / n
    first, top_three, top_ten = shares
    for array in (median, low, high, *shares, above):
        array.setflags(write=False)
    return Draws(n, median, low, high, first, top_three, top_ten, tuple(pairs), above)


def scores_of_runs(normalised: NDArray[np.float64], weights: NDArray[np.float64], mean: Mean) -> NDArray[np.float64]:
    """Scores (n_runs, n_units) of normalised values (n_units, n_ratios) under weights (n_runs, n_ratios).

    Ratios are added one after the other, so that a score has the same bits wherever its unit or run stands.
    """
    values = np.log(normalised) if mean is Mean.GEOMETRIC else normalised
    total = np.zeros((len(weights), len(normalised)))
    for weight, value in zip(weights.T, values.T, strict=True):
        total += weight[:, None] * value  # (3)
    return np.exp(total) if mean is Mean.GEOMETRIC else total


def _count(
    normalised: NDArray[np.float64], runs: Runs, compared: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Runs by unit and rank (n_units, 1 + n_units), and by pair (n_pairs,) those in which the first is above."""
    n = len(normalised)
    counts = np.zeros(n * (n + 1), dtype=np.int64)
    wins = np.zeros(len(compared))
    for mean, weights in _chunks(runs):
        ranks = ranks_by_run(scores_of_runs(normalised, weights, mean))
        np.add.at(counts, (ranks + np.arange(n) * (n + 1)).ravel(), 1)
        of_first, of_second = ranks[:, compared[:, 0]], ranks[:, compared[:, 1]]
        wins += (of_first < of_second).sum(axis=0) + (of_first == of_second).sum(axis=0) / 2
    return counts.reshape(n, n + 1), wins


def _chunks(runs: Runs) -> Iterator[tuple[Mean, NDArray[np.float64]]]:
    """The weights of the runs of each mean, a chunk at a time."""
    for mean in Mean:
        of_mean = np.flatnonzero(runs.geometric == (mean is Mean.GEOMETRIC))
        for start in range(0, len(of_mean), CHUNK):
            yield mean, runs.weights[of_mean[start : start + CHUNK]]


def _rank_at(reached: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The smallest rank (n_units,) that `count` runs do not exceed, of runs up to each rank (n_units, 1 + n_units)."""
    rank: NDArray[np.int64] = (reached >= count).argmax(axis=1)
    return rank


def _uniform(seed: int, rows: int, columns: int) -> NDArray[np.float64]:
    """Numbers in [0, 1), row after row from one counter, so that fewer rows are the first rows of more.

    The raw stream of Philox is the same in every version of NumPy, its floats need not be.
    """
    raw = np.random.Philox(key=seed).random_raw(rows * columns)
    high: NDArray[np.float64] = (raw >> np.uint64(11)).astype(np.float64)
    return high.reshape(rows, columns) * 2.0**-53


def _check(runs: int, seed: int, noise: float) -> None:
    problems = []
    if runs < 1:
        problems.append(Problem("draws, runs", "there is at least one run", str(runs), "Ask for more."))
    if not 0 <= seed < 2**64:
        problems.append(Problem("draws, seed", "0 ≤ seed < 2^64", str(seed), "Take another."))
    if not 0 <= noise < 1:
        problems.append(Problem("draws, noise", "0 ≤ f < 1, so that no weight is lost", str(noise), "Take less."))
    if problems:
        raise InputError(problems)


def _check_ratios(evaluation: Evaluation, runs: Runs) -> None:
    ratios, found = len(evaluation.framework.ratios), runs.weights.shape[1]
    if found != ratios:
        raise InputError.single("runs", f"there are weights of {ratios} ratios", found, "Give each ratio a weight.")
