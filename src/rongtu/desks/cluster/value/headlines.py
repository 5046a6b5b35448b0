"""Words of headlines: a figure with its range and grade, a ranked point, a plan, an intervention; a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from rongtu.vocab.disclosure import withheld_words
from rongtu.vocab.money import WAN, YI

if TYPE_CHECKING:
    from rongtu.desks.cluster.value.models import (
        Estimated,
        InterventionWorth,
        LeftOut,
        NodeWorth,
        Plan,
        Ranked,
        Rankings,
    )

BREAKS: Mapping[str, str] = {"hard": "区内无供给", "weak": "区内供给极少"}
PLACES: Mapping[str, str] = {"elsewhere": "区外有", "nowhere": "全国无"}
BLOCKAGES: Mapping[str, str] = {"market": "市场", "bridge": "桥接", "factor": "要素", "conversion": "转化"}
METHODS: Mapping[str, str] = {
    "mixed-integer programme": "混合整数规划",
    "greedy": "逐条择优加成对、互换改进",
}

LISTS = (("断点", "breaks"), ("堵点", "blockages"), ("卡点", "chokes"))
"""The three lists in words, and where they stand in `Rankings`."""

SHOWN = 3
"""Points of a list that a headline names."""

SAME = 5e-4
"""Ends that differ by less of the figure read the same in three decimals."""


def money(yuan: float) -> str:
    """An amount in 亿元 from one 亿元 up, else in 万元, to three decimals at most."""
    unit, name = (YI, "亿元") if abs(yuan) >= YI else (WAN, "万元")
    return f"{round(yuan / unit, 3):,.15g}{name}"


def yearly(figure: Estimated) -> str:
    """A yearly figure with its range where it has one, and a mark where it rests on an assumption."""
    return _ranged(figure, "/年")


def once(figure: Estimated) -> str:
    """An amount that is no yearly one, with its range."""
    return _ranged(figure, "")


def _ranged(figure: Estimated, per: str) -> str:
    if figure.withheld:
        return withheld_words(figure.level)
    if figure.point is None or figure.low is None or figure.high is None:
        return unknown(figure)
    same = figure.high - figure.low <= SAME * abs(figure.point)
    spread = "" if same else f"（{money(figure.low)}—{money(figure.high)}）"
    return f"{money(figure.point)}{per}{spread}{'，推定' if figure.assumed else ''}"


def figure(told: Estimated) -> str:
    """A figure of any unit to six digits, with its range, whether it rests on an assumption, and its grade."""
    if told.withheld:
        return withheld_words(told.level)
    if told.point is None or told.low is None or told.high is None:
        return unknown(told)
    spread = "" if told.low == told.high else f"（{_digits(told.low)}—{_digits(told.high)}）"
    return f"{_digits(told.point)}{spread}{'，推定' if told.assumed else ''}，证据 {told.evidence:.0%}"


def _digits(value: float) -> str:
    return f"{float(f'{value:.6g}'):,.15g}"


def unknown(figure: Estimated) -> str:
    """That a figure is not known, and what is missing for it."""
    return f"未知（缺{'、'.join(figure.missing) or '输入'}）"


def graded(figure: Estimated) -> str:
    """A yearly figure with its range and the share of its required inputs that were observed."""
    return f"{yearly(figure)}，证据 {figure.evidence * 100:.0f}%"


def place(ranked: Ranked) -> str:
    """The place by the 5 % end, and the one by the 95 % end where it differs."""
    return str(ranked.proved) if ranked.proved == ranked.possible else f"{ranked.proved}/{ranked.possible}"


def kind_of(word: str, node: NodeWorth) -> str:
    """What sort of break, blockage or choke a node is, in words."""
    if word == "断点" and node.breaks:
        return f"{BREAKS.get(node.breaks.kind, node.breaks.kind)}、{PLACES.get(node.breaks.place, node.breaks.place)}"
    if word == "堵点":
        known = [one for one in node.blockages if one.degree.point]
        worst = max(known, key=lambda one: one.degree.point or 0.0, default=None)
        return f"{BLOCKAGES.get(worst.kind, worst.kind)} {(worst.degree.point or 0.0):.0%}" if worst else ""
    known_chokes = [one for one in node.controls if one.choke.point]
    first = max(known_chokes, key=lambda one: one.choke.point or 0.0, default=None)
    return f"{first.name}（{first.country}）" if first else ""


def lists(rankings: Rankings, nodes: Iterable[NodeWorth]) -> Iterator[str]:
    """The three lists: the first of each by the 5 % end, and how many there are; then what is unknown of each."""
    by_code = {node.node: node for node in nodes}
    for word, name in LISTS:
        ranked: tuple[Ranked, ...] = getattr(rankings, name)
        if ranked:
            yield f"{word} {len(ranked)} 个，站得住的（5% 端）在前" + (
                "：" if len(ranked) <= SHOWN else f"，前 {SHOWN}："
            )
        for one in ranked[:SHOWN]:
            node = by_code.get(one.node)
            kind = kind_of(word, node) if node else ""
            yield f"  {place(one)} {one.name} {one.node}  {graded(one.severity)}" + (f"  {kind}" if kind else "")
    yield from open_points(by_code.values())


def three_to_fix(
    rankings: Rankings, nodes: Iterable[NodeWorth], measures: Iterable[InterventionWorth]
) -> Iterator[str]:
    """The largest severities of all three lists by the 5 % end, a node once, and the best measure there for each."""
    by_code = {node.node: node for node in nodes}
    every = [(word, one) for word, name in LISTS for one in getattr(rankings, name) if one.severity.low]
    every.sort(key=lambda found: (-(found[1].severity.low or 0.0), found[1].node))
    told: list[str] = []
    offered = tuple(measures)
    for word, one in every:
        if one.node in told:
            continue
        told.append(one.node)
        kind = kind_of(word, by_code[one.node])
        yield f"{len(told)} {word} {one.name} {one.node}  {graded(one.severity)}" + (f"  {kind}" if kind else "")
        also = [
            f"{other} {money(figure.low)}起"
            for other, figure in severities(by_code[one.node])
            if other != word and figure.low
        ]
        if also:
            yield f"  同时是{'、'.join(also)}"
        yield f"  {_best_measure(one.node, offered)}"
        if len(told) == SHOWN:
            break
    if not told:
        yield "没有站得住的断点、堵点、卡点（5% 端都为 0 或未知）"


def _best_measure(node: str, measures: Iterable[InterventionWorth]) -> str:
    """The measure there of the largest net; those of unknown net after all others."""
    here = [one for one in measures if one.node == node]
    best = max(here, key=lambda one: (one.net.point is not None, one.net.point or 0.0), default=None)
    if best is None:
        return "可做：没有提出的措施"
    alone = "；单独做不增产，要与别的措施一起（见 chain plan）" if best.worth.point == 0 else ""
    return f"可做：{measure(best)}{alone}"


def severities(node: NodeWorth) -> Iterator[tuple[str, Estimated]]:
    """The severities of a node, by list."""
    if node.breaks:
        yield "断点", node.breaks.severity
    yield "堵点", node.blockage
    yield "卡点", node.choke


def open_points(nodes: Iterable[NodeWorth]) -> Iterator[str]:
    """For each list of which nodes it is not known whether they belong on it, and what is missing, a line."""
    found: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for node in nodes:
        for word, figure in severities(node):
            if figure.point is None and not figure.withheld:
                found.setdefault(word, {}).setdefault(figure.missing, []).append(f"{node.name} {node.node}")
    for word, _ in LISTS:
        told = [f"{_some(names)}（缺{'、'.join(missing)}）" for missing, names in found.get(word, {}).items()]
        if told:
            yield f"未知的{word}：{'；'.join(told)}"


def _some(names: list[str]) -> str:
    rest = len(names) - SHOWN
    return "、".join(names[:SHOWN]) + (f"等 {len(names)} 个" if rest > 0 else "")


def plan_lines(plan: Plan) -> Iterator[str]:
    """A plan in two lines: its steps, and what they bring."""
    steps = "、".join(f"{step.title}（{step.code}）" for step in plan.steps) or "无"
    yield f"补链组合  预算 {money(plan.budget)}，用 {money(plan.cost)}：{steps}"
    yield f"  全部见效增加 {yearly(plan.gain)}；计入成败，预期 {money(plan.expected)}/年"


def measure(one: InterventionWorth) -> str:
    """An intervention alone: what it costs, what it is worth, what is left of that."""
    return f"{one.title}（{one.code}） 费用 {once(one.cost)}，单独期望 {yearly(one.worth)}，净值 {once(one.net)}"


def waiting(left_out: Iterable[LeftOut]) -> Iterator[str]:
    """Each chain that cannot be valued, with how many figures it lacks of what."""
    for one in left_out:
        counts = "、".join(f"{name} {count}" for name, count in one.missing.items())
        yield f"未估值 {one.name} {one.chain}：缺{counts}" if counts else f"未估值 {one.name} {one.chain}：数据有误"
