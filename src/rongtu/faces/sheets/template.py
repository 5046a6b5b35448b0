"""A template as a workbook (headings, lists to choose from, what each column takes) or as a line of headings."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from rongtu.flows.template import Template, TemplateColumn

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS = 10_000
"""Rows below the heading that offer the lists."""

MOST_WIDE = 40

EXPLAINED = ("栏 column", "字段 field", "英文 English", "必填 required", "填写 takes", "说明 note", "可选值 choices")


def as_text(template: Template) -> bytes:
    """The headings as comma-separated text, UTF-8 with the mark that spreadsheets need."""
    line = io.StringIO()
    csv.writer(line).writerow([column.heading for column in template.columns])
    return line.getvalue().encode("utf-8-sig")


def as_workbook(template: Template) -> bytes:
    """A workbook to fill in: the sheet, its explanation, and the lists its cells choose from."""
    import xlsxwriter  # takes as long to import as a database to start

    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
    )
    bold = {"bold": True, "font_name": "Noto Sans SC", "border": 1, "text_wrap": True, "valign": "top"}
    formats = {
        "required": book.add_format({**bold, "bg_color": "#D9D9D9"}),
        "optional": book.add_format(bold),
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format(),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    sheet = book.add_worksheet(template.zh[:31])
    _explain(book.add_worksheet("说明"), template, formats)
    _fill_in(sheet, _lists(book.add_worksheet("可选值"), template), template, formats)
    book.close()
    return content.getvalue()


def _fill_in(sheet: Worksheet, lists: dict[str, str], template: Template, formats: dict[str, Format]) -> None:
    sheet.freeze_panes(1, 0)
    for position, column in enumerate(template.columns):
        # codes and dates are text cells: a number of 18 digits would lose its last ones
        cells = formats["number" if column.number else "text"]
        sheet.set_column(position, position, min(MOST_WIDE, 4 + 2 * len(column.heading)), cells)
        sheet.write_string(0, position, column.heading, formats["required" if column.required else "optional"])
        sheet.write_comment(0, position, _comment(column), {"x_scale": 2})
        if column.name in lists:
            rule = {
                "validate": "list",
                "source": lists[column.name],
                "error_title": "请从列表中选择",
                "error_message": "Choose one of the list.",
            }
            sheet.data_validation(1, position, ROWS, position, rule)


def _lists(sheet: Worksheet, template: Template) -> dict[str, str]:
    """Write the lists to a hidden sheet; where each column's list stands."""
    from xlsxwriter.utility import xl_col_to_name

    sheet.hide()
    found = {}
    with_choices = [column for column in template.columns if column.choices]
    for position, column in enumerate(with_choices):
        sheet.write_column(0, position, column.choices)
        letter = xl_col_to_name(position, col_abs=True)
        found[column.name] = f"=可选值!{letter}$1:{letter}${len(column.choices)}"
    return found


def _explain(sheet: Worksheet, template: Template, formats: dict[str, Format]) -> None:
    told = f"填好第一张表后运行 rongtu load {template.kind} 文件名；灰底为必填，不知道的留空。"
    first = f"{template.zh} {template.en}：{told}"
    sheet.write_string(0, 0, first, formats["optional"])
    sheet.set_row(0, 30)
    for position, (title, width) in enumerate(zip(EXPLAINED, (24, 18, 24, 8, 44, 44, 44), strict=True)):
        sheet.set_column(position, position, width)
        sheet.write_string(2, position, title, formats["required"])
    for row, column in enumerate(template.columns, start=3):
        cells = (
            column.heading,
            column.name,
            column.en,
            "是" if column.required else "否",
            column.takes,
            column.note or "",
            "、".join(column.choices),
        )
        for position, cell in enumerate(cells):
            sheet.write_string(row, position, cell, formats["wrapped"])


def _comment(column: TemplateColumn) -> str:
    lines = [column.en, "必填 required" if column.required else "可留空 may be empty", column.takes]
    return "\n".join([*lines, *([column.note] if column.note else [])])
