"""The brief as an office file: it opens again, says what the page says, has real headings, and the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faces.reports.test_brief_html import Page
from flows import builders as build
from flows import value_builders as values
from rongtu.faces.reports import render_html
from rongtu.faces.reports.fonts import font_files
from rongtu.faces.reports.word import render_docx
from rongtu.flows.brief import compose
from rongtu.flows.brief.document import ChainMap, RankChart, Table
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import DependencyError

try:
    font_files()
except DependencyError as error:
    pytestmark = pytest.mark.skip(reason=str(error))

CASES = build.cases() | values.cases()
SHOWN = ("valued", "two chains", "gaps", "nothing", "unvalued", "valued, unknown")


def opened(result):
    return Document(io.BytesIO(render_docx(compose(result))))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def words(document) -> str:
    """All that stands in the body, links and fields too, in reading order."""
    return bare("".join(node.text or "" for node in document.element.body.iter(qn("w:t"))))


@pytest.mark.parametrize("case", SHOWN)
def test_it_says_what_the_page_says(case):
    brief = compose(CASES[case])
    text = words(opened(CASES[case]))
    page = bare("".join(data for data, _, _ in Page(render_html(brief)).seen))

    lines = [
        bare("".join(span.text for span in line.spans))
        for section in brief.sections
        for block in section.blocks
        for line in lines_of(block)
    ]

    assert lines
    for line in lines:
        assert line in page
        assert line in text


def lines_of(block):
    if isinstance(block, Table):
        cells = [cell for row in block.rows for cell in row]
        return [*(column.heading for column in block.columns), *(x for c in cells for x in c.lines), *block.notes]
    if isinstance(block, ChainMap | RankChart):
        return block.legend
    return block.items if block.block == "listing" else block.lines


def test_sections_and_blocks_are_headings_the_outline_knows():
    brief = compose(CASES["valued"])
    document = opened(CASES["valued"])
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    sections = ["".join(span.text for span in section.heading.spans) for section in brief.sections]

    assert [text.removeprefix("推定 ") for name, text in headings if name == "Heading 1"] == [
        *sections, "来源", "数字由来",
    ]  # fmt: skip
    levels = {
        style.name: style.element.find(qn("w:pPr")).find(qn("w:outlineLvl")).get(qn("w:val"))
        for style in document.styles
        if style.name.startswith("Heading")
    }
    assert levels == {"Heading 1": "0", "Heading 2": "1"}


def test_tables_repeat_their_heading_and_set_numbers_to_the_right():
    document = opened(CASES["valued"])

    for table in document.tables:
        first = table._tbl.tr_lst[0]
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in table._tbl.tr_lst)
    used = {p.style for table in document.tables for p in table._tbl.iter(qn("w:p"))}
    assert {"TableNumber", "TableNoteNumber", "TableHeadNumber", "TableText"} <= used
    assert document.styles["Table Text Number"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_nothing_is_set_by_hand():
    document = opened(CASES["valued"])
    runs = list(document.element.body.iter(qn("w:r")))

    told = {child.tag for run in runs for properties in run.findall(qn("w:rPr")) for child in properties}

    assert told <= {qn("w:rStyle")}


def test_every_figure_is_told_in_words():
    document = opened(CASES["valued"])
    figures = [b for s in compose(CASES["valued"]).sections for b in s.blocks if isinstance(b, ChainMap | RankChart)]

    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]

    assert len(told) == len(figures) == 2
    assert "试用膜材（卡点线索 2021）" in told[0]
    assert "试一省" in told[1]


def test_a_number_of_a_source_leads_to_it():
    document = opened(CASES["valued"])
    body = document.element.body

    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    targets = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}

    assert targets
    assert targets <= places


def test_a_numbered_list_starts_again():
    document = opened(CASES["valued"])
    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]

    assert len(set(numbers)) == 2
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("nature", [Nature.FICTIONAL, Nature.SYNTHETIC])
def test_what_is_not_real_says_so_over_every_page(nature):
    document = opened(values.valued(nature=nature))
    word = {Nature.FICTIONAL: "虚构", Nature.SYNTHETIC: "合成"}[nature]

    for part in document.sections:
        assert part.header.paragraphs[0].text.startswith(word)
        assert f"（{word}）" in part.footer.paragraphs[0].text
        assert not part.different_first_page_header_footer
    assert opened(CASES["valued"]).sections[0].header.paragraphs[0].text == ""


def test_pages_are_a4_and_numbered_by_fields():
    document = opened(CASES["valued"])
    page = document.sections[0]
    fields = [field.get(qn("w:instr")) for field in page.footer._element.iter(qn("w:fldSimple"))]

    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert fields == ["PAGE", "NUMPAGES"]


def test_east_asian_fonts_are_those_officials_have():
    styles = opened(CASES["valued"]).styles.element
    named = {fonts.get(qn("w:eastAsia")) for fonts in styles.iter(qn("w:rFonts"))}

    assert named == {"仿宋", "黑体", "宋体"}
    assert not any("Theme" in key for fonts in styles.iter(qn("w:rFonts")) for key in fonts.attrib)


def test_the_same_brief_gives_the_same_bytes_without_a_time():
    brief = compose(CASES["valued"])
    first = render_docx(brief)

    assert first == render_docx(brief)
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name]
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(file.read(name))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(min_size=1, max_size=80))
def test_any_text_is_set_as_it_is(text):
    document = opened(build.result(chains=(build.chain("T", (build.node("T-A", f"试{text}用"),)),)))

    shown = bare(
        "".join(c for c in text if c == "\t" or c == "\n" or (ord(c) >= 32 and not 0xFFFE <= ord(c) <= 0xFFFF))
    )

    assert f"试{shown}用" in words(document)


def test_hostile_text_is_set_as_it_is():
    text = words(opened(CASES["valued, hostile"]))

    for hostile in build.HOSTILE:
        assert bare(hostile) in text


def test_cells_hold_a_paragraph_a_line():
    brief = compose(CASES["valued"])
    table = next(b for s in brief.sections for b in s.blocks if isinstance(b, Table))
    made = opened(CASES["valued"]).tables[0]

    shown = [[len(list(cell.iter(qn("w:p")))) for cell in row.tc_lst] for row in made._tbl.tr_lst[1:]]

    assert shown == [[max(1, len(cell.lines)) for cell in row] for row in table.rows]
