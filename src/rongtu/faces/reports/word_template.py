"""The empty office file the brief is written into: A4, our styles and lists, a banner, page numbers, fixed dates."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files

from docx import Document as new_document
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATED
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from rongtu.faces.reports import word_parts

WIDTH = 174.0
"""Width of the text, in millimetres."""

FIXED = datetime(2000, 1, 1)
"""When every brief says it was made: the same brief gives the same bytes."""

FONT_TABLE = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"

NEWEST = (
    '<w:compat xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:compatSetting '
    'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)
"""Without it Word opens the file as one of 2007."""

UNWANTED = ("/thumbnail", "/stylesWithEffects", "/customXml", "/theme")
"""Parts of the library's own blank document that say nothing of ours."""


def blank(title: str, banner: str, edge: str = "") -> Document:
    """A document without a paragraph, with `banner` over every page where there is one, and `edge` under it."""
    document = new_document()
    _replace(document.styles.element, "word_styles.xml")
    _replace(document.part.numbering_part.element, "word_numbering.xml")
    _drop_unwanted(document)
    _font_table(document)
    compat = document.settings.element.find(qn("w:compat"))
    if compat is not None:
        document.settings.element.replace(compat, parse_xml(NEWEST))
    _page(document, title, banner, edge)
    told = document.core_properties
    told.title, told.author, told.last_modified_by, told.comments = title, "融图 Rongtu", "融图 Rongtu", ""
    told.created = told.modified = FIXED
    told.revision, told.language, told.keywords = 1, "zh-CN", edge
    return document


def _read(name: str) -> bytes:
    return files("rongtu.faces.reports").joinpath(f"templates/{name}").read_bytes()


def _replace(element: BaseOxmlElement, name: str) -> None:
    """The children of `element` by those of a file of ours."""
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(_read(name))):
        element.append(child)


def _drop_unwanted(document: Document) -> None:
    for rels in (document.part.package.rels, document.part.rels):
        for key, rel in list(rels.items()):
            if any(rel.reltype.endswith(end) for end in UNWANTED):
                del rels[key]


def _font_table(document: Document) -> None:
    rels = document.part.rels
    for key in [key for key, rel in rels.items() if rel.reltype == RELATED.FONT_TABLE]:
        del rels[key]
    part = Part(PackURI("/word/fontTable.xml"), FONT_TABLE, _read("word_fonts.xml"), document.part.package)
    document.part.relate_to(part, RELATED.FONT_TABLE)


def _page(document: Document, title: str, banner: str, edge: str) -> None:
    """A4 with the margins of the PDF; the banner above, title and page number below."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm((210 - WIDTH) / 2)
    page.top_margin, page.bottom_margin = Mm(22), Mm(20)
    page.header_distance, page.footer_distance = Mm(9), Mm(9)
    above = page.header.paragraphs[0]
    above.style = "Banner" if banner else "header"
    above.add_run(banner)
    below = page.footer.paragraphs[0]
    below.style = "footer"
    below.add_run(f"{title}{f'（{edge}）' if edge else ''}\t第 ")
    word_parts.field(below, "PAGE")
    below.add_run(" 页，共 ")
    word_parts.field(below, "NUMPAGES")
    below.add_run(" 页")
