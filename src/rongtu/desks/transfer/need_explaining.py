"""Explaining: why an offer stands where it does for a need, or why not, and what would make it better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.transfer.finding.subjects import subject_ref
from rongtu.desks.transfer.need_answers import Checked, Explanation, Hint, ScorePart, Step
from rongtu.desks.transfer.need_conditions import asked_of
from rongtu.desks.transfer.need_features import feature_zh, parts
from rongtu.desks.transfer.need_glances import glances_of
from rongtu.desks.transfer.need_grounds import grounds
from rongtu.desks.transfer.need_improving import NEED, betters
from rongtu.desks.transfer.need_market import Asking, Market, as_if, open_market
from rongtu.desks.transfer.need_nodes import spoken_of, supposing
from rongtu.desks.transfer.need_offers import Describing, describing
from rongtu.desks.transfer.need_posting import day_of
from rongtu.desks.transfer.need_questions import ExplainRequest
from rongtu.desks.transfer.need_standing import Standing, standing
from rongtu.desks.transfer.wording import CONDITION_ZH
from rongtu.engines.match.inputs import Need, Offer
from rongtu.engines.match.results import Feature, Match
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.references import resolve
from rongtu.facts.provenance import ROW_REF
from rongtu.vocab.problems import RefusedError


@operation(
    "need.explain",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="说明一项供给为何排在这里，怎样更好",
    en="Explain why an offer stands where it does, and what would make it better",
)
def explain(context: Context, request: ExplainRequest) -> Explanation:
    """Why the offer stands where it does for the need; RefusedError where either is not there, or not to be seen."""
    market = open_market(context, [request.need], Asking(request.zone, request.words))
    offer = _meant(context, market, request.offer)
    need = market.needs[request.need]
    found = standing(market, need, offer.key)
    view = describing(context.connection, market, [found.match] if found.match else [], [offer.key])
    (seen,) = glances_of(context.connection, [market.posted.needs[need.key]], day_of(context, request.today))
    told = view.told[offer.key]
    nodes = tuple(spoken_of(market.posted, need.key)) if seen.node is None else ()
    return Explanation(
        need=seen,
        offer=offer.key,
        code=told.code,
        kind=offer.kind,
        name=told.name,
        holder=told.holder,
        region=told.region,
        verdict=found.verdict,
        place=found.place,
        listed=found.listed,
        score=found.match.score if found.match else None,
        parts=tuple(_parts(view, found.match, need, offer)),
        footing=found.match.footing if found.match else None,
        matched=found.match.matched_words if found.match else (),
        grounds=grounds(context.connection, view.says, found.match) if found.match else (),
        conditions=tuple(_checked(need, offer, found)),
        fails=found.fails,
        fails_zh=tuple(CONDITION_ZH[condition] for condition in found.fails),
        holder_has=found.holder_has,
        improvements=_steps(market, found, need, offer, nodes),
        nodes=nodes,
        cautions=tuple(view.cautions(need.key, offer)),
        encoder=market.encoder,
        remark=market.remark,
    )


def _meant(context: Context, market: Market, words: str) -> Offer:
    """The offer that the words mean: a row, a key, else a name; RefusedError where it is not just one."""
    ref = words if ROW_REF.fullmatch(words) else _project(context, words)
    ref = ref or subject_ref(context.connection, words, context.nature)
    offer = market.offer(ref)
    if offer is None:
        raise RefusedError(
            f"{words[:80]} is on offer no more; rongtu need match {next(iter(market.needs))} lists what is."
        )
    return offer


def _project(context: Context, words: str) -> str | None:
    """The project of that code: nothing starts from one, so it is looked up nowhere else."""
    code = words.replace("\0", "")
    meant = resolve(context.connection, KINDS["project"], [code], context.nature.value, staged=False)[code]
    return f"project:{meant.id}" if meant.id else None


def _parts(view: Describing, match: Match | None, need: Need, offer: Offer) -> Iterator[ScorePart]:
    if match is not None:
        for part in parts(match, need, offer, view.why(match)):
            yield ScorePart(zh=feature_zh(part.feature), **asdict(part))


def _checked(need: Need, offer: Offer, found: Standing) -> Iterator[Checked]:
    """The conditions the need sets, each with whether the offer meets it."""
    for asked in asked_of(need, offer):
        yield Checked(
            zh=asked.zh,
            wanted=asked.wanted,
            found=asked.found,
            met=not asked.fails_as & set(found.fails),
            unknown=asked.unknown,
            excepted=bool(asked.fails_as & set(found.excused)),
        )


def _steps(market: Market, found: Standing, need: Need, offer: Offer, nodes: Sequence[Hint]) -> tuple[Step, ...]:
    """What would make the match better, the largest gain first."""
    if found.match is None:
        return ()
    told = [Step(**asdict(one)) for one in betters(found.match, need, offer, found.place)]
    if nodes and (supposed := _at_node(market, found.match, need, nodes[0])):
        told.append(supposed)
    return tuple(sorted(told, key=lambda step: -step.gain))


def _at_node(market: Market, match: Match, need: Need, node: Hint) -> Step | None:
    """What it would win if the need named the node that it speaks of; None where that is nothing."""
    supposed = as_if(market, supposing(market.posted, need.key, node.code))
    then = standing(supposed, supposed.needs[need.key], match.offer)
    if then.match is None or then.place is None or then.match.score <= match.score:
        return None
    proven = "从文本线索变成有据可查，" if then.match.footing is not match.footing else ""
    words = f"{NEED}写明对应环节（--node {node.code} {node.name}），{proven}届时排第 {then.place} 位"
    return Step(feature=Feature.NAMED, who=NEED, words=words, gain=then.match.score - match.score, place=then.place)
