"""Offers for posted needs: results, bodies, platforms and projects ranked by fit, with what speaks against each."""

from __future__ import annotations

from collections.abc import Callable

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.transfer.encoding import encode
from rongtu.desks.transfer.models import Removal
from rongtu.desks.transfer.need_inputs import evidence_of, need_of, offers_of
from rongtu.desks.transfer.need_models import NeedOffers, NeedsAnswer, NeedsRequest
from rongtu.desks.transfer.need_reasons import NeedView
from rongtu.desks.transfer.need_wording import offered
from rongtu.desks.transfer.posted import is_open, read_posted
from rongtu.desks.transfer.scope import zone_scope
from rongtu.desks.transfer.wording import CONDITION_ZH
from rongtu.engines.match.indexing import build_index
from rongtu.engines.match.ranking import rank
from rongtu.engines.match.results import NeedMatches
from rongtu.facts.provenance import source_codes
from rongtu.facts.records.knowledge import Need
from rongtu.vocab.problems import RefusedError

PER_HOLDER = 2
"""How many offers of one holder stand in a need's list."""

FEW = 20
"""Up to how many removed offers are named under a condition."""

ASKED_OF_A_NEED: tuple[tuple[str, Callable[[Need], bool]], ...] = (
    ("预算", lambda need: need.budget is not None),
    ("期限", lambda need: need.deadline is not None),
    ("验收指标", lambda need: bool(need.criteria)),
    ("决策岗位", lambda need: bool(need.decides)),
    ("缺什么", lambda need: need.lacks is not None),
)
"""What a need wants beside its text, and how to see that it says it."""


@operation(
    "match.needs",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="为需求找成果、单位和设施",
    en="Find results, bodies and facilities for posted needs",
)
def match_needs(context: Context, request: NeedsRequest) -> NeedsAnswer:
    """Offers for each need asked for; RefusedError for a need or a zone that is not there."""
    posted = read_posted(context.connection)
    scope = zone_scope(context.connection, posted.places, request.zone)
    unknown = sorted(set(request.needs) - posted.needs.keys())
    if unknown:
        raise RefusedError(f"There is no need {', '.join(unknown)}.")
    codes = request.needs or [code for code, need in posted.needs.items() if is_open(need.row)]
    if not codes:
        return NeedsAnswer(needs={}, encoder=None)
    view = NeedView(posted, scope, source_codes(context.connection), posted.newest_day())
    offers, needs = offers_of(posted), [need_of(posted, code) for code in dict.fromkeys(codes)]
    encoding = encode(offers, needs, context.progress, context)
    answers = rank(
        build_index(offers, posted.user_words, encoding.offers),
        needs,
        [row for need in needs for row in evidence_of(posted, need.key)],
        vectors=encoding.needs,
        top=request.most,
        per_holder=PER_HOLDER,
    )
    names = {offer.key: offer.name for offer in offers}
    return NeedsAnswer(
        needs={answer.need: _need_offers(view, answer, names) for answer in answers},
        encoder=encoding.encoder,
        remark=encoding.remark,
    )


def _need_offers(view: NeedView, answer: NeedMatches, names: dict[str, str]) -> NeedOffers:
    posted = view.posted
    stored = posted.needs[answer.need]
    need = stored.row
    return NeedOffers(
        code=need.code,
        kind=need.kind,
        title=need.title,
        node=posted.nodes[need.node].row.code if need.node else None,
        organisation=posted.body(need.organisation),
        region=posted.candidates.place(need.region),
        budget=need.budget / 100 if need.budget is not None else None,
        deadline=need.deadline,
        lacks=need.lacks,
        state=need.state,
        posted_on=need.posted_on,
        unsaid=_unsaid(need),
        considered=len(names),
        removals=tuple(
            Removal(
                condition=CONDITION_ZH[removal.condition],
                removed=removal.count,
                names=tuple(sorted(names[key] for key in removal.offers)) if removal.count <= FEW else (),
            )
            for removal in answer.removals
        ),
        offers=tuple(offered(view, stored, match) for match in answer.matches),
        refs=(stored.ref,),
        source=view.sources[need.source],
    )


def _unsaid(need: Need) -> tuple[str, ...]:
    return tuple(asked for asked, is_said in ASKED_OF_A_NEED if not is_said(need))
