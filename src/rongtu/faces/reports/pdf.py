"""The brief as a PDF set by typst: the template is fixed, what it sets comes in as data and is never read as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import typst

from rongtu.faces.reports import svg
from rongtu.faces.reports.appendix import Anchors, lettered, mark_of, row_marks, rules, shortened
from rongtu.faces.reports.fonts import typst_fonts
from rongtu.faces.reports.pictures import is_tall, picture
from rongtu.flows.brief.banners import edge_of, head_of
from rongtu.flows.brief.document import Block, Brief, Cell, Line, Listing, NumberedSource, Paragraphs, Span, Table

EPOCH = 0
"""The PDF's creation time: fixed, so that the same brief gives the same bytes."""

LONG = 600
"""Characters from which a cell may be split between two pages."""

BREAK = "\u200b"
"""Lets long addresses break at the end of a line."""

BREAKABLE = r"(?<=[/?=_%])(?=[0-9A-Za-z])|(?<=[.\-])(?=[A-Za-z])|(?<=[0-9A-Za-z]{24})(?=[0-9A-Za-z])"


def render_pdf(brief: Brief) -> bytes:
    """The brief on A4."""
    template = files("rongtu.faces.reports").joinpath("templates/brief.typ").read_bytes()
    data = json.dumps(_data(brief), ensure_ascii=False, sort_keys=True)
    compiler = typst.Compiler(template, font_paths=typst_fonts(), sys_inputs={"brief": data})
    made = compiler.compile(format="pdf", timestamp=EPOCH)
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages instead of one PDF")
    return made


def _data(brief: Brief) -> dict[str, Any]:
    """The brief as plain values for the template."""
    view = _View(brief)
    letters, told = lettered(brief), rules(brief, view.anchors)
    return {
        "title": view.line(brief.title),
        "name": svg.clean("".join(span.text for span in brief.title.spans)),
        "banner": head_of(brief.banner, brief.restriction),
        "edge": edge_of(brief.banner, brief.restriction),
        "subtitle": view.line(brief.subtitle),
        "sections": [
            {
                "heading": view.line(section.heading),
                "new_page": section.new_page,
                "fine": section.fine,
                "blocks": [view.block(block) for block in section.blocks],
            }
            for section in brief.sections
        ],
        "terms": view.line(brief.common_terms),
        "letters": [{"letter": letter, "text": _text(document)} for document, letter in letters.items()],
        "sources": [view.source(source, letters) for source in brief.sources],
        "notices": [view.line(notice) for notice in brief.notices],
        "rules": [{"text": _text(r.words), "count": str(len(r.entries))} for r in told],
        "half": _half(len(rule.words) for rule in told),
    }


class _View:
    """Lines and blocks as the template wants them."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self.anchors = Anchors(brief)

    def line(self, line: Line, mark: str | None = None) -> dict[str, Any]:
        """Spans, tone, and the mark of what rests on an assumption (or the `mark` given)."""
        return {
            "spans": [self._span(span) for span in line.spans],
            "tone": line.tone,
            "mark": (mark_of(self._brief, line.spans) or "") if mark is None else mark,
        }

    def _span(self, span: Span) -> dict[str, str]:
        """The text, and the source it leads to if it is the number of one."""
        target = self.anchors.target(span) or ""
        is_number = span.text == f"[{target[2:]}]"
        return {"text": _text(span.text), "to": target if is_number else ""}

    def source(self, source: NumberedSource, letters: dict[str, str]) -> dict[str, Any]:
        """A source with its terms, if they are not those of most, and its mark."""
        terms = self.line(source.terms) if source.terms else None
        mark = mark_of(self._brief, source.text.spans) or ""
        return {"number": str(source.number), "text": _text(shortened(source, letters)), "mark": mark, "terms": terms}

    def block(self, block: Block) -> dict[str, Any]:
        """One block with what its kind needs."""
        common = {"block": block.block, "title": svg.clean(block.title or "")}
        if isinstance(block, Paragraphs):
            return common | {"lines": [self.line(line) for line in block.lines]}
        if isinstance(block, Listing):
            lines = [self.line(line) for line in block.items]
            return common | {"numbered": block.numbered, "lines": lines, "half": _half(map(_length, block.items))}
        if isinstance(block, Table):
            return common | self._table(block)
        drawn, tall = picture(block), is_tall(block)
        return common | {"svg": drawn, "tall": tall, "lines": [self.line(line) for line in block.legend]}

    def _cell(self, cell: Cell, mark: str) -> dict[str, Any]:
        """The lines, and whether they may be split between pages: a row is kept whole unless it might not fit one."""
        length = sum(map(_length, cell.lines))
        lines = [self.line(line, "" if index else mark) for index, line in enumerate(cell.lines)]
        return {"lines": lines, "long": length > LONG}

    def _row(self, table: Table, row: tuple[Cell, ...]) -> list[dict[str, Any]]:
        marks = row_marks(self._brief, table, row)
        return [self._cell(cell, mark) for cell, mark in zip(row, marks, strict=True)]

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "widths": [column.width for column in table.columns],
            "numeric": [column.numeric for column in table.columns],
            "head": [self.line(column.heading) for column in table.columns],
            "units": [column.unit for column in table.columns],
            "rows": [self._row(table, row) for row in table.rows],
            "notes": [self.line(note) for note in table.notes],
        }


def _length(line: Line) -> int:
    return sum(len(span.text) for span in line.spans)


def _half(lengths: Iterable[int]) -> int:
    """How many of the texts make the first of two columns, so that both are about as long."""
    told = list(lengths)
    whole = sum(told)
    return min(range(len(told) + 1), key=lambda place: abs(whole - 2 * sum(told[:place])), default=0)


def _text(words: str) -> str:
    """Words that may break inside addresses and long runs of Latin letters, but in no number and no date."""
    return re.sub(BREAKABLE, BREAK, svg.clean(words))
