"""Checks of cells, column by column over a whole chunk: what is cleaned, what is refused, and how to mend it.

Every cell is stripped of white space of any kind; where no free text is meant, full-width signs become half-width.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import polars as pl

from rongtu.facts.fields import KEY_SEPARATOR, Column
from rongtu.facts.intake.forms import FORMS
from rongtu.facts.intake.headers import Place
from rongtu.facts.intake.sheets import MOST_CELL
from rongtu.vocab.dates import PATTERN as DATE_PATTERN
from rongtu.vocab.dates import PartialDate, suggest_partial_date
from rongtu.vocab.labels import LABELS
from rongtu.vocab.money import Fen
from rongtu.vocab.text import is_blank

BLANKS = "".join(chr(point) for point in range(0x10000) if is_blank(chr(point)))

ODD = r"[^!-~]|^'"
"""What a cell has that may have to be cleaned: anything but printable ASCII, or our sign before a formula's start."""

NUMBER = r"^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][+-]?\d{1,2})?$"
AMOUNT = r"^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$"
WHOLE = r"^[+-]?(\d{1,3}(,\d{3}){1,5}|\d{1,18})(\.0+)?$"
LONGEST_NUMBER = 40
SHAPES: Mapping[object, str] = {int: WHOLE, Decimal: NUMBER, Fen: AMOUNT}
MOST_FEN = 9_000_000_000_000_000_000
FORMULA_STARTS = ("=", "+", "-", "@")
WITH_UNIT = re.compile(r"^[¥￥]?\s*(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*[元万亿千人家个名套台]{1,3}$")
"""A number beside which a unit stands."""

CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"

YES = ("是", "true", "yes", "1")
NO = ("否", "false", "no", "0")

UNKNOWN = "leave the cell empty if unknown"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a cell must be: an expression that is true where it is not, the rule in words, and how to mend a cell."""

    broken: pl.Expr
    words: str
    mend: Callable[[str], str]


def cleaned(cells: pl.Series, column: Column) -> pl.Series:
    """The cells of a column as they are checked and stored: stripped, in half width, codes by their code.

    Most columns are plain already, which is seen at a glance; only the others are gone through cell by cell.
    """
    if cells.str.contains(ODD).any():
        cells = cells.str.strip_chars(BLANKS)
        if not _is_free(column):
            cells = cells.str.normalize("NFKC").str.strip_chars(BLANKS)
        # a sign before a formula's first character was put there by us, so that no program runs it
        cells = cells.str.replace(r"^'([=+\-@])", "${1}")
    cells = cells.set(cells == "", None)
    if column.codes and not cells.is_in([code.value for code in column.codes]).all():
        cells = cells.replace(_codes(column.codes))
    if column.type is bool:
        spelled = {**dict.fromkeys(YES, "true"), **dict.fromkeys(NO, "false")}
        cells = cells.str.to_lowercase().replace(spelled)
    return cells


def rules(column: Column) -> Iterator[Rule]:
    """What the cleaned cells of a column must be, the first broken rule of a cell being the one that is told."""
    cell = pl.col(column.name)
    if not column.optional and column.type != tuple[str, ...]:
        yield Rule(cell.is_null(), "a value is required", _mend("Fill it in"))
    yield Rule(cell.str.starts_with("="), "a cell holds a value, not a formula", _mend("Write its result"))
    yield Rule(cell.str.contains(CONTROL), "text has no control characters", _mend("Type the text anew"))
    longest = pl.lit(MOST_CELL)
    yield Rule(cell.str.len_chars() > longest, f"at most {MOST_CELL} characters", _mend("Shorten the text"))
    yield from _typed(column, cell)
    if column.field.pattern and not column.field.form:
        words = f"must match {column.field.pattern}"
        mend = _mend(column.field.note or "Correct it", column)
        yield Rule(~cell.str.contains(column.field.pattern), words, mend)
    if column.field.form:
        form = FORMS[column.field.form]
        yield Rule(form.broken(cell), form.words, form.mend)


def stored(place: Place) -> pl.Expr:
    """The checked cells of a column as COPY takes them."""
    column = place.column
    cell = pl.col(column.name)
    if column.type in (int, Decimal, Fen):
        cell = cell.str.replace_all(",", "", literal=True)
    if column.type is int:
        cell = cell.str.replace(r"\.0+$", "")
    if column.type is Fen:
        scaled = cell.cast(pl.Decimal(38, 8)) * pl.lit(place.factor).cast(pl.Decimal(38, 0))
        cell = scaled.cast(pl.Int64).cast(pl.String)
    if column.type == tuple[str, ...]:
        parts = cell.fill_null("").str.split(KEY_SEPARATOR).list.eval(_array_part())
        cell = pl.lit("{") + parts.list.join(",") + pl.lit("}")
    return cell.alias(column.name)


def money_rules(place: Place) -> Iterator[Rule]:
    """Money is whole fen, no more of them than can be kept: what a column's unit makes of a figure."""
    decimals = len(str(place.factor)) - 1
    cell = pl.col(place.column.name)
    fraction = cell.str.contains(rf"\.\d{{{decimals}}}\d*[1-9]")
    yield Rule(fraction, "money is whole fen (分)", _mend("Round it to the fen"))
    large = cell.str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False).abs() * place.factor > MOST_FEN
    yield Rule(large, f"money is at most {MOST_FEN:,} fen (分)", _mend("Correct the figure, or the unit of its column"))


