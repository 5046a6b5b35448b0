"""Periods of observations as publishers write them, with their kind and the days they cover.

One period has one spelling, because it is part of an observation's key:

| written | kind | covers |
|---|---|---|
| 2023 | annual | the year |
| 2023H1, 2023Q3, 2014Q1-3, 2025M6, 2025M1-4 | part of a year | half year, quarters, months, the last one included |
| 2021-2024 | cumulative | from the first day of the first year to the last of the last |
| 2027(目标), 2025-2027(目标) | target | the years it is set for |
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from rongtu.vocab.evidence import PeriodType
from rongtu.vocab.problems import InputError
from rongtu.vocab.text import half_width, without_blanks

RULE = "a period is a year (2023), a part of it (2023H1, 2023Q3, 2025M1-4), years (2021-2024) or a target (2027(目标))"

Fault = tuple[str, str]
"""A rule that a text breaks, and the mend."""

TARGET = "(目标)"

MONTHS = {"H": 6, "Q": 3, "M": 1}
"""Letter to how many months one half year, quarter, month has."""

YEARS = re.compile(r"([12]\d{3})(?:-([12]\d{3}))?", re.ASCII)
PART = re.compile(r"([12]\d{3})([HQM])(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)

CHINESE_QUARTER = re.compile(r"(?<!前)[一二三四](?=-|季度)")

SPELLINGS = tuple(
    (re.compile(form, re.ASCII), written)
    for form, written in (
        (r"[年月]-(?=\d)", "-"),
        (r"年?[(]?目标[)]?$", TARGET),
        (r"年?上半年$", "H1"),
        (r"年?下半年$", "H2"),
        (r"年?前三季度$", "Q1-3"),
        (r"年第?(\d)(-\d)?季度$", r"Q\1\2"),
        (r"年(\d{1,2})(-\d{1,2})?月(?:份)?$", r"M\1\2"),
        (r"年(?:全年)?$", ""),
        (r"(?<=[HQM-])0+(?=\d)", ""),
    )
)
"""What other texts write to the one spelling, in this order."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period in its one spelling, what kind it is, and its first and last day."""

    text: str
    type: PeriodType
    first: date
    last: date

    @property
    def year(self) -> int:
        """The last year of the period."""
        return self.last.year


def parse_period(text: str, where: str) -> Period:
    """`text` as a period, also as Chinese texts write it (2023年上半年); raises InputError naming `where`."""
    written = one_spelling(text)
    target = written.endswith(TARGET)
    bare = written.removesuffix(TARGET)
    if found := YEARS.fullmatch(bare):
        period = _years(written, found, target)
    else:
        found = None if target else PART.fullmatch(bare)
        period = _part(written, found) if found else (RULE, "Write it so; a single month is 2025M6.")
    if isinstance(period, Period):
        return period
    rule, mend = period
    raise InputError.single(where, rule, text, mend)


def one_spelling(text: str) -> str:
    """`text` with Chinese words, full-width characters and other dashes replaced; not checked to be a period."""
    written = re.sub("[—–~至]+", "-", without_blanks(half_width(text)).upper())
    written = CHINESE_QUARTER.sub(lambda found: str("一二三四".index(found[0]) + 1), written)
    for form, replacement in SPELLINGS:
        written = form.sub(replacement, written)
    return written


def _years(written: str, found: re.Match[str], target: bool) -> Period | Fault:
    first, last = int(found[1]), int(found[2] or found[1])
    if found[2] and first >= last:
        return "of two years the earlier one stands first", "Write 2021-2024, or one year alone."
    kind = PeriodType.TARGET if target else PeriodType.CUMULATIVE if found[2] else PeriodType.ANNUAL
    return Period(written, kind, date(first, 1, 1), date(last, 12, 31))


def _part(written: str, found: re.Match[str]) -> Period | Fault:
    year, months = int(found[1]), MONTHS[found[2]]
    first, last = int(found[3]), int(found[4] or found[3])
    most = 12 // months
    if not 1 <= first <= last <= most or found[4] == found[3]:
        return f"a part of a year is numbered 1 to {most}, the earlier first", "Write 2023Q3, 2014Q1-3 or 2025M1-4."
    if last - first + 1 == most:
        return "the whole of a year is no part of it", f"Write {year}."
    end = last * months
    last_day = date(year, end, calendar.monthrange(year, end)[1])
    return Period(written, PeriodType.PART_YEAR, date(year, (first - 1) * months + 1, 1), last_day)
