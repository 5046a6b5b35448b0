"""The tables as a workbook: typed cells, a heading that stays, a filter, the banner, no cell that begins a formula."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from flows import builders as build
from flows import value_builders as values
from rongtu.faces.reports.workbook import STARTS, render_workbook
from rongtu.flows.brief.sheets import Sheet, SheetColumn, Workbook, tabulate
from rongtu.vocab.evidence import Nature

CASES = build.cases() | values.cases()
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def book_of(result) -> bytes:
    return render_workbook(tabulate(result))


def rows_of(content: bytes, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def pages(content: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {
            name: ElementTree.fromstring(file.read(name))
            for name in file.namelist()
            if name.startswith("xl/worksheets/sheet")
        }


@pytest.mark.parametrize("case", CASES)
def test_every_sheet_comes_back_as_it_was_told(case):
    workbook = tabulate(CASES[case])
    content = render_workbook(workbook)

    for sheet in workbook.sheets:
        back = rows_of(content, sheet.name)
        assert len(back) == len(sheet.rows) + 2
        for row, told in zip(back[2:], sheet.rows, strict=True):
            for cell, value in zip(row, told, strict=True):
                if isinstance(value, int | float):
                    assert cell == pytest.approx(value)
                elif value is None:
                    assert cell == ""


def test_numbers_are_numbers_and_money_is_in_wan():
    content = book_of(CASES["valued"])
    rows = rows_of(content, "卡点堵点断点")
    heads = rows[1]
    first = dict(zip(heads, rows[2], strict=True))

    assert first["环节"] == "试用膜材"
    assert (first["严重度（万元/年）"], first["严重度低端（万元/年）"]) == (8000, 6000)
    assert first["满足率"] == 0
    assert heads[-2:] == ["来源", "依据"]


def test_headings_stay_and_every_column_can_be_filtered():
    workbook = tabulate(CASES["valued"])

    for page, sheet in zip(pages(render_workbook(workbook)).values(), workbook.sheets, strict=True):
        pane = page.find("m:sheetViews/m:sheetView/m:pane", NS)
        assert (pane.get("ySplit"), pane.get("state")) == ("2", "frozen")
        first, last = page.find("m:autoFilter", NS).get("ref").split(":")
        assert first == "A2"
        assert int(re.sub(r"\D", "", last)) >= len(sheet.rows) + 2
        assert len(page.findall("m:cols/m:col", NS)) >= 1


@pytest.mark.parametrize("nature", [Nature.FICTIONAL, Nature.SYNTHETIC])
def test_what_is_not_real_says_so_on_every_sheet_and_every_printed_page(nature):
    word = {Nature.FICTIONAL: "虚构", Nature.SYNTHETIC: "合成"}[nature]
    workbook = tabulate(values.valued(nature=nature))
    content = render_workbook(workbook)

    for sheet in workbook.sheets:
        assert str(rows_of(content, sheet.name)[0][0]).startswith(word)
    for page in pages(content).values():
        assert word in page.find("m:headerFooter/m:oddHeader", NS).text


@pytest.mark.parametrize("case", CASES)
def test_no_sheet_holds_a_formula_or_a_link(case):
    for page in pages(book_of(CASES[case])).values():
        assert not page.findall(".//m:f", NS)
        assert not page.findall(".//m:hyperlink", NS)


HOSTILE = (
    st.text(max_size=40)
    | st.sampled_from(
        [
            "=1+1",
            "+1",
            "-2",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            '=HYPERLINK("http://x.invalid")',
            "{=1}",
            "http://x.invalid",
            "&D",
        ]
    ).map(lambda text: text)
    | st.text().map(lambda text: f"={text}")
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(HOSTILE, min_size=1, max_size=6))
def test_no_text_begins_what_a_program_takes_for_a_formula(texts):
    column = SheetColumn(heading=texts[0], unit="", kind="text", width=10)
    sheet = Sheet(name="表", note=texts[-1], columns=(column,), rows=tuple((text,) for text in texts))

    content = render_workbook(Workbook(title=texts[0], banner="", sheets=(sheet,)))

    assert not any(page.findall(".//m:f", NS) for page in pages(content).values())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        if "xl/sharedStrings.xml" in file.namelist():
            strings = ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
            said = ["".join(part.text or "" for part in item.iter(f"{{{NS['m']}}}t")) for item in strings]
            assert not [text for text in said if text.startswith(STARTS)]


def test_a_text_longer_than_a_cell_holds_says_that_there_is_more():
    column = SheetColumn(heading="长", unit="", kind="text", width=10)
    sheet = Sheet(name="表", note="", columns=(column,), rows=(("龘" * 40_000,),))

    (row,) = rows_of(render_workbook(Workbook(title="", banner="", sheets=(sheet,))), "表")[2:]

    assert row[0].endswith("…（其余见 result.json）")
    assert len(row[0]) < 32_767


def test_the_same_result_gives_the_same_bytes():
    assert book_of(CASES["valued"]) == book_of(values.valued())


def test_hostile_text_comes_back_as_it_is():
    rows = rows_of(book_of(CASES["hostile"]), "环节")

    names = [row[2] for row in rows[2:]]

    assert names == [f"{text}{index}" for index, text in enumerate(build.HOSTILE)]
