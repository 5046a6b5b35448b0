"""Files for the engine commands: bounded, UTF-8, checked row by row; written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rongtu.faces.cli.writing import write_file
from rongtu.vocab.cells import harmless
from rongtu.vocab.problems import InputError, Problem

MAX_BYTES = 256 * 2**20
MAX_ROWS = 1_000_000
MAX_PROBLEMS = 100
"""Problems reported of one file; more are cut."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: where it stands ("file, row n", the header being row 1) and its cells by column."""

    where: str
    cells: dict[str, str]


def read_text(path: Path) -> str:
    """The text of a UTF-8 file of at most 256 MB. Raises InputError."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError.single(str(path), "the file can be read", error.strerror, "Correct the path.") from None
    if len(content) > MAX_BYTES:
        raise InputError.single(str(path), f"a file has at most {MAX_BYTES} bytes", "more", "Split the file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line_breaks = content.count(b"\n", 0, error.start)
        where = f"{path}, row {line_breaks + 1}"
        found = content[error.start : error.start + 4]
        raise InputError.single(where, "text is UTF-8", found, "Save the file as UTF-8.") from None


def read_csv(path: Path, columns: Sequence[str]) -> tuple[tuple[str, ...], list[Row]]:
    """The header and rows of a CSV that has at least `columns`. Raises InputError with every bad row."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        header = tuple(next(reader, ()))
        _check_header(path, header, columns)
        for cells in reader:
            where = f"{path}, row {reader.line_num}"
            _check_count(path, len(rows))
            if len(cells) == len(header):
                rows.append(Row(where, dict(zip(header, cells, strict=True))))
            elif cells:
                rule = f"a row has {len(header)} cells as the header"
                problems.append(Problem(where, rule, str(len(cells)), "Add or remove cells, or quote commas."))
    except csv.Error as error:
        raise InputError.single(f"{path}, row {reader.line_num}", "valid CSV", str(error), "Mend quoting.") from None
    raise_any(problems)
    return header, rows


def read_jsonl(path: Path, keys: Sequence[str]) -> list[Row]:
    """The objects of a JSON Lines file, each with at least the string members `keys`; other members are left out."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            where = f"{path}, row {number}"
            _check_count(path, len(rows))
            item = _parsed(line)
            if isinstance(item, dict) and all(isinstance(item.get(key), str) for key in keys):
                rows.append(Row(where, {key: value for key, value in item.items() if isinstance(value, str)}))
            else:
                rule = f"a line is a JSON object with the texts {', '.join(keys)}"
                problems.append(Problem(where, rule, repr(line[:60]), "Correct the line."))
    raise_any(problems)
    return rows


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as nested dictionaries. Raises InputError."""
    try:
        return tomllib.loads(read_text(path))
    except RecursionError:
        raise InputError.single(str(path), "brackets are nested a few deep", "hundreds", "Take them apart.") from None
    except ValueError as error:  # a number of thousands of digits is one too
        raise InputError.single(str(path), "valid TOML", str(error), "Mend the syntax there.") from None


def number_in(row: Row, column: str) -> float:
    """The finite number in a cell, NaN where it is empty. Raises InputError."""
    text = row.cells[column].strip()
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    if text and not math.isfinite(value):
        where = f"{row.where}, column {column}"
        raise InputError.single(where, "a cell is a finite number or empty", text, "Correct it or empty the cell.")
    return value


def raise_any(problems: Sequence[Problem]) -> None:
    """Raise InputError with the first hundred problems, if there are any."""
    if problems:
        raise InputError(problems[:MAX_PROBLEMS])


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV; unknown numbers are empty cells, and no text starts a formula in a spreadsheet."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    write_file(path, buffer.getvalue().encode())


def _cell(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    unknown = value is None or (isinstance(value, float) and math.isnan(value))
    return "" if unknown else value


def _check_header(path: Path, header: Sequence[str], columns: Sequence[str]) -> None:
    rule = "the header names each column once"
    problems = [
        Problem(f"{path}, row 1", f"there is a column {column}", repr(",".join(header)), "Add the column.")
        for column in columns
        if column not in header
    ]
    if len(set(header)) < len(header):
        problems.append(Problem(f"{path}, row 1", rule, repr(",".join(header)), "Rename the repeated ones."))
    raise_any(problems)


def _check_count(path: Path, count: int) -> None:
    if count >= MAX_ROWS:
        raise InputError.single(str(path), f"a file has at most {MAX_ROWS} rows", "more", "Split the file.")


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
