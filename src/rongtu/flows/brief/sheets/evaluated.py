"""Sheets of the evaluation: scores and ranks by region and year, and every ratio behind them."""

from __future__ import annotations

from collections.abc import Callable

from rongtu.desks.govern.models import Cell, RankDraws, RatioState, Scored
from rongtu.flows.brief.sheets.document import Field, Kind, Sheet, behind, listed, number, sheet, words, yes
from rongtu.flows.result import LoopResult

DRAWN: tuple[tuple[str, str, Kind], ...] = (
    ("中位数", "median", "number"),
    ("范围低端", "low", "whole"),
    ("范围高端", "high", "whole"),
    ("居首占比", "first", "share"),
    ("前三占比", "top_three", "share"),
    ("前十占比", "top_ten", "share"),
)


def score_sheet(result: LoopResult) -> Sheet:
    """A row a region and year: scores and ranks under each method, and what the runs say."""
    evaluation = result.evaluation
    draws = {(one.region, one.year): one for one in evaluation.draws}

    def drawn(item: Scored) -> RankDraws | None:
        return draws.get((item.region, item.year))

    fields: list[Field[Scored]] = [
        words("省份", lambda item: evaluation.region_names.get(item.region, item.region), 12),
        words("代码", lambda item: item.region, 9),
        number("年份", lambda item: item.year, "whole"),
        *(_score(code, name) for code, name in evaluation.methods.items()),
        *(_rank(code, name) for code, name in evaluation.methods.items()),
        number("最靠前", lambda item: item.best_rank, "whole", "位"),
        number("最靠后", lambda item: item.worst_rank, "whole", "位"),
        number("参评省份", lambda item: item.ranked_among, "whole", "个"),
        *(_drawn(head, name, kind, drawn) for head, name, kind in (DRAWN if draws else ())),
        words("所用数据有跳变", lambda item: yes(item.step), 12),
    ]

    def refs(item: Scored) -> tuple[str, ...]:
        one = drawn(item)
        return (item.ref, *((one.ref,) if one else ()))

    note = "占比是在所列选择之下抽样的占比，不是概率；批次之间不比较。"
    ordered = sorted(evaluation.scored, key=lambda item: (-item.year, item.best_rank, item.region))
    return sheet("评价", note, (*fields, *behind(result, refs)), ordered)


def _score(code: str, name: str) -> Field[Scored]:
    return number(f"得分：{name}", lambda item: item.scores.get(code), "degree")


def _rank(code: str, name: str) -> Field[Scored]:
    return number(f"位次：{name}", lambda item: item.ranks.get(code), "whole")


def _drawn(head: str, name: str, kind: Kind, drawn: Callable[[Scored], RankDraws | None]) -> Field[Scored]:
    def value(item: Scored) -> float | None:
        one = drawn(item)
        return getattr(one, name) if one else None

    return number(f"抽样位次{head}" if kind != "share" else f"抽样{head}", value, kind)


def ratio_sheet(result: LoopResult) -> Sheet:
    """A row a region, year and ratio; a gap says what is missing."""
    evaluation = result.evaluation
    ratios: dict[str, RatioState] = {ratio.code: ratio for ratio in evaluation.ratios}
    held = {(one.region, one.year, one.ratio): one.degree for one in evaluation.obstacles}
    fields: list[Field[Cell]] = [
        words("地区", lambda item: evaluation.region_names.get(item.region, item.region), 12),
        number("年份", lambda item: item.year, "whole"),
        words("比率", lambda item: ratios[item.ratio].name, 40),
        number("数值", lambda item: item.value),
        words("计量单位", lambda item: ratios[item.ratio].unit, 14),
        words("缺什么", lambda item: listed(item.missing), 24),
        words("有跳变", lambda item: yes(item.step), 8),
        number("障碍度", lambda item: held.get((item.region, item.year, item.ratio)), "share"),
        words("使用注意", lambda item: ratios[item.ratio].caution, 40),
    ]
    cells = [*evaluation.cells, *(cell for group in evaluation.group for cell in group.cells)]
    ordered = sorted(cells, key=lambda item: (-item.year, item.ratio, item.region))
    refs: tuple[Field[Cell], ...] = behind(result, lambda item: (item.ref or ratios[item.ratio].ref,))
    return sheet("比率", "缺：数据不全，不以零代替。", (*fields, *refs), ordered)
