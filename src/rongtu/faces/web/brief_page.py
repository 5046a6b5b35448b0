"""The brief inside a page: its blocks with links to sources and derivations, and its rank chart on its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from markupsafe import Markup

from rongtu.faces.reports import svg
from rongtu.faces.reports.appendix import Anchors, mark_of, rules
from rongtu.faces.reports.pictures import picture
from rongtu.faces.web.tongue import Tongue
from rongtu.flows.brief.document import Brief, Line, RankChart, Span, YearMark


def brief_parts(brief: Brief) -> dict[str, Any]:
    """What the template shows."""
    anchors = Anchors(brief)

    def opening(span: Span) -> str:
        target = anchors.target(span)
        return f'<a href="#{escape(target)}">' if target else ""

    def mark(line: Line) -> str | None:
        return mark_of(brief, line.spans)

    return {
        "brief": brief,
        "anchors": anchors,
        "rules": rules(brief, anchors),
        "figure": _drawer(opening),
        "mark": mark,
        "target": anchors.target,
        "plain": _plain,
    }


def rank_chart(tongue: Tongue, brief: Brief) -> Markup | None:
    """The brief's chart of ranks, without links; None where it has none."""
    blocks = (block for section in brief.sections for block in section.blocks)
    chart = next((block for block in blocks if isinstance(block, RankChart)), None)
    if chart is None:
        return None
    years = tuple(mark if tongue.lang == "zh" else _counted(mark) for mark in chart.years)
    named = chart.model_copy(update={"title": tongue.t("rank_chart"), "seam": tongue.t("seam"), "years": years})
    return _drawer(svg.no_link)(named)


def _counted(mark: YearMark) -> YearMark:
    """A year whose gap is told by the number alone."""
    told = re.sub(r"\D", "", mark.gap.text) if mark.gap else ""
    return mark.model_copy(update={"gap": Span(text=told) if told else None})


def _drawer(link: svg.Link) -> Callable[[Any], Markup]:
    def draw(block: Any) -> Markup:
        drawn = picture(block, link).replace('role="img"', 'role="group"', 1)
        # The drawings escape every text themselves; nothing in them comes unescaped from data.
        return Markup(drawn)  # noqa: S704

    return draw


def _plain(line: Line) -> str:
    return "".join(span.text for span in line.spans)
