"""做什么: every intervention with what it is worth alone, and the best plan at each budget."""

from __future__ import annotations

from rongtu.desks.cluster.value.models import InterventionWorth, Plan, PlanStep, ScopeValue
from rongtu.flows.brief import terms
from rongtu.flows.brief.document import Block, Cell, Line, Paragraphs, Section, Span, Table
from rongtu.flows.brief.estimates import figure_cell, lacking, money_figure, node_by_code
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import count, money, percent, wan
from rongtu.flows.brief.tables import columns
from rongtu.vocab.labels import label

CLOSED = 0.0005
"""A relative gap below which a plan counts as proved best."""


def action_section(notes: Footnotes, value: ScopeValue) -> Section:
    """What could be done and what it brings; a cost nobody knows is ranked apart and never guessed."""
    blocks: list[Block] = [_alone(notes, costed(value), "逐条措施（按净值）")]
    uncosted = without_cost(value)
    if uncosted:
        blocks.append(_alone(notes, uncosted, "费用未知，另排（按期望值）"))
    if value.plans:
        blocks += [_ladder(notes, value), Paragraphs(lines=_why_not_added(notes, value))]
    return Section(anchor="actions", heading=line("做什么"), new_page=False, blocks=tuple(blocks))


def costed(value: ScopeValue) -> tuple[InterventionWorth, ...]:
    """Interventions of known cost, highest net worth first, unknown net last."""
    return _by_point([one for one in value.interventions if one.cost.point is not None], "net")


def without_cost(value: ScopeValue) -> tuple[InterventionWorth, ...]:
    """Interventions whose cost nobody knows, highest expected worth first."""
    return _by_point([one for one in value.interventions if one.cost.point is None], "worth")


def _by_point(found: list[InterventionWorth], field: str) -> tuple[InterventionWorth, ...]:
    def order(one: InterventionWorth) -> tuple[bool, float, str]:
        point = getattr(one, field).point
        return point is None, -(point or 0.0), one.code

    return tuple(sorted(found, key=order))


def _alone(notes: Footnotes, found: tuple[InterventionWorth, ...], title: str) -> Table | Paragraphs:
    """What each would bring if it were the only one."""
    if not found:
        return Paragraphs(title=title, lines=(line("没有登记措施。", tone="note"),))
    heads = (
        ("措施", 32, False), ("增供（万元/年）", 10, True), ("费用（万元）", 10, True), ("工期（月）", 7, True),
        ("成功率", 9, True), ("单做且做成的增益（万元/年）", 12, True), ("期望值（万元/年）", 11, True),
        ("净值（万元）", 11, True),
    )  # fmt: skip
    return Table(
        title=title,
        columns=columns(*heads),
        rows=tuple(_row(notes, one) for one in found),
        notes=(*_missing(found), line(_reading(title), tone="note")),
    )


def _reading(title: str) -> str:
    told = "增益：只做这一条且做成时总价值多多少；期望值：乘成功率，再按工期折现；净值：减费用。"
    return told if "净值" in title else "不替未知的费用填数；费用问清之后再比净值。"


def _row(notes: Footnotes, one: InterventionWorth) -> tuple[Cell, ...]:
    months = Span(text=str(one.lead_months), refs=(one.ref,)) if one.lead_months is not None else "未知"
    return (
        Cell(lines=_named(notes, one)),
        figure_cell(notes, one.adds, wan, one.ref),
        figure_cell(notes, one.cost, wan, one.ref),
        Cell(lines=(line(months),)),
        figure_cell(notes, one.success, percent, one.ref),
        figure_cell(notes, one.gain, wan, one.ref),
        figure_cell(notes, one.worth, wan, one.ref),
        figure_cell(notes, one.net, wan, one.ref),
    )


def _named(notes: Footnotes, one: InterventionWorth) -> tuple[Line, Line]:
    """What is to be done, and under it the kind, the node, who does it and on which result."""
    details: list[Span | str] = [label(one.kind).zh, node_by_code(notes, one.node)]
    details += [Span(text=name, refs=(one.ref,)) for name in (one.organisation, one.technology) if name]
    return (
        line(Span(text=one.title, refs=(one.ref,)), tone="strong"),
        line(joined(details, "·"), tone="note"),
    )


