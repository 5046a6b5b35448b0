"""Hindsight: how offers for needs rank if nothing is known of any deal, to set beside what came of the deals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from rongtu.acts.operation import Context
from rongtu.desks.transfer.encoding import encode
from rongtu.desks.transfer.need_inputs import evidence_of, need_of, offers_of
from rongtu.desks.transfer.posted import Posted
from rongtu.engines.match.indexing import build_index
from rongtu.engines.match.ranking import rank
from rongtu.facts.reading import Stored
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.knowledge import Judgement

PER_HOLDER = 2
"""How many offers of one holder stand in a need's list, as where needs are matched."""


@dataclass(frozen=True)
class Unknowing(Posted):
    """Posted needs with which nobody has dealt, and of which nobody who may have known of a deal has judged a pair."""

    @cached_property
    def deals(self) -> Mapping[UUID, tuple[Stored[Deal], ...]]:
        """No deals."""
        return {}

    @cached_property
    def judgements(self) -> Mapping[UUID, tuple[Stored[Judgement], ...]]:
        """No judgements."""
        return {}


@dataclass(frozen=True, slots=True)
class Standing:
    """An offer by its ref and name, in its place."""

    offer: str
    name: str


def places_without_deals(context: Context, codes: Sequence[str], most: int) -> Mapping[str, tuple[Standing, ...]]:
    """The first offers of each of these needs, best first; no deal is in the evidence, nor in anybody's track record.

    What else was confirmed since the deal stays in: it is a look back, not a forecast.
    """
    posted = Unknowing(context.connection, frozenset(codes))
    offers = tuple(replace(offer, track=None) for offer in offers_of(posted))
    names = {offer.key: offer.name for offer in offers}
    needs = [need_of(posted, code) for code in codes]
    encoding = encode(offers, needs, context.progress, context)
    answers = rank(
        build_index(offers, posted.user_words, encoding.offers),
        needs,
        [row for need in needs for row in evidence_of(posted, need.key) if row.offer in names],
        vectors=encoding.needs,
        top=most,
        per_holder=PER_HOLDER,
    )
    return {
        answer.need: tuple(Standing(match.offer, names[match.offer]) for match in answer.matches) for answer in answers
    }
