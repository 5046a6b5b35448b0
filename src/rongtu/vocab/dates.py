"""Dates of mixed precision: a year, a month or a day, kept as written with the interval it covers."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date
from typing import NewType

from rongtu.vocab.problems import InputError
from rongtu.vocab.text import half_width, without_blanks

PartialDate = NewType("PartialDate", str)
"""ISO 8601 date of reduced precision: YYYY, YYYY-MM or YYYY-MM-DD."""

LONGEST_MONTH = 31

PATTERN = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"

CLOCK = r"(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
"""The time of day that sheets write behind a date; the day alone is kept."""

OTHER_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(\d{4})年?",
        r"(\d{4})年(\d{1,2})月(?:份)?",
        r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?",
        r"(\d{4})[/.-](\d{1,2})",
        rf"(\d{{4}})([/.-])(\d{{1,2}})\2(\d{{1,2}}){CLOCK}",
        r"(\d{4})(\d{2})(\d{2})",
    )
)
"""Ways people write a date with the year first; one that could also be read day first is never guessed."""


def parse_partial_date(text: str, where: str) -> PartialDate:
    """`text` as a date of reduced precision; raises InputError naming `where` if it is none."""
    # ASCII: \d alone would let full-width digits into the store.
    if re.fullmatch(PATTERN, text, re.ASCII):
        try:
            interval(PartialDate(text))
        except ValueError:
            pass
        else:
            return PartialDate(text)
    suggestion = suggest_partial_date(text)
    mend = f"Write {suggestion}, if that is meant." if suggestion else "Write it so, or leave it empty."
    raise InputError.single(where, "a date is YYYY, YYYY-MM or YYYY-MM-DD", text, mend)


def suggest_partial_date(text: str) -> PartialDate | None:
    """What `text` probably means as a date (2021年3月5日, 2021/3/5, 2021.3, 20210305), to be confirmed; else None."""
    plain = without_blanks(half_width(text)).replace("—", "-").replace("–", "-")
    for form in OTHER_FORMS:
        if found := form.fullmatch(plain):
            parts = [part for part in found.groups() if part.isdigit()]
            when = PartialDate("-".join([parts[0], *(part.zfill(2) for part in parts[1:])]))
            try:
                interval(when)
            except ValueError:
                return None
            return when
    return None


def interval(when: PartialDate) -> tuple[date, date]:
    """First and last day that `when` covers; ValueError if there is no such day."""
    parts = [int(part) for part in when.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], 1), date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    return date(*parts), date(*parts)


def newest_day(said: Iterable[PartialDate]) -> date | None:
    """The newest day that dates speak of; None where there is none.

    A month stands for its last day. A year says too little of where in it we are, and stands for its first.
    """
    days = [interval(when) for when in said]
    return max((last if (last - first).days < LONGEST_MONTH else first for first, last in days), default=None)


def year_of(when: PartialDate) -> int:
    """Calendar year of `when`."""
    return int(when[:4])
