"""What drawing the declared choices says of the ranks, and what holds each region back."""

from __future__ import annotations

from collections import defaultdict

from rongtu.desks.govern.models import Obstacle, PairShare, RankDraws
from rongtu.flows.brief import words
from rongtu.flows.brief.document import Block, Cell, Column, Line, Span, Table
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import percent, span_text

TOP = 3
"""Obstacles named for each region."""


def drawn_blocks(notes: Footnotes) -> tuple[Block, ...]:
    """The drawn ranks with the pairs, and the obstacles; nothing where nothing was drawn."""
    year = notes.result.evaluation.year
    focus = notes.result.evaluation.focus
    draws = {x.region: x for x in notes.result.evaluation.draws if x.year == year}
    obstacles = [x for x in notes.result.evaluation.obstacles if x.year == year and x.region in focus and x.degree]
    shown = [draws[region] for region in focus if region in draws]
    blocks: list[Block] = [_ranks(notes, shown)] if shown else []
    if obstacles:
        blocks.append(_obstacles(notes, obstacles))
    return tuple(blocks)


def _ranks(notes: Footnotes, shown: list[RankDraws]) -> Table:
    """A row a region: median, range, shares of runs; below, what is varied and how often one is above another."""
    year = Span(text=str(shown[0].year), refs=tuple(x.ref for x in shown))
    heads = ("位次中位数", "范围", "居首的占比", "前三的占比", "前十的占比")
    numeric = tuple(Column(heading=line(head), width=14, numeric=True) for head in heads)
    return Table(
        title="位次在不同选择下的范围",
        columns=(Column(heading=line(year, " 年"), width=30), *numeric),
        rows=tuple(_row(notes, one) for one in shown),
        notes=(*_pairs(notes), _reading(notes, shown)),
    )


def _row(notes: Footnotes, one: RankDraws) -> tuple[Cell, ...]:
    refs = (one.ref,)
    median = f"{one.median:.1f}".removesuffix(".0")
    told = (median, span_text(one.low, one.high), percent(one.first), percent(one.top_three), percent(one.top_ten))
    name = line(words.region_name(notes, one.region), tone="strong")
    return (Cell(lines=(name,)), *(Cell(lines=(line(Span(text=text, refs=refs)),)) for text in told))


def _pairs(notes: Footnotes) -> tuple[Line, ...]:
    """How often one region in focus scores above another."""
    year = notes.result.evaluation.year
    pairs = [pair for pair in notes.result.evaluation.pairs if pair.year == year]
    if not pairs:
        return ()
    return (
        line("两两相比，得分较高的占比：", joined([_pair(notes, pair) for pair in pairs], "；"), "。", tone="note"),
    )


def _pair(notes: Footnotes, pair: PairShare) -> tuple[Span, ...]:
    return line(
        words.region_name(notes, pair.above), "高于", words.region_name(notes, pair.below), " ",
        Span(text=percent(pair.share), refs=(pair.ref,)),
    ).spans  # fmt: skip


def _reading(notes: Footnotes, shown: list[RankDraws]) -> Line:
    refs = tuple(one.ref for one in shown)
    choices = notes.result.evaluation.choices
    varied: tuple[Span | str, ...] = ("换的是：", Span(text="；".join(choices), refs=refs), "。") if choices else ()
    return line(
        *varied, "范围是各次抽样中", Span(text=" 5%–95% ", refs=refs),
        "的位次；占比是在所列选择之下抽样的占比，不是概率，也不含数据本身的误差。", tone="note",
    )  # fmt: skip


def _obstacles(notes: Footnotes, obstacles: list[Obstacle]) -> Table:
    """A row a region: the ratios that hold it back most."""
    evaluation = notes.result.evaluation
    ratios = {ratio.code: ratio for ratio in evaluation.ratios}
    by_region: defaultdict[str, list[Obstacle]] = defaultdict(list)
    for one in obstacles:
        by_region[one.region].append(one)
    rows = []
    for region in evaluation.focus:
        worst = sorted(by_region[region], key=lambda one: (-one.degree, one.ratio))[:TOP]
        cells = [
            Cell(
                lines=(
                    line(
                        Span(text=ratios[one.ratio].name, refs=(ratios[one.ratio].ref,)), " ",
                        Span(text=percent(one.degree), refs=(one.ref,)),
                    ),
                )
            )
            for one in worst
        ]  # fmt: skip
        empty = [Cell(lines=(line("—"),))] * (TOP - len(cells))
        if worst:
            rows.append((Cell(lines=(line(words.region_name(notes, region), tone="strong"),)), *cells, *empty))
    heads = ("第一障碍", "第二障碍", "第三障碍")
    return Table(
        title="主要障碍（障碍度）",
        columns=(Column(heading=line("省份"), width=13), *(Column(heading=line(head), width=29) for head in heads)),
        rows=tuple(rows),
        notes=(line("障碍度：该比率离满分的差距乘权重，占各比率合计的比例。", tone="note"),),
    )
