"""Findings of a valued scope: what is stuck most by what is proved, and what is widest or lacks a figure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rongtu.desks.cluster.value.models import Estimated, InterventionWorth, NodeWorth, ScopeValue
from rongtu.flows.brief import terms
from rongtu.flows.brief.actions import CLOSED, without_cost
from rongtu.flows.brief.asked import asked_lines, asked_of
from rongtu.flows.brief.assumed import assumptions_behind
from rongtu.flows.brief.document import Line, Span
from rongtu.flows.brief.estimates import (
    chain_by_code,
    evidence,
    lacking,
    money_figure,
    node_by_code,
    node_name,
    width,
)
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import degree, money, percent
from rongtu.flows.brief.placed import BREAKS, CHOKES, Placed, weightiest
from rongtu.flows.brief.stuck import break_kind, heaviest_first, worst_first
from rongtu.flows.match_value.models import Call


def stuck_findings(notes: Footnotes, value: ScopeValue) -> Iterator[Line]:
    """What comes first by proved place: kind, range, evidence, and what would un-stick each."""
    for found in weightiest(value, notes.limit("findings")):
        first = found[0]
        nodes = {one.worth.node: one.worth for one in found}
        chains = [chain_by_code(notes, one.chain, one.chain, one.ref) for one in nodes.values()]
        yield line(
            first.kind, "“", node_name(notes, first.worth), "”（", joined(list(dict.fromkeys(chains))), "，",
            *_kind(first), "）：每年 ", money_figure(notes, first.severity, first.worth.ref), "，",
            _places(notes, first), *_also(notes, found), "。", *_remedy(notes, value, nodes),
        )  # fmt: skip


def _also(notes: Footnotes, found: tuple[Placed, ...]) -> tuple[Span | str, ...]:
    """The other lists it stands in, each once."""
    others = {one.kind: one for one in reversed(found) if one.kind != found[0].kind}
    told = [
        line(
            one.kind, "（每年 ", money_figure(notes, one.severity, one.worth.ref), "，", _places(notes, one), "）"
        ).spans
        for one in reversed(others.values())
    ]
    return ("；同时是", *joined(told, "、")) if told else ()


def _places(notes: Footnotes, one: Placed) -> tuple[Span, ...]:
    """Both places, in one where they are the same, and the evidence."""
    key = f"{terms.LISTS[one.kind]}.{one.worth.node}"
    rule = "按严重度范围低端与高端的先后"
    proved, possible = (
        notes.derive(f"{name}.{key}", place, rule, [one.worth.ref])
        for name, place in (("proved", one.proved), ("possible", one.possible))
    )
    seen = evidence(notes, one.severity, one.worth.ref)
    if one.proved == one.possible:
        return line("已证实、可能均居第 ", proved, "，证据 ", seen).spans
    return line("已证实居第 ", proved, "，可能居第 ", possible, "，证据 ", seen).spans


def _kind(one: Placed) -> tuple[Span | str, ...]:
    """What sort of break, which blockage is the worst, who holds it."""
    if one.kind == BREAKS:
        return line(joined([told.spans for told in break_kind(one.worth)])).spans
    if one.kind == CHOKES:
        held = heaviest_first(one.worth)[:1]
        return (
            ("受制于", *(Span(text=control.name, refs=(control.ref,)) for control in held)) if held else ("受制于境外",)
        )
    worst = worst_first(one.worth)[:1]
    return tuple(Span(text=f"{terms.BLOCKAGES.get(kind.kind, kind.kind)}不通", refs=(one.worth.ref,)) for kind in worst)


def _remedy(notes: Footnotes, value: ScopeValue, nodes: Collection[str]) -> tuple[Span | str, ...]:
    """The intervention at the nodes that is worth most, and whether the plan in the middle takes it."""
    at_node = [one for one in value.interventions if one.node in nodes]
    if not at_node:
        return ("怎么解：没有登记办法，先要有人提出。",)
    plan = value.middle_plan
    chosen = {step.code for step in plan.steps} if plan else set()
    best = max(at_node, key=lambda one: (one.code in chosen, one.worth.point or 0.0, one.code))
    title = Span(text=best.title, refs=(best.ref,))
    cost: tuple[Span | str, ...] = ("费用未知",)
    if best.cost.point is not None or best.cost.withheld:
        cost = ("费用 ", money_figure(notes, best.cost, best.ref))
    picked = "，已在预算居中的方案里" if best.code in chosen else ""
    return ("怎么解：“", title, "”，", *_alone(notes, best), "，", *cost, picked, "。")


def _alone(notes: Footnotes, one: InterventionWorth) -> tuple[Span | str, ...]:
    if one.worth.point is None:
        return ("期望值", *lacking(one.worth, one.ref)) if one.worth.withheld else ("期望值未知",)
    if not one.worth.high:
        return ("单做不增值，要与别的措施同做",)
    return ("单做期望每年值 ", money_figure(notes, one.worth, one.ref))


def next_steps(notes: Footnotes, value: ScopeValue) -> tuple[Line, ...]:
    """The plan at half the budget and the call worth most, where there are any."""
    told = (next(_half(notes, value), None), next(_best_match(notes), None))
    return tuple(one for one in told if one is not None)


def asked_findings(notes: Footnotes) -> tuple[Line, ...]:
    """The facts whose knowing is expected to narrow the plan's range most; none where that is not computed."""
    asked = asked_of(notes)
    return asked_lines(notes, asked) if asked is not None else ()


