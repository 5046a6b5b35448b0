"""Sheets of the value model: stuck points, interventions, plans, assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rongtu.desks.cluster.value.models import (
    AssumptionState,
    BlockageState,
    ControlState,
    Estimated,
    InterventionWorth,
    NodeWorth,
    Plan,
    ScopeValue,
)
from rongtu.flows.brief import terms
from rongtu.flows.brief.actions import costed, without_cost
from rongtu.flows.brief.assumed import WHOLE, assumptions_of, range_text, used_by
from rongtu.flows.brief.dependence import origin_name
from rongtu.flows.brief.numbers import percent, wan
from rongtu.flows.brief.placed import BLOCKAGES, BREAKS, CHOKES, Placed, stuck_lists
from rongtu.flows.brief.sheets.document import (
    Field,
    Sheet,
    behind,
    lack,
    listed,
    money,
    number,
    ranged,
    sheet,
    words,
    yes,
)
from rongtu.flows.result import LoopResult
from rongtu.vocab.labels import label


@dataclass(frozen=True, slots=True)
class Point:
    """A stuck point as a row: one of a node's breaks, kinds of blockage or controllers."""

    list: str
    worth: NodeWorth
    severity: Estimated
    ranked: Placed | None
    blockage: BlockageState | None = None
    control: ControlState | None = None


def stuck_sheet(result: LoopResult, value: ScopeValue) -> Sheet:
    """The three lists in full: a row a break, a kind of blockage, a controller."""
    names = {chain.code: chain.name for chain in result.chains}
    fields: list[Field[Point]] = [
        words("清单", lambda item: item.list, 8),
        number("已证实位次", lambda item: item.ranked.proved if item.ranked else None, "whole"),
        number("可能位次", lambda item: item.ranked.possible if item.ranked else None, "whole"),
        words("链", lambda item: names.get(item.worth.chain, item.worth.chain), 16),
        words("代码", lambda item: item.worth.node, 12),
        words("环节", lambda item: item.worth.name, 20),
        *ranged("严重度", lambda item: item.severity, "money", "万元/年"),
        *ranged("牵连产值", lambda item: item.worth.stake, "money", "万元/年"),
        *ranged("年需求", lambda item: item.worth.need, "money", "万元"),
        *ranged("区内年供给", lambda item: item.worth.supply, "money", "万元"),
        *ranged("满足率", lambda item: item.worth.cover, "share"),
        *ranged("区外可得", lambda item: item.worth.access, "share"),
        *_kinds(),
        *_controls(),
        number("证据", lambda item: None if item.severity.withheld else item.severity.evidence, "share"),
        *_dependence(value),
        words("用到推定", lambda item: yes(item.severity.assumed), 9),
        words("缺什么", lambda item: lack(item.severity), 24),
    ]
    note = "断点一行一个环节，堵点一行一种堵法，卡点一行一个控制方；涉境外控制方的汇总默认受限，对外提供须经批准。"
    return sheet("卡点堵点断点", note, (*fields, *behind(result, _refs)), _points(value))


def _kinds() -> tuple[Field[Point], ...]:
    """What a break is, or a blockage with the two figures it compares."""
    return (
        words("类型", _kind, 14),
        *ranged("堵的程度", lambda item: item.blockage.degree if item.blockage else None, "degree"),
        number("分子", lambda item: _short(item.blockage.numerator) if item.blockage else None),
        number("分母", lambda item: _short(item.blockage.denominator) if item.blockage else None),
        words("说明", lambda item: (item.blockage.note or None) if item.blockage else None, 24),
    )


def _short(estimated: Estimated) -> float | None:
    """A share or a count to the digits it deserves."""
    return float(f"{estimated.point:.6g}") if estimated.point is not None else None


def _controls() -> tuple[Field[Point], ...]:
    return (
        words("控制方", lambda item: item.control.name if item.control else None, 24),
        words("以什么", lambda item: terms.control_kind(item.control.kind) if item.control else None, 10),
        words("何处", lambda item: item.control.country if item.control else None, 8),
        *ranged("断供损失", lambda item: item.control.impact if item.control else None, "money", "万元/年"),
        *ranged("可替代", lambda item: item.control.replaceable if item.control else None, "share"),
        *ranged("余下", lambda item: item.control.choke if item.control else None, "money", "万元/年"),
    )


def _kind(item: Point) -> str | None:
    if item.blockage is not None:
        return terms.BLOCKAGES.get(item.blockage.kind, item.blockage.kind)
    broken = item.worth.breaks
    if item.list != "断点" or broken is None:
        return None
    return f"{terms.BREAKS.get(broken.kind, broken.kind)}，{terms.PLACES.get(broken.place, broken.place)}"


def _points(value: ScopeValue) -> Iterator[Point]:
    """Every stuck point, those of unknown severity after the ranked."""
    found = stuck_lists(value)
    breaks, blockages, chokes = ({one.worth.node: one for one in found[kind]} for kind in (BREAKS, BLOCKAGES, CHOKES))
    for node in _in_order(value.nodes, breaks):
        if node.breaks:
            yield Point("断点", node, node.breaks.severity, breaks.get(node.node))
    for node in _in_order(value.nodes, blockages):
        kinds = [kind for kind in node.blockages if kind.degree.point or kind.degree.point is None]
        if node.node in blockages or node.blockage.point is None:
            yield from (Point("堵点", node, node.blockage, blockages.get(node.node), blockage=kind) for kind in kinds)
    for node in _in_order(value.nodes, chokes):
        yield from (Point("卡点", node, node.choke, chokes.get(node.node), control=one) for one in node.controls)


