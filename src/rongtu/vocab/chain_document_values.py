"""Values of a chain file: each kind of value read from what TOML has, or the rule it breaks and how to mend it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from rongtu.vocab.chain_document import Amount, Span
from rongtu.vocab.dates import parse_partial_date
from rongtu.vocab.evidence import Distribution
from rongtu.vocab.geography import COUNTRY_PATTERN
from rongtu.vocab.problems import InputError
from rongtu.vocab.text import tidy

MOST_BUDGETS = 12
MOST_YUAN = 1e15
"""A budget above this is a slip of the pen: more than the nation makes in a year."""

RANGE_KEYS = ("low", "high", "likely", "distribution")

Code = TypeVar("Code", bound=StrEnum)

Reader = Callable[[Any], Any]
"""Reads one value; Misfit where it is none of its kind."""


class Misfit(Exception):
    """A value is none of its kind: the rule it breaks, and how to mend it."""

    def __init__(self, rule: str, mend: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.mend = mend


def text(value: Any) -> str:
    """A text, without white space at its ends."""
    if not isinstance(value, str):
        raise Misfit("a text stands in quotes", "Write it in quotes.")
    return tidy(value)


def nonempty(value: Any) -> str:
    """A text that says something."""
    told = text(value)
    if not told:
        raise Misfit("a code or name is not empty", "Fill it in.")
    return told


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise Misfit("a list stands in brackets", 'Write it as ["A", "B"].')
    return tuple(nonempty(one) for one in value)


def truth(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise Misfit("yes or no is true or false", "Write true or false, without quotes.")
    return value


def one_of(codes: type[Code]) -> Callable[[Any], Code]:
    """A code of a list."""

    def read(value: Any) -> Code:
        try:
            return codes(value)
        except ValueError:
            raise Misfit(f"one of {', '.join(codes)}", "Correct it.") from None

    return read


def country(value: Any) -> str:
    """A country by its code of ISO 3166; empty where none is told."""
    told = text(value)
    if told and not re.fullmatch(COUNTRY_PATTERN, told, re.ASCII):
        raise Misfit("a country is three capital letters (ISO 3166)", "Correct it, such as JPN.")
    return told


def day(value: Any) -> str:
    """A year, month or day."""
    if isinstance(value, datetime):
        raise Misfit("a date has no time of day", 'Write it in quotes, such as "2026-06-30".')
    told = str(value) if isinstance(value, date | int) and not isinstance(value, bool) else text(value)
    if not told:
        return ""
    try:
        return parse_partial_date(told, "")
    except InputError as error:
        raise Misfit(error.problems[0].rule, error.problems[0].mend) from None


def number(value: Any) -> float:
    """A finite number."""
    try:
        told = float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else math.nan
    except OverflowError:
        told = math.nan
    if not math.isfinite(told):
        raise Misfit("a figure is a finite number", "Correct it, or remove it where it is not known.")
    return told + 0.0


def amount(value: Any) -> Amount:
    """A number, or a range."""
    if not isinstance(value, dict):
        return number(value)
    unknown = [key for key in value if key not in RANGE_KEYS]
    lacking = [key for key in ("low", "high") if key not in value]
    if unknown or lacking:
        raise Misfit("a range has low and high, and if known likely and distribution", "Write { low = 1, high = 2 }.")
    likely = number(value["likely"]) if "likely" in value else None
    distribution = one_of(Distribution)(value.get("distribution", Distribution.UNIFORM))
    return Span(number(value["low"]), number(value["high"]), likely, distribution)


def budgets(value: Any) -> tuple[float, ...]:
    """Budgets of plans."""
    if not isinstance(value, list) or len(value) > MOST_BUDGETS:
        raise Misfit(f"budgets are a list of at most {MOST_BUDGETS} amounts", "Write it as [1e6, 2e6].")
    told = tuple(number(one) for one in value)
    if not all(0 <= one <= MOST_YUAN for one in told):
        raise Misfit(f"a budget lies between 0 and {MOST_YUAN:,.0f} yuan", "Correct it.")
    return told


def whole(least: int, most: int) -> Callable[[Any], int]:
    """A whole number between two."""

    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Misfit(f"a whole number from {least} to {most}", "Correct it.")
        return value

    return read


def part(value: Any) -> float:
    """A share of one."""
    told = number(value)
    if not 0 <= told <= 1:
        raise Misfit("a number from 0 to 1", "Correct it.")
    return told
