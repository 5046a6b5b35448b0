"""What a score is made of, and what may be said about its change: parts per ratio, gaps, marks, seams."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rongtu.engines.index.aggregation import contributions
from rongtu.engines.index.results import Bounds, Choice, Evaluation, Explanation, ExtraScores, RatioTable, Term


def explain(
    evaluation: Evaluation, year: int, unit: str, choice: Choice, extra: ExtraScores | None = None
) -> Explanation:
    """Take one score apart into its ratios, or name the gaps that prevent it; `extra` explains a unit scored frozen.

    Raises KeyError for a year or a unit that was not evaluated.
    """
    table = evaluation.ratios if extra is None else extra.ratios
    y, u = _place(table.years, year), _place(table.units, unit)
    total = evaluation.scores[choice].total if extra is None else extra.scores[choice]
    score = float(total[y, u])
    rank = int(evaluation.scores[choice].ranks[y, u]) if extra is None else 0
    return Explanation(
        year=year,
        unit=unit,
        choice=choice,
        block=evaluation.block_of(year),
        score=None if np.isnan(score) else score,
        rank=rank or None,
        scored=int(evaluation.scored[_place(evaluation.years, year)]),
        terms=tuple(_terms(evaluation, table, extra, (y, u), choice)),
        gaps=tuple(gap for gap in table.gaps if (gap.year, gap.unit) == (year, unit)),
    )


def change(evaluation: Evaluation, choice: Choice, unit: str, from_year: int, to_year: int) -> float | None:
    """score(to_year) − score(from_year); None across a seam between vintages or where a score is missing.

    Raises KeyError for a year or a unit that was not evaluated.
    """
    if evaluation.block_of(from_year) != evaluation.block_of(to_year):
        return None
    u = _place(evaluation.units, unit)
    total = evaluation.scores[choice].total
    difference = total[_place(evaluation.years, to_year), u] - total[_place(evaluation.years, from_year), u]
    return None if np.isnan(difference) else float(difference)


def _terms(
    evaluation: Evaluation, table: RatioTable, extra: ExtraScores | None, cell: tuple[int, int], choice: Choice
) -> Iterator[Term]:
    """The parts of the score of one cell (year, unit), leaving out ratios without a value."""
    normalised = (evaluation.normalised if extra is None else extra.normalised)[cell]
    weights = np.array(evaluation.weights[choice.weighting].values)
    parts = contributions(normalised, weights, choice.mean)
    year, unit = table.years[cell[0]], table.units[cell[1]]
    for r, code in enumerate(table.ratios):
        value = float(table.values[cell][r])
        if not np.isnan(value):
            marks = (mark.mark for mark in table.marks if (mark.year, mark.unit, mark.ratio) == (year, unit, code))
            yield Term(
                ratio=code,
                value=value,
                normalised=float(normalised[r]),
                weight=float(weights[r]),
                contribution=float(parts[r]),
                clipped=_outside(value, evaluation.bounds[r]),
                marks=tuple(marks),
                facts=table.facts.get((year, unit, code), ()),
            )


def _outside(value: float, bounds: Bounds) -> bool:
    return not bounds.low <= value <= bounds.high


def _place(labels: tuple[object, ...], label: object) -> int:
    try:
        return labels.index(label)
    except ValueError:
        raise KeyError(label) from None