def _typed(column: Column, cell: pl.Expr) -> Iterator[Rule]:
    if column.codes:
        known = [code.value for code in column.codes]
        listed = "、".join(f"{label.zh} ({code})" for code, label in LABELS[column.codes].items())
        yield Rule(~cell.is_in(known), f"one of {listed}", _mend("Choose one", column))
    elif column.type is bool:
        yield Rule(~cell.is_in(["true", "false"]), "是 or 否", _mend("Write 是 or 否", column))
    elif column.type in (int, Decimal, Fen):
        words = "a whole number of at most 18 digits" if column.type is int else "a plain decimal number"
        shape = cell.str.contains(SHAPES[column.type]) & (cell.str.len_chars() <= LONGEST_NUMBER)
        yield Rule(~shape, words, _number_mend(column))
        yield from _bounds(column, cell)
    elif column.type is PartialDate:
        whole = pl.when(cell.str.len_chars() == 10).then(cell.str.to_date("%Y-%m-%d", strict=False).is_null())
        odd = ~cell.str.contains(DATE_PATTERN) | cell.str.starts_with("0000") | whole.otherwise(pl.lit(False))
        yield Rule(odd, "a date is YYYY, YYYY-MM or YYYY-MM-DD", _date_mend(column))


def _bounds(column: Column, cell: pl.Expr) -> Iterator[Rule]:
    number = cell.str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)
    if column.field.least is not None:
        yield Rule(number < column.field.least, f"at least {column.field.least}", _mend("Correct it", column))
    if column.field.most is not None:
        yield Rule(number > column.field.most, f"at most {column.field.most}", _mend("Correct it", column))


def _array_part() -> pl.Expr:
    part = pl.element().str.strip_chars(BLANKS)
    quoted = part.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
    return (pl.lit('"') + quoted + pl.lit('"')).filter(part != "")


def _is_free(column: Column) -> bool:
    """Whether the cells are free text, in which nothing but white space at the ends is touched."""
    return (column.type in (str, tuple[str, ...]) or column.field.refers is not None) and not (
        column.field.pattern or column.field.form
    )


def _codes(codes: type[StrEnum]) -> Mapping[str, str]:
    """What may stand for each code of a list: its Chinese label, its English one, itself."""
    labels = LABELS[codes]
    return (
        {label.en: code.value for code, label in labels.items()}
        | {label.zh: code.value for code, label in labels.items()}
        | {code.value: code.value for code in codes}
    )


def _mend(words: str, column: Column | None = None) -> Callable[[str], str]:
    """How to mend a cell; one that may be unknown may also be left empty."""
    return lambda _found: f"{words}, or {UNKNOWN}." if column and column.optional else f"{words}."


def _number_mend(column: Column) -> Callable[[str], str]:
    def mend(found: str) -> str:
        if found.endswith("%"):
            return _mend("Write the share as a number, such as 0.58 for 58%", column)(found)
        number = WITH_UNIT.match(found)
        whole = number and column.type is int and "." in number[1]
        told = f"Write the number alone: {number[1].replace(',', '')}" if number and not whole else "Write a number"
        return _mend(told, column)(found)

    return mend


def _date_mend(column: Column) -> Callable[[str], str]:
    def mend(found: str) -> str:
        suggested = suggest_partial_date(found)
        return f"Write {suggested}." if suggested else _mend("Write it so", column)(found)

    return mend
