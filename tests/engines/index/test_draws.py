"""Ranks over runs of drawn choices: each run is an evaluation of its own, and the runs are the same for a seed."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engines.index.builders import framework, panel
from rongtu.engines.index import CHOICES, Mean, Panel, Runs, Weighting, draw, evaluate, replay, sample
from rongtu.engines.index.aggregation import aggregate, rank_descending, ranks_by_run, rounded
from rongtu.engines.index.draws import CHUNK
from rongtu.vocab.problems import InputError

RATIOS = ("i0", "i1", "i2")


def evaluated(values, **given):
    return evaluate(panel(values, **given), framework(RATIOS))


@pytest.fixture(scope="module")
def seven():
    """Two years of seven units, one of them with a gap in the second year."""
    values = np.random.default_rng(11).uniform(0, 1, (2, 7, 3))
    values[1, 4, 2] = np.nan
    return evaluated(values)


def ranks_one_by_one(evaluation, runs):
    """Ranks (n_runs, n_years, n_units), each run computed as an evaluation is."""
    means = [Mean.GEOMETRIC if geometric else Mean.ARITHMETIC for geometric in runs.geometric]
    return np.array(
        [
            [rank_descending(aggregate(year, weights, mean)) for year in evaluation.normalised]
            for weights, mean in zip(runs.weights, means, strict=True)
        ]
    )


def test_every_run_is_what_the_evaluation_computes_with_its_choices(seven):
    runs = sample(seven, 200, 3)
    ranks = ranks_one_by_one(seven, runs)
    for i in range(len(ranks)):
        told = replay(seven, Runs(runs.weights[i : i + 1], runs.geometric[i : i + 1]))
        assert told.low.tolist() == told.high.tolist() == ranks[i].tolist()
        assert np.nan_to_num(told.median).tolist() == ranks[i].tolist()


def test_what_is_told_of_many_runs_is_counted_from_their_ranks(seven):
    runs = sample(seven, 2 * CHUNK + 37, 3)
    pairs = (("u0", "u1"), ("u1", "u0"), ("u4", "u5"))
    told, ranks = replay(seven, runs, pairs), ranks_one_by_one(seven, runs)
    assert told.runs == len(ranks)
    ranked = ranks[0] > 0
    for found, percent in ((told.low, 5), (told.high, 95)):
        assert found.tolist() == np.percentile(ranks, percent, axis=0, method="inverted_cdf").tolist()
    assert told.median[ranked].tolist() == np.median(ranks, axis=0)[ranked].tolist()
    for found, last in ((told.first, 1), (told.top_three, 3), (told.top_ten, 10)):
        assert found[ranked].tolist() == (ranks <= last).mean(axis=0)[ranked].tolist()
    above = (ranks[:, :, [0, 1, 4]] < ranks[:, :, [1, 0, 5]]).mean(axis=0)
    assert told.above[0].tolist() == above[0].tolist()
    assert told.above[1, :2].tolist() == above[1, :2].tolist()


def test_a_gap_has_no_draws(seven):
    told = draw(seven, 20, 1, [("u4", "u0")])
    assert (told.low[1, 4], told.high[1, 4]) == (0, 0)
    for values in (told.median, told.first, told.top_three, told.top_ten):
        assert np.isnan(values).tolist() == [[False] * 7, [unit == 4 for unit in range(7)]]
    assert np.isnan(told.above).tolist() == [[False], [True]]


def test_a_year_without_any_score_has_no_draws():
    values = np.random.default_rng(2).uniform(0, 1, (2, 4, 3))
    values[0, :, 1] = np.nan
    told = draw(evaluated(values), 10, 1, [("u0", "u1")])
    assert told.high[0].tolist() == [0, 0, 0, 0]
    assert np.isnan(told.above).tolist() == [[True], [False]]


def test_ties_share_a_rank_and_count_half_in_a_pair():
    values = [[[5, 5, 5], [5, 5, 5], [0, 0, 0], [9, 9, 9]]]
    told = draw(evaluated(values), 64, 1, [("u0", "u1"), ("u3", "u0"), ("u2", "u0")])
    assert told.median.tolist() == [[2, 2, 4, 1]]
    assert told.top_three.tolist() == [[1, 1, 0, 1]]
    assert told.above.tolist() == [[0.5, 1, 0]]


def test_choices_are_drawn_evenly_and_weights_within_the_noise(seven):
    runs = sample(seven, 20_000, 1)
    assert runs.geometric.mean() == pytest.approx(0.5, abs=0.02)
    bases = {weighting: np.array(seven.weights[weighting].values) for weighting in Weighting}
    noise = {weighting: runs.weights / base for weighting, base in bases.items()}
    within = {weighting: moved.max(axis=1) / moved.min(axis=1) <= 3 for weighting, moved in noise.items()}
    assert (within[Weighting.EQUAL] | within[Weighting.ENTROPY]).all()
    assert runs.weights.sum(axis=1) == pytest.approx(np.ones(20_000))
    # equal weights moved by ±50 % average 1/3; entropy weights average themselves, and halves of the two their middle
    middle = (bases[Weighting.EQUAL] + bases[Weighting.ENTROPY]) / 2
    assert runs.weights.mean(axis=0) == pytest.approx(middle, abs=0.01)


def test_without_noise_the_runs_are_the_four_choices(seven):
    runs = sample(seven, 400, 9, noise=0)
    four = {
        (seven.weights[choice.weighting].values, choice.mean is Mean.GEOMETRIC): seven.scores[choice].ranks
        for choice in CHOICES
    }
    drawn = [
        (tuple(weights), geometric)
        for weights, geometric in zip(runs.weights.tolist(), runs.geometric.tolist(), strict=True)
    ]
    counts = {way: sum(np.allclose(way[0], one[0]) and way[1] == one[1] for one in drawn) for way in four}
    assert sum(counts.values()) == 400
    assert all(70 < count < 130 for count in counts.values())
    told = draw(seven, 400, 9, noise=0)
    assert (told.low >= seven.best_rank).all() and (told.high <= seven.worst_rank).all()
    first = sum(counts[way] * (ranks == 1) for way, ranks in four.items()) / 400
    known = seven.best_rank > 0
    assert told.first[known].tolist() == first[known].tolist()


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"runs": 0}, "at least one run"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**64}, "seed"),
        ({"noise": 1.0}, "no weight is lost"),
        ({"noise": float("nan")}, "no weight is lost"),
    ],
)
def test_what_cannot_be_drawn_is_refused(seven, asked, named):
    with pytest.raises(InputError, match=named):
        draw(seven, **{"runs": 3, "seed": 1, **asked})


@pytest.mark.parametrize(
    ("weights", "geometric"),
    [([[0.5, 0.5]], [True]), ([[0.2, 0.2, 0.2]], [True]), ([[-1, 1, 1]], [True]), ([[1, 0, 0]], []), ([], [])],
)
def test_runs_that_do_not_fit_are_refused(seven, weights, geometric):
    with pytest.raises(InputError, match="weights"):
        replay(seven, Runs(np.array(weights, dtype=float), np.array(geometric, dtype=bool)))


def test_a_pair_of_a_unit_that_is_not_there_is_refused(seven):
    with pytest.raises(KeyError):
        draw(seven, 3, 1, [("u0", "nobody")])


PROCESS = """
import hashlib
import numpy as np
from rongtu.engines.index import Block, Framework, Panel, RatioDefinition, draw, evaluate
from rongtu.vocab.evidence import Direction

