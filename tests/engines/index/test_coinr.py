"""Functions held against the outputs of COINr 1.1.14 on its ASEM example, where the conventions coincide.

Min–max on the whole range is our bounds at the 0 % and 100 % points; weights are renormalised within each group as
the sub-scores do; ranks descend with ties sharing the smallest number.
"""

import json
import math

import numpy as np
import pytest

from engines.index.builders import framework, panel
from rongtu.engines.index import Mean, Runs, evaluate, replay
from rongtu.engines.index.aggregation import aggregate, rank_descending
from rongtu.engines.index.draws import scores_of_runs
from rongtu.engines.index.normalising import fit_bounds, normalise
from rongtu.engines.index.results import Bounds
from rongtu.vocab.evidence import Direction
from shared_folder import SHARED, needs_shared, shared_rows

ASEM = "bench/index"


def columns(name):
    rows = shared_rows(f"{ASEM}/expected/{name}.csv")
    return {
        code: np.array([float(row[code]) if row[code] not in {"", "NA"} else math.nan for row in rows])
        for code in rows[0]
        if code != "uCode"
    }


def tree():
    """Group → its members' (code, weight), lowest level first."""
    groups = {}
    for row in shared_rows(f"{ASEM}/iMeta.csv"):
        if row["Parent"] and row["Type"] in {"Indicator", "Aggregate"}:
            groups.setdefault(row["Parent"], []).append((row["iCode"], float(row["Weight"])))
    return groups


def aggregated(known, mean):
    for group, members in tree().items():
        weights = np.array([weight for _, weight in members])
        stack = np.stack([known[code] for code, _ in members], axis=-1)
        known[group] = aggregate(stack, weights / weights.sum(), mean)
    return known


@needs_shared
def test_min_max_from_1_to_100():
    expected, treated = columns("05b_minmax_1_100"), columns("04_treated_win5_logCT")
    falling = {row["iCode"] for row in shared_rows(f"{ASEM}/iMeta.csv") if row["Direction"] == "-1"}
    codes = tuple(treated)
    values = np.stack([treated[code] for code in codes], axis=-1)[None]
    directions = [Direction.DOWN if code in falling else Direction.UP for code in codes]
    found = normalise(values, fit_bounds(values, codes, (0, 100)), directions)[0]
    assert len(codes) == 49
    for i, code in enumerate(codes):
        assert np.allclose(found[:, i], expected[code], rtol=0, atol=1e-10, equal_nan=True), code


@needs_shared
@pytest.mark.parametrize(("name", "mean"), [("agg_gmean", Mean.GEOMETRIC), ("06_aggregated_amean", Mean.ARITHMETIC)])
def test_weighted_means_up_the_tree(name, mean):
    expected = columns(name)
    groups = tree()
    found = aggregated({code: values for code, values in expected.items() if code not in groups}, mean)
    assert len(groups) == 11
    for group in groups:
        assert np.allclose(found[group], expected[group], rtol=0, atol=1e-10, equal_nan=True), group


@needs_shared
def test_ranks_of_every_aggregate():
    scores, ranks = columns("07_results_full_scores"), columns("07_results_ranks")
    units = [
        [row["uCode"] for row in shared_rows(f"{ASEM}/expected/{name}.csv")]
        for name in ("07_results_full_scores", "07_results_ranks")
    ]
    order = [units[0].index(unit) for unit in units[1]]
    assert len(ranks) >= 11
    for code, expected in ranks.items():
        assert rank_descending(scores[code][order]).tolist() == expected.astype(int).tolist(), code


def effective(weights):
    """Weights of indicators in the index of given weights in each group: products of shares up the tree."""
    parents = {code: group for group, members in tree().items() for code, _ in members}
    totals = {group: sum(weights[code] for code, _ in members) for group, members in tree().items()}

    def product(code):
        return weights[code] / totals[parents[code]] * product(parents[code]) if code in parents else 1.0

    return {code: product(code) for code in parents if code not in totals}


def uncertainty_runs():
    """Of COINr's uncertainty analysis, the runs on the table treated as ours: noisy weights, mean, and the scores."""
    drawn = {}
    for row in shared_rows(f"{ASEM}/sa_noisy_weights_100_sets.csv"):
        drawn.setdefault(row["set"], {})[row["iCode"]] = float(row["Weight"])
    scores = columns("ua100_scores")
    for row in shared_rows(f"{ASEM}/expected/ua100_parameters.csv"):
        if (row["winmax"], row["norm"]) == ("5", "n_minmax"):
            yield effective(drawn[row["weights_set"]]), row["f_ag"] == "a_gmean", scores[f"r_{row['rep']}"]


@needs_shared
def test_runs_with_noisy_weights_and_either_mean():
    treated = columns("04_treated_win5_logCT")
    falling = {row["iCode"]: Direction.DOWN for row in shared_rows(f"{ASEM}/iMeta.csv") if row["Direction"] == "-1"}
    values = np.stack(list(treated.values()), axis=-1)[None]
    given = framework(treated, directions=falling, tails=(0, 100))
    evaluation = evaluate(panel(values, indicators=tuple(treated)), given)
    means = set()
    for weights, geometric, expected in uncertainty_runs():
        run = np.array([[weights[code] for code in treated]])
        found = scores_of_runs(evaluation.normalised[0], run, Mean.GEOMETRIC if geometric else Mean.ARITHMETIC)
        assert np.allclose(found[0], expected, rtol=0, atol=1e-10)
        told = replay(evaluation, Runs(run, np.array([geometric])))
        assert told.low[0].tolist() == told.high[0].tolist() == rank_descending(expected).tolist()
        means.add(geometric)
    assert means == {False, True}


@needs_shared
def test_the_technology_achievement_index_gives_the_published_ranks():
    oracle = json.loads((SHARED / f"{ASEM}/literature/tai_expected.json").read_text(encoding="utf-8"))
    rows = shared_rows(f"{ASEM}/literature/tai_raw.csv")
    codes = [name for name in rows[0] if name != "country"]
    posts = oracle["goalposts"] | {
        "TELEPHONES_log": [0.0, math.log10(901)],
        "ELECTRICITY_log": [math.log10(22), math.log10(6969)],
    }
    values = np.array([[float(row[code]) for code in codes] for row in rows])
    bounds = [Bounds(code, *posts[code], len(rows)) for code in codes]
    unit = normalise(values, bounds, [Direction.UP] * len(codes), (0.0, 1.0))
    scores = aggregate(unit, np.full(len(codes), 1 / len(codes)), Mean.ARITHMETIC)
    ranked = dict(zip([row["country"] for row in rows], rank_descending(scores).tolist(), strict=True))
    assert ranked == oracle["equal_weight_rank"]
    assert scores[0] == pytest.approx(0.745, abs=5e-4)
