"""What else speaks for an offer than its text: seven features, each with its published default weight.

Nothing here is learned: no outcomes are on record yet to learn from, and so a score is uncalibrated. Whatever is
unknown, of the offer or of the need, weighs 0; what is known to be worse than that weighs less. Each feature is
monotone: a shorter way on the chain, a smaller gap in maturity, a better record, a nearer place, a lower price and a
later confirmation never lower a score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rongtu.engines.match.inputs import Facet, Offer, Track, Wish
from rongtu.engines.match.results import Feature

CHAIN = {0: 0.12, 1: 0.06, 2: 0.03, 3: 0.01}
"""By how many links the nearest of the offer's nodes is away from the need's."""

TRL_MET, TRL_MISSING, TRL_LEAST = 0.05, 0.04, -0.15
"""Mature enough; less for each level missing; never below."""

RIGHTS_STATED, RIGHTS_MET, RIGHTS_OTHER = 0.02, 0.03, -0.03
TRACK_MOST = 0.04
NEAR_MOST = 0.05
PRICE_WITHIN, PRICE_MOST_ABOVE = 0.03, -0.03
FRESH = ((6, 0.02), (12, 0.01), (24, 0.0), (48, -0.02))
"""Confirmed at most so many months ago."""
STALE = -0.04

RESULTS = frozenset({"technology"})
"""Kinds of offers that are expected to say how mature they are, on which terms, and at what price."""

CONFIRMED = frozenset({"technology", "dataset"})
"""Kinds of offers whose holders are asked to confirm them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one feature weighs for one offer, whether it is `unknown`, and the `best` it could be.

    `best` is None where nothing that somebody says or does would change it.
    """

    value: float = 0.0
    unknown: bool = False
    best: float | None = None


NOT_ASKED = Verdict()


def appraise(wish: Wish, offer: Offer) -> Mapping[Feature, Verdict]:
    """The verdict of every feature but text and named evidence."""
    return {feature: judge(wish, offer) for feature, judge in JUDGES.items()}


def _chain(wish: Wish, offer: Offer) -> Verdict:
    if not wish.steps:
        return NOT_ASKED
    if not offer.nodes:
        return Verdict(unknown=True, best=CHAIN[0])
    steps = [wish.steps[node] for node in offer.nodes if node in wish.steps]
    return Verdict(CHAIN.get(min(steps), 0.0) if steps else 0.0)


def _trl(wish: Wish, offer: Offer) -> Verdict:
    if wish.trl is None or (offer.trl is None and offer.kind not in RESULTS):
        return NOT_ASKED
    if offer.trl is None:
        return Verdict(unknown=True, best=TRL_MET)
    missing = max(0, wish.trl - offer.trl)
    return Verdict(max(TRL_LEAST, TRL_MET - TRL_MISSING * missing), best=TRL_MET)


def _rights(wish: Wish, offer: Offer) -> Verdict:
    stated = offer.facets.get(Facet.RIGHTS)
    best = RIGHTS_MET if wish.rights else RIGHTS_STATED
    if not stated:
        return Verdict(unknown=True, best=best) if offer.kind in RESULTS else NOT_ASKED
    if not wish.rights:
        return Verdict(RIGHTS_STATED)
    return Verdict(RIGHTS_MET if stated & wish.rights else RIGHTS_OTHER, best=best)


def _track(_wish: Wish, offer: Offer) -> Verdict:
    track = offer.track
    if track is None or not (track.asked or track.contracts):
        return Verdict(unknown=True)
    return Verdict(TRACK_MOST * (2 * _rate(track) - 1))


def _rate(track: Track) -> float:
    """The mean of the shares answered and kept, as far as there are any; each as if one of two more had been."""
    pairs = ((track.replied, track.asked), (track.kept, track.contracts))
    rates = [(good + 1) / (every + 2) for good, every in pairs if every]
    return sum(rates) / len(rates)


def _near(wish: Wish, offer: Offer) -> Verdict:
    if not wish.nearness:
        return NOT_ASKED
    if offer.region is None:
        return Verdict(unknown=True)
    return Verdict(NEAR_MOST * wish.nearness.get(offer.region, 0.0))


def _price(wish: Wish, offer: Offer) -> Verdict:
    if wish.budget is None or (offer.price is None and offer.kind not in RESULTS):
        return NOT_ASKED
    if offer.price is None:
        return Verdict(unknown=True, best=PRICE_WITHIN)
    if offer.price <= wish.budget:
        return Verdict(PRICE_WITHIN, best=PRICE_WITHIN)
    above = min(1.0, offer.price / wish.budget - 1) if wish.budget > 0 else 1.0
    return Verdict(PRICE_MOST_ABOVE * above, best=PRICE_WITHIN)


def _fresh(wish: Wish, offer: Offer) -> Verdict:
    if wish.today is None or (offer.confirmed_on is None and offer.kind not in CONFIRMED):
        return NOT_ASKED
    best = FRESH[0][1]
    if offer.confirmed_on is None:
        return Verdict(unknown=True, best=best)
    months = _months(wish.today) - _months(offer.confirmed_on)
    return Verdict(next((value for most, value in FRESH if months <= most), STALE), best=best)


def _months(day: str) -> int:
    """Whole months since year 0 of a day, a month or a year (its last month)."""
    year, _, rest = day.partition("-")
    return int(year) * 12 + (int(rest[:2]) if rest else 12)


JUDGES: Mapping[Feature, Callable[[Wish, Offer], Verdict]] = {
    Feature.CHAIN: _chain,
    Feature.TRL: _trl,
    Feature.RIGHTS: _rights,
    Feature.TRACK: _track,
    Feature.NEAR: _near,
    Feature.PRICE: _price,
    Feature.FRESH: _fresh,
}
"""What judges each feature."""
