"""谁能帮上忙: offers for the open needs and the stuck nodes, by how well they fit and by what they are worth."""

from __future__ import annotations

from dataclasses import dataclass

from rongtu.desks.cluster.value.models import Estimated, NodeWorth, ScopeValue
from rongtu.desks.transfer.need_models import NeedOffers, Offered
from rongtu.flows.brief import terms, words
from rongtu.flows.brief.calls import call_blocks, outcome_blocks
from rongtu.flows.brief.document import Block, Cell, Line, Paragraphs, Section, Span, Table
from rongtu.flows.brief.estimates import money_figure, no_figure, node_by_code, node_name
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import UNKNOWN, degree, money
from rongtu.flows.brief.tables import columns
from rongtu.flows.match_value.models import OfferValue
from rongtu.flows.result import LoopResult
from rongtu.vocab.labels import label
from rongtu.vocab.means import NeedState

RULE = "适配得分由高到低的次序；价值次序按对链值的低端、再按点值、高端由高到低，未知的不排"


@dataclass(frozen=True, slots=True)
class Ally:
    """An offer for a need with its place by fit, and what it is worth; None where the result does not say."""

    offer: Offered
    by_fit: int
    value: OfferValue | None

    @property
    def by_value(self) -> int | None:
        """Its place by value, where it may bring something."""
        return self.value.by_value if self.value is not None and self.value.worth.high else None


def ally_section(notes: Footnotes, value: ScopeValue) -> Section:
    """Open needs at the most stuck nodes first, then the stuck nodes nobody posted a need for."""
    needs = ordered_needs(notes, value)
    shown = needs[: notes.limit("needs")]
    blocks: list[Block] = [*call_blocks(notes), Paragraphs(lines=(_reading(notes, needs, shown),))]
    if shown:
        blocks.append(_needs(notes, shown))
    blocks += outcome_blocks(notes)
    quiet = _without_need(value, needs)
    if quiet:
        blocks.append(_quiet(notes, value, quiet))
    return Section(anchor="allies", heading=line("谁能帮上忙"), new_page=False, blocks=tuple(blocks))


def ordered_needs(notes: Footnotes, value: ScopeValue) -> tuple[NeedOffers, ...]:
    """Needs not settled, those at the most severely stuck nodes first."""
    heavy = {node.node: stuck_at(node) for node in value.nodes}
    open_needs = [need for need in notes.result.needs.values() if need.state in (None, NeedState.OPEN)]
    return tuple(sorted(open_needs, key=lambda need: (-heavy.get(need.node or "", 0.0), need.code)))


def stuck_at(node: NodeWorth) -> float:
    """The heaviest of a node's three severities, in yuan a year; nothing where none is known."""
    found: list[Estimated] = [node.blockage, node.choke, *([node.breaks.severity] if node.breaks else [])]
    return max((one.point or 0.0 for one in found), default=0.0)


def allies(result: LoopResult, need: NeedOffers) -> tuple[Ally, ...]:
    """The offers of a need in the order of fit, each with what it is worth where that was asked."""
    matched = result.matches.needs.get(need.code) if result.matches is not None else None
    values = {one.offer: one for one in matched.offers} if matched is not None else {}
    return tuple(Ally(one, place, values.get(one.refs[0])) for place, one in enumerate(need.offers, start=1))


def _reading(notes: Footnotes, needs: tuple[NeedOffers, ...], shown: tuple[NeedOffers, ...]) -> Line:
    refs = [ref for need in needs for ref in need.refs]
    total = notes.derive("needs.open", len(needs), "未解决的需求条数", refs, among="rows:need")
    part = notes.derive("needs.shown", len(shown), "列出的需求条数", refs, among="rows:need")
    return line(
        "未解决的需求共 ", total, " 条，列出 ", part, " 条，卡堵最重的环节在先。适配是文本与条件的得分，"
        "未经成交结果校准，不是成功概率；对链值是期望值，算法见“方法与来源”，缺数的记为未知，不记为零。"
        "前沿：没有别的对象两样都不差、有一样更好。",
    )  # fmt: skip


def _needs(notes: Footnotes, needs: tuple[NeedOffers, ...]) -> Table:
    heads = (("需求", 31), ("谁能帮上忙（先按适配排，另注按对链值的次序）", 54), ("需求没写清的", 15))
    return Table(
        title="需求与可找的人",
        columns=columns(*heads),
        rows=tuple(_need_row(notes, need) for need in needs),
    )


def _need_row(notes: Footnotes, need: NeedOffers) -> tuple[Cell, ...]:
    offers = allies(notes.result, need)
    best = [one for one in offers if one.by_fit <= notes.limit("offers") or one.by_value == 1]
    unsaid = line(Span(text="、".join(need.unsaid), refs=need.refs)) if need.unsaid else line("—")
    return (
        Cell(lines=_need(notes, need)),
        Cell(lines=tuple(_ally(notes, need, one) for one in best) or (_nobody(notes, need),)),
        Cell(lines=(unsaid,)),
    )


def _need(notes: Footnotes, need: NeedOffers) -> tuple[Line, ...]:
    """What is needed; by whom, where; since when and until when, for how much."""
    kind = Span(text=label(need.kind).zh, refs=need.refs)
    place = [node_by_code(notes, need.node)] if need.node else []
    who = [Span(text=name, refs=need.refs) for name in (need.organisation, need.region) if name]
    terms_told = [
        f"发布 {need.posted_on}" if need.posted_on else "",
        f"期限 {need.deadline}" if need.deadline else "",
        f"预算 {money(need.budget)}" if need.budget is not None else "",
        terms.lack(need.lacks) if need.lacks else "",
    ]
    told = Span(text="，".join(filter(None, terms_told)), refs=need.refs)
    return (
        line(Span(text=need.title, refs=need.refs), notes.mark(need.source), tone="strong"),
        line(joined([kind, *place, *who], "·"), tone="note"),
        line(told, tone="note"),
    )


