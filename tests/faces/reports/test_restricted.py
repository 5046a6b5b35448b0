"""Every page and sheet of every export says who may see it, where that is not everybody, beside what is not real."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from flows import chain_builders as chains
from flows import value_builders as values
from rongtu.faces.reports import render_html, render_pdf
from rongtu.faces.reports.word import render_docx
from rongtu.faces.reports.workbook import render_workbook
from rongtu.flows.brief import compose
from rongtu.flows.brief.sheets import tabulate
from rongtu.vocab.disclosure import withheld_input
from rongtu.vocab.evidence import Nature, Visibility

MARK = "受限 RESTRICTED"


@pytest.fixture(scope="module")
def restricted():
    return chains.full(nature=Nature.FICTIONAL)


def test_the_page_says_it_where_it_stays_in_sight(restricted):
    text = render_html(compose(restricted))

    assert f'<p class="banner" role="note">{MARK}：仅限经批准的人员，对外提供须经批准　虚构：' in text
    assert MARK not in render_html(compose(values.valued()))


def test_every_page_of_the_pdf_says_it_above_and_below(restricted):
    for page in PdfReader(io.BytesIO(render_pdf(compose(restricted)))).pages:
        text = "".join(page.extract_text().split())
        assert "受限RESTRICTED：仅限经批准的人员" in text
        assert "专报（受限RESTRICTED虚构）" in text


def test_the_office_file_says_it_over_and_under_every_page(restricted):
    for part in Document(io.BytesIO(render_docx(compose(restricted)))).sections:
        assert part.header.paragraphs[0].text.startswith(f"{MARK}：")
        assert f"（{MARK}　虚构）" in part.footer.paragraphs[0].text


def test_every_sheet_says_it_on_screen_and_on_paper(restricted):
    content = render_workbook(tabulate(restricted))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))

    assert {"先查实", "传导"} <= set(book.sheet_names)
    for name in book.sheet_names:
        assert book.get_sheet_by_name(name).to_python(skip_empty_area=False)[0][0].startswith(f"{MARK}：")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheets = [file.read(name).decode() for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
    assert all(f"&amp;C{MARK}" in sheet for sheet in sheets)


def test_rows_of_nodes_and_offers_lead_to_the_derivations_of_their_figures():
    book = {sheet.name: sheet for sheet in tabulate(chains.full()).sheets}
    nodes = {row[1]: str(row[-1]).split() for row in book["环节"].rows}
    offers = [str(row[-1]).split() for row in book["需求与匹配"].rows]

    assert "derived:value/stake/T-A" in nodes["T-A"]
    assert any("derived:value/match.worth/N-1" in refs for refs in offers)


def test_rows_that_are_not_shown_are_counted_where_a_number_comes_from():
    plain = chains.full()
    key = next(key for key in plain.trace if key.startswith("value/break"))
    step = plain.trace[key].model_copy(update={"inputs": ("rows:claim", withheld_input(Visibility.MEMBERS, 3))})
    told = plain.model_copy(update={"trace": {**plain.trace, key: step}})

    assert "3 行仅限成员 (3 rows of members only)" in render_html(compose(told))
