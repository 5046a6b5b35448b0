"""A file of a public format, opened: a delimited table, a workbook or JSON lines, read by the names of its fields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import rongtu.facts.records  # noqa: F401  (declares every kind)
from rongtu.facts.fields import KINDS
from rongtu.facts.intake import text_files, workbooks
from rongtu.facts.intake.sheets import MOST_COLUMNS, Rows, Sheet
from rongtu.vocab.problems import InputError, Problem
from rongtu.vocab.text import tidy

Record = Mapping[str, str]
"""A row by the names of its fields; what the row lacks is empty."""

Records = Iterator[tuple[int, Record]]
"""Rows with the number by which a person finds them in the file."""

MOST_PROBLEMS = 100
"""Problems of form told of one file: whoever has more of them has another file than was meant."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose form was checked from end to end; `records` may be called again to read it once more."""

    path: Path
    name: str
    fields: tuple[str, ...]
    records: Callable[[], Records]
    row_word: str = "row"

    def digest(self) -> str:
        """The SHA-256 of the file."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def renamed(self, names: Mapping[str, str]) -> Opened:
        """The file with its fields called otherwise; of several fields that come to one name the first is taken."""
        called = {field: names.get(field, field) for field in self.fields}
        first = {name: field for field, name in reversed(called.items())}
        first = {name: first[name] for name in called.values()}
        return replace(self, fields=tuple(first), records=partial(_renamed, self.records, first))

    def sheet(
        self, kind: str, header: Sequence[str], made: Callable[[Record], Iterable[Sequence[str]]], source: str = ""
    ) -> Sheet:
        """A sheet of what `made` makes of each row: any number of rows of `kind`, under the number of that row."""
        return Sheet(
            self.name,
            KINDS[kind],
            tuple(header),
            partial(_made, self.records, made),
            source=source,
            row_word=self.row_word,
        )


def open_file(path: Path) -> Opened:
    """The file of that path, recognised by its content; InputError names every row that is out of form."""
    name = path.name
    try:
        with path.open("rb") as file:
            beginning = file.read(64)
    except OSError as error:
        raise InputError.single(str(path), "a file that can be read", error.strerror, "Correct the path.") from None
    if beginning.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return _json_lines(path, name)
    table = workbooks.recognise(path, name) if workbooks.looks_like(beginning) else text_files.recognise(path, name)
    fields = tuple(tidy(heading) for heading in table.header())
    problems = [*_heading_problems(table.name, fields), *_width_problems(table.name, len(fields), table.rows())]
    if problems:
        raise InputError(problems)
    return Opened(path, table.name, fields, partial(_table_records, fields, table.rows))


def _heading_problems(name: str, fields: Sequence[str]) -> Iterator[Problem]:
    for position, field in enumerate(fields):
        if field and field in fields[:position]:
            where = f"{name} row 1, column {field}"
            yield Problem(where, "each column has a heading of its own", "it comes twice", "Delete or rename one.")


def _width_problems(name: str, width: int, rows: Rows) -> Iterator[Problem]:
    told = 0
    for number, cells in rows:
        if len(cells) == width or (len(cells) > width and not any(cells[width:])) or not any(cells):
            continue
        rule = f"a row has {width} cells, one for each heading"
        mend = "Add or remove cells, or quote a cell that holds the delimiter."
        yield Problem(f"{name} row {number}", rule, str(len(cells)), mend)
        if (told := told + 1) == MOST_PROBLEMS:
            return


def _table_records(fields: Sequence[str], rows: Callable[[], Rows]) -> Records:
    for number, cells in rows():
        if any(cells):
            yield number, dict(zip(fields, cells, strict=False))


def _renamed(records: Callable[[], Records], first: Mapping[str, str]) -> Records:
    for number, record in records():
        yield number, {name: record.get(field, "") for name, field in first.items()}


def _made(records: Callable[[], Records], made: Callable[[Record], Iterable[Sequence[str]]]) -> Rows:
    for number, record in records():
        for cells in made(record):
            yield number, cells


def _json_lines(path: Path, name: str) -> Opened:
    problems: list[Problem] = []
    fields: dict[str, None] = {}
    for number, line in _lines(path):
        found, fault = _object(line)
        if len(fields) < MOST_COLUMNS:
            fields |= dict.fromkeys(found)
        if fault:
            mend = 'Write one object a line, such as {"name": "…"}, without brackets or commas around them.'
            problems.append(Problem(f"{name} line {number}", "each line is one JSON object", fault, mend))
            if len(problems) == MOST_PROBLEMS:
                break
    if problems:
        raise InputError(problems)
    return Opened(path, name, tuple(fields), partial(_json_records, path), row_word="line")


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something; what is longer than a line may be is cut, and so is no object any more."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(text_files.MOST_LINE):
            number += 1
            if line := line.removeprefix(b"\xef\xbb\xbf").strip():
                yield number, line


def _object(line: bytes) -> tuple[Mapping[str, Any], str]:
    """The object of a line, or what it is instead."""
    try:
        found = json.loads(line)
    except UnicodeDecodeError:
        return {}, "bytes that are not UTF-8"
    except (ValueError, RecursionError) as error:
        return {}, str(error)
    return (found, "") if isinstance(found, dict) else ({}, repr(found)[:80])


def _json_records(path: Path) -> Records:
    for number, line in _lines(path):
        yield number, {key: _text(value) for key, value in _object(line)[0].items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
