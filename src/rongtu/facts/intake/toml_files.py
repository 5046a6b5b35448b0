"""TOML files: rows of any kind as `[[kind]]` entries whose keys are the names of fields; money says its unit.

A value at the top of a file holds for all its entries that have the field and do not say it. A source is named by the
text of a `[[source]]` entry or by its code; the entries of a file with just one `[[source]]` need not name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from rongtu.facts.fields import KEY_SEPARATOR, KINDS, Column, Kind
from rongtu.facts.intake.sheets import Sheet
from rongtu.facts.intake.sources import source_code
from rongtu.facts.intake.toml_documents import MOST_PROBLEMS, Document, Entry, read
from rongtu.vocab.evidence import Nature
from rongtu.vocab.money import Fen, parse_amount
from rongtu.vocab.problems import InputError, Problem

SOURCE = "source"

SOURCE_CODE = re.compile(r"S[0-9a-f]{10}", re.ASCII)

UNASKED = ("nature", "visibility")
"""Fields a sheet has a column for only if something says them."""

Cells = tuple[str, ...]


def sheets(path: Path, name: str, kind: Kind, nature: Nature, source: str) -> tuple[Sheet, ...]:
    """The entries of `kind` in a file, after its sources; `source` is the code of theirs where the file names none.

    InputError where the file holds entries of another kind, or none of this one.
    """
    document = read(path, name)
    if kind.name not in document.entries or not document.entries.keys() <= {kind.name, SOURCE}:
        found = "、".join(f"[[{other}]]" for other in document.entries) or "no entry"
        rule = f"a file loaded as {kind.zh} {kind.name} has [[{kind.name}]] entries, and no others but [[source]]"
        raise InputError.single(name, rule, found, "Load each kind from a file of its own.")
    return sheets_of([document], nature, source)


def sheets_of(documents: Sequence[Document], nature: Nature, source: str = "") -> tuple[Sheet, ...]:
    """A sheet for each kind of each document, so ordered that a row refers only to kinds before its own, or to its own.

    Entries may name sources that stand in another of the documents; `source` is the code of the source of those that
    name none. InputError names every value that is none of its field, and every source that is in no document.
    """
    reading = _Reading(_source_codes(documents))
    own = [reading.source_of(document) or source for document in documents]
    made = tuple(
        _sheet(document, kind, reading, nature, told)
        for kind in ordered({name for document in documents for name in document.entries})
        for document, told in zip(documents, own, strict=True)
        if kind.name in document.entries
    )
    if reading.problems:
        raise InputError(reading.problems[:MOST_PROBLEMS])
    return made


def ordered(names: Iterable[str]) -> Iterator[Kind]:
    """The kinds of those names, each after all its fields refer to; of several that could follow, the first by name."""
    wanted = set(names)
    before = {name: {column.field.refers for column in KINDS[name].columns} & wanted - {name} for name in wanted}
    sorter = TopologicalSorter(before)
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(name for name in sorter.get_ready() if name)
        yield from (KINDS[name] for name in ready)
        sorter.done(*ready)


def _source_codes(documents: Iterable[Document]) -> dict[str, str]:
    """Text of each source entry to its code."""
    entries = [{**document.said, **entry} for document in documents for entry in document.entries.get(SOURCE, ())]
    return {
        (text := str(entry.get("text", "")).strip()): str(entry.get("code") or source_code(text)) for entry in entries
    }


@dataclass(frozen=True, slots=True)
class _Reading:
    """Values on their way to text: the sources known by their text, and what was found to be wrong."""

    sources: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def source_of(self, document: Document) -> str:
        """The code of the source a document names for all its entries, or of the only one it holds; else empty."""
        if SOURCE in document.said:
            return self._source(document.said[SOURCE], f"{document.name}, key source")
        codes = _source_codes([document])
        return next(iter(codes.values())) if len(codes) == 1 else ""

    def cell(self, column: Column, value: Any, where: str) -> str:
        """A value as the text of a cell; empty where it is none of the field, which is noted."""
        where = f"{where}, key {column.name}"
        if value == "":
            return ""
        if column.field.refers == SOURCE:
            return self._source(value, where)
        try:
            return _text(column, value, where)
        except InputError as error:
            self.problems.extend(error.problems)
            return ""

    def _source(self, told: Any, where: str) -> str:
        text = str(told).strip()
        if text in self.sources or SOURCE_CODE.fullmatch(text):
            return self.sources.get(text, text)
        rule = "a source is the text of a [[source]], or a code such as S0123456789"
        mend = "Add a [[source]] with this text and its terms, or write the code of one that is loaded."
        self.problems.append(Problem(where, rule, repr(text[:80]), mend))
        return ""


def _sheet(document: Document, kind: Kind, reading: _Reading, nature: Nature, source: str) -> Sheet:
    entries = [_whole(document, kind, entry) for entry in document.entries[kind.name]]
    used = {key for entry in entries for key in entry}
    columns = [c for c in kind.columns if c.name in used or not (c.field.derived or c.name in UNASKED)]
    rows = [
        (number, _cells(columns, entry, reading, document.where(kind.name, number)))
        for number, entry in enumerate(entries, start=1)
    ]
    name, header = f"{document.name} [[{kind.name}]]", tuple(column.name for column in columns)
    return Sheet(name, kind, header, lambda: iter(rows), nature.value, source, row_word="entry")


def _whole(document: Document, kind: Kind, entry: Entry) -> Entry:
    """An entry with what the file says of all of them, and a source with its code."""
    said = {key: value for key, value in document.said.items() if key in kind.names and key != SOURCE}
    whole = {**said, **entry}
    if kind.name == SOURCE and not whole.get("code"):
        whole["code"] = source_code(str(whole.get("text", "")).strip())
    return whole


def _cells(columns: Sequence[Column], entry: Entry, reading: _Reading, where: str) -> Cells:
    return tuple(reading.cell(column, entry.get(column.name, ""), where) for column in columns)


def _text(column: Column, value: Any, where: str) -> str:
    if column.type is Fen:
        return _fen(column, value, where)
    if isinstance(value, list):
        if column.type != tuple[str, ...]:
            raise InputError.single(where, "the field holds one value", value, "Write it without brackets.")
        return KEY_SEPARATOR.join(_part(part, where) for part in value)
    if isinstance(value, bool):
        if column.type is not bool:
            raise InputError.single(where, "true and false are for a field of yes or no", value, "Write it in quotes.")
        return "是" if value else "否"
    if isinstance(value, str | int | Decimal) or (isinstance(value, date) and not isinstance(value, datetime)):
        return str(value)
    raise InputError.single(where, "a value is a text, a number, a day or a list", str(value), "Write it in quotes.")


def _fen(column: Column, value: Any, where: str) -> str:
    if not isinstance(value, str):
        mend = f'Write it in quotes with its unit, such as {column.name} = "3.2亿元".'
        raise InputError.single(where, "an amount of money says its unit", str(value), mend)
    return str(parse_amount(value, where))


def _part(part: Any, where: str) -> str:
    if not isinstance(part, str) or KEY_SEPARATOR in part:
        rule = f"a list holds texts without {KEY_SEPARATOR}"
        raise InputError.single(where, rule, str(part), "Write each in quotes, one after the other.")
    return part
