"""What the evaluation says beyond four scores: ranks over drawn choices, shares of pairs, obstacles, on the sample."""

import pytest

from rongtu.desks.govern.evaluation import evaluate_integration
from rongtu.desks.govern.models import EvaluateRequest
from rongtu.desks.govern.panel import BLOCKS

BEIJING, TIANJIN, HEBEI = "110000", "120000", "130000"
RATIOS = 9


@pytest.fixture(scope="module")
def answer(loaded, administrator):
    """The evaluation of the public sample, as asked for without a word."""
    return loaded.run("index.evaluate", {}, administrator)


def test_every_score_has_its_ranks_over_the_runs(answer):
    assert [(row.region, row.year) for row in answer.draws] == [(row.region, row.year) for row in answer.scored]
    among = {(row.region, row.year): row.ranked_among for row in answer.scored}
    for row in answer.draws:
        assert 1 <= row.low <= row.median <= row.high <= row.ranked_among == among[row.region, row.year]
        assert 0 <= row.first <= row.top_three <= row.top_ten <= 1


def test_the_regions_in_focus_have_draws_in_the_complete_year(answer):
    drawn = {row.region: row for row in answer.draws if row.year == answer.year}
    assert {BEIJING, TIANJIN, HEBEI} <= drawn.keys()
    assert len(drawn) == drawn[HEBEI].ranked_among
    assert drawn[BEIJING].median < drawn[TIANJIN].median < drawn[HEBEI].median


def test_a_range_of_draws_meets_the_range_of_the_four_choices(answer):
    four = {(row.region, row.year): (row.best_rank, row.worst_rank) for row in answer.scored}
    for row in answer.draws:
        best, worst = four[row.region, row.year]
        assert row.low <= worst and best <= row.high


def test_the_shares_of_a_pair_add_up_to_one(answer):
    shares = {(row.year, row.above, row.below): row.share for row in answer.pairs}
    assert {(year, *sorted(pair)) for year, *pair in shares} == {
        (year, *pair)
        for year in {answer.year, *range(BLOCKS[-1].first_year, BLOCKS[-1].last_year + 1)}
        for pair in ((BEIJING, TIANJIN), (BEIJING, HEBEI), (TIANJIN, HEBEI))
        if {(code, year) for code in pair} <= {(row.region, row.year) for row in answer.scored}
    }
    for (year, above, below), share in shares.items():
        assert 0 <= share <= 1
        assert share + shares[year, below, above] == pytest.approx(1, abs=1e-12)


def test_obstacles_are_of_every_scored_year_of_the_focus_and_of_the_zone(answer):
    scored = {(row.region, row.year) for row in answer.scored if row.region in answer.focus}
    scored |= {(row.name, row.year) for row in answer.group if row.scores}
    degrees = {}
    for row in answer.obstacles:
        degrees.setdefault((row.region, row.year), {})[row.ratio] = row.degree
    assert degrees.keys() == scored
    for by_ratio in degrees.values():
        assert len(by_ratio) == RATIOS
        assert sum(by_ratio.values()) == pytest.approx(1)
        assert min(by_ratio.values()) >= 0


def test_every_ref_leads_on_to_scores_or_ratios(answer):
    for row in (*answer.draws, *answer.pairs, *answer.obstacles):
        step = answer.trace[row.ref.removeprefix("derived:")]
        assert step.rule
        for name in step.inputs:
            assert name.removeprefix("derived:") in answer.trace or name.startswith("rows:"), name


def test_the_choices_are_told_with_the_runs_and_never_called_a_chance(answer):
    told = "；".join(answer.choices)
    assert "1,000 次" in told and "20260101" in told and "0.5" in told
    assert "不是概率" in told
    assert answer.trace["draws"].rule.endswith(told)


def test_the_seed_and_the_number_of_runs_are_what_was_asked_for(world):
    one, same, other = (evaluate_integration(world.context, EvaluateRequest(runs=60, seed=seed)) for seed in (5, 5, 6))
    assert one == same
    assert one.draws != other.draws
    assert "60 次" in one.choices[3]
    for row in one.draws:
        assert row.top_three * 60 == pytest.approx(round(row.top_three * 60))
