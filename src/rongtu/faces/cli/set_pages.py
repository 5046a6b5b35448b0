"""Pages about who together serves needs, on a terminal: a consortium or the ways out, and an assignment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from rongtu.acts.models import Model
from rongtu.desks.breakthrough.consortium_models import ConsortiumAnswer, MemberShown
from rongtu.desks.breakthrough.consortium_words import yuan
from rongtu.desks.transfer.assigning_models import AssignAnswer
from rongtu.faces.cli.need_explained import UNCALIBRATED, heading, say
from rongtu.vocab.evidence import Nature

MOST_WHY = 4
"""Reasons told of a member; -v and --json have all."""

MOST_ROWS = 40
"""Rows of an assignment told on a page; -v and --json have all."""


def show_consortium(answer: ConsortiumAnswer, console: Console, _nature: Nature) -> None:
    """Who and why; or what stands in the way and what to relax, cheapest first."""
    say(console, answer.title, style="bold")
    say(console, f"需求 {answer.need} · 环节 {'、'.join(answer.nodes)} · 看过 {answer.considered:,} 家", indent=2)
    say(console, answer.summary, indent=2)
    if answer.gap:
        say(console, f"搜索提前结束：协调成本离最小值至多差 {answer.gap:.1%}", indent=2)
    for member in answer.members:
        _member(console, member)
    heading(console, "环节与阶段")
    covered = ((one.node, one.stage, "、".join(one.by) or "—", f"{one.could}") for one in answer.cells)
    console.print(_table(("环节", "阶段", "由谁", "能做的家数"), covered))
    heading(console, "规则")
    console.print(_table(("规则", "要求", "结果"), ((one.rule, one.asked, one.found) for one in answer.rules)))
    _ways(answer, console)
    if answer.others:
        heading(console, "次优方案")
        for other in answer.others:
            told = (
                f"{'、'.join(other.leaves)} 换成 {'、'.join(other.joins)}" if other.joins else "、".join(other.members)
            )
            say(console, f"{told}，协调成本 {yuan(other.coordination)}", indent=1)
    _foot(console, answer.notes, answer.assumed)


def _member(console: Console, member: MemberShown) -> None:
    where = f" · {member.region}" if member.region else " · 地区不详"
    price = f" · 报价 {yuan(member.cost)}" if member.cost is not None else ""
    console.print()
    say(console, f"{member.part}  {member.name}", style="bold", indent=1)
    fit = f" · 契合 {member.fit:.2f}" if member.fit else ""
    say(console, f"{member.kind}{where}{price}{fit}", indent=4)
    for word, told in (("承担", member.covers), ("因为", member.why[:MOST_WHY]), ("留意", member.cautions)):
        if told:
            say(console, f"{word} {'；'.join(told)}", indent=4)


def _ways(answer: ConsortiumAnswer, console: Console) -> None:
    if not answer.ways:
        return
    heading(console, "放宽哪条规则就能组成（代价小的在前，代价为推定）")
    for number, way in enumerate(answer.ways, start=1):
        say(console, f"{number}  {'，并'.join(way.relax)}", style="bold", indent=1)
        say(console, f"代价 {yuan(way.price)} · 协调成本 {yuan(way.coordination)}", indent=4)
        say(console, f"可由 {'、'.join(way.members)}", indent=4)
        if way.misses:
            say(console, f"仍缺 {'、'.join(way.misses)}", indent=4)


def show_assignment(answer: AssignAnswer, console: Console, _nature: Nature) -> None:
    """Which need goes to whom, which go short and why, whose hours are the bottleneck."""
    say(console, answer.summary, style="bold")
    gap = f"，离最优至多差 {answer.gap:.1%}" if answer.gap else "，已最优"
    say(console, f"契合合计 {answer.total:.4g}{gap}；{UNCALIBRATED}", style="dim")
    rows = [(one.need, one.title, one.offer, one.why) for one in answer.assigned[:MOST_ROWS]]
    if rows:
        heading(console, "派给谁")
        console.print(_table(("需求", "名称", "派给", "因为"), rows))
    if len(answer.assigned) > MOST_ROWS:
        say(console, f"另 {len(answer.assigned) - MOST_ROWS} 项，-v 看全部", style="dim")
    if answer.short:
        heading(console, "没派足的")
        short = ((one.need, one.title, f"{one.got}/{one.wanted}", one.why) for one in answer.short[:MOST_ROWS])
        console.print(_table(("需求", "名称", "得/要", "因为"), short))
    if tight := [one for one in answer.loads if one.margin > 0]:
        heading(console, "瓶颈：多一小时能添的契合")
        hours = ((one.offer, f"{one.used:g}/{one.hours:g}", f"{one.margin:.3f}") for one in tight[:MOST_ROWS])
        console.print(_table(("专家或单位", "用/有（小时每周）", "多一小时"), hours))
    _foot(console, answer.remarks, answer.assumed)


def _foot(console: Console, notes: Sequence[str], assumed: Sequence[Any]) -> None:
    if assumed:
        heading(console, "推定的数")
        for one in assumed:
            say(
                console,
                f"{one.name} {one.value:,.10g}（{one.range}）：{one.reason}；{one.stated}",
                style="dim",
                indent=1,
            )
    console.print()
    for note in notes:
        say(console, note, style="dim")


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(cell.replace("[", r"\[") for cell in row))
    return table


PAGES: Mapping[type[Model], Callable[[Any, Console, Nature], None]] = {
    ConsortiumAnswer: show_consortium,
    AssignAnswer: show_assignment,
}
"""The pages here, by the answer each shows."""
