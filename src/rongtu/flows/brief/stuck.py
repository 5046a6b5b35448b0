"""堵在哪里: breaks, blockages and choke points of the valued chains, each with every factor it is made of."""

from __future__ import annotations

from collections.abc import Iterable

from rongtu.desks.cluster.value_models import BlockageState, ControlState, Estimated, NodeWorth, ScopeValue
from rongtu.flows.brief import terms
from rongtu.flows.brief.document import Cell, Line, Paragraphs, Section, Span, Table
from rongtu.flows.brief.estimates import (
    Ranked,
    chain_by_code,
    ends,
    figure,
    figure_cell,
    leading,
    money_figure,
    node_name,
    ranked_twice,
    unknown_line,
)
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import count, degree, money, percent, wan
from rongtu.flows.brief.tables import columns
from rongtu.vocab.chains import Completeness

Stuck = Ranked[NodeWorth]

BREAK = (
    "断点：需要而区内没有或几乎没有供给，且经全面摸底。严重度＝（供给不受限时的总价值－完全没有时的总价值）"
    "×未满足的部分×区外得不到的部分。满足率：区内供给除以需求。区外可得：需求中可从区外买到的部分。"
)
BLOCKAGE = (
    "堵点：供需（或成果与承接方）都在范围内而未能对接。市场：实际采购区内的比例低于应有比例的程度；桥接：中试能力"
    "排不上的程度；要素：未解决需求中久拖的比例；转化：成熟成果中无人承接的比例。严重度＝牵连产值×最重的一种。"
)
CHOKE = (
    "卡点：供给受制于境外难以替代的一方。断供损失：该方停供时总价值少多少；可替代：一年内能由合格替代方接过的部分；"
    "余下＝断供损失×不可替代的部分；卡点值取境外各方余下的最大者。汇总境外控制方的清单可能属于重要数据，默认受限，"
    "对外提供须经批准。"
)


def stuck_section(notes: Footnotes, value: ScopeValue) -> Section:
    """What the chains are worth together, then the three lists."""
    return Section(
        anchor="stuck",
        heading=line("堵在哪里"),
        new_page=True,
        blocks=(
            Paragraphs(lines=(_worth(notes, value), *_parts(notes, value), _how(notes), *_remarks(notes, value))),
            _breaks(notes, value),
            _blockages(notes, value),
            _chokes(notes, value),
        ),
    )


def breaks_ranked(nodes: Iterable[NodeWorth]) -> tuple[Stuck, ...]:
    """Nodes that are a break, by its severity."""
    return ranked_twice((node, node.breaks.severity, node.node) for node in nodes if node.breaks)


def blockages_ranked(nodes: Iterable[NodeWorth]) -> tuple[Stuck, ...]:
    """Nodes with a blockage, by its severity."""
    return ranked_twice((node, node.blockage, node.node) for node in nodes if node.blockages)


def chokes_ranked(nodes: Iterable[NodeWorth]) -> tuple[Stuck, ...]:
    """Nodes held by somebody abroad, by what is left after replacement."""
    return ranked_twice((node, node.choke, node.node) for node in nodes if node.controls)


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


def _how(notes: Footnotes) -> Line:
    return line(
        "一行小字是推定之下的 ", ends(notes), " 范围，不是抽样误差；没有小字的，各数都有据可查或不受推定影响。",
        "先后按范围的低端（站得住的）排；按高端（可能的）排位不同的，写在斜线之后。", tone="note",
    )  # fmt: skip


def _remarks(notes: Footnotes, value: ScopeValue) -> tuple[Line, ...]:
    refs = tuple(chain.ref for chain in notes.result.chains) or ("rows:chain",)
    return tuple(line(Span(text=note, refs=refs), tone="note") for note in value.notes)


