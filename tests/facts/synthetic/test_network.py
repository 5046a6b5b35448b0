"""The supply network: heavy tails, the mean degree asked for, each pair once, and the same beginning at any size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongtu.facts.synthetic import Parameters, network, sizes
from rongtu.facts.synthetic.bodies import bodies
from rongtu.facts.synthetic.network import links, most_partners

MANY = 100_000
TAIL = 1_000
"""Largest values the tail is fitted on: one in a hundred."""

FIRMS = st.integers(1, 300)
DEGREES = st.floats(0, 30)
SEEDS = st.integers(0, 2**64 - 1)


def arrays(parameters):
    """All links as one array (links, 3)."""
    parts = [np.stack([piece.seller, piece.buyer, piece.amount], axis=1) for piece in links(parameters)]
    return np.concatenate(parts) if parts else np.empty((0, 3), np.int64)


def hill(values):
    """Hill's estimate of the exponent of a tail; its standard error is the exponent / √TAIL, here 3 %."""
    ordered = np.sort(values)[::-1].astype(float)
    return 1 / np.log(ordered[:TAIL] / ordered[TAIL]).mean()


@pytest.fixture(scope="module")
def many():
    """Links and bodies of a set large enough for its tails to be fitted."""
    parameters = Parameters(organisations=MANY, seed=1)
    parts = list(bodies(parameters))
    figures = {name: np.concatenate([getattr(part, name) for part in parts]) for name in ("employees", "revenue")}
    made = arrays(parameters)
    degrees = {
        "buyers": np.bincount(made[:, 0], minlength=MANY),
        "suppliers": np.bincount(made[:, 1], minlength=MANY),
    }
    return {"links": made, **figures, **degrees, "sold": np.bincount(made[:, 0], made[:, 2], minlength=MANY)}


@pytest.mark.parametrize("figure", ["employees", "revenue", "sold"])
def test_sizes_have_the_tail_of_zipf(many, figure):
    assert hill(many[figure]) == pytest.approx(sizes.EXPONENT, rel=0.1)


@pytest.mark.parametrize("side", ["buyers", "suppliers"])
def test_degrees_on_both_sides_have_the_tail_asked_for(many, side):
    assert hill(many[side]) == pytest.approx(sizes.DEGREE_EXPONENT, rel=0.1)


def test_the_mean_degree_is_about_the_one_asked_for(many):
    assert len(many["links"]) / MANY == pytest.approx(10, rel=0.1)


@pytest.mark.parametrize("degree", [0.5, 3.0, 30.0])
def test_other_mean_degrees_come_out_as_well(degree):
    made = arrays(Parameters(organisations=20_000, seed=3, mean_degree=degree))
    assert len(made) / 20_000 == pytest.approx(degree, rel=0.15)


def test_degrees_and_amounts_go_with_size(many):
    size = np.log(many["employees"])
    assert np.corrcoef(size, np.log1p(many["buyers"]))[0, 1] > 0.6
    assert np.corrcoef(size, np.log1p(many["suppliers"]))[0, 1] > 0.6
    seller, _, amount = many["links"].T
    assert np.corrcoef(size[seller], np.log(amount))[0, 1] > 0.2


def test_turnover_covers_what_is_sold(many):
    """About 1.3 times in the limit; somewhat more while the largest firms have met each other twice."""
    assert 1.2 < many["revenue"].sum() / many["sold"].sum() < 2


@given(FIRMS, SEEDS, DEGREES)
def test_each_pair_comes_once_and_nobody_sells_to_himself(organisations, seed, degree):
    made = arrays(Parameters(organisations=organisations, seed=seed, mean_degree=degree))
    assert len(np.unique(made[:, :2], axis=0)) == len(made)
    assert (made[:, 0] != made[:, 1]).all()
    assert ((made[:, :2] >= 0) & (made[:, :2] < organisations)).all()
    assert (made[:, 2] >= 1).all()


@given(FIRMS, FIRMS, SEEDS, DEGREES)
def test_a_network_begins_with_that_of_fewer_firms(some, more, seed, degree):
    small = arrays(Parameters(organisations=some, seed=seed, mean_degree=degree))
    large = arrays(Parameters(organisations=some + more, seed=seed, mean_degree=degree))
    assert large[: len(small)].tolist() == small.tolist()
    assert (large[len(small) :, :2].max(axis=1) >= some).all()


def test_a_network_of_several_blocks_begins_with_that_of_one_and_a_half():
    small = arrays(Parameters(organisations=25_000, seed=9))
    large = arrays(Parameters(organisations=50_000, seed=9))
    assert (large[: len(small)] == small).all()


@settings(max_examples=20)
@given(SEEDS, st.integers(1, 400))
def test_how_links_are_cut_into_pieces_changes_none_of_them(seed, piece):
    parameters = Parameters(organisations=300, seed=seed)
    whole = arrays(parameters)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "PIECE", piece)
        assert arrays(parameters).tolist() == whole.tolist()


def test_pieces_are_bounded_whatever_the_number_of_firms():
    parameters = Parameters(organisations=MANY, seed=1)
    longest = max(len(piece.seller) for piece in links(parameters))
    assert longest <= network.PIECE + 2 * most_partners(parameters)


def test_another_seed_gives_another_network():
    one, other = (arrays(Parameters(organisations=200, seed=seed)) for seed in (1, 2))
    assert one.tolist() != other.tolist()
