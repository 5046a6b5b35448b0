"""Obstacle degrees by hand, and what holds of them in general."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engines.index.builders import framework, panel
from rongtu.engines.index import Weighting, evaluate, obstacles, score_frozen
from rongtu.engines.index.obstacles import degrees
from rongtu.vocab.evidence import Direction
from shared_folder import SHARED, needs_shared

nan = np.nan


def test_degrees_by_hand():
    # short of 1 by 0.2, 0.5, 0.0 at weights 0.5, 0.2, 0.3: 0.10 + 0.10 + 0 = 0.20
    assert degrees(np.array([0.8, 0.5, 1.0]), (0.5, 0.2, 0.3)).tolist() == pytest.approx([0.5, 0.5, 0])


def test_the_scale_is_mapped_back_to_goodness():
    on_unit, on_hundred = np.array([0.25, 0.5]), np.array([25.75, 50.5])
    assert degrees(on_hundred, (0.5, 0.5), (1.0, 100.0)) == pytest.approx(degrees(on_unit, (0.5, 0.5)))
    assert degrees(on_unit, (0.5, 0.5)).tolist() == pytest.approx([0.6, 0.4])


@needs_shared
def test_degrees_of_the_shared_case():
    case = json.loads((SHARED / "bench/index/literature/obstacle_small.json").read_text(encoding="utf-8"))
    found = degrees(np.array(case["x"]), case["w"])
    assert np.allclose(found, case["obstacle"], rtol=0, atol=1e-12)


@pytest.mark.parametrize("scale", [(0.0, 1.0), (1.0, 100.0), (0.1, 0.3)])
def test_the_best_of_all_and_a_gap_have_none(scale):
    values = np.array([[1.0, 1.0], [nan, 0.5], [1.0, 0.0]])
    found = degrees(scale[0] + (scale[1] - scale[0]) * values, (0.5, 0.5), scale)
    assert found.ravel().tolist() == pytest.approx([nan, nan, nan, nan, 0, 1], nan_ok=True)


def test_an_evaluation_uses_its_directions_scale_and_weights():
    values = [[[0, 10], [5, 20], [10, 0]]]
    evaluation = evaluate(panel(values), framework(["i0", "i1"], directions={"i1": Direction.DOWN}, tails=(0, 100)))
    # goodness: (0, 0.5), (0.5, 0), (1, 1)
    expected = [2 / 3, 1 / 3, 1 / 3, 2 / 3, nan, nan]
    assert obstacles(evaluation)[0].ravel().tolist() == pytest.approx(expected, nan_ok=True)
    w = np.array(evaluation.weights[Weighting.ENTROPY].values) * [1, 0.5]
    assert obstacles(evaluation, weighting=Weighting.ENTROPY)[0, 0].tolist() == pytest.approx(list(w / w.sum()))
    extra = score_frozen(evaluation, panel([[[5, 20]]], units=("zone",)))
    assert obstacles(evaluation, extra)[0, 0].tolist() == pytest.approx([1 / 3, 2 / 3])


@given(
    arrays(np.float64, (6, 4), elements=st.floats(0, 1)),
    arrays(np.float64, 4, elements=st.floats(0.01, 1)),
    st.permutations(range(4)),
)
def test_degrees_add_up_to_one_and_follow_their_ratio(values, weights, order):
    found = degrees(values, weights)
    short = (values < 1 - 1e-9).any(axis=1)
    assert found[short].sum(axis=1) == pytest.approx(np.ones(short.sum()))
    assert (found[short] >= 0).all()
    turned = degrees(values[:, order], weights[order])
    assert turned[short] == pytest.approx(found[short][:, order])
