"""Needs that say the same: of the open ones with common words those that share most of their character pairs.

Two needs are alike from a Jaccard index of `ALIKE` of their sets of bigrams (Jaccard 1901; Broder 1997 for texts).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rongtu.desks.transfer.need_market import Market
from rongtu.engines.match.inputs import Conditions, Need, Wish
from rongtu.engines.match.ranking import rank
from rongtu.engines.match.words import bigrams

ALIKE = 0.5

LOOKED_AT = 10
"""How many of the needs with the most words in common are compared."""

NEEDS = Conditions(kinds=frozenset({"need"}))


def alike(market: Market, code: str) -> tuple[str, ...]:
    """The keys of the open needs that say the same as this one, the most alike first."""
    need, own = market.needs[code], market.posted.needs[code].ref
    asked = replace(need, conditions=NEEDS, wish=Wish())
    (answer,) = rank(market.opened.index, [asked], top=LOOKED_AT, per_holder=LOOKED_AT)
    others = [match.offer for match in answer.matches if match.offer != own]
    return tuple(key for _, key in sorted(_compared(market, need, others)))


def _compared(market: Market, need: Need, others: list[str]) -> Iterator[tuple[float, str]]:
    said = set(bigrams(f"{need.title}\n{need.text}"))
    for key in others:
        if other := market.offer(key):
            theirs = set(bigrams(f"{other.name}\n{other.text}"))
            share = len(said & theirs) / max(1, len(said | theirs))
            if share >= ALIKE:
                yield -share, key
