"""最值得先打的电话, and what came of those made: the matches worth most, and a look back at deals."""

from __future__ import annotations

from rongtu.desks.cluster.value.models import Estimated
from rongtu.flows.brief import terms
from rongtu.flows.brief.document import Block, Cell, Line, Paragraphs, Span, Table
from rongtu.flows.brief.estimates import figure_cell, money_figure, node_by_code
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import degree, percent, wan
from rongtu.flows.brief.tables import columns
from rongtu.flows.match_value.models import Call, Hits, MatchValues, OfferValue, Outcome
from rongtu.vocab.means import DealStage

PLACE = "按对链值低端与高端在全部可打的电话中的次序"

HITS = "不看对接记录和评判重排之后数得"

FAR_ALONG = (DealStage.IMPLEMENTED, DealStage.SIGNED, DealStage.ENDED)
"""Stages of which something came, in the order they are listed."""


def call_blocks(notes: Footnotes) -> tuple[Block, ...]:
    """The table of calls, and of how many matches nothing can be said; nothing where the result has none of it."""
    matches = notes.result.matches
    if matches is None:
        return ()
    shown = matches.calls[: notes.limit("calls")]
    told: tuple[Line, ...] = (_open(notes, matches), *_unknown(notes, matches))
    if not shown:
        return (Paragraphs(title="最值得先打的电话", lines=told),)
    heads = (
        ("位次", 7, False), ("打给谁", 21, False), ("为什么事", 23, False), ("对链值（万元/年）", 11, True),
        ("净值（万元）", 13, True), ("每元", 8, True), ("凭什么算", 17, False),
    )  # fmt: skip
    table = Table(
        title="最值得先打的电话", columns=columns(*heads), rows=tuple(_row(notes, one) for one in shown), notes=told
    )
    return (table,)


def _row(notes: Footnotes, one: Call) -> tuple[Cell, ...]:
    match, key = one.match, f"{one.need or one.node}.{one.match.offer}"
    proved = notes.derive(f"call.{key}", one.proved, PLACE, [match.worth.ref or "", *match.refs])
    place = [proved]
    if one.possible != one.proved:
        place.append(notes.derive(f"call.possible.{key}", one.possible, PLACE, [match.worth.ref or "", *match.refs]))
    return (
        Cell(lines=(line(joined(place, "/"), tone="strong"),)),
        Cell(lines=_whom(notes, match)),
        Cell(lines=_what(notes, one)),
        figure_cell(notes, match.worth, wan, *match.refs),
        _money(notes, match.net, match.refs),
        _ratio(notes, match.per_yuan, match.refs),
        Cell(lines=(_grounds(notes, match),)),
    )


def _whom(notes: Footnotes, match: OfferValue) -> tuple[Line, ...]:
    name = Span(text=match.holder or match.name, refs=match.refs)
    kind = terms.OFFERS.get(match.kind, match.kind)
    about: tuple[Line, ...] = ()
    if match.holder:
        about = (line(kind, "“", Span(text=match.name, refs=match.refs), "”", tone="note"),)
    dealt: tuple[Line, ...] = ()
    if match.deal is not None:
        so_far = f"{match.deal.stage_on} {terms.deal_stage(match.deal.stage)}"
        dealt = (line("对接到：", Span(text=so_far, refs=(match.deal.ref,)), tone="note"),)
    return (line(name, notes.marks(match.refs[:1]), tone="strong"), *about, *dealt)


def _what(notes: Footnotes, one: Call) -> tuple[Line, ...]:
    node = [node_by_code(notes, one.node)] if one.node else []
    fit = notes.derive(
        f"call.fit.{one.need or one.node}.{one.match.offer}", one.match.by_fit, "在其清单中按适配的次序", one.match.refs
    )
    score = Span(text=degree(one.match.fit), refs=one.match.refs)
    below = line("适配第 ", fit, "（", score, "）", "，前沿" if one.match.front else "", tone="note")
    if one.need is None:
        return (line(joined(node), "（无人登记需求）"), below)
    return (line(Span(text=one.title, refs=one.refs)), line(joined(node), tone="note"), below)


def _money(notes: Footnotes, figure: Estimated | None, refs: tuple[str, ...]) -> Cell:
    if figure is None:
        return Cell(lines=(line("未知", tone="note"),))
    cell = figure_cell(notes, figure, wan, *refs)
    if figure.point is not None or figure.withheld or not figure.missing:
        return cell
    return Cell(lines=(*cell.lines, line("缺", Span(text="、".join(figure.missing), refs=refs), tone="note")))


def _ratio(notes: Footnotes, figure: Estimated | None, refs: tuple[str, ...]) -> Cell:
    """Yuan a year for a yuan spent."""
    if figure is None:
        return Cell(lines=(line("未知", tone="note"),))
    return figure_cell(notes, figure, degree, *refs)


