"""The evaluation's pages: ranks with their ranges over the years, scores, ratios with gaps and steps, what lacks."""

from __future__ import annotations

from collections.abc import Iterable

from rongtu.desks.govern.models import Cell as RatioCell
from rongtu.desks.govern.models import GroupScored, RatioState, Scored
from rongtu.flows.brief import words
from rongtu.flows.brief.document import (
    Cell,
    Column,
    Line,
    Paragraphs,
    RankChart,
    RankLine,
    RankPoint,
    Section,
    Span,
    Table,
    YearMark,
)
from rongtu.flows.brief.drawn import drawn_blocks
from rongtu.flows.brief.footnotes import Footnotes, line
from rongtu.flows.brief.numbers import (
    focus_scored,
    methods_of,
    rank_range,
    rank_text,
    score_text,
    span_text,
    value_text,
)
from rongtu.vocab.evidence import Dimension

STEP = "△"
DIMENSIONS = {Dimension.INPUT: "投入", Dimension.LINK: "联结", Dimension.OUTPUT: "产出"}


def evaluation_section(notes: Footnotes) -> Section:
    """Ranks, scores, ratios and missing elements, for the newest year in which every province is scored."""
    blocks = (_rank_chart(notes), _scores(notes), *drawn_blocks(notes), _ratios(notes), _missing(notes))
    return Section(anchor="evaluation", heading=line("融合效能评价"), new_page=True, blocks=blocks)


def _rank_chart(notes: Footnotes) -> RankChart:
    """Every province's ranks over the years; the regions in focus in bold with their ranges."""
    evaluation = notes.result.evaluation
    main = next(iter(methods_of(notes)), None)
    newest = [scored for scored in evaluation.scored if scored.year == evaluation.year]
    lowest = max((scored.ranked_among for scored in newest), default=0)
    rule = "名次刻度"
    ticks = sorted({1, *range(5, lowest + 1, 5), lowest} - {0, *((lowest - 1,) if lowest % 5 == 1 else ())})
    order = sorted(newest, key=lambda scored: (scored.ranks[main] if main else 0, scored.region))
    method = Span(text=evaluation.methods.get(main or "", ""), refs=("rows:ratio",))
    return RankChart(
        title="各省份位次",
        years=_years(notes, lowest),
        lines=tuple(_rank_line(notes, scored, main or "") for scored in order),
        ticks=tuple(notes.derive(f"tick.{tick}", tick, rule, ["rows:ratio"]) for tick in ticks),
        seam="批次分界",
        legend=(
            line(
                "点与线：", method, "下的位次；", *_bars(notes), "；粗线：", words.group_name(notes),
                "各省份。位次只在同一批次年份内相连，跨分界不比较；年份下注明参评省份数不全的年份。", tone="note",
            ),
        ),
    )  # fmt: skip


def _bars(notes: Footnotes) -> tuple[str | Span, ...]:
    """What the pale bars and the figures at the right stand for."""
    draws = notes.result.evaluation.draws
    if not draws:
        return ("竖杠：各种算法下位次的范围",)
    among = Span(text=" 5%–95% ", refs=tuple(dict.fromkeys(one.ref for one in draws)))
    missing = "（未抽样的，为各种算法下的范围）" if len(draws) < len(notes.result.evaluation.scored) else ""
    return ("淡色竖杠与右侧数字：换选择抽样中", among, "的位次", missing)


def _years(notes: Footnotes, lowest: int) -> tuple[YearMark, ...]:
    """Every year of the blocks, with how many provinces could be ranked where some could not."""
    evaluation = notes.result.evaluation
    scored: dict[int, list[Scored]] = {}
    for state in evaluation.scored:
        scored.setdefault(state.year, []).append(state)
    marks = []
    for index, block in enumerate(sorted(evaluation.blocks, key=lambda block: block.first)):
        for year in range(block.first, block.last + 1):
            states = scored.get(year, [])
            refs = tuple(state.ref for state in states) or ("rows:observation",)
            ranked = notes.derive(f"ranked.{year}", f"{len(states)} 省", "当年数据齐全、可以排名的省份数", refs)
            label = notes.derive(f"year.{year}", year, "评价所用的年份", refs)
            marks.append(YearMark(year=year, label=label, gap=None if len(states) == lowest else ranked, block=index))
    return tuple(marks)


