"""Vintages of published figures: which revision a figure belongs to, so that a series never mixes two silently.

A vintage is `unstated`, the partial date the figures were published (2025, 2025-03), or the name of a revision
(第四次经济普查修订). Only dates can be ordered, and only if one ends before the other begins.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NewType

from rongtu.vocab.dates import PartialDate, interval, parse_partial_date, suggest_partial_date
from rongtu.vocab.problems import InputError
from rongtu.vocab.text import half_width

Vintage = NewType("Vintage", str)
"""One vintage, as `parse_vintage` gives it."""

UNSTATED = Vintage("unstated")
"""The source does not say: figures of it are taken to belong together, but not with those of any named vintage."""

LONGEST_NAME = 60

RULE = "a vintage is unstated, the date of publication (YYYY, YYYY-MM, YYYY-MM-DD) or the name of a revision"


def parse_vintage(text: str, where: str) -> Vintage:
    """`text` as a vintage; raises InputError naming `where` if it is empty, too long or a date written otherwise."""
    plain = half_width(text)
    if plain.casefold() in (UNSTATED, "未注明"):
        return UNSTATED
    if date_of(Vintage(plain)):
        return Vintage(plain)
    if suggestion := suggest_partial_date(plain):
        raise InputError.single(where, RULE, text, f"Write {suggestion}, if that is meant.")
    # Without a letter it names nothing: 2021-13 is a slip of the pen, not a revision.
    if len(plain) > LONGEST_NAME or not any(character.isalpha() for character in plain):
        raise InputError.single(where, RULE, text, "Write a date, a name as short as the publisher's, or unstated.")
    return Vintage(plain)


def date_of(vintage: Vintage) -> PartialDate | None:
    """The date of publication, if the vintage is one."""
    try:
        return parse_partial_date(vintage, "vintage")
    except InputError:
        return None


def compare(one: Vintage, other: Vintage) -> int | None:
    """-1 where `one` is older than `other`, 1 where it is newer, 0 where they are the same, None where nobody can say.

    2025 and 2025-03 cannot be ordered: the figures of 2025 may have come out before or after March.
    """
    if one == other:
        return 0
    dates = date_of(one), date_of(other)
    if dates[0] is None or dates[1] is None:
        return None
    (first, last), (other_first, other_last) = interval(dates[0]), interval(dates[1])
    return -1 if last < other_first else 1 if first > other_last else None


def newest(vintages: Collection[Vintage]) -> Vintage | None:
    """The one that is newer than all the others, or None where there is none or nobody can say."""
    distinct = set(vintages)
    return next((one for one in distinct if all(compare(one, other) == 1 for other in distinct - {one})), None)


def same_series(vintages: Collection[Vintage], where: str) -> Vintage:
    """The one vintage all figures of a series share; raises InputError naming two that differ, or if there is none."""
    distinct = sorted(set(vintages))
    if len(distinct) == 1:
        return distinct[0]
    if not distinct:
        raise InputError.single(where, "a series has figures of one vintage", "no figure", "Give at least one figure.")
    one, other = distinct[:2]
    found = f"{one} and {other}" + (f", {len(distinct)} in all" if len(distinct) > 2 else "")
    mend = "Take the figures of one vintage, or show two series."
    raise InputError.single(where, "a series never mixes vintages", found, mend)