def _missing(found: tuple[InterventionWorth, ...]) -> tuple[Line, ...]:
    """What keeps a worth or a success rate from being known."""
    unknown = [one for one in found if one.worth.point is None]
    if not unknown:
        return ()
    parts = [
        line(Span(text=one.title, refs=(one.ref,)), "（", *lacking(one.worth, one.ref), "）").spans for one in unknown
    ]
    return (line("期望值算不出的：", joined(parts, "；"), "。", tone="note"),)


def _ladder(notes: Footnotes, value: ScopeValue) -> Table:
    """The best set at each budget, with what it would lose without each of its steps."""
    heads = (
        ("预算（万元）", 10, True), ("用去（万元）", 10, True),
        ("选中的措施（括号内：少了它方案少多少，万元/年）", 47, False),
        ("都做成的增益（万元/年）", 12, True), ("计入成败的期望（万元/年）", 12, True), ("离最优", 9, True),
    )  # fmt: skip
    left = tuple(dict.fromkeys(code for plan in value.plans for code in plan.left_out))
    titles = {one.code: one for one in value.interventions}
    names = [Span(text=titles[code].title, refs=(titles[code].ref,)) for code in left if code in titles]
    methods = tuple(dict.fromkeys(terms.METHODS.get(plan.method, plan.method) for plan in value.plans))
    how = Span(text="、".join(methods), refs=tuple(plan.ref for plan in value.plans))
    notes_below = [line("求解：", how, "。离最优：求解器证明的上界与本方案之差占上界的比例。", tone="note")]
    if names:
        notes_below.insert(0, line("费用或效果未知、不进入任何方案的：", joined(names), "。", tone="note"))
    return Table(
        title="预算阶梯：钱这么多，先做哪几条",
        columns=columns(*heads),
        rows=tuple(_plan_row(notes, plan) for plan in value.plans),
        notes=tuple(notes_below),
    )


def _plan_row(notes: Footnotes, plan: Plan) -> tuple[Cell, ...]:
    refs = (plan.ref,)
    steps = [_step(step) for step in plan.steps]
    gap = Span(text="已证最优" if plan.gap < CLOSED else percent(plan.gap), refs=refs)
    return (
        Cell(lines=(line(Span(text=wan(plan.budget), refs=refs), tone="strong"),)),
        Cell(lines=(line(Span(text=wan(plan.cost), refs=refs)),)),
        Cell(lines=(line(joined(steps, "；")),) if steps else (line("没有一条放得进。", tone="note"),)),
        figure_cell(notes, plan.gain, wan, plan.ref),
        Cell(lines=(line(Span(text=wan(plan.expected), refs=refs)),)),
        Cell(lines=(line(gap),)),
    )


def _step(step: PlanStep) -> tuple[Span, ...]:
    return line(
        Span(text=step.title, refs=(step.ref,)), "（", Span(text=wan(step.within), refs=(step.ref,)), "）"
    ).spans


def _why_not_added(notes: Footnotes, value: ScopeValue) -> tuple[Line, ...]:
    """Inputs are complements: said once, with the plan that shows it most."""
    alone = {one.code: one.gain.point or 0.0 for one in value.interventions}
    told = "各项投入互补：一条措施单做，产出往往仍被别的环节卡住，几条同做才见效；所以单项增益不能相加。"
    shown = max(
        (plan for plan in value.plans if plan.gain.point and len(plan.steps) > 1),
        key=lambda plan: abs((plan.gain.point or 0.0) - sum(alone.get(step.code, 0.0) for step in plan.steps)),
        default=None,
    )
    if shown is None or shown.gain.point is None:
        return (line(told),)
    total = sum(alone.get(step.code, 0.0) for step in shown.steps)
    refs = [one.ref for one in value.interventions if one.code in {step.code for step in shown.steps}]
    added = notes.derive(f"alone.{shown.ref}", money(total), "方案中各条措施单做增益之和", [*refs, shown.ref])
    number = notes.derive(f"steps.{shown.ref}", count(len(shown.steps)), "方案的措施条数", [shown.ref])
    return (
        line(
            told, "例如预算 ", Span(text=money(shown.budget), refs=(shown.ref,)), " 的方案：", number,
            " 条各自单做的增益加起来是每年 ", added, "，一起做是每年 ",
            money_figure(notes, shown.gain, shown.ref), "。",
        ),
    )  # fmt: skip
