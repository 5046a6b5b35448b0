"""`rongtu source`: walk a figure to the document it stands in, beside every other figure of the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from rongtu.desks.govern.comparing import Agreement, Relation
from rongtu.desks.govern.figures import (
    AGREEMENT_ZH,
    Comparison,
    DocumentState,
    FigureState,
    IndicatorState,
    PointState,
    number,
    percent,
)
from rongtu.desks.govern.provenance import Sourced
from rongtu.desks.govern.showing import RowState
from rongtu.faces.cli.operations import NATURES
from rongtu.faces.cli.session import run
from rongtu.faces.cli.show import show, show_nature
from rongtu.vocab.evidence import Confidence, Nature
from rongtu.vocab.labels import label
from rongtu.vocab.vintages import UNSTATED

STEP = "  "
"""What a line is indented by for each step of the walk."""

RELATION = {Relation.SOURCE: ("另一来源", "another source"), Relation.VINTAGE: ("另一批次", "another vintage")}

AGREEMENT_EN = {
    Agreement.EQUAL: "equal",
    Agreement.ROUNDED: "equal when rounded",
    Agreement.APART: "differs beyond rounding, both are kept",
    Agreement.UNCOMPARED: "units differ, not compared",
}


def source(
    words: Annotated[list[str], typer.Argument(help="数值：对象 指标 时期，如 北京 rd_exp 2023；或任一行 KIND:UUID")],
    *,
    after: Annotated[str, typer.Option("--after", help="从此键之后列起")] = "",
    most: Annotated[int, typer.Option("--most", help="最多列几处")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    whole: Annotated[bool, typer.Option("-v", help="全部内容，每处都走到底")] = False,
    nature: Annotated[Nature, typer.Option("--nature", help=NATURES)] = Nature.REAL,
) -> None:
    """追溯一个数值的来源，不同来源和批次并列 (walk a figure to its document; all sources and vintages side by side)."""
    answer = run("fact.source", {"words": tuple(words), "after": after, "most": most}, nature=nature)
    assert isinstance(answer, Sourced)
    if as_json:
        show(answer, as_json=True, whole=whole, nature=nature)
        return
    show_nature(nature)
    for line in told(answer, whole=whole):
        typer.echo(line)


def told(answer: Sourced, *, whole: bool) -> Iterator[str]:
    """The walk in lines: down to the document where one point is meant or `whole` is asked for, else short."""
    for point in answer.points:
        yield from _walk(point, whole) if whole or len(answer.points) == 1 else _short(point)
    if answer.row:
        yield from _row(answer.row)
    if answer.next:
        yield f"后续 next  --after '{answer.next}'"


def _short(point: PointState) -> Iterator[str]:
    yield point.name()
    for figure in point.figures:
        yield f"{STEP}{_figure(figure)}  ← {figure.source.text}"
    if point.spread:
        yield f"{STEP}{point.spread.words()}"


def _walk(point: PointState, whole: bool) -> Iterator[str]:
    yield point.name()
    base = next(figure for figure in point.figures if figure.ref == point.base)
    for figure in point.figures:
        yield f"{STEP}{_figure(figure)}"
        yield from _indented(_figure_lines(figure, base, whole), 2)
    if len({figure.vintage for figure in point.figures}) > 1:
        known = (
            f"最新批次 newest vintage  {point.newest}"
            if point.newest
            else "批次先后无法判断 (no vintage is known newest)"
        )
        yield f"{STEP}{known}"
    for mark in point.marks:
        yield f"{STEP}跳变 step  {mark.year}：{mark.remark}（来源 source {mark.source}）"
    yield from _indented(_indicator(point.indicator, whole), 1)
    if whole:
        places = [place for place in (point.subject, point.to) if place]
        yield from (f"{STEP}对象 subject  {place.name} {place.key} · {place.ref}" for place in places)


def _figure(figure: FigureState) -> str:
    vintage = "批次未注明" if figure.vintage == UNSTATED else f"批次 {figure.vintage}"
    marks = (label(figure.period_type).zh, label(figure.confidence).zh, vintage)
    return f"{number(figure.value)} {figure.unit}  {' · '.join(marks)}"


def _figure_lines(figure: FigureState, base: FigureState, whole: bool) -> Iterator[str]:
    if figure.remark:
        yield f"说明 remark  {figure.remark}"
    if figure.comparison:
        yield _compared(figure.comparison, base)
    yield from _document(figure.source, whole)
    if figure.confidence is Confidence.DERIVED:
        yield from _derived(figure, whole)
    if whole:
        yield f"行 row  {figure.ref}"


def _compared(comparison: Comparison, base: FigureState) -> str:
    zh, en = RELATION[comparison.relation]
    difference = ""
    if comparison.absolute:
        difference = f"，相差 {comparison.absolute:+,f}{percent(comparison.relative)}"
    agreement = AGREEMENT_ZH[comparison.agreement] + ("，都保留" if comparison.agreement is Agreement.APART else "")
    told_en = f"({en}: {AGREEMENT_EN[comparison.agreement]})"
    return f"比较 compared  与 {number(base.value)} {base.unit}：{zh}{difference}；{agreement} {told_en}"


def _derived(figure: FigureState, whole: bool) -> Iterator[str]:
    if not figure.derived_from:
        yield "推算 derived  做法见来源和说明 (as its source and remark say)"
        return
    yield "推算 derived  由下列数值 from"
    for part in figure.derived_from:
        yield f"{STEP}{part.name} {part.indicator}  {number(part.value)} {part.unit}"
        if whole:
            yield from _indented(_document(part.source, whole), 2)
            yield f"{STEP * 2}行 row  {part.ref}"
        else:
            yield f"{STEP * 2}来源 source  {part.source.code} {part.source.text}"


def _document(document: DocumentState, whole: bool) -> Iterator[str]:
    yield f"来源 source  {document.code} {document.text}"
    details = (
        ("发布 published", document.published),
        ("使用条件 terms", document.terms),
        ("须附声明 notice", document.notice),
        ("文件摘要 SHA-256 of the file", document.file_hash),
        ("行 row", document.ref if whole else None),
    )
    yield from (f"{STEP}{name}  {value}" for name, value in details if value)


def _indicator(indicator: IndicatorState, whole: bool) -> Iterator[str]:
    english = f" {indicator.name_en}" if whole else ""
    yield f"指标 indicator  {indicator.name}{english}：{indicator.definition}"
    yield f"{STEP}单位 {indicator.unit} · 买卖方 {label(indicator.side).zh} · 来源类别 {indicator.family}"
    if indicator.vintage_note:
        yield f"{STEP}口径与批次 vintages  {indicator.vintage_note}"
    if whole:
        yield f"{STEP}定义的来源 source of the definition  {indicator.source}"
        yield f"{STEP}行 row  {indicator.ref}"


def _row(row: RowState) -> Iterator[str]:
    yield row.kind
    yield from (f"{STEP}{field.zh} {field.en}  {field.value}" for field in row.fields)
    if row.source:
        yield from _indented(_document(row.source, whole=True), 1)
    else:
        yield f"{STEP}不取自文件 (not taken from a document)"


def _indented(lines: Iterator[str], steps: int) -> Iterator[str]:
    yield from (f"{STEP * steps}{line}" for line in lines)
