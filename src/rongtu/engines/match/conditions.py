"""Hard conditions: which offers a need leaves out before ranking, and under which condition each fell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.inputs import Conditions, Offer
from rongtu.engines.match.results import Condition, Removal


@dataclass(frozen=True, slots=True, eq=False)
class Admission:
    """The offers admitted (n_offers,) and, per condition, those removed."""

    admitted: NDArray[np.bool_]
    removals: tuple[Removal, ...]


def admit(offers: Sequence[Offer], conditions: Conditions) -> Admission:
    """Apply the conditions to every offer; O(offers)."""
    failed = [_first_failed(offer, conditions) for offer in offers]
    removed: defaultdict[Condition, list[str]] = defaultdict(list)
    for offer, condition in zip(offers, failed, strict=True):
        if condition is not None:
            removed[condition].append(offer.key)
    return Admission(
        np.array([condition is None for condition in failed], dtype=np.bool_),
        tuple(Removal(condition, tuple(sorted(removed[condition]))) for condition in Condition if removed[condition]),
    )


def _first_failed(offer: Offer, conditions: Conditions) -> Condition | None:
    failed = None
    if conditions.kinds is not None and offer.kind not in conditions.kinds:
        failed = Condition.KIND
    elif conditions.regions is not None and offer.region not in conditions.regions:
        failed = Condition.REGION_UNKNOWN if offer.region is None else Condition.REGION
    elif conditions.earliest_year is not None or conditions.latest_year is not None:
        failed = _failed_year(offer.as_of_year, conditions)
    return failed


def _failed_year(year: int | None, conditions: Conditions) -> Condition | None:
    if year is None:
        return Condition.YEAR_UNKNOWN
    too_early = conditions.earliest_year is not None and year < conditions.earliest_year
    too_late = conditions.latest_year is not None and year > conditions.latest_year
    return Condition.YEAR if too_early or too_late else None
