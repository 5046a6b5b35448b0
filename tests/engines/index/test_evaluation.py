"""The whole evaluation: gaps, seams, frozen scoring, rank ranges, explanations that add up; and its laws."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engines.index.builders import framework, panel
from rongtu.engines.index import (
    CHOICES,
    Block,
    Mean,
    Panel,
    StepMark,
    Weighting,
    change,
    evaluate,
    explain,
    score_frozen,
)
from rongtu.engines.index.results import Choice
from rongtu.vocab.evidence import Direction
from rongtu.vocab.problems import InputError

EQUAL = Choice(Weighting.EQUAL, Mean.ARITHMETIC)
WHOLE = {"tails": (0, 100)}
TWO_BLOCKS = (Block("old", 2017, 2018), Block("new", 2019, 2020))


def test_a_small_evaluation_by_hand():
    values = [[[0, 10], [5, 20], [10, 0]]]
    evaluation = evaluate(panel(values), framework(["i0", "i1"], directions={"i1": Direction.DOWN}, **WHOLE))
    assert evaluation.normalised[0].tolist() == [[1, 50.5], [50.5, 1], [100, 100]]
    assert evaluation.scores[EQUAL].total[0].tolist() == pytest.approx([25.75, 25.75, 100])
    assert evaluation.scores[EQUAL].ranks[0].tolist() == [2, 2, 1]
    geometric = evaluation.scores[Choice(Weighting.EQUAL, Mean.GEOMETRIC)].total[0]
    assert geometric.tolist() == pytest.approx([50.5**0.5, 50.5**0.5, 100])


def test_the_rank_range_spans_the_four_choices():
    values = np.random.default_rng(4).uniform(0, 1, (2, 9, 3))
    evaluation = evaluate(panel(values), framework(["i0", "i1", "i2"]))
    ranks = np.stack([evaluation.scores[choice].ranks for choice in CHOICES])
    assert len(CHOICES) == 4
    assert evaluation.best_rank.tolist() == ranks.min(axis=0).tolist()
    assert evaluation.worst_rank.tolist() == ranks.max(axis=0).tolist()
    assert (evaluation.best_rank < evaluation.worst_rank).any()


def test_a_unit_year_with_a_gap_has_no_score_but_the_dimensions_it_has():
    values = [[[1, 1], [2, np.nan], [3, 3]]]
    dimensions = {"i0": "input", "i1": "output"}
    evaluation = evaluate(panel(values), framework(["i0", "i1"], dimensions=dimensions, **WHOLE))
    scores = evaluation.scores[EQUAL]
    assert np.isnan(scores.total[0]).tolist() == [False, True, False]
    assert scores.ranks[0].tolist() == [2, 0, 1]
    assert evaluation.scored.tolist() == [2]
    assert evaluation.dimensions == ("input", "output")
    assert scores.by_dimension[0, 1].tolist() == pytest.approx([50.5, np.nan], nan_ok=True)
    told = explain(evaluation, 2020, "u1", EQUAL)
    assert (told.score, told.rank, told.scored) == (None, None, 2)
    assert [(gap.ratio, gap.missing) for gap in told.gaps] == [("i1", ("i1",))]


def test_bounds_pool_both_blocks_and_leave_out_years_of_none():
    values = np.array([100.0, 0, 1, 2, 3])[:, None, None] + np.array([0.0, 0.5])[None, :, None]
    evaluation = evaluate(panel(values, 2016), framework(["i0"], blocks=TWO_BLOCKS, **WHOLE))
    assert evaluation.years == (2017, 2018, 2019, 2020)
    assert (evaluation.bounds[0].low, evaluation.bounds[0].high, evaluation.bounds[0].count) == (0, 3.5, 8)


def test_a_change_across_the_seam_is_refused():
    values = np.arange(4.0)[:, None, None] + np.array([0.0, 0.5])[None, :, None]
    evaluation = evaluate(panel(values, 2017), framework(["i0"], blocks=TWO_BLOCKS, **WHOLE))
    assert evaluation.seams == (2019,)
    assert change(evaluation, EQUAL, "u0", 2017, 2018) == pytest.approx(99 / 3.5)
    assert change(evaluation, EQUAL, "u0", 2018, 2019) is None
    with pytest.raises(KeyError):
        change(evaluation, EQUAL, "u0", 2020, 2021)


def test_a_change_to_a_year_without_a_score_is_unknown():
    evaluation = evaluate(panel([[[1], [2]], [[np.nan], [3]]]), framework(["i0"], **WHOLE))
    assert change(evaluation, EQUAL, "u0", 2020, 2021) is None


def test_extra_units_are_scored_on_the_fitted_bounds_and_not_ranked():
    evaluation = evaluate(panel([[[0, 0], [10, 10]]]), framework(["i0", "i1"], **WHOLE))
    extra = score_frozen(evaluation, panel([[[5, 20]]], units=("京津冀",)))
    assert extra.normalised.tolist() == [[[50.5, 100.0]]]
    assert extra.scores[EQUAL].tolist() == [[75.25]]
    told = explain(evaluation, 2020, "京津冀", EQUAL, extra)
    assert (told.score, told.rank) == (75.25, None)
    assert [term.clipped for term in told.terms] == [False, True]


def test_frozen_scores_of_a_fitted_unit_are_its_own():
    values = np.random.default_rng(3).uniform(0, 1, (2, 6, 3))
    evaluation = evaluate(panel(values), framework(["i0", "i1", "i2"]))
    extra = score_frozen(evaluation, panel(values[:, 2:3], units=("again",)))
    for choice in CHOICES:
        assert extra.scores[choice][:, 0].tolist() == evaluation.scores[choice].total[:, 2].tolist()


def test_an_explanation_carries_marks_and_facts_of_each_ratio():
    given = panel([[[1], [2]]], facts={(2020, "u0", "i0"): "f7"})
    mark = StepMark("u0", "i0", 2020, "没有说明的跳变")
    evaluation = evaluate(given, framework(["i0"], **WHOLE), [mark])
    (term,) = explain(evaluation, 2020, "u0", EQUAL).terms
    assert (term.marks, term.facts) == ((mark,), ("f7",))
    assert explain(evaluation, 2020, "u1", EQUAL).terms[0].marks == ()


def test_a_panel_outside_every_block_is_refused():
    with pytest.raises(InputError, match="lies in a block"):
        evaluate(panel([[[1], [2]]], 1990), framework(["i0"]))


values_3 = arrays(np.float64, (2, 5, 3), elements=st.floats(0, 1000, width=32))


def fitted(values, **given):
    assume(all(np.ptp(np.percentile(values[..., i], (2.5, 97.5))) > 1e-6 for i in range(3)))
    return evaluate(panel(values), framework(["i0", "i1", "i2"], **given))


@given(values_3)
def test_contributions_add_up_to_the_score(values):
    evaluation = fitted(values)
    for choice in CHOICES:
        told = explain(evaluation, 2021, "u3", choice)
        total = sum(term.contribution for term in told.terms)
        assert told.score == pytest.approx(np.exp(total) if choice.mean is Mean.GEOMETRIC else total, rel=1e-12)
        assert all(evaluation.scores[choice].total.ravel() >= 0.999) and evaluation.scores[choice].total.max() < 100.001


@given(values_3, st.integers(0, 2), st.floats(0, 500), st.sampled_from([Direction.UP, Direction.DOWN]))
def test_raising_an_indicator_never_moves_a_score_against_its_direction(values, which, rise, direction):
    evaluation = fitted(values, directions={f"i{which}": direction})
    raised = values.copy()
    raised[..., which] += rise
    extra = score_frozen(evaluation, panel(raised))
    for choice in CHOICES:
        moved = extra.scores[choice] - evaluation.scores[choice].total
        assert (moved >= -1e-12).all() if direction is Direction.UP else (moved <= 1e-12).all()


@given(values_3, st.permutations(range(5)))
def test_the_order_of_units_changes_nothing(values, order):
    straight = fitted(values)
    units = tuple(f"u{i}" for i in order)
    turned = evaluate(
        Panel((2020, 2021), units, ("i0", "i1", "i2"), values[:, list(order)]), framework(["i0", "i1", "i2"])
    )
    for choice in CHOICES:
        assert turned.scores[choice].total.tolist() == straight.scores[choice].total[:, list(order)].tolist()
        assert turned.scores[choice].ranks.tolist() == straight.scores[choice].ranks[:, list(order)].tolist()