def _ally(notes: Footnotes, need: NeedOffers, one: Ally) -> Line:
    """An offer: what, whose, where, how ripe; its fit, its worth to the chain, how far the talks have come."""
    offer = one.offer
    kind = terms.OFFERS.get(offer.kind, offer.kind)
    name = Span(text=offer.name, refs=offer.refs)
    details: list[Span | str] = [
        Span(text=text, refs=offer.refs)
        for text in (offer.holder, offer.region, f"就绪度 {offer.trl}" if offer.trl is not None else None)
        if text
    ]
    details += ["区外"] if offer.in_scope is False else []
    more: tuple[Span | str, ...] = ("（", *joined(details, "，"), "）") if details else ()
    key = f"{need.code}.{offer.kind}.{offer.code}"
    place = notes.derive(f"fit.{key}", one.by_fit, RULE, [*need.refs, *offer.refs], among="rows:need")
    return line(
        place, ". ", kind, " ", name, *more, notes.mark(offer.source), "；适配 ",
        Span(text=degree(offer.score), refs=offer.refs), "；", *_worth(notes, key, one), *_deal(offer),
        *_cautions(offer),
        tone="muted" if offer.in_scope is False else "body",
    )  # fmt: skip


def _worth(notes: Footnotes, key: str, one: Ally) -> tuple[Span | str, ...]:
    """What it is worth to the chains, what is left of that, its place by it, whether it is on the front."""
    value = one.value
    if value is None or value.worth.point is None:
        told = no_figure(value.worth) if value is not None else UNKNOWN
        missing = value.worth.missing if value is not None else ()
        why: tuple[Span | str, ...] = (
            ("（缺", Span(text="、".join(missing), refs=one.offer.refs), "）") if missing else ()
        )
        return (f"对链值{told}", *why)
    place: tuple[Span | str, ...] = ()
    if one.by_value is not None:
        refs = [value.worth.ref or "", *one.offer.refs]
        place = ("，按值第 ", notes.derive(f"valued.{key}", one.by_value, RULE, refs))
    within: tuple[Span | str, ...] = ()
    if value.within is not None:
        refs = [value.gain.ref or ""] if value.gain else []
        lost = Span(text=money(value.within), refs=tuple(refs) or one.offer.refs)
        within = ("，预算居中的方案少了它每年少 ", lost)
    alone: tuple[Span | str, ...] = ("对链值每年 ", money_figure(notes, value.worth, *one.offer.refs))
    if not value.worth.high:
        alone = ("单做不增值（别的环节先卡住）",)
    front = "，前沿" if value.front and value.worth.high else ""
    return (*alone, *within, *place, front)


def _deal(offer: Offered) -> tuple[Span | str, ...]:
    if offer.deal is None:
        return ()
    deal = offer.deal
    told = "，".join(filter(None, (f"{deal.stage_on} {terms.deal_stage(deal.stage)}", deal.outcome)))
    return ("；对接：", Span(text=told, refs=(deal.ref,)))


def _cautions(offer: Offered) -> tuple[Span | str, ...]:
    return ("；注意：", Span(text="、".join(offer.cautions), refs=offer.refs)) if offer.cautions else ()


def _nobody(notes: Footnotes, need: NeedOffers) -> Line:
    """That nothing was offered, and of how many looked through."""
    refs = need.refs
    number = notes.derive(f"considered.{need.code}", need.considered, "为该需求查看的成果、单位与设施数", refs)
    return line("查看 ", number, " 项，没有合适的。", tone="note")


def _without_need(value: ScopeValue, needs: tuple[NeedOffers, ...]) -> tuple[NodeWorth, ...]:
    """Stuck nodes for which no need is posted, heaviest first."""
    posted = {need.node for need in needs}
    quiet = [node for node in value.nodes if node.node not in posted and stuck_at(node) > 0]
    return tuple(sorted(quiet, key=lambda node: (-stuck_at(node), node.node)))


def _quiet(notes: Footnotes, value: ScopeValue, nodes: tuple[NodeWorth, ...]) -> Table:
    heads = (("环节", 20), ("可先联系谁（不是能力证明）", 48), ("已登记的措施与期望值", 32))
    return Table(
        title="卡堵而无人登记需求的环节",
        columns=columns(*heads),
        rows=tuple(_quiet_row(notes, value, node) for node in nodes[: notes.limit("stuck")]),
    )


def _quiet_row(notes: Footnotes, value: ScopeValue, node: NodeWorth) -> tuple[Cell, ...]:
    leads = words.leads_of(notes, node.node)[: notes.limit("offers")]
    measures = [one for one in value.interventions if one.node == node.node]
    told = tuple(
        line(Span(text=one.title, refs=(one.ref,)), "：每年 ", money_figure(notes, one.worth, one.ref))
        if one.worth.point is not None
        else line(Span(text=one.title, refs=(one.ref,)), "：未知")
        for one in measures
    )
    return (
        Cell(lines=(line(node_name(notes, node), tone="strong"),)),
        Cell(lines=tuple(words.lead_line(notes, lead) for lead in leads) or (line(words.NOT_FOUND, tone="note"),)),
        Cell(lines=told or (line("没有登记措施。", tone="note"),)),
    )
