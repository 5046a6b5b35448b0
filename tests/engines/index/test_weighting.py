"""Entropy weights: by hand, against a published check, and what x is."""

import json

import numpy as np
import pytest

from engines.index.builders import framework, panel
from rongtu.engines.index import EntropyInput, Weighting, evaluate
from rongtu.engines.index.weighting import entropy_of
from rongtu.vocab.evidence import Direction
from rongtu.vocab.problems import InputError
from shared_folder import SHARED, needs_shared, shared_rows


def test_entropy_weights_by_hand():
    weights, entropies = entropy_of(np.array([[1.0, 1.0], [1.0, 3.0]]))
    e = -(0.25 * np.log(0.25) + 0.75 * np.log(0.75)) / np.log(2)
    assert entropies.tolist() == pytest.approx([1.0, e], abs=1e-15)
    assert weights.tolist() == pytest.approx([0.0, 1.0], abs=1e-15)


def test_zero_counts_as_nothing_in_the_entropy():
    weights, entropies = entropy_of(np.array([[0.0, 1.0], [5.0, 3.0]]))
    assert entropies[0] == 0.0
    assert weights[0] > weights[1]


def test_the_order_of_rows_does_not_move_the_last_digit():
    x = np.random.default_rng(1).uniform(1, 100, (200, 9))
    assert entropy_of(x)[0].tolist() == entropy_of(x[::-1])[0].tolist()


@needs_shared
def test_entropy_weights_of_the_technology_achievement_index():
    rows = shared_rows("bench/index/literature/tai_raw.csv")
    raw = np.array([[float(value) for name, value in row.items() if name != "country"] for row in rows])
    expected = json.loads((SHARED / "bench/index/literature/entropy_topsis_tai_expected.json").read_text())
    assert entropy_of(raw)[0].tolist() == pytest.approx(expected["entropy_weights"], abs=1e-10)


@pytest.mark.parametrize("kind", EntropyInput)
def test_what_x_is_changes_the_weights_and_is_recorded(kind):
    values = [[[1, 10], [2, 30], [6, 40], [np.nan, 5]]]
    given = framework(["i0", "i1"], entropy_input=kind, tails=(0, 100))
    weights = evaluate(panel(values), given).weights[Weighting.ENTROPY]
    x = {
        EntropyInput.RAW: [[1, 10], [2, 30], [6, 40]],
        EntropyInput.UNIT_INTERVAL: [[0, 5 / 35], [0.2, 25 / 35], [1, 1]],
        EntropyInput.UNIT_INTERVAL_SHIFTED: [[0.01, 5 / 35 + 0.01], [0.21, 25 / 35 + 0.01], [1.01, 1.01]],
        EntropyInput.NORMALISED: [[1, 1 + 99 * 5 / 35], [20.8, 1 + 99 * 25 / 35], [100, 100]],
    }[kind]
    assert weights.values == pytest.approx(entropy_of(np.array(x, dtype=float))[0].tolist(), abs=1e-12)
    assert (weights.entropy_input, weights.complete) == (kind, 3)


def test_raw_values_are_refused_where_less_is_better():
    given = framework(["i0"], directions={"i0": Direction.DOWN}, entropy_input=EntropyInput.RAW)
    with pytest.raises(InputError, match="raw values"):
        evaluate(panel([[[1], [2], [3]]]), given)


def test_weights_need_two_complete_unit_years_that_differ():
    with pytest.raises(InputError, match="at least two unit-years"):
        evaluate(panel([[[1, np.nan], [np.nan, 3], [2, 4]]]), framework(["i0", "i1"]))
    with pytest.raises(InputError, match="varies"):
        entropy_of(np.ones((3, 2)))
