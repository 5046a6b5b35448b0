"""传导: whose stop would cost most over recorded deliveries (index of systemic risk), or that it is unknown."""

from __future__ import annotations

from rongtu.desks.cluster.shock.models import ShockLevel, ShockMode, Systemic, SystemicRank
from rongtu.flows.brief.document import Cell, Line, Paragraphs, Span, Table
from rongtu.flows.brief.estimates import node_by_code
from rongtu.flows.brief.footnotes import Footnotes, line
from rongtu.flows.brief.numbers import count, small_percent
from rongtu.flows.brief.tables import columns

TITLE = "停了谁损失最大（供货往来上的传导）"

NO_DELIVERIES = "没有供货往来的记录；需要单位之间谁供给谁、一年多少钱"

MODES = {
    ShockMode.PUBLISHED: "论文原法：逐步扫过，每步变化不超过规定值即停，停得早会低估",
    ShockMode.CONVERGED: "收敛解：算到极限",
}
STOPS = {ShockMode.PUBLISHED: "停止判据 ", ShockMode.CONVERGED: "离极限至多 "}
LEVELS = {ShockLevel.BODY: ("单位", "家"), ShockLevel.NODE: ("环节", "个")}


def spread_block(notes: Footnotes) -> Table | Paragraphs | None:
    """The table; a line saying what is missing where nothing can be told; None where nobody asked."""
    found = notes.result.systemic
    if found is None:
        return None
    return _table(notes, found) if found.ranked else Paragraphs(lines=(_unknown(notes, found),))


def _unknown(notes: Footnotes, found: Systemic) -> Line:
    refs = tuple(chain.ref for chain in notes.result.chains) or ("rows:chain",)
    why = Span(text="；".join(found.notes), refs=refs) if found.notes else NO_DELIVERIES
    return line("停产会传导多远：未知。", why, "。", tone="note")


def _table(notes: Footnotes, found: Systemic) -> Table:
    name, _ = LEVELS[found.level]
    heads = (
        ("次序", 6, True), (name, 44, False), ("指数", 12, True), ("向下游", 12, True), ("向上游", 12, True),
        ("自身占比", 14, True),
    )  # fmt: skip
    shown = found.ranked[: notes.limit("spread")]
    return Table(
        title=TITLE,
        columns=columns(*heads),
        rows=tuple(_row(notes, one) for one in shown),
        notes=(_how(notes, found), *_left_out(found)),
    )


def _row(notes: Footnotes, one: SystemicRank) -> tuple[Cell, ...]:
    refs = (one.ref,)
    place = notes.derive(f"spread.{one.position}", one.position, "按经济系统性风险指数由大到小", refs)
    node = (line(node_by_code(notes, one.node), tone="note"),) if one.node and one.node != one.name else ()
    figures = (one.esri, one.down, one.up, one.own)
    return (
        Cell(lines=(line(place),)),
        Cell(lines=(line(Span(text=one.name, refs=refs), tone="strong"), *node)),
        *(Cell(lines=(line(Span(text=small_percent(figure), refs=refs)),)) for figure in figures),
    )


def _how(notes: Footnotes, found: Systemic) -> Line:
    """The network, the mode, where it stopped, what the index is."""
    refs = tuple(one.ref for one in found.ranked)
    name, unit = LEVELS[found.level]
    size, links = (Span(text=count(number), refs=refs) for number in (found.size, found.links))
    eps = Span(text=f"{found.eps:g}", refs=refs)
    steps = Span(text=str(found.steps), refs=refs)
    return line(
        "指数：该", name, "停产后全部销售中失去的份额，含自身，取上下游两向中较重的。网络：", size,
        f" {unit}{name}、", links, " 笔供货。", MODES[found.mode], "（", STOPS[found.mode], eps, "，", steps, " 步）。",
        tone="note",
    )  # fmt: skip


def _left_out(found: Systemic) -> tuple[Line, ...]:
    refs = tuple(one.ref for one in found.ranked)
    return (
        (line("未计入与须注意：", Span(text="；".join(found.notes), refs=refs), "。", tone="note"),)
        if found.notes
        else ()
    )
