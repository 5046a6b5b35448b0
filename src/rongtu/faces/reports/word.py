"""The brief as an office file to edit: styles rather than formatting by hand, real headings, lists, tables, fields."""

from __future__ import annotations

import io

from docx.document import Document
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from rongtu.faces.reports import svg, word_parts
from rongtu.faces.reports.appendix import Anchors, lettered, mark_of, row_marks, rules, shortened
from rongtu.faces.reports.pictures import MOST, as_png, in_words, size
from rongtu.faces.reports.word_template import WIDTH, blank
from rongtu.faces.reports.zipped import without_times
from rongtu.flows.brief.banners import edge_of, head_of
from rongtu.flows.brief.document import (
    Block,
    Brief,
    Cell,
    ChainMap,
    Column,
    Line,
    Listing,
    Paragraphs,
    RankChart,
    Section,
    Span,
    Table,
    Tone,
)

PARAGRAPHS: dict[Tone, str] = {"body": "Body Text", "strong": "Body Strong", "muted": "Body Muted", "note": "Note"}
CELLS: dict[Tone, str] = {"body": "Table Text", "strong": "Table Strong", "muted": "Table Muted", "note": "Table Note"}


def render_docx(brief: Brief) -> bytes:
    """The file; the same brief gives the same bytes."""
    name = svg.clean("".join(span.text for span in brief.title.spans))
    head, edge = head_of(brief.banner, brief.restriction), edge_of(brief.banner, brief.restriction)
    document = blank(name, svg.clean(head), svg.clean(edge))
    writer = _Writer(document, brief)
    writer.line(brief.title, "Title")
    writer.line(brief.subtitle, "Subtitle")
    for section in brief.sections:
        writer.section(section)
    writer.appendix()
    out = io.BytesIO()
    document.save(out)
    return without_times(out.getvalue())


class _Writer:
    """Puts a brief's sections at the end of a document, one after another."""

    def __init__(self, document: Document, brief: Brief) -> None:
        self._document = document
        self._brief = brief
        self._anchors = Anchors(brief)

    def section(self, section: Section) -> None:
        """A heading and its blocks."""
        heading = self.line(section.heading, "heading 1")
        heading.paragraph_format.page_break_before = True if section.new_page else None
        for block in section.blocks:
            if block.title:
                self._words(block.title, "heading 2")
            self._block(block)

    def line(self, line: Line, style: str) -> Paragraph:
        """A line as a paragraph of its own."""
        paragraph = self._document.add_paragraph(style=style)
        self._fill(paragraph, line, mark_of(self._brief, line.spans) or "")
        return paragraph

    def appendix(self) -> None:
        """The sources by number, the notices they ask for, the rules numbers were worked out by."""
        brief = self._brief
        self._words("来源", "heading 1")
        common = line_of("没有另外写明的，使用条件为：", *brief.common_terms.spans, "。")
        self.line(common, "Note")
        letters = lettered(brief)
        if letters:
            told = "；".join(f"{letter}＝{document}" for document, letter in letters.items())
            self._words(f"多处引用的文献以字母代：{told}。", "Source")
        for source in brief.sources:
            terms: tuple[str | Span, ...] = ()
            if source.terms:
                terms = ("（使用条件：", *source.terms.spans, "）")
            text = Span(text=shortened(source, letters), refs=source.text.spans[0].refs)
            paragraph = self.line(line_of(f"[{source.number}] ", text, *terms), "Source")
            word_parts.bookmark(paragraph, f"s-{source.number}", source.number)
        if brief.notices:
            self._words("须附的声明", "heading 2")
            self._items(brief.notices, numbered=False)
        self._words("数字由来", "heading 1")
        made = [f"{rule.words}（{len(rule.entries)}）" for rule in rules(brief, self._anchors)]
        self._words("；".join(made), "Rule")

    def _words(self, words: str, style: str) -> None:
        self._document.add_paragraph(svg.clean(words), style=style)

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraphs):
            for line in block.lines:
                self.line(line, PARAGRAPHS[line.tone])
        elif isinstance(block, Listing):
            self._items(block.items, numbered=block.numbered)
        elif isinstance(block, Table):
            self._table(block)
            for note in block.notes:
                self.line(note, PARAGRAPHS[note.tone])
        else:
            self._figure(block)

    def _items(self, items: tuple[Line, ...], *, numbered: bool) -> None:
        """A list; a numbered one starts again from 1."""
        number = word_parts.new_list(self._document) if numbered else None
        for item in items:
            paragraph = self.line(item, "List Number" if numbered else "List Bullet")
            if number is not None:
                word_parts.number_by(paragraph, number)

    def _figure(self, block: ChainMap | RankChart) -> None:
        """The drawing as a picture with its content in words, then its legend."""
        across, high = size(block)
        width = WIDTH * min(1.0, MOST * across / high)
        run = self._document.add_paragraph(style="Figure").add_run()
        drawn = run.add_picture(io.BytesIO(as_png(block, width)), width=Mm(width))
        word_parts.describe(drawn, svg.clean(block.title), in_words(block))
        for line in block.legend:
            self.line(line, PARAGRAPHS[line.tone])

    def _table(self, table: Table) -> None:
        """A table whose heading is repeated on every page and whose rows are not torn apart."""
        made = self._document.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Brief Table")
        word_parts.shape(made, [column.width for column in table.columns], WIDTH)
        rows = word_parts.cells(made)
        for cell, column in zip(rows[0], table.columns, strict=True):
            self._head(cell.paragraphs[0], column)
        for cells, row in zip(rows[1:], table.rows, strict=True):
            marks = row_marks(self._brief, table, row)
            for cell, content, column, mark in zip(cells, row, table.columns, marks, strict=True):
                self._cell(cell.paragraphs[0], content, column, mark)

    def _head(self, paragraph: Paragraph, column: Column) -> None:
        paragraph.style = "Table Head Number" if column.numeric else "Table Head"
        self._fill(paragraph, column.heading, "")
        if column.unit:
            paragraph.add_run().add_break()
            paragraph.add_run(svg.clean(column.unit), style="Unit")

    def _cell(self, paragraph: Paragraph, content: Cell, column: Column, mark: str) -> None:
        """A paragraph a line; the first is there already."""
        for index, line in enumerate(content.lines):
            at = word_parts.after(paragraph, index)
            at.style = f"{CELLS[line.tone]}{' Number' if column.numeric else ''}"
            self._fill(at, line, "" if index else mark)

    def _fill(self, paragraph: Paragraph, line: Line, mark: str) -> None:
        """The mark, then the spans; the number of a source leads to it."""
        if mark:
            paragraph.add_run(mark, style="Mark")
            paragraph.add_run(" ")
        for span in line.spans:
            target = self._anchors.target(span) or ""
            text = svg.clean(span.text)
            if span.text == f"[{target[2:]}]":
                word_parts.link(paragraph, text, target, "Source Number")
            else:
                paragraph.add_run(text)


def line_of(*parts: str | Span) -> Line:
    """A line of words and spans."""
    return Line(spans=tuple(Span(text=part) if isinstance(part, str) else part for part in parts))
