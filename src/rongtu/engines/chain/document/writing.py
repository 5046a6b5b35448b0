"""A chain document as the text of a TOML file: what a reader of the form reads again as the same document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from rongtu.vocab.chain_document import ChainDocument, Span
from rongtu.vocab.chain_document_tables import TABLES, TOP, Key
from rongtu.vocab.evidence import Distribution

ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}

FIRST_PRINTABLE, DELETE = 0x20, 0x7F

ROWS = {
    "node": "nodes",
    "group": "groups",
    "link": "links",
    "purchase": "purchases",
    "intervention": "interventions",
    "controller": "controllers",
}
"""The document's rows by the table they are written to; a final product is written at its node."""

Notes = Mapping[tuple[str, str], Iterable[str]]
"""Remarks by table and key of a row (the code of a node or group), each a comment above the row."""


def written(document: ChainDocument, heading: Iterable[str] = (), notes: Notes | None = None) -> str:
    """The document as TOML; `heading` are comment lines above it, `notes` above rows."""
    lines = [*map(comment, heading), *_pairs(document, TOP)]
    for table, attribute in ROWS.items():
        for row in getattr(document, attribute):
            remarks = (notes or {}).get((table, row.code), ()) if hasattr(row, "code") else ()
            lines += ["", *map(comment, remarks), f"[[{table}]]", *_pairs(row, TABLES[table].keys)]
    return "\n".join(lines) + "\n"


def comment(text: str) -> str:
    """A text as one line of comment."""
    return f"# {''.join(' ' if _control(character) else character for character in text)}".rstrip()


def quoted(text: str) -> str:
    """A text as a basic string of TOML."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    return f"\\u{ord(character):04X}" if _control(character) else character


def _control(character: str) -> bool:
    return ord(character) < FIRST_PRINTABLE or ord(character) == DELETE


def _pairs(row: Any, keys: Iterable[Key]) -> Iterator[str]:
    """What a row says, in the order of the form; what is taken for granted is left out."""
    taken = {field.name: field.default for field in fields(row)}
    for key in keys:
        name = key.attribute or key.name
        value = getattr(row, name)
        if value is not None and (key.needed or value != taken[name]):
            yield f"{key.name} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, StrEnum):
        return quoted(value.value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Span):
        return _range(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    return _number(value)


def _number(value: float) -> str:
    """A number as short as it reads back the same: whole ones without a fraction."""
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _range(span: Span) -> str:
    parts = [f"low = {_number(span.low)}", f"high = {_number(span.high)}"]
    if span.likely is not None:
        parts.append(f"likely = {_number(span.likely)}")
    if span.distribution is not Distribution.UNIFORM:
        parts.append(f"distribution = {quoted(span.distribution.value)}")
    return f"{{ {', '.join(parts)} }}"
