"""Delimited text: comma or tab separated, UTF-8 with or without mark or GB18030, read in bounded memory."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from rongtu.facts.intake.sheets import MOST_COLUMNS, Block, Rows
from rongtu.vocab.problems import InputError

MOST_LINE = 4 * 2**20
"""Characters of a line, and of a row of several lines: what is longer is no table."""

BLOCK = 2**20
ROWS = 50_000
"""Rows given together where they are read one by one."""
SNIFFED = 64 * 2**10
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class TextTable:
    """A delimited file that was recognised: how to decode it and how to split it."""

    path: Path
    name: str
    encoding: str
    delimiter: str

    def header(self) -> tuple[str, ...]:
        """The cells of the first row; InputError where there is none, or more columns than a table has."""
        for _, cells in self.records():
            if len(cells) > MOST_COLUMNS:
                raise InputError.single(
                    f"{self.name} row 1",
                    f"a table has at most {MOST_COLUMNS} columns",
                    len(cells),
                    "Keep the columns of the template.",
                )
            return tuple(cells)
        raise InputError.single(self.name, "a file has a header in its first row", "an empty file", "Add the header.")

    def rows(self) -> Rows:
        """The rows after the header."""
        records = self.records()
        next(records, None)
        yield from records

    def blocks(self) -> Iterator[Block]:
        """The rows after the header, many at a time; from the first quote on, one by one."""
        number, width = 1, len(self.header())
        for lines in self._lines():
            if lines is None:
                break
            heading = 1 if number == 1 else 0
            yield self._split(lines[heading:], number + heading, width)
            number += len(lines)
        else:
            return
        rows = (record for record in self.rows() if record[0] >= number)
        while block := list(islice(rows, ROWS)):
            yield block

    def _lines(self) -> Iterator[list[str] | None]:
        """Whole lines of the file, a few million characters at a time; None where a quote may join lines to one row."""
        rest = ""
        with self.path.open(encoding=self.encoding, newline="") as file:
            while read := file.read(MOST_LINE):
                text, _, rest = (rest + read).rpartition("\n")
                if len(rest) > MOST_LINE or '"' in text or '"' in rest:
                    yield None
                    return
                if text:
                    yield text.split("\n")
        if rest:
            yield [rest]

    def _split(self, lines: list[str], number: int, width: int) -> Block:
        """Lines without quotes as columns; as rows where one of them has another number of cells than the header."""
        cells = pl.Series("line", lines, dtype=pl.String).str.strip_chars_end("\r").to_frame()
        odd = (pl.col("line").str.count_matches(self.delimiter, literal=True) != width - 1) | (
            pl.col("line").str.contains("\r", literal=True)
        )
        if cells.select(odd.any()).item():
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            return [(number + reader.line_num - 1, row) for row in reader if row]
        split = pl.col("line").str.split_exact(self.delimiter, width - 1)
        frame = cells.select(split.struct.rename_fields([str(place) for place in range(width)])).unnest("line")
        return frame.with_columns(in_row=pl.int_range(number, number + len(lines), dtype=pl.Int32))

    def records(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Every row with the number of its first line; lines that hold nothing at all are passed over."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            lines = _Lines(file, self.name)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            first = 1
            try:
                for cells in reader:
                    if cells:
                        yield first, cells
                    first = reader.line_num + 1
                    lines.begin()
            except csv.Error as error:
                raise InputError.single(
                    f"{self.name} row {first}", "quotes come in pairs", str(error), "Mend the quotes of this row."
                ) from None


class _Lines:
    """Lines of a file, none longer than a table's, and no more of them in one row than a row can have."""

    def __init__(self, file: Iterator[str], name: str) -> None:
        self._file = file
        self._name = name
        self._line = 0
        self._size = 0

    def begin(self) -> None:
        """A new row begins."""
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(MOST_LINE + 1):  # type: ignore[attr-defined]
            self._line += 1
            self._size += len(line)
            if self._size > MOST_LINE:
                raise InputError.single(
                    f"{self._name} row {self._line}",
                    f"a row has at most {MOST_LINE:,} characters",
                    "more",
                    "Look for a quote that is never closed, or a file that is no table.",
                )
            yield line


def recognise(path: Path, name: str) -> TextTable:
    """How a text file is to be read; InputError for another encoding, naming the first row that shows it."""
    with path.open("rb") as file:
        beginning = file.read(SNIFFED)
    if beginning.startswith(UTF16):
        raise InputError.single(
            name, "text is UTF-8 or GB18030", "UTF-16", "Save it as “CSV UTF-8”, or as a workbook (.xlsx)."
        )
    encoding = _encoding(path, name, beginning)
    first = beginning.decode(encoding, errors="ignore").partition("\n")[0]
    return TextTable(path, name, encoding, "\t" if "\t" in first and "," not in first else ",")


def _encoding(path: Path, name: str, beginning: bytes) -> str:
    fault = _first_fault(path, "utf-8-sig")
    if fault is None:
        return "utf-8-sig"
    # a header of Chinese words in UTF-8 says that the file is meant to be, whatever stands further down
    header = beginning.partition(b"\n")[0]
    meant_utf8 = not header.isascii() and _decodes(header, "utf-8")
    if not meant_utf8 and _first_fault(path, "gb18030") is None:
        return "gb18030"
    raise InputError.single(
        f"{name} row {fault}", "text is UTF-8 or GB18030", "bytes that are neither", "Save the file as “CSV UTF-8”."
    )


def _first_fault(path: Path, encoding: str) -> int | None:
    """Number of the first line that does not decode, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return lines + error.object[: error.start].count(b"\n")
            lines += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return lines
    return None


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
