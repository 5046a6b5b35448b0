"""Hard conditions: which offers a need leaves out before ranking, and under which condition each fell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.inputs import Conditions, Offer
from rongtu.engines.match.results import Condition, Removal

Which = NDArray[np.bool_]
"""Offers a condition speaks of (n_offers,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Admission:
    """The offers admitted (n_offers,) and, per condition, those removed."""

    admitted: Which
    removals: tuple[Removal, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What conditions ask of offers, a column each (n_offers,); NaN, "" and None where unknown."""

    keys: tuple[str, ...]
    number: Mapping[str, int]
    kind: NDArray[np.object_]
    region: NDArray[np.object_]
    holder: NDArray[np.object_]
    year: NDArray[np.float64]
    trl: NDArray[np.float64]
    until: NDArray[np.str_]


def columns_of(offers: Sequence[Offer]) -> Columns:
    """The columns of these offers; O(offers)."""
    return Columns(
        keys=tuple(offer.key for offer in offers),
        number={offer.key: i for i, offer in enumerate(offers)},
        kind=np.array([offer.kind for offer in offers], dtype=object),
        region=np.array([offer.region for offer in offers], dtype=object),
        holder=np.array([offer.holder for offer in offers], dtype=object),
        year=np.array([offer.as_of_year for offer in offers], dtype=np.float64),
        trl=np.array([offer.trl for offer in offers], dtype=np.float64),
        until=np.array([offer.offered_until or "" for offer in offers], dtype=np.str_),
    )


def admit(columns: Columns, conditions: Conditions) -> Admission:
    """Apply the conditions to every offer; an offer counts under the first it fails. O(offers) in arrays."""
    admitted = np.ones(len(columns.keys), dtype=np.bool_)
    excepted = np.zeros(len(columns.keys), dtype=np.bool_)
    excepted[[columns.number[key] for key in conditions.excepted if key in columns.number]] = True
    removals = []
    for condition, failing in CHECKS:
        failed = admitted & failing(columns, conditions)
        if condition not in ALWAYS:
            failed &= ~excepted
        if failed.any():
            removals.append(Removal(condition, tuple(columns.keys[i] for i in np.flatnonzero(failed))))
            admitted &= ~failed
    order = list(Condition)
    return Admission(admitted, tuple(sorted(removals, key=lambda removal: order.index(removal.condition))))


def _nobody(columns: Columns) -> Which:
    return np.zeros(len(columns.keys), dtype=np.bool_)


def _among(column: NDArray[np.object_], values: frozenset[str | None]) -> Which:
    return np.array([value in values for value in column], dtype=np.bool_)


def _own(columns: Columns, conditions: Conditions) -> Which:
    return _among(columns.holder, conditions.not_held_by) if conditions.not_held_by else _nobody(columns)


def _kind(columns: Columns, conditions: Conditions) -> Which:
    return _nobody(columns) if conditions.kinds is None else ~_among(columns.kind, conditions.kinds)


def _region_unknown(columns: Columns, conditions: Conditions) -> Which:
    return _nobody(columns) if conditions.regions is None else _among(columns.region, frozenset({None}))


def _region(columns: Columns, conditions: Conditions) -> Which:
    return _nobody(columns) if conditions.regions is None else ~_among(columns.region, conditions.regions)


def _year_unknown(columns: Columns, conditions: Conditions) -> Which:
    asked = conditions.earliest_year is not None or conditions.latest_year is not None
    return np.isnan(columns.year) if asked else _nobody(columns)


def _year(columns: Columns, conditions: Conditions) -> Which:
    earliest, latest = conditions.earliest_year, conditions.latest_year
    too_early: Which = columns.year < earliest if earliest is not None else _nobody(columns)
    too_late: Which = columns.year > latest if latest is not None else _nobody(columns)
    return too_early | too_late


def _trl(columns: Columns, conditions: Conditions) -> Which:
    return columns.trl < conditions.least_trl if conditions.least_trl is not None else _nobody(columns)


def _ended(columns: Columns, conditions: Conditions) -> Which:
    if conditions.still_on_offer is None:
        return _nobody(columns)
    ended: Which = (columns.until != "") & (columns.until < conditions.still_on_offer)
    return ended


CHECKS: tuple[tuple[Condition, Callable[[Columns, Conditions], Which]], ...] = (
    (Condition.OWN, _own),
    (Condition.KIND, _kind),
    (Condition.REGION_UNKNOWN, _region_unknown),
    (Condition.REGION, _region),
    (Condition.YEAR_UNKNOWN, _year_unknown),
    (Condition.YEAR, _year),
    (Condition.TRL, _trl),
    (Condition.ENDED, _ended),
)
"""The conditions in the order they are asked; what is unknown is told before what is known to fail."""

ALWAYS = frozenset({Condition.OWN})
"""The conditions no exception lifts."""
