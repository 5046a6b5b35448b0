"""The tables behind the brief as a workbook: typed cells, headings that stay, filters; no cell begins a formula."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

from rongtu.faces.reports import svg
from rongtu.flows.brief.sheets.document import Kind, Sheet, SheetColumn, Value, Workbook

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FIXED = datetime(2000, 1, 1)
"""When every workbook says it was made: the same result gives the same bytes."""

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a formula may begin with in one program or another; the sign put before is the one intake takes off again."""

LONGEST = 32_000
"""Characters a cell holds, a little below what the format allows."""

FONT = "宋体"
"""On every Chinese Windows and in WPS; other programs put a font of their own in its place."""

SHAPES: dict[Kind, str] = {
    "text": "@",
    "refs": "@",
    "whole": "0",
    "number": "General",
    "degree": "0.000",
    "money": "#,##0.0",
    "share": "0.0%",
}

ACROSS = 230
"""Width of a printed page in characters; a wider sheet takes several, with the columns that name the row on each."""

TOP = 2
"""Rows above the first of data: the banner or note, and the headings."""


def render_workbook(workbook: Workbook) -> bytes:
    """The file; the same workbook gives the same bytes."""
    import xlsxwriter  # takes as long to import as a database to start

    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
    )
    told = {"title": svg.clean(workbook.title), "author": "融图 Rongtu", "created": FIXED}
    book.set_properties({**told, "comments": svg.clean(workbook.banner)})
    base = {"font_name": FONT, "font_size": 10, "valign": "top"}
    formats: dict[str, Format] = {
        kind: book.add_format({**base, "num_format": shape, "text_wrap": kind == "text"})
        for kind, shape in SHAPES.items()
    }
    formats["head"] = book.add_format({**base, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E6E6E6"})
    formats["banner"] = book.add_format({**base, "bold": True, "bg_color": "#D0D0D0", "top": 2, "bottom": 2})
    formats["note"] = book.add_format({**base, "font_color": "#595959"})
    for sheet in workbook.sheets:
        _write(book.add_worksheet(svg.clean(sheet.name)[:31]), sheet, workbook, formats)
    book.close()
    return content.getvalue()


def _write(page: Worksheet, sheet: Sheet, workbook: Workbook, formats: dict[str, Format]) -> None:
    """The banner and the note, the headings, the rows; printed across, the headings on every page."""
    if workbook.banner:
        for place in range(len(sheet.columns)):
            page.write_blank(0, place, None, formats["banner"])
        page.write_string(0, 0, _safe(f"{workbook.banner}。{sheet.note}"), formats["banner"])
    else:
        page.write_string(0, 0, _safe(sheet.note), formats["note"])
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(TOP - 1, place, _safe(_heading(column)), formats["head"])
    for line, row in enumerate(sheet.rows, start=TOP):
        for place, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _cell(page, (line, place), value, formats[column.kind])
    page.freeze_panes(TOP, _frozen(sheet))
    page.autofilter(TOP - 1, 0, max(TOP, TOP - 1 + len(sheet.rows)), len(sheet.columns) - 1)
    _printing(page, sheet, workbook)


def _printing(page: Worksheet, sheet: Sheet, workbook: Workbook) -> None:
    """Across, without the refs: they are for looking up, not for reading."""
    page.set_landscape()
    page.set_paper(8)
    page.repeat_rows(0, TOP - 1)
    shown = [column for column in sheet.columns if column.kind != "refs"]
    page.print_area(0, 0, max(TOP, TOP - 1 + len(sheet.rows)), max(0, len(shown) - 1))
    page.fit_to_pages(max(1, round(sum(column.width for column in shown) / ACROSS)), 0)
    if _frozen(sheet):
        page.repeat_columns(0, _frozen(sheet) - 1)
    page.set_header(f"&C{_in_header(workbook.banner)}")
    page.set_footer(f"&L{_in_header(workbook.title)}　{_in_header(sheet.name)}&R&P / &N")


def _heading(column: SheetColumn) -> str:
    return f"{column.heading}（{column.unit}）" if column.unit else column.heading


def _cell(page: Worksheet, at: tuple[int, int], value: Value, shape: Format) -> None:
    """A number as a number, words as words; an unknown leaves the cell empty."""
    if isinstance(value, str):
        page.write_string(*at, _safe(value), shape)
    elif value is not None:
        page.write_number(*at, value, shape)


def _safe(text: str) -> str:
    """Words no program takes for a formula, of the length a cell holds."""
    cleaned = svg.clean(text)
    if len(cleaned) > LONGEST:
        cleaned = f"{cleaned[:LONGEST]}…（其余见 result.json）"
    return f"'{cleaned}" if cleaned.startswith(STARTS) else cleaned


def _frozen(sheet: Sheet) -> int:
    """Columns that stay: up to the one that names the row, where it is not far."""
    names = ("环节", "措施", "需求", "单位", "省份", "地区", "政策", "金融产品", "项目", "推定")
    found = next((place for place, column in enumerate(sheet.columns) if column.heading in names), 0)
    return found + 1 if found < 4 else 0


def _in_header(text: str) -> str:
    """Words for a header or footer, where & begins a code and 255 characters are the most."""
    return svg.clean(text).replace("&", "&&")[:80]
