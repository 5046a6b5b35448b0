"""Consortia for open challenges (揭榜挂帅): who together covers the need's nodes, or which rules stand in the way."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.breakthrough.consortium_candidates import candidates_of, rules_of
from rongtu.desks.breakthrough.consortium_facts import Facts, read_facts
from rongtu.desks.breakthrough.consortium_figures import MEMBER, PAIR, PRICE_OF, STAGE_ZH, coordination, prices
from rongtu.desks.breakthrough.consortium_models import (
    AssumedShown,
    CellShown,
    ConsortiumAnswer,
    MemberShown,
    OtherShown,
    ProposeRequest,
    RuleShown,
    WayShown,
)
from rongtu.desks.breakthrough.consortium_words import Words, yuan
from rongtu.engines.match.consortium import Cell, Consortium, Member, Proposal, propose
from rongtu.engines.match.consortium.inputs import RESEARCH
from rongtu.vocab.assuming import Presumed
from rongtu.vocab.labels import label


@operation(
    "consortium.propose",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="为需求组建创新联合体，组不成时说明放宽哪条规则",
    en="Form a consortium for a need; where none keeps the rules, say which to relax",
)
def propose_consortium(context: Context, request: ProposeRequest) -> ConsortiumAnswer:
    """The consortium of least coordination; RefusedError for a need, node, zone or body that is not there."""
    facts = read_facts(context.connection, request)
    candidates, rules = candidates_of(facts), rules_of(facts, request)
    context.progress(f"组建 propose {len(candidates)}")
    costs = coordination(request.member_cost, request.pair_cost)
    proposal = propose(candidates, rules, coordination=costs, prices=prices())
    words, best = Words(facts, rules, candidates), proposal.best
    return ConsortiumAnswer(
        need=facts.need.row.code,
        title=facts.need.row.title,
        summary=words.summary(proposal),
        nodes=tuple(node.row.code for node in facts.nodes.values()),
        members=tuple(_member(words, one, best) for one in proposal.members) if best else (),
        cells=tuple(_cell(words, cell, best) for cell in rules.cells),
        rules=tuple(RuleShown(rule=rule, asked=asked, found=has) for rule, asked, has in words.kept(rules, best)),
        coordination=best.coordination if best else None,
        gap=proposal.gap,
        known_cost=best.cost if best else None,
        uncovered=tuple(map(words.cell, proposal.uncovered)),
        ways=tuple(_ways(words, proposal)),
        others=tuple(_other(words, best, one) for one in proposal.alternatives) if best else (),
        considered=proposal.considered,
        notes=tuple(_notes(facts, request, words, proposal)),
        assumed=tuple(_assumed(request, proposal)),
        refs=(facts.need.ref, *(node.ref for node in facts.nodes.values())),
        level=facts.level,
    )


def _member(words: Words, member: Member, best: Consortium) -> MemberShown:
    facts, body = words.facts, UUID(member.key.partition(":")[2])
    row, candidate = facts.bodies[body].row, words.by_key[member.key]
    said = [one for one in facts.said[body] if one.stages]
    ties = [tie.ref for tie in facts.consortia.get(body, {}).values()]
    deals = [facts.ended[body].ref] if body in facts.ended else []
    return MemberShown(
        name=row.name,
        part="牵头" if member.leads else "成员",
        kind=label(row.kind).zh,
        region=candidate.region,
        covers=tuple(map(words.cell, member.cells)),
        why=(*_why(words, member), *dict.fromkeys(one.words for one in said)),
        cautions=tuple(words.cautions(member.key, best.leader)),
        cost=candidate.cost,
        fit=candidate.fit,
        code=row.code,
        refs=tuple(dict.fromkeys((facts.bodies[body].ref, *(one.ref for one in said), *ties, *deals))),
    )


def _why(words: Words, member: Member) -> Iterator[str]:
    if member.leads:
        yield "提出单位牵头" if member.key == words.rules.leader else "牵头企业"
    if member.only:
        yield f"只有它能补：{'、'.join(map(words.cell, member.only))}"
    if member.key in words.rules.needed and not member.leads:
        yield "按要求必须有"
    if member.without is None:
        if member.key not in words.rules.needed:
            yield "没有它就组不成"
    elif member.without > 0:
        yield f"没有它一年要多花 {yuan(member.without)} 协调，换成 {'、'.join(words.bodies(member.instead))}"
    else:
        yield f"可换成 {'、'.join(words.bodies(member.instead))}，协调成本相同"


def _cell(words: Words, cell: Cell, best: Consortium | None) -> CellShown:
    able = [one.key for one in words.by_key.values() if cell in one.cells]
    return CellShown(
        node=words.node(cell.node),
        stage=STAGE_ZH[cell.stage],
        by=words.bodies([key for key in best.members if key in able]) if best else (),
        could=len(able),
    )


def _ways(words: Words, proposal: Proposal) -> Iterator[WayShown]:
    for way in proposal.relaxations:
        covered = frozenset().union(*(words.by_key[key].cells for key in way.consortium.members))
        yield WayShown(
            relax=tuple(map(words.relaxed, way.relaxed)),
            price=way.price,
            members=words.bodies(way.consortium.members),
            coordination=way.consortium.coordination,
            misses=tuple(words.cell(cell) for cell in words.rules.cells if cell not in covered),
        )


def _other(words: Words, best: Consortium, other: Consortium) -> OtherShown:
    return OtherShown(
        members=words.bodies(other.members),
        coordination=other.coordination,
        joins=words.bodies([key for key in other.members if key not in best.members]),
        leaves=words.bodies([key for key in best.members if key not in other.members]),
    )


def _notes(facts: Facts, request: ProposeRequest, words: Words, proposal: Proposal) -> Iterator[str]:
    if (
        proposal.best
        and proposal.best.unknown_costs
        and request.unknown_cost is None
        and words.rules.budget is not None
    ):
        yield f"{len(proposal.best.unknown_costs)} 家的费用不详，未计入预算"
    if proposal.best and not any(words.by_key[key].kind in RESEARCH for key in proposal.best.members):
        yield "没有高校院所参加"
    if proposal.uncovered:
        yield "名录中没有不等于没有：没有摸底的环节，查无此家不能当作没有"
    if words.rules.leader is None:
        yield "提出单位不是企业或未登记，由最合适的企业牵头"
    yield "是否匹配按文字和登记的能力排，分数未校准；能否合作要当面谈"


def _assumed(request: ProposeRequest, proposal: Proposal) -> Iterator[AssumedShown]:
    for figure, given in ((MEMBER, request.member_cost), (PAIR, request.pair_cost)):
        yield _shown(figure, given)
    if proposal.relaxations:
        used = {one.rule for way in proposal.relaxations for one in way.relaxed}
        names = {"regions": "region", "members": "member"}
        for name in sorted({names.get(rule.value, rule.value) for rule in used} - {"budget"}):
            yield _shown(PRICE_OF[name], None)


def _shown(figure: Presumed, given: float | None) -> AssumedShown:
    return AssumedShown(
        name=figure.name,
        value=figure.value if given is None else given,
        range=f"{figure.low:,.10g}—{figure.high:,.10g} {figure.unit}",
        stated=f"{figure.author}，{figure.stated_on}" if given is None else "由提问者给出",
        reason=figure.reason,
    )
