"""Dates of mixed precision: a year, a month or a day, kept as written with the interval it covers."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import NewType

from rongtu.vocab.problems import InputError

PartialDate = NewType("PartialDate", str)
"""ISO 8601 date of reduced precision: YYYY, YYYY-MM or YYYY-MM-DD."""

PATTERN = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


def parse_partial_date(text: str, where: str) -> PartialDate:
    """`text` as a date of reduced precision; raises InputError naming `where` if it is none."""
    if re.fullmatch(PATTERN, text):
        try:
            interval(PartialDate(text))
        except ValueError:
            pass
        else:
            return PartialDate(text)
    raise InputError.single(where, "a date is YYYY, YYYY-MM or YYYY-MM-DD", text, "Write it so, or leave it empty.")


def interval(when: PartialDate) -> tuple[date, date]:
    """First and last day that `when` covers; ValueError if there is no such day."""
    parts = [int(part) for part in when.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], 1), date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    return date(*parts), date(*parts)


def year_of(when: PartialDate) -> int:
    """Calendar year of `when`."""
    return int(when[:4])
