"""Hard conditions: which offers a need leaves out before ranking, and under which condition each fell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.inputs import Conditions, Facet, Slot
from rongtu.engines.match.removed import Keys
from rongtu.engines.match.results import Condition, Removal
from rongtu.engines.match.search.columns import Codes, Columns, Measures, Slots, Words
from rongtu.engines.match.search.parts import in_parts
from rongtu.engines.match.search.segment import Segment

Which = NDArray[np.bool_]
Reasons = NDArray[np.uint8]

ORDER = (
    Condition.OWN,
    Condition.KIND,
    Condition.REGION_UNKNOWN,
    Condition.REGION,
    Condition.YEAR_UNKNOWN,
    Condition.YEAR,
    Condition.TRL,
    Condition.TRL_HIGH,
    Condition.BUDGET,
    Condition.ENDED,
    *(condition for facet in Facet for condition in (Condition(f"{facet}_unknown"), Condition(facet.value))),
    Condition.SLOT,
)
"""The conditions in the order they are asked; what is unknown is told before what is known to fail."""

DEAD = 255
"""The reason of offers that are shadowed or removed: they are neither admitted nor counted."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question: `passes` for each code of a column; `unknown` is the condition of code -1 (None: it passes)."""

    codes: Codes
    passes: Which
    failing: Condition
    unknown: Condition | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Admission:
    """The offers admitted (total,) and, per condition, those removed."""

    admitted: Which
    removals: tuple[Removal, ...]


def admit(index: OfferIndex, conditions: Conditions) -> Admission:
    """Apply the conditions to every live offer; one counts under the first it fails. O(offers), a step or two each."""
    reasons = np.zeros(index.total, dtype=np.uint8)
    excepted = index.numbers(sorted(conditions.excepted))
    for s, (segment, start) in enumerate(zip(index.segments, index.starts, strict=False)):
        part = reasons[start : start + len(segment)]
        part[index.dead[s]] = DEAD
        _strike(segment, part, conditions)
    excepted = excepted[excepted >= 0]
    # no exception lifts the first condition, that nobody is offered his own
    reasons[excepted[reasons[excepted] != _number(Condition.OWN)]] = 0
    return Admission(reasons == 0, tuple(_removals(index, reasons, conditions)))


def _strike(segment: Segment, reasons: Reasons, conditions: Conditions) -> None:
    from rongtu.engines.match.search.kernels import strike

    asked = [(check.codes, _outcomes(check)) for check in checks(segment.columns, conditions)]

    def part(first: int, last: int) -> None:
        for codes, outcomes in asked:
            strike(reasons[first:last], codes[first:last], outcomes)

    if asked:
        in_parts(len(reasons), part, len(asked))
    if conditions.slot is not None:
        short = _short(segment.columns.slots, conditions.slot)
        reasons[short[reasons[short] == 0]] = _number(Condition.SLOT)


def _number(condition: Condition | None) -> int:
    """The reason that stands for a condition; 0 for none."""
    return 0 if condition is None else ORDER.index(condition) + 1


def _outcomes(check: Check) -> Reasons:
    """The reason of each code from -1 on."""
    failing = np.where(check.passes, 0, _number(check.failing))
    return np.append(_number(check.unknown), failing).astype(np.uint8)


def _removals(index: OfferIndex, reasons: Reasons, conditions: Conditions) -> Iterator[Removal]:
    if conditions == Conditions():
        return
    from rongtu.engines.match.search.kernels import tally

    counts = np.zeros((4, 256), dtype=np.int64)
    tally(reasons, counts)
    for condition in Condition:
        reason = _number(condition)
        if count := int(counts[:, reason].sum()):
            yield Removal(condition, Keys(index, reasons, reason, count))


def checks(columns: Columns, conditions: Conditions) -> Iterator[Check]:
    """The questions the conditions ask of one segment's columns, in order."""
    if conditions.not_held_by:
        yield Check(columns.holder.codes, ~_among(columns.holder, conditions.not_held_by), Condition.OWN)
    if conditions.kinds is not None:
        yield Check(columns.kind.codes, _among(columns.kind, conditions.kinds), Condition.KIND)
    if conditions.regions is not None:
        passes = _among(columns.region, conditions.regions)
        yield Check(columns.region.codes, passes, Condition.REGION, Condition.REGION_UNKNOWN)
    yield from _numeric(columns, conditions)
    if (day := conditions.still_on_offer) is not None:
        yield Check(columns.until.codes, _days(columns.until, lambda until: until >= day), Condition.ENDED)
    for facet in Facet:
        for labels in (labels for asked, labels in conditions.facets if asked is facet):
            column = columns.facet(facet)
            named = Condition(facet.value), Condition(f"{facet}_unknown")
            yield Check(column.codes, column.holding(labels), *named)


def _numeric(columns: Columns, conditions: Conditions) -> Iterator[Check]:
    earliest, latest = conditions.earliest_year, conditions.latest_year
    if earliest is not None or latest is not None:
        passes = _between(columns.year, earliest, latest)
        yield Check(columns.year.codes, passes, Condition.YEAR, Condition.YEAR_UNKNOWN)
    if conditions.least_trl is not None:
        yield Check(columns.trl.codes, _between(columns.trl, conditions.least_trl, None), Condition.TRL)
    if conditions.most_trl is not None:
        yield Check(columns.trl.codes, _between(columns.trl, None, conditions.most_trl), Condition.TRL_HIGH)
    if conditions.budget is not None:
        yield Check(columns.price.codes, _between(columns.price, None, conditions.budget), Condition.BUDGET)


def _among(words: Words, wanted: frozenset[str]) -> Which:
    among = np.zeros(len(words.table), dtype=np.bool_)
    found = words.table.find(sorted(wanted))
    among[found[found >= 0]] = True
    return among


def _between(measures: Measures, least: float | None, most: float | None) -> Which:
    table = measures.table
    passes: Which = (table >= (-np.inf if least is None else least)) & (table <= (np.inf if most is None else most))
    return passes


def _days(words: Words, holds: Callable[[str], bool]) -> Which:
    return np.array([holds(day) for day in words.values()], dtype=np.bool_)


def _short(slots: Slots, asked: Slot) -> NDArray[np.int64]:
    """The offers that have slots, but in the period asked for too little free in all; slots that touch it count whole.

    Half a slot may be free or not: nobody is removed for what is not known.
    """
    unit = _among(slots.units, frozenset({asked.unit}))[slots.units.codes]
    begins = _days(slots.begins, lambda day: asked.ends is None or day <= asked.ends)[slots.begins.codes]
    # one more for an open end, which code -1 finds at the end of the table
    ends = np.append(_days(slots.ends, lambda day: day >= asked.begins), True)[slots.ends.codes]
    owners, which = np.unique(slots.owners, return_inverse=True)
    free = np.bincount(which, np.where(unit & begins & ends, slots.amounts, 0.0), len(owners))
    short: NDArray[np.int64] = owners[free < asked.amount]
    return short