def _in_order(nodes: Iterable[NodeWorth], ranked: Mapping[str, Placed]) -> list[NodeWorth]:
    last = len(ranked) + 1
    return sorted(nodes, key=lambda node: (ranked[node.node].proved if node.node in ranked else last, node.node))


def _dependence(value: ScopeValue) -> tuple[Field[Point], ...]:
    """Where the scope buys the item, and how concentrated that is: beside, not in the severity."""
    known = {one.node: one for one in value.dependence}

    def shares(item: Point) -> str | None:
        found = known.get(item.worth.node)
        parts = [(origin_name(one), one.share.point) for one in found.shares] if found else []
        return listed(f"{name} {percent(share)}" for name, share in parts if share is not None)

    def concentration(item: Point) -> Estimated | None:
        found = known.get(item.worth.node)
        return found.concentration if found else None

    return (words("采购来源", shares, 24), *ranged("采购集中度", concentration, "degree"))


def _refs(item: Point) -> tuple[str, ...]:
    own = item.control.ref if item.control else item.blockage.degree.ref if item.blockage else None
    return tuple(ref for ref in (item.worth.ref, item.severity.ref, own) if ref)


def intervention_sheet(result: LoopResult, value: ScopeValue) -> Sheet:
    """Every intervention, and for every plan what it would lose without it."""
    names = {node.code: node.name for chain in result.chains for node in chain.nodes}
    fields: list[Field[InterventionWorth]] = [
        words("编号", lambda item: item.code, 11),
        words("措施", lambda item: item.title, 34),
        words("类别", lambda item: label(item.kind).zh, 8),
        words("代码", lambda item: item.node, 12),
        words("环节", lambda item: names.get(item.node, item.node), 20),
        words("承担单位", lambda item: item.organisation, 26),
        words("依托成果", lambda item: item.technology, 26),
        number("工期", lambda item: item.lead_months, "whole", "月"),
        *ranged("增供", lambda item: item.adds, "money", "万元/年"),
        *ranged("费用", lambda item: item.cost, "money", "万元"),
        *ranged("成功率", lambda item: item.success, "share"),
        *ranged("单做且做成的增益", lambda item: item.gain, "money", "万元/年"),
        *ranged("期望值", lambda item: item.worth, "money", "万元/年"),
        *ranged("净值", lambda item: item.net, "money", "万元"),
        *(_within(plan) for plan in value.plans),
        words("缺什么", lambda item: lack(item.cost, item.worth), 20),
    ]
    found = (*costed(value), *without_cost(value))
    note = "单做的增益不能相加：投入互补。末几列为各预算方案少了该措施每年少多少，空格为未入选。"
    return sheet("措施与方案", note, (*fields, *behind(result, _rests_on)), found)


def _rests_on(one: InterventionWorth) -> tuple[str, ...]:
    figures = (one.adds, one.cost, one.success, one.gain, one.worth, one.net)
    return (one.ref, *(figure.ref for figure in figures if figure.ref))


def _within(plan: Plan) -> Field[InterventionWorth]:
    steps = {step.code: step.within for step in plan.steps}
    return money(f"预算{wan(plan.budget)}万元", lambda item: steps.get(item.code), "万元/年")


def plan_sheet(result: LoopResult, value: ScopeValue) -> Sheet:
    """A row a plan."""
    fields: list[Field[Plan]] = [
        money("预算", lambda item: item.budget),
        money("用去", lambda item: item.cost),
        words("选中的措施", lambda item: listed(f"{step.code} {step.title}" for step in item.steps), 60),
        *ranged("都做成的增益", lambda item: item.gain, "money", "万元/年"),
        money("计入成败的期望", lambda item: item.expected, "万元/年"),
        money("增益上界", lambda item: item.bound, "万元/年"),
        number("离上界", lambda item: item.gap, "share"),
        words("未能入选（费用或效果未知）", lambda item: listed(item.left_out), 26),
        words("求解", lambda item: terms.METHODS.get(item.method, item.method), 16),
    ]
    return sheet("预算阶梯", "一行一个预算。", (*fields, *behind(result, lambda item: (item.ref,))), value.plans)


def assumption_sheet(result: LoopResult) -> Sheet:
    """Every assumption used."""
    users = used_by(result)
    fields: list[Field[AssumptionState]] = [
        words("编号", lambda item: item.code, 11),
        words("推定", lambda item: item.about, 44),
        words("范围", range_text, 26),
        number("低", lambda item: item.low),
        number("高", lambda item: item.high),
        number("多半", lambda item: item.likely),
        words("计量单位", lambda item: item.unit, 9),
        words("谁", lambda item: item.author, 16),
        words("何时", lambda item: item.stated_on, 11),
        words("理由", lambda item: item.reason, 44),
        words("影响总价值", lambda item: yes(WHOLE in users.get(item.ref, {})), 11),
        number("用到它的结果", lambda item: sum(users.get(item.ref, {}).values()), "whole", "项"),
    ]
    note = "推定是由人给出的范围，不是数据。"
    return sheet("推定", note, (*fields, *behind(result, lambda item: (item.ref,))), assumptions_of(result))