def _first(notes: Footnotes, kind: str, one: Stuck) -> tuple[Cell, Cell]:
    """The place in both orders, and the node with its chain."""
    worth = one.item
    place = str(one.proved) if one.proved == one.possible else f"{one.proved} / {one.possible}"
    number = notes.derive(f"stuck.{kind}.{worth.node}", place, "按严重度范围低端与高端的先后", [worth.ref])
    chain = chain_by_code(notes, worth.chain, worth.chain, worth.ref)
    return (
        Cell(lines=(line(number),)),
        Cell(lines=(line(node_name(notes, worth), tone="strong"), line(chain, tone="note"))),
    )


def _listed(notes: Footnotes, ranked: tuple[Stuck, ...], table: Table, *, whole: bool) -> Table | Paragraphs:
    """One of the three lists with what is said of its order, or that there is nothing on it.

    Nothing was found only where the `whole` could be looked at; else there is nothing that can be computed.
    """
    if not ranked:
        told = "未发现。" if whole else "没有算得出的；还有算不出的，不等于没有。"
        return Paragraphs(title=table.title, lines=(line(told, tone="note"), *table.notes))
    return table.model_copy(update={"notes": (*_order(notes, ranked), *table.notes)})


def _order(notes: Footnotes, ranked: tuple[Stuck, ...]) -> tuple[Line, ...]:
    """How many there are, and whether the two orders agree."""
    shown = leading(ranked, notes.limit("stuck"))
    same = all(one.proved == one.possible for one in ranked)
    told = "两种排法次序相同。" if same else "两种排法次序不同，相近者不宜强分先后。"
    if len(shown) == len(ranked):
        return (line(told, tone="note"),)
    refs = [one.item.ref for one in ranked]
    total = notes.derive(f"stuck.total.{refs[0]}", len(ranked), "清单所列环节数", refs)
    return (line("共 ", total, " 个，列出居前的；全部见附表。", told, tone="note"),)


def _breaks(notes: Footnotes, value: ScopeValue) -> Table | Paragraphs:
    ranked = breaks_ranked(value.nodes)
    broken = [node for node in value.nodes if node.breaks]
    said = (line(BREAK, tone="note"), *unknown_line(notes, "严重度", broken, _severity))
    heads = columns(
        ("次序", 6, True), ("断点", 17, False), ("类型", 9, False), ("年需求（万元）", 12, True),
        ("区内年供给（万元）", 11, True), ("满足率", 9, True), ("区外可得", 9, True), ("牵连产值（万元/年）", 14, True),
        ("严重度（万元/年）", 14, True),
    )  # fmt: skip
    rows = tuple(_break_row(notes, one) for one in leading(ranked, notes.limit("stuck")))
    return _listed(notes, ranked, Table(title="断点", columns=heads, rows=rows, notes=said), whole=_surveyed(notes))


def _surveyed(notes: Footnotes) -> bool:
    """Whether every node was looked at whole: only then is no break none."""
    return all(node.survey is Completeness.CENSUS for chain in notes.result.chains for node in chain.nodes)


def _all_known(value: ScopeValue, figure: str) -> bool:
    return all(getattr(node, figure).point is not None for node in value.nodes)


def _severity(worth: NodeWorth) -> Estimated:
    assert worth.breaks is not None
    return worth.breaks.severity


def _break_row(notes: Footnotes, one: Stuck) -> tuple[Cell, ...]:
    worth, broken = one.item, one.item.breaks
    assert broken is not None
    kind = Span(text=terms.BREAKS.get(broken.kind, broken.kind), refs=(worth.ref,))
    place = Span(text=terms.PLACES.get(broken.place, broken.place), refs=(worth.ref,))
    return (
        *_first(notes, "break", one),
        Cell(lines=(line(kind), line(place, tone="note"))),
        figure_cell(notes, worth.need, wan, worth.ref),
        figure_cell(notes, worth.supply, wan, worth.ref),
        figure_cell(notes, worth.cover, percent, worth.ref),
        figure_cell(notes, worth.access, percent, worth.ref),
        figure_cell(notes, worth.stake, wan, worth.ref),
        figure_cell(notes, broken.severity, wan, worth.ref),
    )


