"""Figures of the evaluation as the brief prints them."""

from __future__ import annotations

from rongtu.desks.govern.models import Scored
from rongtu.flows.brief.footnotes import Footnotes

PLAINEST = "equal_arithmetic"
"""The method whose ranks the chart draws as points: no choice of weights, no product."""


def value_text(value: float | None) -> str:
    """A ratio to the digits its size deserves."""
    if value is None:
        return "缺"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.2f}"


def score_text(value: float) -> str:
    """A score: on 0–1 to three decimals, on 0–100 to one."""
    return f"{value:.1f}" if abs(value) > 1.5 else f"{value:.3f}"


def methods_of(notes: Footnotes) -> dict[str, str]:
    """Names of the methods by code, the plainest first; in one order however the result was stored."""
    methods = notes.result.evaluation.methods
    return {code: methods[code] for code in sorted(methods, key=lambda code: (code != PLAINEST, code))}


def rank_text(scored: Scored) -> str:
    """The range of ranks over the choices of method."""
    same = scored.best_rank == scored.worst_rank
    return str(scored.best_rank) if same else f"{scored.best_rank}–{scored.worst_rank}"


def focus_scored(notes: Footnotes) -> tuple[Scored, ...]:
    """The regions in focus as scored in the newest complete year, in the order of the focus."""
    evaluation = notes.result.evaluation
    found = {scored.region: scored for scored in evaluation.scored if scored.year == evaluation.year}
    return tuple(found[region] for region in evaluation.focus if region in found)
