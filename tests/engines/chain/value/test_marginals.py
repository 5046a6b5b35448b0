"""Shapley's value against every order written out, and its axioms."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.engines.chain.value.marginals import shapley


@st.composite
def games(draw, most=4):
    """A value for each set of some parts."""
    parts = draw(st.integers(0, most))
    return np.array(draw(st.lists(st.integers(-50, 50), min_size=2**parts, max_size=2**parts)), dtype=np.float64)


def by_orders(values):
    """What each part adds when its turn comes, over every order."""
    parts = len(values).bit_length() - 1
    orders = list(permutations(range(parts)))
    added = np.zeros(parts)
    for order in orders:
        came = 0
        for part in order:
            added[part] += values[came | 1 << part] - values[came]
            came |= 1 << part
    return added / len(orders)


@given(games())
def test_it_is_the_mean_over_all_orders(values):
    assert shapley(values) == pytest.approx(by_orders(values), abs=1e-9)


@given(games(most=6))
def test_the_amounts_add_up_to_the_whole_change(values):
    assert shapley(values).sum() == pytest.approx(values[-1] - values[0], rel=1e-12, abs=1e-12)


@given(games())
def test_a_part_that_moves_nothing_gets_nothing(values):
    beside = np.concatenate((values, values))
    found = shapley(beside)
    assert found[-1] == 0.0
    assert found[:-1] == pytest.approx(shapley(values), abs=1e-9)


def test_parts_that_do_the_same_get_the_same():
    assert shapley(np.array([0.0, 1, 1, 6])).tolist() == [3, 3]


def test_what_is_rounding_is_nothing():
    assert shapley(np.array([1e9, 1e9 + 1e-5, 1e9 - 1e-5, 1e9])).tolist() == [0, 0]


def test_of_nothing_there_is_nothing():
    assert shapley(np.array([7.0])).tolist() == []
