"""堵在哪里: breaks, blockages and choke points of the valued chains, each with every factor it is made of."""

from __future__ import annotations

from collections.abc import Iterable

from rongtu.desks.cluster.value.models import BlockageState, ControlState, Estimated, NodeWorth, ScopeValue
from rongtu.flows.brief import terms
from rongtu.flows.brief.dependence import READING, dependence_lines
from rongtu.flows.brief.document import Cell, Line, Paragraphs, Section, Span, Table
from rongtu.flows.brief.estimates import (
    chain_by_code,
    ends,
    evidence_cell,
    figure,
    figure_cell,
    money_figure,
    node_name,
    unknown_line,
)
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import count, degree, money, percent, wan
from rongtu.flows.brief.placed import BLOCKAGES, BREAKS, CHOKES, Placed, leading, stuck_lists
from rongtu.flows.brief.spread import spread_block
from rongtu.flows.brief.tables import columns
from rongtu.vocab.chains import Completeness

PLACE = "位次（证实/可能）"

RESTRICTED = "汇总境外控制方的清单可能属于重要数据，默认受限，对外提供须经批准。"


def stuck_section(notes: Footnotes, value: ScopeValue) -> Section:
    """What the chains are worth together, then the three lists, then whose stop would cost most."""
    found = stuck_lists(value)
    spread = spread_block(notes)
    return Section(
        anchor="stuck",
        heading=line("堵在哪里"),
        new_page=True,
        blocks=(
            Paragraphs(
                lines=(_worth(notes, value), *_parts(notes, value), _how(notes, value), *_remarks(notes, value))
            ),
            _breaks(notes, value, found[BREAKS]),
            _blockages(notes, value, found[BLOCKAGES]),
            _chokes(notes, value, found[CHOKES]),
            *((spread,) if spread is not None else ()),
        ),
    )


def _worth(notes: Footnotes, value: ScopeValue) -> Line:
    assert value.value is not None
    chains = tuple(chain.ref for chain in notes.result.chains if chain.code in value.chains)
    number = notes.derive("value.chains", len(value.chains), "一并估值的链数", chains, among="rows:chain")
    return line(
        number, " 条链合在一起，范围内最终产品的总价值为每年 ", money_figure(notes, value.value, *chains),
        "。以下各值都是总价值因此少多少或能多多少，单位相同，可以直接比较。",
    )  # fmt: skip


def _parts(notes: Footnotes, value: ScopeValue) -> tuple[Line, ...]:
    if not value.parts:
        return ()
    parts = [
        line(
            chain_by_code(notes, part.chain, part.name, part.ref),
            " ",
            Span(text=money(part.least, part.least, part.most), refs=(part.ref,))
            if part.most - part.least <= 0.005 * abs(part.most)
            else Span(text=f"{money(part.least)}–{money(part.most)}", refs=(part.ref,)),
        ).spans
        for part in value.parts
    ]
    return (line("其中各链的最终产品至少至多占：", joined(parts, "；"), "。", tone="note"),)


def _how(notes: Footnotes, value: ScopeValue) -> Line:
    beside = READING if value.dependence else ""
    return line(
        "一行小字是推定之下的 ", ends(notes), " 范围，不是抽样误差；没有小字的，各数都有据可查或不受推定影响。"
        "位次斜线前按范围低端（已证实），斜线后按高端（可能）；证据：所需的数中有观测的比例。", beside, tone="note",
    )  # fmt: skip


def _remarks(notes: Footnotes, value: ScopeValue) -> tuple[Line, ...]:
    refs = tuple(chain.ref for chain in notes.result.chains) or ("rows:chain",)
    return tuple(line(Span(text=note, refs=refs), tone="note") for note in value.notes)


def place_span(notes: Footnotes, one: Placed) -> Span:
    """The place in both orders."""
    key = f"stuck.{terms.LISTS[one.kind]}.{one.worth.node}"
    return notes.derive(key, f"{one.proved} / {one.possible}", "按严重度范围低端与高端的先后", [one.worth.ref])


def _first(notes: Footnotes, one: Placed) -> tuple[Cell, Cell]:
    """The place in both orders, and the node with its chain and where it is bought."""
    worth = one.worth
    chain = line(chain_by_code(notes, worth.chain, worth.chain, worth.ref), tone="note")
    bought = dependence_lines(notes, worth.node, worth.ref)
    return (
        Cell(lines=(line(place_span(notes, one)),)),
        Cell(lines=(line(node_name(notes, worth), tone="strong"), chain, *bought)),
    )