def _blockages(notes: Footnotes, value: ScopeValue) -> Table | Paragraphs:
    ranked = blockages_ranked(value.nodes)
    blocked = [
        node for node in value.nodes if node.blockage.point is None or any(x.degree.point for x in node.blockages)
    ]
    said = (line(BLOCKAGE, tone="note"), *unknown_line(notes, "严重度", blocked, lambda node: node.blockage))
    heads = columns(
        ("次序", 7, True), ("堵点", 19, False), ("各种堵法：程度，两个数各是多少", 48, False),
        ("牵连产值（万元/年）", 13, True), ("严重度（万元/年）", 13, True),
    )  # fmt: skip
    rows = tuple(
        (
            *_first(notes, "blockage", one),
            Cell(lines=(*(_kind(notes, one.item, kind) for kind in _worst_first(one.item)), *_not_known(one.item))),
            figure_cell(notes, one.item.stake, wan, one.item.ref),
            figure_cell(notes, one.item.blockage, wan, one.item.ref),
        )
        for one in leading(ranked, notes.limit("stuck"))
    )
    return _listed(
        notes, ranked, Table(title="堵点", columns=heads, rows=rows, notes=said), whole=_all_known(value, "blockage")
    )


def _worst_first(worth: NodeWorth) -> list[BlockageState]:
    """The kinds that hold, worst first; those that do not are left out."""
    held = [kind for kind in worth.blockages if kind.degree.point]
    return sorted(held, key=lambda kind: -(kind.degree.point or 0.0))


def _not_known(worth: NodeWorth) -> tuple[Line, ...]:
    """The kinds that cannot be told, with what each lacks, in one line."""
    unknown = [kind for kind in worth.blockages if kind.degree.point is None]
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


def _chokes(notes: Footnotes, value: ScopeValue) -> Table | Paragraphs:
    ranked = chokes_ranked(value.nodes)
    held = [node for node in value.nodes if node.controls or node.choke.point is None]
    said = (line(CHOKE, tone="note"), *unknown_line(notes, "卡点值", held, lambda node: node.choke))
    heads = columns(
        ("次序", 7, True), ("卡点", 18, False), ("控制方（以什么、何处）", 27, False),
        ("断供损失（万元/年）", 13, True),
        ("可替代", 9, True), ("余下（万元/年）", 13, True), ("卡点值（万元/年）", 13, True),
    )  # fmt: skip
    rows = [row for one in leading(ranked, notes.limit("stuck")) for row in _choke_rows(notes, one)]
    return _listed(
        notes,
        ranked,
        Table(title="卡点", columns=heads, rows=tuple(rows), notes=said),
        whole=_all_known(value, "choke"),
    )


def _choke_rows(notes: Footnotes, one: Stuck) -> Iterable[tuple[Cell, ...]]:
    """A row a controller, the heaviest first; the node's own figure stands in the first."""
    worth = one.item
    controls = sorted(worth.controls, key=lambda x: (-(x.choke.point or 0.0), x.name))
    first = _first(notes, "choke", one)
    again = Cell(lines=(line(node_name(notes, worth), tone="muted"),))
    for index, control in enumerate(controls):
        head = first if not index else (Cell(lines=(line("同上", tone="muted"),)), again)
        own = figure_cell(notes, worth.choke, wan, worth.ref) if not index else Cell(lines=(line(""),))
        yield (
            *head,
            Cell(lines=_controller(control)),
            figure_cell(notes, control.impact, wan, control.ref),
            figure_cell(notes, control.replaceable, percent, control.ref),
            figure_cell(notes, control.choke, wan, control.ref),
            own,
        )


def _controller(control: ControlState) -> tuple[Line, ...]:
    name = Span(text=control.name, refs=(control.ref,))
    how = Span(text=f"{terms.control_kind(control.kind)}，{control.country}", refs=(control.ref,))
    return line(name), line(how, tone="note")
