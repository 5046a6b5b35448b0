"""Places of matches by fit and by value, the front of both, and which matches are worth a call first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rongtu.desks.cluster.value.models import Estimated
    from rongtu.flows.match_value.models import Call, OfferValue

Order = tuple[float, float, float]
"""A worth as it is compared: by what is proved (the low end), then by the point, then by what is possible."""


def order_of(worth: Estimated) -> Order | None:
    """A worth as it is compared; None where it is unknown."""
    if worth.point is None or worth.low is None or worth.high is None:
        return None
    return worth.low, worth.point, worth.high


def placed(offers: Sequence[OfferValue]) -> tuple[OfferValue, ...]:
    """Offers in the order of fit, with their places by value and whether they are on the front of fit and value.

    Time is quadratic in the offers of one list, which are few.
    """
    known = [(one.fit, order) for one in offers if (order := order_of(one.worth)) is not None]
    return tuple(_placed(one, known) for one in offers)


def _placed(one: OfferValue, known: Sequence[tuple[float, Order]]) -> OfferValue:
    own = order_of(one.worth)
    if own is None:
        return one.model_copy(update={"by_value": None, "front": None})
    beaten = any(fit >= one.fit and worth >= own and (fit > one.fit or worth > own) for fit, worth in known)
    return one.model_copy(update={"by_value": 1 + sum(worth > own for _, worth in known), "front": not beaten})


def called(calls: Sequence[Call]) -> tuple[Call, ...]:
    """Calls of known worth in the order of it, each with its place by the low end and by the high end."""
    known = [(order, one) for one in calls if (order := order_of(one.match.worth)) is not None]
    known.sort(key=lambda pair: _first(pair[1], pair[0]))
    lows = [order[0] for order, _ in known]
    highs = [order[2] for order, _ in known]
    return tuple(
        one.model_copy(
            update={
                "proved": 1 + sum(low > order[0] for low in lows),
                "possible": 1 + sum(high > order[2] for high in highs),
            }
        )
        for order, one in known
    )


def _first(one: Call, order: Order) -> tuple[float, float, float, float, int, str, str]:
    within = one.match.within or 0.0
    return (*(-part for part in order), -within, one.match.by_fit, one.need or one.node or "", one.match.offer)  # type: ignore[return-value]
