"""Offers for a need as an answer tells them: what each is and whose, why it is named, what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from rongtu.desks.transfer.finding.glancing import against, glance
from rongtu.desks.transfer.finding.saying import ORDER, sentences
from rongtu.desks.transfer.finding.sheets import Told, tell
from rongtu.desks.transfer.need_answers import NeedOffer
from rongtu.desks.transfer.need_market import Market
from rongtu.desks.transfer.need_models import DealSoFar
from rongtu.desks.transfer.need_reasons import JUDGED_ZH, UNCONFIRMED_AFTER
from rongtu.desks.transfer.posted import offer_of
from rongtu.desks.transfer.scope import in_scope
from rongtu.desks.transfer.wording import contributions_of
from rongtu.engines.match.inputs import Offer
from rongtu.engines.match.results import Match
from rongtu.facts.provenance import source_codes
from rongtu.facts.reading import Stored
from rongtu.facts.records.deals import Deal
from rongtu.vocab.dates import interval
from rongtu.vocab.means import DealStage

MOST_REASONS = 3

DAYS_A_MONTH = 30.4


@dataclass(frozen=True, slots=True)
class Describing:
    """What offers are described against: rows in a few words, what rows say, codes of sources, the day of the facts."""

    market: Market
    told: Mapping[str, Told]
    says: Mapping[str, str]
    sources: Mapping[UUID, str]

    def offers(self, need: str, matches: Sequence[Match]) -> tuple[NeedOffer, ...]:
        """The matches in words, best first; what is not to be seen is left out."""
        seen = [match for match in matches if match.offer in self.told]
        return tuple(self._offer(need, match, place) for place, match in enumerate(seen, start=1))

    def why(self, match: Match) -> tuple[str, ...]:
        """What the rows say that connect the two, the weightiest kind first; else the words they share."""
        kinds = {kind: place for place, kind in enumerate(ORDER)}
        facts = sorted({row.fact for row in match.evidence}, key=lambda fact: (kinds[fact.partition(":")[0]], fact))
        shared = f"同现词：{'、'.join(match.matched_words)}" if match.matched_words else "意思相近"
        return tuple(dict.fromkeys(self.says[fact] for fact in facts if fact in self.says)) or (shared,)

    def cautions(self, need: str, offer: Offer) -> Iterator[str]:
        """What speaks against an offer, gravest first."""
        posted, stored = self.market.posted, self.market.posted.needs[need]
        for judgement in posted.judgements.get(stored.id, ()):
            if f"technology:{judgement.row.technology}" == offer.key and judgement.row.score == 0:
                by = "，".join(filter(None, (judgement.row.judge, judgement.row.judged_on)))
                yield JUDGED_ZH[0] + (f"（{by}）" if by else "")
        deal = self.deal(need, offer.key)
        if deal and deal.row.stage is DealStage.ENDED:
            yield "此前对接已终止"
        subject = self.told[stored.ref]
        yield from against(subject, self.told[offer.key], offer, self.market.needs[need])
        yield from _unconfirmed(offer, posted.today)

    def deal(self, need: str, offer: str) -> Stored[Deal] | None:
        """The latest dealing of the need with this offer, or with the body that is offered."""
        deals = self.market.posted.deals.get(self.market.posted.needs[need].id, ())
        mine = [deal for deal in deals if offer in (offer_of(deal.row), f"organisation:{deal.row.partner}")]
        return max(mine, key=lambda deal: (interval(deal.row.stage_on), deal.row.code), default=None)

    def _offer(self, need: str, match: Match, place: int) -> NeedOffer:
        told, offer, scope = self.told[match.offer], self.market.offer(match.offer), self.market.scope
        assert offer is not None
        deal = self.deal(need, match.offer)
        facts = [row.fact for row in match.evidence]
        return NeedOffer(
            place=place,
            kind=offer.kind,
            code=told.code,
            name=told.name,
            holder=told.holder,
            region=told.region,
            in_scope=None if scope is None else in_scope(scope, *told.places),
            footing=match.footing,
            score=match.score,
            contributions=contributions_of(match),
            matched=match.matched_words,
            why="；".join(self.why(match)[:MOST_REASONS]),
            glance=tuple(glance(told, offer)),
            cautions=tuple(self.cautions(need, offer)),
            deal=_so_far(deal),
            refs=tuple(dict.fromkeys((match.offer, *facts, *((deal.ref,) if deal else ())))),
            source=self.sources[told.source],
        )


def describing(
    connection: Connection, market: Market, matches: Sequence[Match], also: Sequence[str] = ()
) -> Describing:
    """What is needed to describe these matches, and `also` these offers; a few queries for all of them."""
    refs = {match.offer for match in matches} | set(also) | {market.posted.needs[code].ref for code in market.needs}
    facts = {row.fact for match in matches for row in match.evidence}
    told = tell(connection, market.posted.places, refs)
    return Describing(market, told, sentences(connection, facts), source_codes(connection))


def _unconfirmed(offer: Offer, today: date | None) -> Iterator[str]:
    """A result whose holder has not spoken of it for long."""
    if offer.kind != "technology":
        return
    if offer.confirmed_on is None:
        yield "未注明最近确认时间"
    elif today:
        months = int((today - date.fromisoformat(offer.confirmed_on)).days / DAYS_A_MONTH)
        if months > UNCONFIRMED_AFTER:
            yield f"最近确认于 {offer.confirmed_on}，{months} 个月前"


def _so_far(deal: Stored[Deal] | None) -> DealSoFar | None:
    if deal is None:
        return None
    return DealSoFar(stage=deal.row.stage, stage_on=deal.row.stage_on, outcome=deal.row.outcome, ref=deal.ref)