def _listed(notes: Footnotes, found: tuple[Placed, ...], table: Table, *, whole: bool) -> Table | Paragraphs:
    """One of the three lists with what is said of its order, or that there is nothing on it.

    Nothing was found only where the `whole` could be looked at; else there is nothing that can be computed.
    """
    if not found:
        told = "未发现。" if whole else "没有算得出的；还有算不出的，不等于没有。"
        return Paragraphs(title=table.title, lines=(line(told, tone="note"), *table.notes))
    return table.model_copy(update={"notes": (*_order(notes, found), *table.notes)})


def _order(notes: Footnotes, found: tuple[Placed, ...]) -> tuple[Line, ...]:
    """How many there are, and whether the two orders agree."""
    shown = leading(found, notes.limit("stuck"))
    same = all(one.proved == one.possible for one in found)
    told = "两种排法次序相同。" if same else "两种排法次序不同，相近者不宜强分先后。"
    if len(shown) == len(found):
        return (line(told, tone="note"),)
    refs = [one.worth.ref for one in found]
    total = notes.derive(f"stuck.total.{terms.LISTS[found[0].kind]}", len(found), "清单所列环节数", refs)
    return (line("共 ", total, " 个，列出居前的；全部见附表。", told, tone="note"),)


def _breaks(notes: Footnotes, value: ScopeValue, found: tuple[Placed, ...]) -> Table | Paragraphs:
    broken = [node for node in value.nodes if node.breaks]
    said = unknown_line(notes, "严重度", broken, _severity)
    heads = columns(
        (PLACE, 10, True), ("断点", 24, False), ("类型", 9, False), ("年需求（万元）", 11, True), ("满足率", 7, True),
        ("区外可得", 8, True), ("牵连产值（万元/年）", 12, True), ("严重度（万元/年）", 13, True), ("证据", 6, True),
    )  # fmt: skip
    rows = tuple(_break_row(notes, one) for one in leading(found, notes.limit("stuck")))
    return _listed(notes, found, Table(title="断点", columns=heads, rows=rows, notes=said), whole=_surveyed(notes))


def _surveyed(notes: Footnotes) -> bool:
    """Whether every node was looked at whole: only then is no break none."""
    return all(node.survey is Completeness.CENSUS for chain in notes.result.chains for node in chain.nodes)


def _all_known(value: ScopeValue, figure: str) -> bool:
    return all(getattr(node, figure).point is not None for node in value.nodes)


def _severity(worth: NodeWorth) -> Estimated:
    assert worth.breaks is not None
    return worth.breaks.severity


def _break_row(notes: Footnotes, one: Placed) -> tuple[Cell, ...]:
    worth = one.worth
    return (
        *_first(notes, one),
        Cell(lines=break_kind(worth)),
        figure_cell(notes, worth.need, wan, worth.ref),
        figure_cell(notes, worth.cover, percent, worth.ref),
        figure_cell(notes, worth.access, percent, worth.ref),
        figure_cell(notes, worth.stake, wan, worth.ref),
        figure_cell(notes, one.severity, wan, worth.ref),
        evidence_cell(notes, one.severity, worth.ref),
    )


def break_kind(worth: NodeWorth) -> tuple[Line, ...]:
    """Whether there is none or hardly any supply, and whether somebody in the nation supplies it."""
    broken = worth.breaks
    assert broken is not None
    kind = Span(text=terms.BREAKS.get(broken.kind, broken.kind), refs=(worth.ref,))
    place = Span(text=terms.PLACES.get(broken.place, broken.place), refs=(worth.ref,))
    return line(kind), line(place, tone="note")


def _blockages(notes: Footnotes, value: ScopeValue, found: tuple[Placed, ...]) -> Table | Paragraphs:
    blocked = [
        node for node in value.nodes if node.blockage.point is None or any(x.degree.point for x in node.blockages)
    ]
    said = unknown_line(notes, "严重度", blocked, lambda node: node.blockage)
    heads = columns(
        (PLACE, 10, True), ("堵点", 24, False), ("各种堵法：程度，两个数各是多少", 35, False),
        ("牵连产值（万元/年）", 12, True), ("严重度（万元/年）", 13, True), ("证据", 6, True),
    )  # fmt: skip
    rows = tuple(
        (
            *_first(notes, one),
            Cell(lines=(*(_kind(notes, one.worth, kind) for kind in worst_first(one.worth)), *_not_known(one.worth))),
            figure_cell(notes, one.worth.stake, wan, one.worth.ref),
            figure_cell(notes, one.severity, wan, one.worth.ref),
            evidence_cell(notes, one.severity, one.worth.ref),
        )
        for one in leading(found, notes.limit("stuck"))
    )
    return _listed(
        notes, found, Table(title="堵点", columns=heads, rows=rows, notes=said), whole=_all_known(value, "blockage")
    )


