"""Where an offer stands for a need: its place in the list, or what keeps it from having one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rongtu.desks.transfer.need_answers import Verdict
from rongtu.desks.transfer.need_conditions import failures
from rongtu.desks.transfer.need_market import PER_HOLDER, Market
from rongtu.engines.match.inputs import Need
from rongtu.engines.match.results import Condition, Match, NeedMatches

LONGEST_LIST = 1_000
"""Places looked through: who stands further down is reached by no phone call."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An offer's standing: `place` from 1 in a list of `listed`, the match, and what keeps it out of the list.

    Where it `fails` conditions, place and match are those it would have without them; where its holder has all its
    places, those it would have if a holder could have any number, and `holder_has` are the offers that have them.
    `excused` are the conditions it would fail, were the two not in contact already.
    """

    verdict: Verdict
    place: int | None
    listed: int
    match: Match | None
    fails: tuple[Condition, ...] = ()
    excused: tuple[Condition, ...] = ()
    holder_has: tuple[str, ...] = ()


def standing(market: Market, need: Need, offer: str) -> Standing:
    """Where the offer stands for the need; a few rankings at the most."""
    fails, answer = _failed(market, need, offer)
    place, match = _place(answer, offer)
    if fails or match:
        excused = () if fails else _excused(market, need, offer)
        return Standing("removed" if fails else "listed", place, len(answer.matches), match, fails, excused)
    everyone = market.ask(need, top=LONGEST_LIST, per_holder=LONGEST_LIST)
    place, match = _place(everyone, offer)
    listed = len(answer.matches)
    if match:
        offers = [one for match in answer.matches if (one := market.offer(match.offer))]
        mine = market.offer(offer)
        names = tuple(one.name for one in offers if mine and one.holder == mine.holder)[:PER_HOLDER]
        return Standing("holder_full", place, listed, match, holder_has=names)
    far = len(everyone.matches) == LONGEST_LIST
    return Standing("far_down" if far else "no_words", None, listed, None)


def _failed(market: Market, need: Need, offer: str) -> tuple[tuple[Condition, ...], NeedMatches]:
    return failures(lambda asked: market.ask(asked, top=LONGEST_LIST), need, offer)


def _excused(market: Market, need: Need, offer: str) -> tuple[Condition, ...]:
    """The conditions that an offer passes for being excepted alone."""
    if offer not in need.conditions.excepted:
        return ()
    strict = replace(need.conditions, excepted=need.conditions.excepted - {offer})
    return _failed(market, replace(need, conditions=strict), offer)[0]


def _place(answer: NeedMatches, offer: str) -> tuple[int | None, Match | None]:
    for place, match in enumerate(answer.matches, start=1):
        if match.offer == offer:
            return place, match
    return None, None