def _grounds(notes: Footnotes, match: OfferValue) -> Line:
    """The parts of the product, each with its own derivation."""
    parts = [
        line(word, notes.estimate(percent(part.point), part, *match.refs)).spans
        for word, part in (("做成 ", match.success), ("接通 ", match.reply))
        if part is not None and part.point is not None
    ]
    gain: tuple[Span, ...] = ()
    if match.gain is not None:
        basis = "措施增益 " if match.basis == "measure" else "环节增益 "
        gain = line(basis, money_figure(notes, match.gain, *match.refs), "，").spans
    return line(gain, joined(parts, "，"), tone="note")


def _open(notes: Footnotes, matches: MatchValues) -> Line:
    refs = [ref for one in matches.calls for ref in one.refs]
    count = notes.derive(
        "calls.open", matches.open_calls, "对链值可能大于零而未了结的匹配对数", refs, among="rows:need"
    )
    return line(
        "可打的共 ", count, " 对，按对链值低端排，两个位次是低端与高端的；值是一年的期望、费用前，含推定的概率。",
        "单做不增值的、已签约或终止的、卡住该环节的控制方不列。", tone="note",
    )  # fmt: skip


def _unknown(notes: Footnotes, matches: MatchValues) -> tuple[Line, ...]:
    if not matches.unknown:
        return ()
    parts = []
    for number, (missing, count) in enumerate(matches.unknown.items()):
        told = notes.derive(f"calls.unknown.{number}", count, "缺这些数的匹配对数", (), among="rows:need")
        parts.append(line(told, " 对缺", Span(text=missing, refs=("rows:need",))).spans)
    return (line("对链值未知（不是零）：", joined(parts, "；"), "。", tone="note"),)


def outcome_blocks(notes: Footnotes) -> tuple[Block, ...]:
    """Deals with the place their offers have, and how often the first place was the one dealt with."""
    matches = notes.result.matches
    if matches is None:
        return ()
    hits = matches.hits
    if hits is None:
        return (Paragraphs(title="对接结果", lines=(line("没有对接记录，命中多少无从谈起。"),)),)
    done = [one for stage in FAR_ALONG for one in hits.outcomes if one.stage is stage]
    heads = (("需求", 28, False), ("与谁", 27, False), ("到哪一步", 29, False), ("重排位次", 16, True))
    table = Table(
        title="对接结果与排位",
        columns=columns(*heads),
        rows=tuple(_outcome(notes, one) for one in done[: notes.limit("outcomes")]),
        notes=(_hits(notes, hits),),
    )
    return (table,) if done else (Paragraphs(title="对接结果与排位", lines=(_hits(notes, hits),)),)


def _outcome(notes: Footnotes, one: Outcome) -> tuple[Cell, ...]:
    refs = (one.ref,)
    offer: tuple[Line, ...] = (line("成果“", Span(text=one.offer, refs=refs), "”", tone="note"),) if one.offer else ()
    told = Span(text=f"{one.stage_on} {terms.deal_stage(one.stage)}", refs=refs)
    came: tuple[Line, ...] = (line(Span(text=one.outcome, refs=refs), tone="note"),) if one.outcome else ()
    listed = notes.derive(f"outcome.of.{one.deal}", one.listed, "重排后列出的对象数", refs)
    place: tuple[Span | str, ...] = ("未列入（共 ", listed, "）")
    if one.place is not None:
        place = (notes.derive(f"outcome.{one.deal}", one.place, HITS, refs), " / ", listed)
    return (
        Cell(lines=(line(Span(text=one.title, refs=refs)),)),
        Cell(lines=(line(Span(text=one.partner, refs=refs)), *offer)),
        Cell(lines=(line(told), *came)),
        Cell(lines=(line(*place),)),
    )


def _hits(notes: Footnotes, hits: Hits) -> Line:
    refs = [one.ref for one in hits.outcomes]
    n, dealt, signed, contracts, first, three = (
        notes.derive(f"hits.{name}", value, HITS, refs, among="rows:deal")
        for name, value in (
            ("n", hits.needs), ("dealt", hits.first_dealt), ("first_signed", hits.first_signed),
            ("signed", hits.signed), ("signed_first", hits.signed_first), ("signed_three", hits.signed_three),
        )
    )  # fmt: skip
    return line(
        "对接过的需求 ", n, " 条：按适配排第一的，", dealt, " 条对接过、", signed, " 条签约或实施。签约或实施的 ",
        contracts, " 份：排第一的 ", first, " 份，排前三的 ", three, " 份。数少，只供回看，不是命中率。",
        tone="note",
    )  # fmt: skip
