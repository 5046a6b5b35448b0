"""Headers: which column of a sheet is which field, by its name in code, in Chinese, or in Chinese with a unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rongtu.facts.fields import Column, Kind
from rongtu.facts.intake.sheets import Sheet
from rongtu.vocab.money import FEN_PER_UNIT, Fen
from rongtu.vocab.problems import InputError, Problem
from rongtu.vocab.text import tidy

REASON = "原因 reason"
"""The column a file of refused rows says its reasons in; it is left out when the file is loaded again."""

GIVEN = ("nature", "visibility", "source")
"""Fields a file need not have: what is said of the whole file stands for its rows."""

UNIT = re.compile(r"^(.*?)\(([^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands in a sheet: position and heading, and by how much its figures are multiplied (money)."""

    position: int
    heading: str
    column: Column
    factor: int = 1


def heading(column: Column) -> str:
    """How a template heads a column: the Chinese name, with the unit its figures are in."""
    unit = "元" if column.type is Fen else column.field.unit
    return f"{column.field.zh}（{unit}）" if unit else column.field.zh


def asked(kind: Kind) -> tuple[Column, ...]:
    """The columns a template asks for: all but those derived or said of the whole file, the source last."""
    own = [column for column in kind.columns if not column.field.derived and column.name not in GIVEN]
    return (*own, *(column for column in kind.columns if column.name == "source"))


def places(sheet: Sheet) -> tuple[Place, ...]:
    """Where each field stands; InputError names every heading that means nothing, comes twice, or is missing."""
    found: dict[str, Place] = {}
    problems: list[Problem] = []
    for position, written in enumerate(sheet.header):
        where = f"{sheet.name} {sheet.row_word} 1, column {position + 1}"
        if not tidy(written) or _plain(written) == _plain(REASON):
            continue
        try:
            place = _place(sheet.kind, position, written)
        except ValueError as error:
            problems.append(Problem(where, str(error), repr(written[:80]), _known(sheet.kind)))
            continue
        if place.column.name in found:
            rule = "each field has one column"
            problems.append(Problem(where, rule, repr(written[:80]), "Delete or rename one of the two."))
        found.setdefault(place.column.name, place)
    problems += _missing(sheet, found)
    if problems:
        raise InputError(problems)
    return tuple(found.values())


def _place(kind: Kind, position: int, written: str) -> Place:
    plain = _plain(written)
    named = {_plain(column.name): column for column in kind.columns} | {
        _plain(column.field.zh): column for column in kind.columns
    }
    if plain in named:
        column = named[plain]
        if column.type is Fen and plain != _plain(column.name):
            raise ValueError(f"a column of money says its unit, such as {column.field.zh}（万元）")
        return Place(position, tidy(written), column)
    parts = UNIT.match(plain)
    if parts is None or parts[1] not in named:
        raise ValueError(f"a column of {kind.zh} {kind.en}")
    column, unit = named[parts[1]], parts[2]
    if column.type is Fen and unit in FEN_PER_UNIT:
        return Place(position, tidy(written), column, FEN_PER_UNIT[unit])
    if column.type is Fen or unit != _plain(column.field.unit or ""):
        allowed = "、".join(FEN_PER_UNIT) if column.type is Fen else column.field.unit or "none"
        raise ValueError(f"the unit of {column.field.zh} is one of: {allowed}")
    return Place(position, tidy(written), column)


def _missing(sheet: Sheet, found: dict[str, Place]) -> list[Problem]:
    needed = [
        column
        for column in sheet.kind.columns
        if not column.optional
        and column.type != tuple[str, ...]
        and not column.field.derived
        and column.name not in (*GIVEN, *found)
    ]
    if not needed:
        return []
    names = ", ".join(f"{column.field.zh} ({column.name})" for column in needed)
    return [
        Problem(
            f"{sheet.name} {sheet.row_word} 1",
            f"a file of {sheet.kind.zh} {sheet.kind.en} has these columns: {names}",
            repr("、".join(sheet.header)[:200]),
            "Add them; the first row must be the header. "
            f"`rongtu template {sheet.kind.name}` writes a sheet that has them all.",
        )
    ]


def _known(kind: Kind) -> str:
    names: Sequence[str] = [heading(column) for column in asked(kind)]
    return f"Rename or delete the column; known are {'、'.join(names)}."


def _plain(written: str) -> str:
    """A heading without what people add: white space, a star, full-width signs, capitals."""
    return "".join(unicodedata.normalize("NFKC", written).split()).rstrip("*").lower()
