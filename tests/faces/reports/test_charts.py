"""The rank chart: joined within a vintage, never across the seam between two."""

from __future__ import annotations

import re

from flows import builders as build
from rongtu.faces.reports import charts, svg
from rongtu.flows.brief import compose
from rongtu.flows.brief.document import RankChart


def chart_of(**changes) -> RankChart:
    brief = compose(build.result(**changes))
    return next(b for s in brief.sections for b in s.blocks if isinstance(b, RankChart))


def lines_of(text: str) -> list[list[float]]:
    """The x of every point of every line of a province."""
    found = re.findall(r'<path d="([^"]+)" fill="none" stroke="(?:#c4c4c4|#1a1a1a)" stroke-width="(?:0.7|1.6)"', text)
    return [[float(x) for x in re.findall(r"[ML]([\d.]+) ", path)] for path in found if path.count("L") > 1]


def test_no_line_crosses_the_seam():
    text = charts.draw(chart_of(), svg.no_link)

    lines = lines_of(text)

    assert len(lines) == 8
    assert {len(line) for line in lines} == {3}
    seam = float(re.search(r'<path d="M([\d.]+) [^>]+stroke-dasharray="2 2"', text).group(1))
    assert not any(line[0] < seam < line[-1] for line in lines)


def test_a_year_without_a_rank_breaks_the_line():
    told = build.evaluation()
    holed = tuple(s for s in told.scored if (s.region, s.year) != ("110000", 2022))

    lines = lines_of(charts.draw(chart_of(evaluation=told.model_copy(update={"scored": holed})), svg.no_link))

    assert len(lines) == 7


def test_regions_in_focus_are_told_apart_without_colour():
    text = charts.draw(chart_of(), svg.no_link)

    assert {'stroke-dasharray="none"', 'stroke-dasharray="5 2"', 'stroke-dasharray="1.5 1.8"'} <= set(
        re.findall(r'stroke-dasharray="[^"]+"', text)
    )


def test_a_chart_of_nothing_is_still_a_picture():
    nothing = build.evaluation(blocks=(), ratios=(), cells=(), scored=(), group=(), missing=())

    assert charts.draw(chart_of(evaluation=nothing), svg.no_link).startswith("<svg")
