"""The width that is left once an assumption is known, against widths worked out by hand and by drawing anew."""

import numpy as np
import pytest

from rongtu.engines.chain.value.conditional import drawing
from rongtu.engines.chain.value.draws import uniforms
from rongtu.engines.chain.value.targets import width

DRAWS, SEED = 4000, 3


def drawn(formula, keys, seed=SEED, draws=DRAWS):
    """A result of some uniforms, made ready, and the uniforms."""
    u = [uniforms(seed, f"k{number}", draws) for number in range(keys)]
    return drawing(formula(*u), seed), u


def reductions(formula, keys, **more):
    ready, u = drawn(formula, keys, **more)
    return [ready.reduction(one) for one in u]


def test_of_a_sum_of_two_what_is_left_is_the_other():
    # the sum of two uniforms: 5 % end √0.1, width 2 − 2 √0.1; of one of them 0.9
    exact = 2 - 2 * np.sqrt(0.1) - 0.9
    for found in reductions(lambda a, b: a + b, 2):
        assert found.amount == pytest.approx(exact, abs=3 * found.error)
        assert found.amount == pytest.approx(exact, rel=0.1)


def test_of_a_minimum_of_two_what_is_left_is_what_the_other_may_still_lower():
    # width √0.95 − √0.05; of min(x, U) it is 0, then x − 0.05, then 0.9: 0.45 on average
    exact = np.sqrt(0.95) - np.sqrt(0.05) - 0.45
    for found in reductions(np.minimum, 2):
        assert found.amount == pytest.approx(exact, abs=3 * found.error)
        assert found.amount == pytest.approx(exact, rel=0.1)


def test_what_is_all_there_is_leaves_nothing_and_what_has_nothing_to_do_with_it_everything():
    all_of_it, none_of_it = reductions(lambda a, b: 5 * a + 0 * b, 2)
    assert all_of_it.amount == pytest.approx(4.5, rel=0.02)
    assert none_of_it.amount == pytest.approx(0.0, abs=0.02)


@pytest.mark.parametrize(
    "formula",
    [
        lambda a, b, c: np.minimum(a + b, 3 * c),
        lambda a, b, c: a * b + (c > 0.5),
        lambda a, b, c: np.maximum(a, b) - c,
    ],
)
def test_it_is_what_drawing_anew_for_each_answer_finds(formula):
    rng = np.random.default_rng(1)
    others = rng.random((3, 20_000))
    whole = width(formula(*rng.random((3, 200_000))))
    for key, found in enumerate(reductions(formula, 3)):
        left = [
            width(formula(*[np.full(1, answer) if one == key else others[one] for one in range(3)]))
            for answer in (np.arange(200) + 0.5) / 200
        ]
        assert found.amount == pytest.approx(whole - np.mean(left), abs=3 * found.error + 0.02 * whole)


def test_the_error_told_is_about_the_one_made():
    found = [reductions(lambda a, b: a + b, 2, seed=seed, draws=1000)[0] for seed in range(30)]
    made = np.std([one.amount for one in found])
    assert made < np.mean([one.error for one in found]) < 2 * made


def test_what_does_not_vary_is_not_narrowed():
    assert reductions(lambda a, b: 0 * a + 7.0, 2)[0].amount == 0.0


def test_no_reduction_is_below_nothing_or_above_the_width():
    for seed in range(10):
        ready, u = drawn(lambda a, *rest: a + 0.01 * sum(rest), 6, seed=seed, draws=200)
        assert all(0.0 <= ready.reduction(one).amount <= ready.whole[0] for one in u)
