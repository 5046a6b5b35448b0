"""TOML documents: a file as entries of kinds of records, every name in it checked, nothing yet read as a value."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from rongtu.facts.fields import KINDS, Kind
from rongtu.vocab.problems import InputError, Problem

MOST_BYTES = 16 * 2**20
"""Size of a file; more rows than fit come as CSV or as a workbook."""

MOST_PROBLEMS = 1_000
"""Problems told in one go; a file with more of them is wrong as a whole."""

Entry = Mapping[str, Any]
"""Field to value, as TOML has it; numbers with a fraction are decimals."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read: what it says of all its entries, and the entries of each kind in their order."""

    name: str
    said: Entry
    entries: Mapping[str, Sequence[Entry]]

    def where(self, kind: str, number: int) -> str:
        """An entry as reports name it; the first of a kind is number 1."""
        return f"{self.name} [[{kind}]] entry {number}"


def read(path: Path | Traversable, name: str) -> Document:
    """The file called `name`; InputError where it is no TOML, else with every name that is of no kind or field."""
    whole = parsed(path, name)
    entries = {key: value for key, value in whole.items() if _is_entries(key, value)}
    said = {key: value for key, value in whole.items() if key not in entries and not isinstance(value, dict)}
    document = Document(name, said, entries)
    problems = list(_kind_problems(name, whole, said)) or [*_said_problems(document), *_key_problems(document)]
    if problems:
        raise InputError(problems[:MOST_PROBLEMS])
    return document


def parsed(path: Path | Traversable, name: str) -> dict[str, Any]:
    """What a TOML file called `name` holds; InputError where it is none, or too large."""
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        mend = "Split it, or load its kinds from CSV files or workbooks."
        raise InputError.single(name, f"a TOML file has at most {MOST_BYTES >> 20} MB", "more", mend)
    try:
        return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise InputError.single(name, "TOML is written in UTF-8", "other bytes", "Save it as UTF-8.") from error
    except RecursionError as error:
        raise InputError.single(name, "brackets are nested a few deep", "hundreds", "Take them apart.") from error
    except ValueError as error:
        mend = "Correct the file there; texts stand in quotes, each kind in two brackets: [[need]]."
        raise InputError.single(name, "a file is well-formed TOML", str(error), mend) from error


def _is_entries(key: str, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value) and (bool(value) or key in KINDS)


def _kind_problems(name: str, whole: Entry, said: Entry) -> Iterator[Problem]:
    kinds = {kind.name for kind in KINDS.values() if kind.name == "source" or "source" in kind.names}
    for key, value in whole.items():
        if key in said:
            continue
        if key not in kinds:
            yield Problem(f"{name} [[{key}]]", "entries are of a kind of record", repr(key), _nearest(key, kinds))
        elif isinstance(value, dict):
            rule = "the kind of each entry stands in two brackets"
            yield Problem(f"{name} [{key}]", rule, f"[{key}]", f"Write [[{key}]] above each entry.")


def _said_problems(document: Document) -> Iterator[Problem]:
    fields = {name for kind in document.entries for name in KINDS[kind].names}
    for key in document.said:
        if key not in fields:
            rule = "a value at the top of a file is of a field of its entries"
            yield Problem(f"{document.name}, key {key}", rule, repr(key), _nearest(key, fields))


def _key_problems(document: Document) -> Iterator[Problem]:
    for name, entries in document.entries.items():
        kind = KINDS[name]
        for number, entry in enumerate(entries, start=1):
            for key in entry:
                if key not in kind.names:
                    rule = f"a key is a field of {kind.zh} {name}"
                    where = f"{document.where(name, number)}, key {key}"
                    yield Problem(where, rule, repr(key), _nearest(key, _asked(kind)))


def _asked(kind: Kind) -> list[str]:
    return [column.name for column in kind.columns if not column.field.derived]


def _nearest(key: str, known: Iterable[str]) -> str:
    close = get_close_matches(key, known, n=1)
    return f"Is {close[0]} meant?" if close else f"Known are {', '.join(sorted(known))}."
