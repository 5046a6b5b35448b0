"""Parts of an office file the library has no words for: fields, bookmarks, links, lists that start again, tables."""

from __future__ import annotations

from copy import deepcopy

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def field(paragraph: Paragraph, code: str) -> None:
    """A field such as PAGE, which the office program works out."""
    simple = _element("w:fldSimple", instr=code)
    run = paragraph.add_run("1")
    simple.append(run._r)
    paragraph._p.append(simple)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A place links can lead to, around the paragraph's content."""
    start, end = _element("w:bookmarkStart", id=str(number), name=name), _element("w:bookmarkEnd", id=str(number))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def link(paragraph: Paragraph, text: str, to: str, style: str) -> None:
    """A run that leads to a bookmark."""
    run = paragraph.add_run(text, style=style)
    made = _element("w:hyperlink", anchor=to, history="1")
    made.append(run._r)
    paragraph._p.append(made)


def new_list(document: Document) -> int:
    """The id of a new numbered list that starts from 1."""
    numbering = document.part.numbering_part.element
    number = 1 + max(int(one.get(qn("w:numId"))) for one in numbering.findall(qn("w:num")))
    made = _element("w:num", numId=str(number))
    made.append(_element("w:abstractNumId", val="1"))
    level = _element("w:lvlOverride", ilvl="0")
    level.append(_element("w:startOverride", val="1"))
    made.append(level)
    numbering.append(made)
    return number


def number_by(paragraph: Paragraph, number: int) -> None:
    """Count the paragraph in that list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def describe(drawn: InlineShape, title: str, words: str) -> None:
    """What a picture shows, for those who do not see it."""
    drawn._inline.docPr.set("name", title)
    drawn._inline.docPr.set("descr", words)


def shape(table: Table, shares: list[float], width: float) -> None:
    """Fixed columns by their shares of `width` (mm); the first row repeats on every page, no row is torn apart."""
    table.autofit = False
    whole = sum(shares) or 1.0
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(width * share / whole)
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        old.set(qn("w:type"), "dxa")
        old.set(qn("w:w"), str(round(Mm(width).twips)))
    for index, row in enumerate(table._tbl.tr_lst):
        told = row.get_or_add_trPr()
        told.append(_element("w:cantSplit"))
        if not index:
            told.append(_element("w:tblHeader"))
    widths = [column.width for column in table.columns]
    for row in table._tbl.tr_lst:
        for cell, wide in zip(row.tc_lst, widths, strict=True):
            cell.width = wide


def cells(table: Table) -> list[list[_Cell]]:
    """The cells by row; the library's own way of asking is quadratic in the size of the table."""
    return [[_Cell(cell, table) for cell in row.tc_lst] for row in table._tbl.tr_lst]


def after(first: Paragraph, index: int) -> Paragraph:
    """The paragraph of a cell at `index` behind its first one, made where it is not there yet."""
    if not index:
        return first
    holder = first._p.getparent()
    fresh = deepcopy(first._p)
    for child in list(fresh):
        fresh.remove(child)
    holder.append(fresh)
    return Paragraph(fresh, first._parent)
