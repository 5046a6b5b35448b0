"""From a row of text to typed values: every field checked against its definition, every problem named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from rongtu.facts.fields import KEY_SEPARATOR, KINDS, Column, Kind, record_id
from rongtu.vocab.dates import PartialDate, parse_partial_date
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.money import Fen
from rongtu.vocab.problems import InputError, Problem

MOST_PROBLEMS = 1_000
"""Problems reported in one go; a file with more of them is wrong as a whole."""

GIVEN = {"nature": Nature.REAL.value, "visibility": Visibility.PUBLIC.value}
"""What a file that has no such column says of all its rows: real and public, as the built-in sample is."""

Values = dict[str, Any]
"""Column name to typed value, `id` included."""


def parse(kind: Kind, rows: Iterable[Mapping[str, str]], name: str) -> Iterator[Values]:
    """Typed values of each row of the file called `name`; raises InputError with every problem after the last row."""
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=2):
        values = _values(kind, row, f"{name} row {number}", problems)
        if len(problems) >= MOST_PROBLEMS:
            break
        if not problems:
            yield values
    if problems:
        raise InputError(problems)


def _values(kind: Kind, row: Mapping[str, str], where: str, problems: list[Problem]) -> Values:
    strange = [name for name in row if name not in {column.name for column in kind.columns}]
    if strange:
        rule = f"a row has the columns of {kind.zh} {kind.en}, one cell for each"
        problems.append(Problem(where, rule, repr(strange), "Correct the header, or quote a cell that holds a comma."))
    values: Values = {}
    for column in kind.columns:
        text = (row.get(column.name) or GIVEN.get(column.name, "")).strip()
        try:
            values[column.name] = _value(column, text)
        except ValueError as error:
            mend = f"{column.field.zh} {column.field.en}: correct the cell or leave it empty if unknown."
            problems.append(Problem(f"{where}, column {column.name}", str(error), repr(text), mend))
    for group in kind.exactly_one:
        filled = [name for name in group if values.get(name) is not None]
        if len(filled) != 1:
            names = ", ".join(group)
            problems.append(Problem(where, f"just one of {names} is filled", repr(filled), "Fill one, empty the rest."))
    values["id"] = record_id(kind.name, *(row.get(part, "").strip() for part in kind.key))
    return values


def _value(column: Column, text: str) -> Any:
    if column.type == tuple[str, ...]:
        return [part for part in text.split(KEY_SEPARATOR) if part]
    if not text:
        if column.optional:
            return None
        raise ValueError("a value is required")
    if column.field.refers:
        return _reference(column.field.refers, text)
    if column.codes:
        allowed = [code.value for code in column.codes]
        if text not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return text
    if column.field.pattern and not re.search(column.field.pattern, text):
        raise ValueError(f"must match {column.field.pattern}")
    return READ[column.type](text)


def _reference(kind: str, text: str) -> UUID:
    if len(KINDS[kind].key) != 1:
        raise ValueError(f"{kind} has a composite key and cannot be referred to by one cell")
    return record_id(kind, text)


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("a plain decimal number") from error
    if not number.is_finite():
        raise ValueError("a finite number")
    return number


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,18}", text):
        raise ValueError("a whole number of at most 18 digits")
    return int(text)


def _partial_date(text: str) -> str:
    try:
        return parse_partial_date(text, "")
    except InputError as error:
        raise ValueError(error.problems[0].rule) from error


READ: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: _integer,
    Fen: _integer,
    Decimal: _decimal,
    PartialDate: _partial_date,
}