def open_values(notes: Footnotes, value: ScopeValue) -> list[Iterator[Line]]:
    """The widest range, costs nobody knows, choke points that cannot be computed."""
    return [_widest(notes, value), _uncosted(notes, value), _unknown_chokes(notes, value)]


def _half(notes: Footnotes, value: ScopeValue) -> Iterator[Line]:
    """The plan of the middle budget: which steps, what they gain, how surely it is the best."""
    plan = value.middle_plan
    if plan is None or not plan.steps:
        return
    refs = (plan.ref,)
    steps = [line("“", Span(text=step.title, refs=(step.ref,)), "”").spans for step in plan.steps]
    sure = "，已证明是该预算下最优" if plan.gap < CLOSED else "，离该预算下的上界 "
    gap = () if plan.gap < CLOSED else (Span(text=percent(plan.gap), refs=refs),)
    yield line(
        "若只拿出 ", Span(text=money(plan.budget), refs=refs), "，先做",
        joined(steps, ""), "：都做成，总价值每年多 ", money_figure(notes, plan.gain, plan.ref),
        "；计入成败，期望每年多 ", Span(text=money(plan.expected), refs=refs), sure, *gap, "。",
    )  # fmt: skip


def _best_match(notes: Footnotes) -> Iterator[Line]:
    """The call that is worth most, if any is."""
    matches = notes.result.matches
    for one in matches.calls[:1] if matches is not None else ():
        yield _match(notes, one)


def _match(notes: Footnotes, one: Call) -> Line:
    match = one.match
    name = Span(text=match.name, refs=match.refs)
    holder: tuple[Span | str, ...] = ("（", Span(text=match.holder, refs=match.refs), "）") if match.holder else ()
    wanted: tuple[Span | str, ...] = ("需求“", Span(text=one.title, refs=one.refs), "”")
    if one.need is None:
        wanted = ("无人登记需求的环节“", node_by_code(notes, one.node or "", one.title), "”")
    deal: tuple[Span | str, ...] = ("；两家尚无对接记录",)
    if match.deal is not None:
        told = f"{match.deal.stage_on} {terms.deal_stage(match.deal.stage)}"
        deal = ("；对接已到：", Span(text=told, refs=(match.deal.ref,)))
    return line(
        "最值得先打的电话：", terms.OFFERS.get(match.kind, match.kind), "“", name, "”", *holder, "，为", *wanted,
        "，对链值期望每年 ", money_figure(notes, match.worth, *match.refs), "；适配 ",
        Span(text=degree(match.fit), refs=match.refs), *deal, "。",
    )  # fmt: skip


