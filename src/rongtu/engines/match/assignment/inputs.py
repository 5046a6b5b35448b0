"""What an assignment is given: needs that want offers for hours, offers with hours to give, and pairs that fit."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.vocab.problems import InputError, Problem


@dataclass(frozen=True, slots=True)
class Demand:
    """A need: up to so many offers, and the hours (a week, say) it wants of each of them."""

    key: str
    offers: int = 1
    hours: float = 1.0


@dataclass(frozen=True, slots=True)
class Supplier:
    """An offer, and the hours it has; None: as many as asked for."""

    key: str
    hours: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """(n_pairs,) which need and which offer, by their places in what is given, and how well they fit, above 0."""

    need: NDArray[np.int64]
    offer: NDArray[np.int64]
    fit: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, float]]) -> Pairs:
        """The same from (need, offer, fit)."""
        needs, offers, fits = zip(*rows, strict=True) if rows else ((), (), ())
        return cls(np.array(needs, np.int64), np.array(offers, np.int64), np.array(fits, np.float64))

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.fit)


def check(demands: Sequence[Demand], suppliers: Sequence[Supplier], pairs: Pairs) -> None:
    """Raise InputError naming everything that is wrong."""
    problems = (*_of_rows(demands, suppliers), *_of_pairs(len(demands), len(suppliers), pairs))
    if problems:
        raise InputError(problems)


def _of_rows(demands: Sequence[Demand], suppliers: Sequence[Supplier]) -> Iterator[Problem]:
    for what, keys in (("need", [one.key for one in demands]), ("offer", [one.key for one in suppliers])):
        for key, count in Counter(keys).items():
            if count > 1 or not key:
                yield Problem(f"{what} {key!r}", "a key is not empty and given once", f"{count} times", "Make it so.")
    for one in demands:
        if one.offers < 0 or not 0 < one.hours < math.inf:
            found = f"{one.offers} of {one.hours:g} h"
            yield Problem(f"need {one.key}", "a need wants no fewer than 0 offers of some hours", found, "Correct it.")
    for offer in suppliers:
        if offer.hours is not None and not 0 <= offer.hours < math.inf:
            yield Problem(f"offer {offer.key}", "hours are not negative", f"{offer.hours:g}", "Correct them.")


def _of_pairs(needs: int, offers: int, pairs: Pairs) -> Iterator[Problem]:
    if not len(pairs.need) == len(pairs.offer) == len(pairs.fit):
        found = f"{len(pairs.need)}, {len(pairs.offer)} and {len(pairs.fit)}"
        yield Problem("pairs", "each has a need, an offer and a fit", found, "Give as many of each.")
        return
    if not len(pairs):
        return
    if min(pairs.need.min(), pairs.offer.min()) < 0 or pairs.need.max() >= needs or pairs.offer.max() >= offers:
        yield Problem("pairs", "a pair is of a need and an offer that are given", "another place", "Correct it.")
        return
    if not ((pairs.fit > 0) & np.isfinite(pairs.fit)).all():
        yield Problem("pairs", "a fit is above 0", f"{pairs.fit.min():g}", "Leave out who does not fit.")
    places = pairs.need * offers + pairs.offer
    if len(np.unique(places)) < len(places):
        yield Problem("pairs", "a pair is given once", f"{len(places) - len(np.unique(places))} again", "Drop them.")
