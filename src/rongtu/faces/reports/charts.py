"""The rank chart: every province a line over the years, those in focus bold with the range over the methods."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from rongtu.faces.reports import svg
from rongtu.flows.brief.document import RankChart, RankLine, RankPoint

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 510.0, 26.0, 92.0, 12.0, 30.0
STEP = 9.0
SEAM = 20.0
EMPTY = 0.55
DASHES = ("none", "5 2", "1.5 1.8")
"""Lines in focus differ by dash as well as by name, so that they can be told apart in grey."""


def draw(chart: RankChart, link: svg.Link) -> str:
    """The chart as SVG."""
    lowest, (width, height) = _lowest(chart), size(chart)
    xs = _columns(chart)
    body = [*_axis(chart, xs, lowest, link)]
    bold = [one for one in chart.lines if one.bold]
    for one in chart.lines:
        if not one.bold:
            body.extend(_line(chart, one, xs, stroke="#c4c4c4", stroke_width="0.7"))
    for index, one in enumerate(bold):
        dash = DASHES[index % len(DASHES)]
        body.extend(_ranges(one, xs))
        body.extend(_line(chart, one, xs, stroke=svg.INK, stroke_width="1.6", stroke_dasharray=dash))
        body.extend(_dots(one, xs, index))
    for position, one in enumerate(chart.lines):
        body.extend(_label(one, TOP + position * STEP, xs, link))
    return svg.drawing(width, height, chart.title, body)


def size(chart: RankChart) -> tuple[float, float]:
    """Width and height of the chart."""
    return WIDTH, TOP + (_lowest(chart) - 1) * STEP + BOTTOM + 6


def _lowest(chart: RankChart) -> int:
    return max((point.worst for one in chart.lines for point in one.points), default=1)


def _columns(chart: RankChart) -> dict[int, float]:
    """Where each year stands: a narrow step to a year nobody is ranked in, a wider one where a vintage ends."""
    if not chart.years:
        return {}
    drawn = {point.year for one in chart.lines for point in one.points}
    steps = [1.0 if mark.year in drawn else EMPTY for mark in chart.years[1:]]
    seams = [SEAM if left.block != right.block else 0.0 for left, right in pairwise(chart.years)]
    pitch = (WIDTH - LEFT - RIGHT - sum(seams) - 12) / (sum(steps) or 1)
    places = accumulate((pitch * step + seam for step, seam in zip(steps, seams, strict=True)), initial=LEFT + 8)
    return {mark.year: x for mark, x in zip(chart.years, places, strict=True)}


def _y(rank: float) -> float:
    return TOP + (rank - 1) * STEP


def _axis(chart: RankChart, xs: dict[int, float], lowest: int, link: svg.Link) -> Iterator[str]:
    """Ranks at the left, years (and what they lack) below, the seam between vintages."""
    end = max(xs.values(), default=LEFT)
    for tick in chart.ticks:
        y = _y(float(tick.text))
        yield svg.path([(LEFT, y), (end, y)], stroke="#e6e6e6", stroke_width="0.5")
        yield svg.span_text(LEFT - 5, y + 2.4, tick, 7, link, text_anchor="end", fill=svg.GREY)
    foot = _y(lowest) + 14
    for mark in chart.years:
        yield svg.span_text(xs[mark.year], foot, mark.label, 7, link, text_anchor="middle", fill=svg.INK)
        if mark.gap:
            yield svg.span_text(xs[mark.year], foot + 9, mark.gap, 6, link, text_anchor="middle", fill=svg.GREY)
    for left, right in pairwise(chart.years):
        if left.block != right.block:
            x = (xs[left.year] + xs[right.year]) / 2
            yield svg.path([(x, TOP - 6), (x, foot)], stroke=svg.INK, stroke_width="0.7", stroke_dasharray="2 2")
            yield svg.text(x, foot + 9, chart.seam, 6, text_anchor="middle", fill=svg.INK)


def _runs(chart: RankChart, one: RankLine) -> Iterator[list[RankPoint]]:
    """The points that may be joined: neighbouring years of one vintage."""
    order = {mark.year: (index, mark.block) for index, mark in enumerate(chart.years)}
    run: list[RankPoint] = []
    for point in one.points:
        if point.year not in order:
            continue
        if run and order[point.year] != (order[run[-1].year][0] + 1, order[run[-1].year][1]):
            yield run
            run = []
        run.append(point)
    if run:
        yield run


def _line(chart: RankChart, one: RankLine, xs: dict[int, float], **style: str) -> Iterator[str]:
    for run in _runs(chart, one):
        if len(run) > 1:
            yield svg.path([(xs[point.year], _y(point.rank)) for point in run], **style)
        elif not one.bold:
            yield svg.circle(xs[run[0].year], _y(run[0].rank), 1.1, fill="#c4c4c4")


def _ranges(one: RankLine, xs: dict[int, float]) -> Iterator[str]:
    """Upright bars from best to worst rank over the methods."""
    for point in one.points:
        if point.year in xs and point.best != point.worst:
            x = xs[point.year]
            yield svg.path([(x, _y(point.best)), (x, _y(point.worst))], stroke=svg.PALE, stroke_width="5")


def _dots(one: RankLine, xs: dict[int, float], index: int) -> Iterator[str]:
    """Round dots, filled, hollow or grey by line."""
    fill = (svg.INK, svg.PAPER, "#8c8c8c")[index % 3]
    for point in one.points:
        if point.year in xs:
            yield svg.circle(xs[point.year], _y(point.rank), 2.5, fill=fill, stroke=svg.INK, stroke_width="1")


def _label(one: RankLine, y: float, xs: dict[int, float], link: svg.Link) -> Iterator[str]:
    """Name and range at the right end, in the order of the newest year."""
    x = max(xs.values(), default=LEFT) + 10
    weight, fill = ("700", svg.INK) if one.bold else ("400", svg.GREY)
    yield svg.span_text(x, y + 2.5, one.name, 7.4, link, font_weight=weight, fill=fill)
    yield svg.span_text(WIDTH - 4, y + 2.5, one.end, 7.4, link, font_weight=weight, fill=fill, text_anchor="end")
