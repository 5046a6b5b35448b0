"""Disclosure: which level a result has from what went into it, when a total may be shown lower, and the words for both.

A level is an audience. They are ordered by it, widest first: everybody, the members of the alliance, those who may see
what is shown by decision only, the owner and the administrator of his region. Who sees a level sees every one before
it, so that the highest level of what went in keeps a result from everybody who may not see all of it.

A total may be shown to an audience that does not see all of its parts if the part hidden from that audience comes from
at least three independent contributors, none of whom has more than 70 % of it. The rule looks at the *hidden* part and
not only at the whole: who sees the other contributions subtracts them. Three, because one of them who subtracts his
own too is left with the sum of two others; 70 %, because a total that is nearly one figure tells that figure. What is
shown to an audience is seen by every narrower one, so the rule must hold for those too: members who see two of three
hidden figures would read the third off a public total.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rongtu.vocab.evidence import Visibility
from rongtu.vocab.labels import label

ORDER = (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.RESTRICTED, Visibility.PRIVATE)
"""Levels by audience, widest first."""

FEWEST_CONTRIBUTORS = 3

LARGEST_SHARE = 0.70

WITHHELD = "withheld"
"""What stands in for what is not shown: a kind that is not told, and the first part of an input that counts rows."""

COUNTED = re.compile(r"withheld:(?P<level>[a-z]+):(?P<count>\d+)")

_RANK = {level: rank for rank, level in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one body adds to a total, at most, and who may see it; nobody in particular counts as one body.

    A body with several sites is one contributor. `amount` is not negative; NaN where it is not known.
    """

    contributor: str
    amount: float
    level: Visibility


def highest(levels: Iterable[Visibility]) -> Visibility:
    """The level with the narrowest audience; public where there is none."""
    return max(levels, key=_RANK.__getitem__, default=Visibility.PUBLIC)


def lowest(levels: Iterable[Visibility]) -> Visibility:
    """The level with the widest audience; public where there is none."""
    return min(levels, key=_RANK.__getitem__, default=Visibility.PUBLIC)


def above(level: Visibility, other: Visibility) -> bool:
    """Whether fewer see `level` than `other`."""
    return _RANK[level] > _RANK[other]


def up_to(level: Visibility) -> tuple[Visibility, ...]:
    """The level and all before it: what somebody sees who sees it."""
    return ORDER[: _RANK[level] + 1]


def level_of_total(contributions: Iterable[Contribution]) -> Visibility:
    """The widest level at which the sum of these may be shown."""
    given = tuple(contributions)
    level = highest(one.level for one in given)
    while level is not Visibility.PUBLIC:
        wider = ORDER[_RANK[level] - 1]
        if not _may_see(given, wider):
            break
        level = wider
    return level


def _may_see(given: Sequence[Contribution], audience: Visibility) -> bool:
    """Whether the total tells an audience nothing much of any one contributor whose figure is hidden from it."""
    hidden = [one for one in given if above(one.level, audience)]
    return not hidden or (_shared_out(hidden) and _shared_out(given))


def _shared_out(given: Sequence[Contribution]) -> bool:
    """Whether there are enough contributors, and none has too large a share; a sum of 0 tells every figure of it."""
    by_contributor: dict[str, float] = {}
    for one in given:
        by_contributor[one.contributor] = by_contributor.get(one.contributor, 0.0) + one.amount
    whole = math.fsum(by_contributor.values())
    if len(by_contributor) < FEWEST_CONTRIBUTORS or not 0.0 < whole < math.inf:
        return False
    return all(amount <= LARGEST_SHARE * whole for amount in by_contributor.values())


def mark(level: Visibility) -> str:
    """What a page or export says of its level; nothing where everybody may see it."""
    return "" if level is Visibility.PUBLIC else f"{label(level).zh} {level.value.upper()}"


def withheld_words(level: Visibility) -> str:
    """What stands where a figure of that level would."""
    return f"未公开（{label(level).zh}）"


def withheld_input(level: Visibility, count: int) -> str:
    """What stands in a derivation for so many rows of a level."""
    return f"{WITHHELD}:{level.value}:{count}"


def rows_withheld(told: str) -> tuple[Visibility, int] | None:
    """How many rows of which level an input of a derivation stands for; None where it names a row or a figure."""
    found = COUNTED.fullmatch(told)
    return (Visibility(found["level"]), int(found["count"])) if found else None


def withheld_rows_words(level: Visibility, count: int) -> str:
    """How the rows are spoken of that went into a figure and are not shown."""
    return f"{count} 行{AUDIENCES[level][0]} ({count} {'row' if count == 1 else 'rows'} {AUDIENCES[level][1]})"


AUDIENCES = {
    Visibility.PUBLIC: ("公开", "of public facts"),
    Visibility.MEMBERS: ("仅限成员", "of members only"),
    Visibility.RESTRICTED: ("受限", "shown by decision only"),
    Visibility.PRIVATE: ("私有", "of their owners only"),
}
