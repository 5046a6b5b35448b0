"""Workbooks (.xlsx): the first visible sheet as text, after what no reader may trust was looked at.

A workbook is refused that unpacks to more than it may, holds merged cells, a formula without a kept value, or an
error where a value should be; a date before March 1900 is refused because it is a number shown as a date.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from rongtu.facts.intake.sheets import MOST_COLUMNS, Rows
from rongtu.vocab.problems import InputError, Problem

MOST_UNPACKED = 512 * 2**20
MOST_RATIO = 200
MOST_PARTS = 1_000
EXACT = 10**15
"""A workbook keeps 15 digits of a number; beyond, digits are lost."""
FIRST_SURE_DATE = datetime.date(1900, 3, 1)
"""Before it the calendar of workbooks has a day that never was, and small numbers look like dates."""
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class WorkbookTable:
    """The sheet of a workbook that holds the rows."""

    path: Path
    name: str
    sheet: str

    def header(self) -> tuple[str, ...]:
        """The cells of the first row; InputError where the sheet is empty or wider than a table."""
        for _, cells in self.records():
            return tuple(cells)
        raise InputError.single(self.name, "the first row is the header", "an empty sheet", "Use the template.")

    def rows(self) -> Rows:
        """The rows after the header, those that are wholly empty left out."""
        records = self.records()
        next(records, None)
        yield from records

    def records(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Every row that holds something, with its number."""
        sheet = _open(self.path, self.name).get_sheet_by_name(self.sheet)
        _, first_column = sheet.start or (0, 0)
        if sheet.width + first_column > MOST_COLUMNS:
            raise InputError.single(
                self.name,
                f"a table has at most {MOST_COLUMNS} columns",
                sheet.width + first_column,
                "Delete the empty columns on the right.",
            )
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = [_text(cell) for cell in cells]
            if any(texts):
                yield number, texts


def recognise(path: Path, name: str) -> WorkbookTable:
    """The sheet to read: the first visible one. InputError names every cell that cannot be read rightly."""
    with _archive(path, name) as archive:
        book = _open(path, name)
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
        ]
        if not shown:
            raise InputError.single(name, "a workbook has a sheet of rows", "none", "Use the template.")
        called = f"{name} [{shown[0]}]"
        sheet = book.get_sheet_by_name(shown[0])
        problems = [*_merged(sheet, called), *_doubtful(archive, shown[0], called), *_lossy(sheet, called)]
    if problems:
        raise InputError(problems[:MOST_TOLD])
    return WorkbookTable(path, called, shown[0])


def _archive(path: Path, name: str) -> zipfile.ZipFile:
    """The archive of a workbook, once what it says of its size was checked and found true."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise _damaged(name) from None
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, path.stat().st_size)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or (unpacked > BLOWN_UP and unpacked / packed > MOST_RATIO):
        archive.close()
        raise InputError.single(
            name,
            f"a workbook unpacks to at most {MOST_UNPACKED // 2**20} MB and {MOST_RATIO} times its size",
            f"{len(parts)} parts, {unpacked:,} bytes from {packed:,}",
            "Save large tables as CSV.",
        )
    try:
        broken = archive.testzip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        broken = "a part"
    if broken:
        archive.close()
        raise _damaged(name)
    return archive


BLOWN_UP = 32 * 2**20
"""Below this size no ratio is suspicious: small sheets of equal rows pack well."""


def _damaged(name: str) -> InputError:
    return InputError.single(
        name, "a workbook is whole", "a damaged or protected file", "Open it, remove its password, and save it again."
    )


def _open(path: Path, name: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except CalamineError:
        raise _damaged(name) from None


def _merged(sheet: CalamineSheet, called: str) -> list[Problem]:
    return [
        Problem(
            f"{called} row {top + 1}",
            "cells are not merged, since all but one of them are empty",
            f"{_cell_name(top, left)}:{_cell_name(bottom, right)} is one merged cell",
            "Unmerge it (取消合并单元格) and write the value in each row; titles above the header are deleted.",
        )
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]


def _doubtful(archive: zipfile.ZipFile, sheet: str, called: str) -> Iterator[Problem]:
    """Cells that hold an error, or a formula whose value was not kept: a reader would take them for empty."""
    member = _member(archive, sheet)
    with archive.open(member) as stream:
        for _, cell in ElementTree.iterparse(stream):  # noqa: S314 (bounded; expat expands no entities beyond its own)
            if cell.tag != f"{SPREADSHEET}c":
                continue
            value = cell.findtext(f"{SPREADSHEET}v") or ""
            formula = cell.find(f"{SPREADSHEET}f") is not None
            where = f"{called} cell {cell.get('r')}"
            if cell.get("t") == "e":
                yield Problem(where, "a cell holds a value", value, "Correct the formula or write the value.")
            elif formula and not value and cell.get("t") != "str":
                mend = "Open the file, let it compute, save it; or paste the values (选择性粘贴—数值)."
                yield Problem(where, "a formula comes with its value", "a formula without one", mend)
            cell.clear()


def _member(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part of the archive that holds a sheet."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    relation = next(found.get(RELATION) for found in book.iter(f"{SPREADSHEET}sheet") if found.get("name") == sheet)
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    target = next(found.get("Target", "") for found in relations if found.get("Id") == relation)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _lossy(sheet: CalamineSheet, called: str) -> Iterator[Problem]:
    """Numbers that lost digits, and numbers shown as dates or times."""
    _, first_column = sheet.start or (0, 0)  # iter_rows begins at the first row, but at the first column filled
    for row, cells in enumerate(sheet.iter_rows()):
        for column, value in enumerate(cells, start=first_column):
            where = f"{called} cell {_cell_name(row, column)}"
            if isinstance(value, float) and abs(value) >= EXACT:
                mend = "Set the column to text (文本) and write the code again from its source."
                yield Problem(where, "a workbook keeps 15 digits of a number", f"{value:.0f}", mend)
            elif isinstance(value, datetime.time | datetime.timedelta) or (
                isinstance(value, datetime.date) and _day(value) < FIRST_SURE_DATE
            ):
                mend = "Set the cell to number (数值) if it is one, or write the date as text: 1900-01-05."
                yield Problem(where, "a date is in or after March 1900", str(value), mend)
            elif isinstance(value, datetime.datetime) and value.time() != datetime.time(0):
                yield Problem(where, "a date has no time of day", str(value), f"Write {value.date().isoformat()}.")


def _day(value: datetime.date) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _text(value: Any) -> str:
    """A cell as the text a person would have typed."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
    if isinstance(value, datetime.date):
        return _day(value).isoformat()
    return str(value)


def _cell_name(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def looks_like(beginning: bytes) -> bool:
    """Whether the first bytes of a file are those of a workbook."""
    return bool(re.match(rb"PK\x03\x04", beginning))