def _rank_line(notes: Footnotes, scored: Scored, main: str) -> RankLine:
    evaluation = notes.result.evaluation
    own = sorted((state for state in evaluation.scored if state.region == scored.region), key=lambda state: state.year)
    return RankLine(
        name=words.region_name(notes, scored.region),
        end=_range(notes, scored),
        bold=scored.region in evaluation.focus,
        points=tuple(_point(notes, state, state.ranks[main]) for state in own if main in state.ranks),
    )


def _range(notes: Footnotes, scored: Scored) -> Span:
    low, high, ref = rank_range(notes, scored)
    return Span(text=span_text(low, high), refs=(ref,))


def _point(notes: Footnotes, scored: Scored, rank: int) -> RankPoint:
    low, high, _ = rank_range(notes, scored)
    return RankPoint(year=scored.year, rank=rank, best=low, worst=high)


def _scores(notes: Footnotes) -> Table:
    """Scores and ranks under each method; the regions together are scored and not ranked."""
    evaluation = notes.result.evaluation
    year = Span(text=str(evaluation.year), refs=tuple(x.ref for x in focus_scored(notes)) or ("rows:observation",))
    methods = [
        Column(
            heading=line(
                Span(text=name, refs=("rows:ratio",)),
            ),
            width=16,
            numeric=True,
        )
        for name in methods_of(notes).values()
    ]
    rows = [_score_row(notes, scored) for scored in focus_scored(notes)]
    rows += [_group_row(notes, group) for group in evaluation.group if group.year == evaluation.year]
    return Table(
        title="得分 / 位次",
        columns=(
            Column(heading=line(year, " 年"), width=16),
            *methods,
            Column(heading=line("位次范围"), width=12, numeric=True),
        ),
        rows=tuple(rows),
        notes=(
            line(words.group_name(notes), "合计按同一组上下限和权重计分，不参加排名：它不是一个省份。", tone="note"),
        ),
    )


def _score_row(notes: Footnotes, scored: Scored) -> tuple[Cell, ...]:
    mark = f" {STEP}" if scored.step else ""
    cells = [
        _cell(Span(text=f"{score_text(scored.scores[m])} / {scored.ranks[m]}", refs=(scored.ref,)))
        if m in scored.scores and m in scored.ranks
        else _cell("缺")
        for m in methods_of(notes)
    ]
    name = Cell(lines=(line(words.region_name(notes, scored.region), mark, tone="strong"),))
    return (name, *cells, _cell(Span(text=rank_text(scored), refs=(scored.ref,))))


def _group_row(notes: Footnotes, group: GroupScored) -> tuple[Cell, ...]:
    refs = (group.ref,) if group.ref else ()
    cells = [
        _cell(Span(text=f"{score_text(group.scores[m])} / —", refs=refs) if refs and m in group.scores else "缺")
        for m in methods_of(notes)
    ]
    return (Cell(lines=(line(words.group_name(notes), "合计", tone="strong"),)), *cells, _cell("不排名"))


def _cell(part: Span | str) -> Cell:
    return Cell(lines=(line(part),))