values = np.arange(60.0).reshape(2, 10, 3) ** 1.7 % 13
ratios = tuple(RatioDefinition(code, code, None, 1.0, Direction.UP, "all") for code in "abc")
found = Panel((2020, 2021), tuple("0123456789"), tuple("abc"), values)
told = draw(evaluate(found, Framework(ratios, (Block("all", 2000, 2100),))), 500, 42, [("3", "7")])
parts = (told.median, told.low, told.high, told.first, told.top_three, told.top_ten, told.above)
print(hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest())
"""


def test_a_seed_gives_the_same_bytes_in_two_processes():
    command = [sys.executable, "-c", PROCESS]
    digests = {subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(2)}
    assert len(digests) == 1
    assert len(digests.pop().strip()) == 64


@given(st.integers(0, 2**64 - 1), st.integers(1, 60), st.integers(0, 60))
def test_fewer_runs_are_the_first_of_more(seed, few, more):
    evaluation = evaluated(np.arange(12.0).reshape(1, 4, 3) % 7)
    short, long = sample(evaluation, few, seed), sample(evaluation, few + more, seed)
    assert short.weights.tolist() == long.weights[:few].tolist()
    assert short.geometric.tolist() == long.geometric[:few].tolist()


def test_the_stream_of_a_seed_is_fixed(seven):
    runs = sample(seven, 2, 20260101, noise=0)
    raw = np.random.Philox(key=20260101).random_raw(10)
    assert (raw[[1, 6]] >> np.uint64(63)).astype(bool).tolist() == runs.geometric.tolist()


values_3 = arrays(np.float64, (2, 5, 3), elements=st.floats(0, 1000, width=32))


@given(values_3, st.permutations(range(5)))
@settings(max_examples=50)
def test_the_order_of_units_changes_nothing(values, order):
    assume(all(np.ptp(np.percentile(values[..., i], (2.5, 97.5))) > 1e-6 for i in range(3)))
    units = tuple(f"u{i}" for i in order)
    turned = evaluate(Panel((2020, 2021), units, RATIOS, values[:, list(order)]), framework(RATIOS))
    pairs = [("u0", "u1"), ("u4", "u2")]
    one, other = draw(evaluated(values), 30, 8, pairs), draw(turned, 30, 8, pairs)
    for name in ("median", "low", "high", "first", "top_three", "top_ten"):
        assert getattr(other, name).tolist() == getattr(one, name)[:, list(order)].tolist()
    assert one.above.tolist() == other.above.tolist()


@given(values_3, st.integers(0, 100))
@settings(max_examples=50)
def test_what_is_told_is_in_order_and_pairs_add_up(values, seed):
    assume(all(np.ptp(np.percentile(values[..., i], (2.5, 97.5))) > 1e-6 for i in range(3)))
    told = draw(evaluated(values), 21, seed, [("u0", "u1"), ("u1", "u0")])
    assert ((told.low >= 1) & (told.low <= told.median) & (told.median <= told.high) & (told.high <= 5)).all()
    assert ((told.first >= 0) & (told.first <= told.top_three) & (told.top_three <= told.top_ten)).all()
    assert (told.top_ten == 1).all()
    assert (told.above.sum(axis=1) == 1).all()
    assert (told.first.sum(axis=1) >= 1 - 1e-12).all()


@given(arrays(np.float64, (4, 6), elements=st.floats(1, 100)))
def test_ranks_of_many_runs_are_the_ranks_of_each(scores):
    settled = rounded(scores)
    assert ranks_by_run(settled).tolist() == [rank_descending(run).tolist() for run in settled]


@given(st.floats(1e-6, 1e6))
def test_rounding_keeps_ten_digits_and_what_is_rounded(value):
    (found,) = rounded(np.array([value]))
    assert found == pytest.approx(value, rel=5.1e-10)
    assert rounded(np.array([found]))[0] == found
    assert len(f"{found:.15g}".replace(".", "").partition("e")[0].strip("0")) <= 10
