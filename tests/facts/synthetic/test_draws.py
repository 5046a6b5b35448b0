"""Draws and curves: the digits are known, blocks and beginnings do not depend on what else is drawn."""

import hashlib
import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.facts.synthetic import Parameters, sizes
from rongtu.facts.synthetic.bodies import bodies
from rongtu.facts.synthetic.curves import curve, spread_curve
from rongtu.facts.synthetic.draws import Draws, Stream, below, unit
from rongtu.facts.synthetic.network import links

SEEDS = st.integers(0, 2**64 - 1)


def test_the_digits_of_a_set_are_those_they_always_were():
    """If this fails, every synthetic set has changed: say so in the changelog, raise the version its source names."""
    parameters = Parameters(organisations=2_000, seed=1)
    digest = hashlib.sha256()
    for body in bodies(parameters):
        for column in (body.sector, body.employees, body.revenue):
            digest.update(column.astype("<i8").tobytes())
    for piece in links(parameters):
        for column in (piece.seller, piece.buyer, piece.amount):
            digest.update(column.astype("<i8").tobytes())
    assert digest.hexdigest() == "d572f5e2a5ca206e42e23a0ae253da3799ef3b19b32cb89b4df4c921d9d4293a"


@given(SEEDS, st.integers(0, 4_000), st.integers(0, 50), st.integers(0, 50))
def test_draws_taken_in_parts_are_those_taken_at_once(seed, block, first, second):
    parts = Draws(seed, Stream.SIZE, block)
    together = Draws(seed, Stream.SIZE, block).take(first + second)
    assert [*parts.take(first), *parts.take(second)] == together.tolist()


@given(SEEDS)
def test_seeds_streams_and_blocks_have_draws_of_their_own(seed):
    drawn = [
        Draws(seed, Stream.SIZE).take(4),
        Draws(seed, Stream.SIZE, 1).take(4),
        Draws(seed, Stream.REVENUE).take(4),
        Draws(seed ^ 1, Stream.SIZE).take(4),
    ]
    assert len(np.unique(drawn)) == 16


def test_streams_have_different_numbers():
    assert len({int(stream) for stream in Stream}) == len(Stream.__members__)


def test_units_are_above_zero_and_at_most_one():
    ends = unit(np.array([0, 2**64 - 1], np.uint64))
    assert ends.tolist() == [2.0**-53, 1.0]


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1), st.integers(1, 2**40))
def test_whole_draws_stay_below_their_bound(raw, bound):
    drawn = below(np.array(raw, np.uint64), bound)
    assert (drawn >= 0).all()
    assert (drawn < bound).all()


@given(st.floats(2.0**-53, 1.0))
def test_a_curve_is_close_to_its_function(chance):
    found = sizes.SIZE(np.array([chance]))[0]
    assert found == pytest.approx(sizes.size_at(chance), rel=1e-4)


@given(st.floats(1.0, 100_000.0))
def test_a_curve_over_another_range_is_close_too(x):
    table = curve(math.sqrt, lowest=0, highest=17)
    assert table(np.array([x]))[0] == pytest.approx(math.sqrt(x), rel=1e-4)


@given(st.floats(1e-9, 1.0))
def test_the_spread_is_that_of_a_normal_in_the_exponent(chance):
    far = -NormalDist().inv_cdf(chance / 2)
    assert spread_curve(1.0)(np.array([chance]))[0] == pytest.approx(math.exp(far), rel=1e-3)


@pytest.mark.parametrize(("power", "most"), [(1.0, sizes.LARGEST), (sizes.PARTNERS_BY_SIZE, 1000.0)])
def test_moments_of_sizes_are_those_of_many_draws(power, most):
    """Against the mean over evenly spread chances, which has no sampling error."""
    chances = (np.arange(1_000_000) + 0.5) / 1_000_000
    found = np.minimum(sizes.SIZE(chances), most) ** power
    assert found.mean() == pytest.approx(sizes.moment(power, most), rel=0.05)
