"""The integration index of a panel: ratios → bounds → normalised values → weights → scores → ranks, four ways."""

from __future__ import annotations

from collections.abc import Sequence

from rongtu.engines.index.inputs import Framework, Panel, StepMark
from rongtu.engines.index.results import Choice, Evaluation, Explanation, ExtraScores


def evaluate(panel: Panel, framework: Framework, marks: Sequence[StepMark] = ()) -> Evaluation:
    """Evaluate the years of `panel` that lie in the framework's blocks; bounds and weights are fitted on them."""
    raise NotImplementedError


def score_frozen(evaluation: Evaluation, panel: Panel, marks: Sequence[StepMark] = ()) -> ExtraScores:
    """Score further units with the bounds and weights of `evaluation`; they are not ranked."""
    raise NotImplementedError


def explain(evaluation: Evaluation, year: int, unit: str, choice: Choice) -> Explanation:
    """Take one score apart into its ratios, or name the gaps that prevent it; KeyError for an unknown year or unit."""
    raise NotImplementedError


def change(evaluation: Evaluation, choice: Choice, unit: str, from_year: int, to_year: int) -> float | None:
    """score(to_year) − score(from_year); None across a seam between vintages or where a score is missing."""
    raise NotImplementedError
