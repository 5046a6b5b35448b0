"""Normalised values, means and ranks on examples small enough to do by hand."""

import numpy as np
import pytest

from rongtu.engines.index import Mean
from rongtu.engines.index.aggregation import aggregate, aggregate_by_dimension, rank_descending
from rongtu.engines.index.normalising import fit_bounds, normalise
from rongtu.vocab.evidence import Direction
from rongtu.vocab.problems import InputError

nan = np.nan


def test_bounds_are_linear_quantiles_of_the_values_there_are():
    values = np.array([[0.0, 1, 2, 3, 4, nan], [5, 6, 7, 8, 9, 10]]).reshape(2, 6, 1)
    (bounds,) = fit_bounds(values, ["a"], (2.5, 97.5))
    assert (bounds.low, bounds.high, bounds.count) == (pytest.approx(0.25), pytest.approx(9.75), 11)


def test_ratios_without_spread_are_named_together():
    with pytest.raises(InputError) as error:
        fit_bounds(np.array([[[1.0, nan, 1], [1, nan, 2]]]), ["same", "none", "fine"])
    assert [problem.where for problem in error.value.problems] == ["ratio same", "ratio none"]


def test_values_are_clipped_at_the_bounds_and_turned_by_direction():
    values = np.array([-5.0, 0, 5, 10, 99, nan])[:, None]
    bounds = fit_bounds(np.array([[[0.0], [10.0]]]), ["a"], (0, 100))
    rising = normalise(values, bounds, [Direction.UP])[:, 0]
    falling = normalise(values, bounds, [Direction.DOWN])[:, 0]
    assert rising.tolist() == pytest.approx([1, 1, 50.5, 100, 100, nan], nan_ok=True)
    assert falling.tolist() == pytest.approx([100, 100, 50.5, 1, 1, nan], nan_ok=True)


def test_the_two_means_by_hand():
    x, w = np.array([[4.0, 9.0], [4.0, nan]]), np.array([0.5, 0.5])
    assert aggregate(x, w, Mean.ARITHMETIC).tolist() == pytest.approx([6.5, nan], nan_ok=True)
    assert aggregate(x, w, Mean.GEOMETRIC).tolist() == pytest.approx([6.0, nan], nan_ok=True)


def test_a_dimension_renormalises_its_weights_and_needs_only_its_own_ratios():
    x, w = np.array([[4.0, 8.0, nan]]), np.array([0.2, 0.6, 0.2])
    found = aggregate_by_dimension(x, w, Mean.ARITHMETIC, [[0, 1], [2]])
    assert found.tolist() == [[pytest.approx(7.0), pytest.approx(nan, nan_ok=True)]]


def test_ranks_fall_from_the_best_ties_share_the_smallest_and_gaps_have_none():
    assert rank_descending(np.array([3.0, 5, nan, 5, 1])).tolist() == [3, 1, 0, 1, 4]


def test_scores_equal_to_ten_digits_are_tied():
    assert rank_descending(np.array([0.1 + 0.2, 0.3, 0.30000001])).tolist() == [2, 2, 1]