def _ratios(notes: Footnotes) -> Table:
    """Each ratio for the regions in focus, together, and over all provinces."""
    evaluation = notes.result.evaluation
    year = evaluation.year
    together = {cell.ratio: cell for group in evaluation.group if group.year == year for cell in group.cells}
    own = {(cell.region, cell.ratio): cell for cell in evaluation.cells if cell.year == year}
    rows = []
    for ratio in evaluation.ratios:
        cells = [own.get((region, ratio.code)) for region in evaluation.focus] + [together.get(ratio.code)]
        spread = [cell for (region, code), cell in own.items() if code == ratio.code and cell.value is not None]
        marks = notes.marks_behind(cell.ref for cell in cells if cell and cell.ref)
        name = line(Span(text=ratio.name, refs=(ratio.ref,)), "（", _unit(ratio), "）", marks)
        dimension = line(DIMENSIONS[ratio.dimension], tone="note")
        parts = (name, dimension, *(_value(cell, ratio) for cell in cells), _spread(notes, ratio, spread))
        rows.append(tuple(Cell(lines=(part,)) for part in parts))
    label = notes.derive("ratios.year", year, "各省份数据都齐全的最近一年", ["rows:observation"])
    heads = [line(words.region_name(notes, region)) for region in evaluation.focus]
    heads += [line(words.group_name(notes), "合计"), line("各省份最低–最高")]
    return Table(
        title="各项比率",
        columns=(
            Column(heading=line("比率（单位），", label, " 年"), width=37),
            Column(heading=line("维度"), width=7),
            *(Column(heading=head, width=9, numeric=True) for head in heads[:-2]),
            Column(heading=heads[-2], width=13, numeric=True),
            Column(heading=heads[-1], width=16, numeric=True),
        ),
        rows=tuple(rows),
        notes=(
            line(f"{STEP}：所用数据有未核实的跳变，照原样列出，未作平滑。缺：数据不全，不以零代替。", tone="note"),
            *_gaps([cell for cell in (*own.values(), *together.values()) if cell.value is None], notes),
        ),
    )


def _unit(ratio: RatioState) -> Span:
    return Span(text=ratio.unit, refs=(ratio.ref,))


def _value(cell: RatioCell | None, ratio: RatioState) -> Line:
    """A value, or that it is missing; steps carry their sign."""
    if cell is None or cell.value is None:
        return line("缺", tone="note")
    refs = (cell.ref,) if cell.ref else (ratio.ref,)
    return line(Span(text=value_text(cell.value), refs=refs), f" {STEP}" if cell.step else "")


def _spread(notes: Footnotes, ratio: RatioState, cells: list[RatioCell]) -> Line:
    values = [cell.value for cell in cells if cell.value is not None]
    if not values:
        return line("缺", tone="note")
    text = f"{value_text(min(values))}–{value_text(max(values))}"
    refs = [cell.ref for cell in cells if cell.ref]
    return line(notes.derive(f"spread.{ratio.code}", text, "当年各省份该比率的最低值与最高值", refs), tone="note")


def _gaps(cells: Iterable[RatioCell], notes: Footnotes) -> tuple[Line, ...]:
    """What is missing behind each gap of the regions in focus."""
    evaluation = notes.result.evaluation
    names = {ratio.code: ratio for ratio in evaluation.ratios}
    shown = {*evaluation.focus, *(group.name for group in evaluation.group)}
    return tuple(
        line(
            Span(text=names[cell.ratio].name, refs=(names[cell.ratio].ref,)), "缺：",
            Span(text="、".join(cell.missing), refs=(names[cell.ratio].ref,)), "。", tone="note",
        )
        for cell in cells
        if cell.missing and cell.region in shown
    )  # fmt: skip


def _missing(notes: Footnotes) -> Paragraphs | Table:
    """The elements the evaluation ought to hold and does not yet."""
    missing = notes.result.evaluation.missing
    if not missing:
        return Paragraphs(title="缺的要素", lines=(line("无。"),))
    refs = ("rows:ratio",)
    return Table(
        title="缺的要素",
        columns=(Column(heading=line("要素"), width=30), Column(heading=line("为何缺，为何要紧"), width=70)),
        rows=tuple(
            (
                Cell(lines=(line(Span(text=element.name, refs=refs), tone="strong"),)),
                Cell(lines=(line(Span(text=element.reason, refs=refs)),)),
            )
            for element in missing
        ),
    )