def worst_first(worth: NodeWorth) -> list[BlockageState]:
    """The kinds that hold, worst first; those that do not are left out."""
    held = [kind for kind in worth.blockages if kind.degree.point]
    return sorted(held, key=lambda kind: -(kind.degree.point or 0.0))


def _not_known(worth: NodeWorth) -> tuple[Line, ...]:
    """The kinds that cannot be told, with what each lacks, in one line."""
    unknown = [kind for kind in worth.blockages if kind.degree.point is None and not kind.degree.withheld]
    if not unknown:
        return ()
    told = (f"{terms.BLOCKAGES.get(kind.kind, kind.kind)}（缺{'、'.join(kind.degree.missing)}）" for kind in unknown)
    return (line("未知：", Span(text="、".join(told), refs=(worth.ref,)), tone="note"),)


def _kind(notes: Footnotes, worth: NodeWorth, kind: BlockageState) -> Line:
    """One kind: its degree and the two figures it compares, in the words of the diagnosis."""
    name = Span(text=terms.BLOCKAGES.get(kind.kind, kind.kind), refs=(worth.ref,))
    form = percent if kind.kind in terms.IN_SHARES else count
    compared: tuple[Span | str, ...] = (
        figure(notes, kind.numerator, form, worth.ref), " 比 ", figure(notes, kind.denominator, form, worth.ref),
    )  # fmt: skip
    note: tuple[Span | str, ...] = ("，", Span(text=kind.note, refs=(worth.ref,))) if kind.note else ()
    return line(name, " ", figure(notes, kind.degree, degree, worth.ref), "：", *compared, *note)


def _chokes(notes: Footnotes, value: ScopeValue, found: tuple[Placed, ...]) -> Table | Paragraphs:
    held = [node for node in value.nodes if node.controls or node.choke.point is None]
    said = (line(RESTRICTED, tone="note"), *unknown_line(notes, "卡点值", held, lambda node: node.choke))
    heads = columns(
        (PLACE, 10, True), ("卡点", 24, False), ("控制方：断供损失、可替代、余下（万元/年）", 47, False),
        ("卡点值（万元/年）", 13, True), ("证据", 6, True),
    )  # fmt: skip
    rows = tuple(_choke_row(notes, one) for one in leading(found, notes.limit("stuck")))
    return _listed(
        notes, found, Table(title="卡点", columns=heads, rows=rows, notes=said), whole=_all_known(value, "choke")
    )


def _choke_row(notes: Footnotes, one: Placed) -> tuple[Cell, ...]:
    """The controllers, the heaviest first: the first one's rest is the node's own figure."""
    worth, most = one.worth, notes.limit("controllers")
    controls = heaviest_first(worth)
    lines = [_controller(notes, control) for control in controls[:most]]
    if len(controls) > most:
        left = notes.derive(f"controllers.{worth.node}", len(controls) - most, "没有列出的控制方数", [worth.ref])
        lines.append(line("另 ", left, " 方，见附表。", tone="note"))
    return (
        *_first(notes, one),
        Cell(lines=tuple(lines)),
        figure_cell(notes, one.severity, wan, worth.ref),
        evidence_cell(notes, one.severity, worth.ref),
    )


def heaviest_first(worth: NodeWorth) -> list[ControlState]:
    """The controllers by what is left of the loss after replacement."""
    return sorted(worth.controls, key=lambda one: (-(one.choke.point or 0.0), one.name))


def _controller(notes: Footnotes, control: ControlState) -> Line:
    refs = (control.ref,)
    how = Span(text=f"（{terms.control_kind(control.kind)}，{control.country}）", refs=refs)
    told: Iterable[Iterable[Span]] = (
        line(Span(text=control.name, refs=refs), how, "：").spans,
        line("损失 ", figure(notes, control.impact, wan, control.ref)).spans,
        line("，可替代 ", figure(notes, control.replaceable, percent, control.ref)).spans,
        line("，余下 ", figure(notes, control.choke, wan, control.ref)).spans,
    )
    return line(*told)
