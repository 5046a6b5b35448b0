"""The brief as one self-contained HTML file: no script, no request to anywhere, every number a link to its origin."""

from __future__ import annotations

from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from rongtu.faces.reports import svg
from rongtu.faces.reports.appendix import Anchors, mark_of, row_marks, rules
from rongtu.faces.reports.pictures import picture
from rongtu.flows.brief.banners import head_of
from rongtu.flows.brief.document import Brief, Cell, ChainMap, Line, RankChart, Span, Table


def render_html(brief: Brief) -> str:
    """The page; the same brief gives the same bytes."""
    environment = Environment(
        loader=PackageLoader("rongtu.faces.reports"),
        autoescape=select_autoescape(["html.j2", "j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    anchors = Anchors(brief)
    links = _Links(anchors)

    def figure(block: ChainMap | RankChart) -> Markup:
        # The drawings escape every text themselves; nothing in them comes unescaped from data.
        return Markup(picture(block, links.opening))  # noqa: S704

    def mark(line: Line) -> str | None:
        return mark_of(brief, line.spans)

    def marks(table: Table, row: tuple[Cell, ...]) -> tuple[str, ...]:
        return row_marks(brief, table, row)

    return environment.get_template("brief.html.j2").render(
        brief=brief,
        head=head_of(brief.banner, brief.restriction),
        anchors=anchors,
        rules=rules(brief, anchors),
        figure=figure,
        mark=mark,
        marks=marks,
        target=anchors.target,
        refs=lambda line: " ".join(ref for span in line.spans for ref in span.refs),
        plain=lambda line: "".join(span.text for span in line.spans),
    )


def _finalize(value: Any) -> Any:
    return svg.clean(value) if type(value) is str else value


class _Links:
    """Anchors around drawn spans."""

    def __init__(self, anchors: Anchors) -> None:
        self._anchors = anchors

    def opening(self, span: Span) -> str:
        """The opening tag for a span, empty for plain words."""
        if not span.refs:
            return ""
        target = self._anchors.target(span)
        href = f' href="#{escape(target)}"' if target else ""
        return f'<a data-ref="{escape(svg.clean(" ".join(span.refs)))}"{href}>'