def _ranges(value: ScopeValue) -> list[tuple[str, str, Estimated, NodeWorth | InterventionWorth]]:
    """Every severity and worth with what it is of."""
    found: list[tuple[str, str, Estimated, NodeWorth | InterventionWorth]] = []
    for node in value.nodes:
        if node.breaks:
            found.append(("断点严重度", node.node, node.breaks.severity, node))
        found.append(("堵点严重度", node.node, node.blockage, node))
        found.append(("卡点值", node.node, node.choke, node))
    found += [("措施期望值", one.code, one.worth, one) for one in value.interventions]
    return found


def _widest(notes: Footnotes, value: ScopeValue) -> Iterator[Line]:
    """Figures from the widest range downwards, with the assumptions they hang on."""
    known = {one.ref: one for one in value.assumptions}
    ranged = sorted(_ranges(value), key=lambda found: (-width(found[2]), found[:2]))
    for place, (what, _, estimated, item) in enumerate(ranged):
        if width(estimated) <= 0:
            return
        behind = assumptions_behind(notes.result, estimated.ref or item.ref)
        used = [
            known[ref]
            for ref in sorted(behind, key=lambda ref: known[ref].code if ref in known else ref)
            if ref in known
        ]
        about = joined([Span(text=one.about, refs=(one.ref,)) for one in used[:3]])
        name = node_name(notes, item) if isinstance(item, NodeWorth) else Span(text=item.title, refs=(item.ref,))
        wanted: tuple[Span | str, ...] = ("先要的事实：查实推定的", *about) if used else ("先要的事实：其所用的推定",)
        more = "等" if len(used) > 3 else ""
        yield line(
            "“",
            name,
            "”的",
            what,
            "范围其次：每年 " if place else "范围最宽：每年 ",
            money_figure(notes, estimated, item.ref),
            "。",
            *wanted,
            more,
            "。",
        )


def _uncosted(notes: Footnotes, value: ScopeValue) -> Iterator[Line]:
    """Interventions whose cost is unknown: they stand in no plan until somebody says."""
    found = without_cost(value)
    if not found:
        return
    number = notes.derive("uncosted", len(found), "费用未知的措施条数", [one.ref for one in found])
    parts = [
        line(
            "“", Span(text=one.title, refs=(one.ref,)), "”（",
            *_worth(notes, one),
            "）",
        ).spans
        for one in found
    ]  # fmt: skip
    yield line(number, " 条措施不知道要花多少钱，进不了任何方案：", joined(parts), "。先要的事实：承担单位的报价。")


def _worth(notes: Footnotes, one: InterventionWorth) -> tuple[Span | str, ...]:
    if one.worth.point is None:
        return ("期望值未知",)
    return ("期望每年值 ", money_figure(notes, one.worth, one.ref))


def _unknown_chokes(notes: Footnotes, value: ScopeValue) -> Iterator[Line]:
    """Nodes held by somebody whose choke cannot be computed, largest stake first; then those nobody looked at."""
    unknown = [node for node in value.nodes if node.choke.point is None and not node.choke.withheld]
    for node in sorted(unknown, key=lambda node: (not node.controls, -(node.stake.point or 0.0), node.node)):
        held = [Span(text=control.name, refs=(control.ref,)) for control in node.controls]
        by: tuple[Span | str, ...] = ("受制于", *joined(held), "，") if held else ()
        stake: tuple[Span | str, ...] = (
            ("牵连产值每年 ", money_figure(notes, node.stake, node.ref), "，") if node.stake.point is not None else ()
        )
        yield line(
            "“", node_by_code(notes, node.node, node.name, node.ref), "”", *by, *stake, "卡点值算不出，",
            *lacking(node.choke, node.ref), "。",
        )  # fmt: skip
