"""Grounds: evidence counts required inputs, what lacks is told once, nothing to divide by is left out of a range."""

import numpy as np
import pytest

from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.draws import Sampler
from rongtu.engines.chain.value.grounds import Ground, Quantity, derive, estimate, number, ratio, total, union
from rongtu.engines.chain.value.inputs import assumed, missing, observed
from rongtu.engines.chain.value.results import Lack

SEEN = Ground(RequiredInput.CAPACITIES, "A", (observed(1, "f:1"), observed(2, "f:2")), ("n:A",))
GUESSED = Ground(RequiredInput.CAPACITIES, "B", (observed(1, "f:3"), assumed(0, 4, "a:1")), ("n:B",))
OPEN = Ground(RequiredInput.DEMAND, "P", (missing("f:4"),))
NOBODY = Ground(RequiredInput.CONTROLLERS, "A", given=False)


def test_evidence_is_the_share_of_required_inputs_that_are_observed():
    told = estimate(Quantity(np.ones(1), (SEEN, GUESSED)))
    assert told.evidence == 0.5
    assert told.assumptions == ("a:1",)
    assert told.inputs == ("n:A", "f:1", "f:2", "n:B", "f:3", "a:1")


def test_a_figure_on_nothing_is_simply_known():
    assert estimate(number(0.0)).evidence == 1.0


def test_what_is_missing_is_told_once():
    told = estimate(Quantity(None, (SEEN, OPEN, OPEN, NOBODY)))
    assert told.missing == (
        Lack(RequiredInput.DEMAND, "P", ("f:4",)),
        Lack(RequiredInput.CONTROLLERS, "A", ()),
    )
    assert (told.point, told.low, told.high) == (None, None, None)
    assert told.evidence == 0.25


def test_a_sum_of_figures_is_unknown_where_one_is():
    sampler = Sampler(1, 5)
    assert total((observed(1), observed(2)), (SEEN,), sampler).point == 3
    assert total((observed(1), missing()), (SEEN,), sampler).values is None
    assert total((observed(1),), (OPEN,), sampler).values is None
    assert total((), (SEEN,), sampler).point == 0


def test_the_range_is_between_the_5_and_the_95_per_cent_quantile_of_the_draws():
    told = estimate(Quantity(np.concatenate(([7.0], np.arange(101.0)))))
    assert (told.point, told.low, told.high) == (7.0, 5.0, 95.0)


def test_draws_without_a_number_are_left_out_of_the_range():
    told = estimate(Quantity(np.array([7.0, np.nan, 1.0, 1.0])))
    assert (told.point, told.low, told.high) == (7.0, 1.0, 1.0)
    assert not estimate(Quantity(np.array([np.nan, 1.0]))).known


def test_what_is_derived_stands_on_the_grounds_of_its_parts():
    found = derive(np.multiply, number(2, (SEEN,)), Quantity(np.array([3.0, 4.0]), (GUESSED, SEEN)))
    assert found.values.tolist() == [6, 8]
    assert found.grounds == (SEEN, GUESSED)
    assert derive(np.multiply, number(2), Quantity(None, (OPEN,))).values is None


def test_grounds_are_united_in_their_order_each_once():
    assert union((SEEN, OPEN), (), (SEEN, OPEN), (GUESSED, OPEN)) == (SEEN, OPEN, GUESSED)
    assert union() == ()


def test_a_ratio_to_nothing_is_what_is_said_of_it():
    assert ratio(np.array([1.0]), np.array([2.0, 0.0]), 9.0) == pytest.approx([0.5, 9.0])
    assert np.isnan(ratio(np.array([1.0]), np.array([0.0])))
