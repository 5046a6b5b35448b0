"""Finding: the offers for one need or for all open ones, what they rest on, and what the need does not say."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.transfer.finding.asking import kind_of
from rongtu.desks.transfer.models import Removal
from rongtu.desks.transfer.need_answers import (
    Hint,
    NeedFound,
    NeedGlance,
    NeedsFound,
)
from rongtu.desks.transfer.need_glances import glances_of
from rongtu.desks.transfer.need_likeness import alike
from rongtu.desks.transfer.need_market import Asking, Market, open_market
from rongtu.desks.transfer.need_nodes import spoken_of
from rongtu.desks.transfer.need_offers import Describing, describing
from rongtu.desks.transfer.need_posting import day_of
from rongtu.desks.transfer.need_questions import BatchRequest, NeedMatchRequest
from rongtu.desks.transfer.open_needs import open_codes
from rongtu.desks.transfer.wording import CONDITION_ZH
from rongtu.engines.match.results import Condition, NeedMatches
from rongtu.engines.match.results import Removal as Removed

FEW = 20
"""Up to how many removed offers are named under a condition."""


@operation(
    "need.match",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="为需求找供给，并说明理由和欠缺",
    en="Find offers for needs, with reasons and with what is missing",
)
def match_need(context: Context, request: NeedMatchRequest) -> NeedsFound:
    """Offers for each need asked for; RefusedError for a need or a zone that is not there."""
    market = open_market(context, request.needs, Asking(request.zone, request.words))
    return _answers(context, market, request)


@operation(
    "match.batch",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="一次为全部待解决的需求找供给",
    en="Find offers for every open need at once",
)
def match_batch(context: Context, request: BatchRequest) -> NeedsFound:
    """Offers for each open need of the scope; RefusedError where there is no such zone."""
    market = open_market(context, open_codes(context.connection, request.zone), Asking(request.zone, request.words))
    return _answers(context, market, request)


def _answers(context: Context, market: Market, request: NeedMatchRequest | BatchRequest) -> NeedsFound:
    today = day_of(context, request.today)
    answers = []
    for number, need in enumerate(market.needs.values(), start=1):
        context.progress(f"匹配 match {number}/{len(market.needs)}")
        answers.append(market.ask(need, top=request.most))
    likes = {code: alike(market, code) for code in market.needs}
    matches = [match for answer in answers for match in answer.matches]
    view = describing(context.connection, market, matches, [key for keys in likes.values() for key in keys])
    posted = [market.posted.needs[code] for code in market.needs]
    seen = glances_of(context.connection, posted, today)
    found = tuple(_found(view, need, answer, likes[need.code]) for need, answer in zip(seen, answers, strict=True))
    return NeedsFound(today=today.isoformat(), found=found, encoder=market.encoder, remark=market.remark)


def _found(view: Describing, need: NeedGlance, answer: NeedMatches, like: Sequence[str]) -> NeedFound:
    market = view.market
    kinds = market.needs[need.code].conditions.kinds
    removals = [(one.condition, keys) for one in answer.removals if (keys := _of_kinds(one, kinds))]
    others = sum(one.count for one in answer.removals) - sum(len(keys) for _, keys in removals)
    return NeedFound(
        need=need,
        considered=market.opened.index.size - others,
        offers=view.offers(need.code, answer.matches),
        removals=tuple(
            Removal(
                condition=CONDITION_ZH[condition],
                removed=len(keys),
                names=tuple(_names(market, keys)) if len(keys) <= FEW else (),
            )
            for condition, keys in removals
        ),
        without_words=answer.without_words,
        beyond_holder=answer.beyond_holder,
        nodes=tuple(spoken_of(market.posted, need.code)) if need.node is None else (),
        like=tuple(Hint(code=view.told[key].code, name=view.told[key].name) for key in like if key in view.told),
    )


def _of_kinds(removal: Removed, kinds: Collection[str] | None) -> Sequence[str]:
    """Of what a condition removed, what is of the kinds that answer the need: only one's own is looked at before."""
    if removal.condition is Condition.KIND:
        return ()
    if removal.condition is Condition.OWN and kinds is not None:
        return [key for key in removal.offers if kind_of(key) in kinds]
    return removal.offers


def _names(market: Market, keys: Sequence[str]) -> list[str]:
    return sorted(offer.name for key in keys if (offer := market.offer(key)))
