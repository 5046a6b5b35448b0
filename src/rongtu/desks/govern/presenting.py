"""From the index engine's evaluation to what the operation answers, every number with its derivation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rongtu.acts.models import Derivation
from rongtu.desks.govern.drawing import Drawn, pair_shares, rank_draws
from rongtu.desks.govern.models import (
    Block,
    Cell,
    Evaluation,
    GroupScored,
    MissingElement,
    RatioState,
    Scored,
    SeriesState,
)
from rongtu.desks.govern.obstacles import obstacles_in_focus
from rongtu.desks.govern.panel import EvaluationFacts, inputs_of
from rongtu.engines.index.results import CHOICES, ExtraScores, Weighting
from rongtu.engines.index.results import Evaluation as Result
from rongtu.facts.reading import Stored
from rongtu.facts.records.places import Region, Zone
from rongtu.vocab.evidence import Dimension

METHOD_ZH = {
    "equal_arithmetic": "等权·算术平均",
    "equal_geometric": "等权·几何平均",
    "entropy_arithmetic": "熵权·算术平均",
    "entropy_geometric": "熵权·几何平均",
}

Trace = dict[str, Derivation]


@dataclass(frozen=True, slots=True)
class Presented:
    """What is presented: the facts, what the engine made of them, its draws, and the zone scored together."""

    facts: EvaluationFacts
    result: Result
    group: ExtraScores
    drawn: Drawn
    zone: Stored[Zone]
    members: tuple[Stored[Region], ...]


def present(shown: Presented, missing: tuple[MissingElement, ...]) -> Evaluation:
    """The answer of the evaluation."""
    trace: Trace = {}
    result, provinces = shown.result, shown.facts.provinces
    cells = tuple(_cells(shown, trace))
    year, focus = _complete_year(result), tuple(member.row.code for member in shown.members)
    return Evaluation(
        year=year,
        blocks=tuple(
            Block(name=block.name, first=block.first_year, last=block.last_year)
            for block in shown.facts.framework.blocks
        ),
        ratios=tuple(_ratios(shown, trace)),
        methods=METHOD_ZH,
        cells=cells,
        scored=tuple(_scored(shown, trace)),
        group=tuple(_group(shown, trace)),
        series=tuple(_series(shown)),
        missing=missing,
        draws=tuple(rank_draws(result, shown.drawn, trace)),
        pairs=tuple(pair_shares(result, shown.drawn, {year, *_newest_block(shown)}, trace)),
        obstacles=tuple(obstacles_in_focus(result, shown.group, focus, trace)),
        choices=shown.drawn.choices,
        focus=focus,
        region_names={province.row.code: province.row.name for province in provinces},
        region_refs={province.row.code: province.ref for province in provinces} | {shown.zone.row.name: shown.zone.ref},
        trace=trace,
    )


def _complete_year(result: Result) -> int:
    """The newest year in which every unit is scored, else the newest in which most are."""
    scored = [int(count) for count in result.scored]
    return max(year for year, count in zip(result.years, scored, strict=True) if count == max(scored))


def _newest_block(shown: Presented) -> range:
    """The years of the newest block."""
    block = max(shown.facts.framework.blocks, key=lambda block: block.first_year)
    return range(block.first_year, block.last_year + 1)


def _series(shown: Presented) -> Iterator[SeriesState]:
    codes = shown.facts.indicators
    for one in sorted(shown.facts.series, key=lambda one: (codes[one.indicator], one.block.first_year)):
        yield SeriesState(
            indicator=codes[one.indicator],
            block=one.block.name,
            vintage=one.vintage,
            figures=len(one.figures),
            aside=one.aside,
        )


def _ratios(shown: Presented, trace: Trace) -> Iterator[RatioState]:
    weights = shown.result.weights
    complete = tuple(
        f"derived:ratio/{ratio.row.code}/{unit}/{year}"
        for y, year in enumerate(shown.result.years)
        for u, unit in enumerate(shown.result.units)
        if not np.isnan(shown.result.normalised[y, u]).any()
        for ratio in shown.facts.ratios
    )
    trace["weights/entropy"] = Derivation(
        rule="熵权：p=x/Σx，e=−Σp·ln p/ln n，w=(1−e)/Σ(1−e)，x 为全部完整省年的归一化值", inputs=complete
    )
    trace["weights/equal"] = Derivation(rule="等权：每个比率权重相同", inputs=("rows:ratio",))
    for i, (ratio, bound) in enumerate(zip(shown.facts.ratios, shown.result.bounds, strict=True)):
        trace[f"bounds/{ratio.row.code}"] = Derivation(
            rule="上下界：两个年段全部省年数值的 2.5% 与 97.5% 分位数（线性插值）",
            inputs=tuple(
                f"derived:ratio/{ratio.row.code}/{unit}/{year}"
                for y, year in enumerate(shown.result.years)
                for u, unit in enumerate(shown.result.units)
                if not np.isnan(shown.result.ratios.values[y, u, i])
            ),
        )
        yield RatioState(
            code=ratio.row.code,
            name=ratio.row.name_zh,
            name_en=ratio.row.name_en,
            unit=ratio.row.unit,
            dimension=Dimension(ratio.row.dimension),
            caution=ratio.row.caution,
            lower=bound.low,
            upper=bound.high,
            equal_weight=weights[Weighting.EQUAL].values[i],
            entropy_weight=weights[Weighting.ENTROPY].values[i],
            bounds_ref=f"derived:bounds/{ratio.row.code}",
            ref=ratio.ref,
        )


def _cells(shown: Presented, trace: Trace) -> Iterator[Cell]:
    table = shown.result.ratios
    gaps = {(gap.year, gap.unit, gap.ratio): gap.missing for gap in table.gaps}
    marked = {(mark.year, mark.unit, mark.ratio) for mark in table.marks}
    for y, year in enumerate(table.years):
        for u, unit in enumerate(table.units):
            for r, ratio in enumerate(shown.facts.ratios):
                key = (year, unit, ratio.row.code)
                known = key not in gaps
                name = f"ratio/{ratio.row.code}/{unit}/{year}"
                if known:
                    trace[name] = Derivation(rule=_rule(ratio.row.published is not None), inputs=table.facts[key])
                yield Cell(
                    region=unit,
                    year=year,
                    ratio=ratio.row.code,
                    value=float(table.values[y, u, r]) if known else None,
                    missing=gaps.get(key, ()),
                    step=key in marked,
                    ref=f"derived:{name}" if known else None,
                )


def _rule(published: bool) -> str:
    return "公布值" if published else "分子÷分母×系数"


def _scored(shown: Presented, trace: Trace) -> Iterator[Scored]:
    result = shown.result
    marked = {(mark.year, mark.unit) for mark in result.ratios.marks}
    for y, year in enumerate(result.years):
        for u, unit in enumerate(result.units):
            if np.isnan(result.scores[CHOICES[0]].total[y, u]):
                continue
            name = f"index/{unit}/{year}"
            trace[name] = _score_derivation(shown, tuple(_ratio_refs(shown, unit, year)))
            yield Scored(
                region=unit,
                year=year,
                scores={str(choice): float(result.scores[choice].total[y, u]) for choice in CHOICES},
                ranks={str(choice): int(result.scores[choice].ranks[y, u]) for choice in CHOICES},
                best_rank=int(result.best_rank[y, u]),
                worst_rank=int(result.worst_rank[y, u]),
                ranked_among=int(result.scored[y]),
                step=(year, unit) in marked,
                ref=f"derived:{name}",
            )


def _score_derivation(shown: Presented, ratios: tuple[str, ...]) -> Derivation:
    bounds = tuple(f"derived:bounds/{ratio.row.code}" for ratio in shown.facts.ratios)
    weights = ("derived:weights/equal", "derived:weights/entropy")
    return Derivation(
        rule="比率按上下界归一到 1–100 并截断，再加权平均；名次在当年有得分的省份中排定",
        inputs=ratios + bounds + weights,
    )


def _ratio_refs(shown: Presented, unit: str, year: int) -> Iterator[str]:
    for ratio in shown.facts.ratios:
        yield f"derived:ratio/{ratio.row.code}/{unit}/{year}"


def _group(shown: Presented, trace: Trace) -> Iterator[GroupScored]:
    name, table = shown.zone.row.name, shown.group.ratios
    gaps = {(gap.year, gap.ratio): gap.missing for gap in table.gaps}
    members = {member.row.code for member in shown.members}
    marked = {(mark.year, mark.ratio) for mark in shown.result.ratios.marks if mark.unit in members}
    for y, year in enumerate(table.years):
        cells = []
        for r, ratio in enumerate(shown.facts.ratios):
            key, value = f"ratio/{ratio.row.code}/{name}/{year}", table.values[y, 0, r]
            known = not np.isnan(value)
            if known:
                inputs = (shown.zone.ref, *inputs_of(shown.facts, ratio.row, year, shown.members))
                trace[key] = Derivation(rule="各成员分子之和÷分母之和×系数", inputs=inputs)
            cells.append(
                Cell(
                    region=name,
                    year=year,
                    ratio=ratio.row.code,
                    value=float(value) if known else None,
                    missing=gaps.get((year, ratio.row.code), ()),
                    step=(year, ratio.row.code) in marked,
                    ref=f"derived:{key}" if known else None,
                )
            )
        scores = {str(choice): float(shown.group.scores[choice][y, 0]) for choice in CHOICES}
        complete = not any(np.isnan(score) for score in scores.values())
        if complete:
            trace[f"index/{name}/{year}"] = _score_derivation(shown, tuple(_ratio_refs(shown, name, year)))
        yield GroupScored(
            name=name,
            year=year,
            scores=scores if complete else {},
            cells=tuple(cells),
            ref=f"derived:index/{name}/{year}" if complete else None,
        )
