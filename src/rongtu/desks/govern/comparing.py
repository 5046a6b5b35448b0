"""Comparing the figures of one point: by how much they differ, and whether by more than they were rounded.

A figure written with d decimals stands for its value ± ½·10⁻ᵈ. Figures agree as long as one number may stand behind
all of them: largest lower end < smallest upper end. Written with equally many decimals, only equal ones agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_

from rongtu.vocab.dates import interval
from rongtu.vocab.vintages import Vintage, date_of


class Agreement(StrEnum):
    """Whether figures may be one number, rounded."""

    EQUAL = "equal"
    ROUNDED = "within rounding"
    APART = "beyond rounding"
    UNCOMPARED = "other unit"


class Relation(StrEnum):
    """What another figure of the same point is: of another vintage, or of the same one and another source."""

    VINTAGE = "vintage"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Written:
    """A figure as it stands: its value with the decimals it was written with, and its unit."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What one figure is more than another, in its unit and as a share of the other; None where it has no meaning."""

    absolute: Decimal | None
    relative: float | None
    agreement: Agreement


def differ(figure: Written, base: Written) -> Difference:
    """What `figure` is more than `base`; nothing but the agreement where their units are not the same."""
    agreement = agree((figure, base))
    if agreement is Agreement.UNCOMPARED:
        return Difference(None, None, agreement)
    absolute = figure.value - base.value
    return Difference(absolute, share(absolute, base.value), agreement)


def agree(figures: Sequence[Written]) -> Agreement:
    """Whether one number may stand behind all of them."""
    if len({figure.unit for figure in figures}) > 1:
        return Agreement.UNCOMPARED
    if len({figure.value for figure in figures}) == 1:
        return Agreement.EQUAL
    lower = max(figure.value - half_unit(figure.value) for figure in figures)
    upper = min(figure.value + half_unit(figure.value) for figure in figures)
    return Agreement.ROUNDED if lower < upper else Agreement.APART


def apart(value: ColumnElement[Decimal], unit: ColumnElement[str]) -> ColumnElement[bool]:
    """`agree` as a condition on a group of rows: they are apart, or their units are not the same."""
    half = 5 * func.power(Decimal(10), -func.scale(value) - 1)
    return or_(func.max(value - half) >= func.min(value + half), func.count(unit.distinct()) > 1)


def half_unit(value: Decimal) -> Decimal:
    """Half a unit of the last decimal `value` is written with."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "a figure is a number"
    return Decimal(5).scaleb(exponent - 1)


def share(absolute: Decimal, base: Decimal) -> float | None:
    """A difference as a share of what it is measured against; None against zero."""
    return float(absolute / abs(base)) if base else None


def relation(vintage: str, base: str) -> Relation:
    """What a figure of one vintage is to one of another."""
    return Relation.SOURCE if vintage == base else Relation.VINTAGE


def by_age(vintage: str) -> tuple[date, date, str]:
    """Puts vintages in order: those nobody can date first, then by the dates they were published."""
    dated = date_of(Vintage(vintage))
    first, last = interval(dated) if dated else (date.min, date.min)
    return last, first, vintage
