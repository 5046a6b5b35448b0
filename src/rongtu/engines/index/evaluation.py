"""The integration index of a panel: ratios → bounds → normalised values → weights → scores → ranks, four ways.

Bounds and weights are fitted once on all blocks together (all unit-years with a value; all complete unit-years), so
scores of both blocks stand on one scale; a seam between statistical vintages is still a seam, and no change is
computed across it. A unit-year with any gap has no score: nothing is imputed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.index.aggregation import aggregate, aggregate_by_dimension, rank_descending
from rongtu.engines.index.inputs import Framework, Panel, StepMark
from rongtu.engines.index.normalising import directions_of, fit_bounds, normalise
from rongtu.engines.index.ratios import compute_ratios, years_within
from rongtu.engines.index.results import (
    CHOICES,
    Choice,
    Evaluation,
    ExtraScores,
    RatioTable,
    Scores,
    Weighting,
    Weights,
)
from rongtu.engines.index.weighting import entropy_weights, equal_weights
from rongtu.vocab.problems import InputError


def evaluate(panel: Panel, framework: Framework, marks: Sequence[StepMark] = ()) -> Evaluation:
    """Evaluate the years of `panel` that lie in the framework's blocks; bounds and weights are fitted on them.

    Raises InputError where the panel lacks an indicator, a ratio does not vary or no two unit-years are complete.
    """
    ratios = _ratios_in_blocks(panel, framework, marks)
    bounds = fit_bounds(ratios.values, ratios.ratios, framework.tails)
    normalised = _frozen(normalise(ratios.values, bounds, directions_of(framework.ratios), framework.scale))
    weights = {
        Weighting.EQUAL: equal_weights(len(framework.ratios)),
        Weighting.ENTROPY: entropy_weights(framework, ratios.values, normalised),
    }
    scores = {choice: _scores(framework, normalised, weights, choice) for choice in CHOICES}
    ranks = np.stack([scores[choice].ranks for choice in CHOICES])
    return Evaluation(
        framework=framework,
        years=ratios.years,
        units=ratios.units,
        dimensions=dimensions(framework),
        ratios=ratios,
        bounds=bounds,
        normalised=normalised,
        weights=weights,
        scores=scores,
        scored=_frozen_counts((ranks[0] > 0).sum(axis=-1)),
        best_rank=_frozen_counts(ranks.min(axis=0)),
        worst_rank=_frozen_counts(ranks.max(axis=0)),
        seams=tuple(sorted(block.first_year for block in framework.blocks))[1:],
    )


def score_frozen(evaluation: Evaluation, panel: Panel, marks: Sequence[StepMark] = ()) -> ExtraScores:
    """Score further units with the bounds and weights of `evaluation`; they are not ranked.

    Meant for a group beside its members (three regions summed): it has no place in their ranking.
    """
    framework = evaluation.framework
    ratios = _ratios_in_blocks(panel, framework, marks)
    normalised = normalise(ratios.values, evaluation.bounds, directions_of(framework.ratios), framework.scale)
    scores = {choice: _scores(framework, normalised, evaluation.weights, choice) for choice in CHOICES}
    return ExtraScores(
        ratios=ratios,
        normalised=_frozen(normalised),
        scores={choice: scores[choice].total for choice in CHOICES},
        by_dimension={choice: scores[choice].by_dimension for choice in CHOICES},
    )


def dimensions(framework: Framework) -> tuple[str, ...]:
    """The dimensions of the framework's ratios, in order of first appearance."""
    return tuple(dict.fromkeys(ratio.dimension for ratio in framework.ratios))


def _ratios_in_blocks(panel: Panel, framework: Framework, marks: Sequence[StepMark]) -> RatioTable:
    years = [year for year in panel.years if any(block.holds(year) for block in framework.blocks)]
    if not years:
        rule = "at least one year of the panel lies in a block"
        raise InputError.single("panel, years", rule, panel.years, "Correct the blocks.")
    return compute_ratios(years_within(panel, years), framework.ratios, marks)


def _scores(
    framework: Framework, normalised: NDArray[np.float64], weights: Mapping[Weighting, Weights], choice: Choice
) -> Scores:
    w = np.array(weights[choice.weighting].values)
    members = [
        [i for i, ratio in enumerate(framework.ratios) if ratio.dimension == dimension]
        for dimension in dimensions(framework)
    ]
    total = aggregate(normalised, w, choice.mean)
    return Scores(
        choice=choice,
        total=_frozen(total),
        by_dimension=_frozen(aggregate_by_dimension(normalised, w, choice.mean, members)),
        ranks=_frozen_counts(np.stack([rank_descending(year) for year in total])),
    )


def _frozen(values: NDArray[np.float64]) -> NDArray[np.float64]:
    values.setflags(write=False)
    return values


def _frozen_counts(values: NDArray[np.int64]) -> NDArray[np.int64]:
    values.setflags(write=False)
    return values
