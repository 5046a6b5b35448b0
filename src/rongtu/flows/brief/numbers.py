"""How figures are printed, in one place: money, shares, degrees, ratios, scores, ranks, and their ranges."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from rongtu.desks.govern.models import RankDraws, Scored
from rongtu.flows.brief.footnotes import Footnotes
from rongtu.vocab.money import WAN, YI

PLAINEST = "equal_arithmetic"
"""The method whose ranks the chart draws as points: no choice of weights, no product."""

UNKNOWN = "未知"

Form = Callable[[float], str]
"""How one number is printed."""


FAR = 100
"""How many times a figure the far end of its range may be and still give the unit."""


def value_text(value: float | None) -> str:
    """A ratio to the digits its size deserves."""
    if value is None:
        return "缺"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.2f}"


def score_text(value: float) -> str:
    """A score: on 0–1 to three decimals, on 0–100 to one."""
    return f"{value:.1f}" if abs(value) > 1.5 else f"{value:.3f}"


def grouped(value: float) -> str:
    """A number with a comma after each three digits: whole from a hundred up, else with one decimal if it has one."""
    text = f"{value:,.0f}" if abs(value) >= 99.95 else f"{value:,.1f}".removesuffix(".0")
    return "0" if text in ("-0", "0") else text


def wan(yuan: float) -> str:
    """Yuan as a number of 万元, for a column that says so in its heading."""
    return grouped(yuan / WAN)


def percent(share: float) -> str:
    """A share as a percentage, with a decimal below ten."""
    value = 100 * share
    text = f"{value:.0f}" if abs(value) >= 9.95 else f"{value:.1f}".removesuffix(".0")
    return f"{'0' if text == '-0' else text}%"


def small_percent(share: float) -> str:
    """A share that may be small, to two decimals below one per cent."""
    value = 100 * share
    return percent(share) if value >= 0.995 or not value else "<0.01%" if value < 0.005 else f"{value:.2f}%"


def degree(value: float) -> str:
    """A figure in [0, 1] to two decimals."""
    return f"{value:.2f}"


def count(value: float) -> str:
    """A count or an amount of whatever unit, without needless decimals."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.1 or not value else f"{value:.3g}"


def ranged(point: float, low: float, high: float, form: Form) -> str:
    """A figure with its range behind it: `point（low–high）`, the point alone where the range is none."""
    told, ends = form(point), (form(low), form(high))
    return told if ends == (told, told) else f"{told}（{between(*ends)}）"


def between(low: str, high: str) -> str:
    """The two ends of a range; a dash beside a minus would be read as one."""
    return f"{low}至{high}" if "-" in low + high else f"{low}–{high}"


def apportioned(parts: Sequence[float], whole: float) -> tuple[int, ...]:
    """Parts as whole numbers that add up to the whole one, each one of the two next to it; for sums shown in full.

    What is lacking after rounding down goes to those cut most.
    """
    floors = [math.floor(part) for part in parts]
    lacking = round(whole) - sum(floors)
    cut = sorted(range(len(parts)), key=lambda place: (floors[place] - parts[place], place))
    raised = set(cut[: max(0, min(lacking, len(parts)))])
    return tuple(floor + (place in raised) for place, floor in enumerate(floors))


def money(point: float, low: float | None = None, high: float | None = None) -> str:
    """Yuan in the unit its size asks for, with its range: 1.23亿元（1.1–1.4）, 5,680万元."""
    ends = (point if low is None else low, point if high is None else high)
    size = max(abs(point), *(abs(end) for end in ends))
    if 0 < abs(point) < size / FAR:
        # in the unit of its far end the point would be told as nought
        size = abs(point)
    unit, words = (YI, "亿元") if size >= YI else (WAN, "万元") if size >= WAN else (1.0, "元")

    def form(yuan: float) -> str:
        return f"{yuan / unit:.2f}" if unit == YI else grouped(yuan / unit)

    told, least, most = form(point), form(ends[0]), form(ends[1])
    return f"{told}{words}" if told == least == most else f"{told}{words}（{between(least, most)}{words}）"


def methods_of(notes: Footnotes) -> dict[str, str]:
    """Names of the methods by code, the plainest first; in one order however the result was stored."""
    methods = notes.result.evaluation.methods
    return {code: methods[code] for code in sorted(methods, key=lambda code: (code != PLAINEST, code))}


def rank_text(scored: Scored) -> str:
    """The range of ranks over the choices of method."""
    return span_text(scored.best_rank, scored.worst_rank)


def span_text(first: int, last: int) -> str:
    """Two whole numbers as a range, one where they are the same."""
    return str(first) if first == last else f"{first}–{last}"


def drawn(notes: Footnotes, region: str, year: int) -> RankDraws | None:
    """What the runs of the declared choices say of a region's rank in a year, if they were drawn."""
    found = (x for x in notes.result.evaluation.draws if x.region == region and x.year == year)
    return next(found, None)


def rank_range(notes: Footnotes, scored: Scored) -> tuple[int, int, str]:
    """The ranks a region may take and the ref they rest on: over the runs where drawn, else over the methods."""
    draws = drawn(notes, scored.region, scored.year)
    return (draws.low, draws.high, draws.ref) if draws else (scored.best_rank, scored.worst_rank, scored.ref)


def focus_scored(notes: Footnotes) -> tuple[Scored, ...]:
    """The regions in focus as scored in the newest complete year, in the order of the focus."""
    evaluation = notes.result.evaluation
    found = {scored.region: scored for scored in evaluation.scored if scored.year == evaluation.year}
    return tuple(found[region] for region in evaluation.focus if region in found)
