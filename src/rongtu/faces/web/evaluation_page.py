"""The evaluation as its page shows it: scores, ranks over the runs, ratios with their gaps, what holds back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rongtu.desks.govern.models import Cell, Evaluation
from rongtu.flows.moved import Moved
from rongtu.flows.runs import Comparison
from rongtu.vocab.aspects import Aspect

FIRST = 3
"""Obstacles named for each region in focus."""

MOVED = 20
"""Ranks and scores listed that moved."""

MORE_OFTEN = 0.5
"""Of each pair the order that more runs give."""

PLAINEST = "equal_arithmetic"


def evaluation_parts(evaluation: Evaluation) -> dict[str, Any]:
    """What the template shows."""
    year = evaluation.year
    newest = [scored for scored in evaluation.scored if scored.year == year]
    methods = sorted(evaluation.methods, key=lambda code: (code != PLAINEST, code))
    by_rank = sorted(newest, key=lambda scored: (scored.ranks.get(PLAINEST, scored.best_rank), scored.region))
    return {
        "evaluation": evaluation,
        "methods": methods,
        "focus": [one for code in evaluation.focus for one in newest if one.region == code],
        "together": next((group for group in evaluation.group if group.year == year), None),
        "everyone": by_rank,
        "draws": {draw.region: draw for draw in evaluation.draws if draw.year == year},
        "pairs": [pair for pair in evaluation.pairs if pair.year == year and pair.share >= MORE_OFTEN],
        "obstacles": list(_obstacles(evaluation)),
        "ratios": list(_ratios(evaluation)),
        "ratio_names": {ratio.code: ratio for ratio in evaluation.ratios},
    }


def _obstacles(evaluation: Evaluation) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """For each region in focus, the ratios that hold it back most."""
    for region in evaluation.focus:
        own = [one for one in evaluation.obstacles if one.region == region and one.year == evaluation.year]
        first = sorted(own, key=lambda one: (-one.degree, one.ratio))[:FIRST]
        if first:
            yield region, [(one.ratio, one.degree) for one in first]


def _ratios(evaluation: Evaluation) -> Iterator[tuple[Any, list[Cell | None], tuple[float, float] | None]]:
    """Each ratio with its value for every region in focus and for all of them together, and over all provinces."""
    year = evaluation.year
    own = {(cell.region, cell.ratio): cell for cell in evaluation.cells if cell.year == year}
    together = {cell.ratio: cell for group in evaluation.group if group.year == year for cell in group.cells}
    for ratio in evaluation.ratios:
        shown = [own.get((region, ratio.code)) for region in evaluation.focus] + [together.get(ratio.code)]
        values = [cell.value for (_, code), cell in own.items() if code == ratio.code and cell.value is not None]
        yield ratio, shown, (min(values), max(values)) if values else None


def ranks_moved(since: Comparison | None) -> list[Moved] | None:
    """Ranks and scores that are others than in the run before, ranks first; None where there is none to compare."""
    if since is None:
        return None
    aspects = (Aspect.RANK, Aspect.SCORE)
    found = [one for one in since.moved if one.aspect in aspects]
    return sorted(found, key=lambda one: (aspects.index(one.aspect), one.what))[:MOVED]
