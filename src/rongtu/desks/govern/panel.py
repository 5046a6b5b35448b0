"""Observations as the panel the index engine takes: provinces by year by indicator, each cell with its row.

Only annual figures count, and in each series those of one vintage (`rongtu.desks.govern.series`). Where two sources
give one cell, the source that covers more cells of that indicator is taken, then the smaller source id; the other stays
in the store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import numpy as np
from sqlalchemy import Connection

from rongtu.desks.govern.series import Series, one_vintage
from rongtu.engines.index.inputs import Block, Framework, Panel, RatioDefinition, StepMark
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.evidence import Indicator, Observation, Ratio, StepChange
from rongtu.facts.records.places import Region
from rongtu.facts.schema import table
from rongtu.vocab.evidence import PeriodType
from rongtu.vocab.places import RegionLevel

BLOCKS = (Block("2011–2018", 2011, 2018), Block("2019–2023", 2019, 2023))
"""Years of one vintage of GDP: before and after the fourth economic census."""

Cells = dict[tuple[int, UUID, UUID], Stored[Observation]]
"""Year, region and indicator to the observation that counts."""


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """The facts of an evaluation: ratios in order, provinces by code, the series, the panel made of them, and marks."""

    ratios: tuple[Stored[Ratio], ...]
    provinces: tuple[Stored[Region], ...]
    indicators: dict[UUID, str]
    series: tuple[Series, ...]
    cells: Cells
    framework: Framework
    panel: Panel
    marks: tuple[StepMark, ...]


def read_evaluation(connection: Connection) -> EvaluationFacts:
    """Everything the evaluation needs, from the rows visible."""
    ratios = sorted(rows(connection, Ratio), key=lambda ratio: ratio.row.position)
    provinces = rows(connection, Region, table(Region).c.level == RegionLevel.PROVINCE.value)
    indicators = {row.id: row.row.code for row in rows(connection, Indicator)}
    used = {part for ratio in ratios for part in _parts(ratio.row)}
    series = one_vintage(_figures(connection, used, provinces), BLOCKS)
    cells = _cells([figure for one in series for figure in one.figures])
    measured = {region for _, region, _ in cells}
    provinces = [province for province in provinces if province.id in measured]
    return EvaluationFacts(
        ratios=tuple(ratios),
        provinces=tuple(provinces),
        indicators=indicators,
        series=series,
        cells=cells,
        framework=Framework(tuple(_definition(ratio.row, indicators) for ratio in ratios), BLOCKS),
        panel=_panel(cells, provinces, {part: indicators[part] for part in used}),
        marks=_marks(connection, provinces, indicators),
    )


def group_panel(facts: EvaluationFacts, members: Sequence[Stored[Region]], name: str) -> Panel:
    """The members together as one unit: sums of numerators and denominators where every member has both.

    A ratio that is taken as published for provinces is computed from the sums here, since shares do not add up.
    """
    codes = facts.panel.indicators
    years = facts.panel.years
    values = np.full((len(years), 1, len(codes)), np.nan)
    for y, year in enumerate(years):
        for part, code in facts.indicators.items():
            if code in codes:
                values[y, 0, codes.index(code)] = _sum(facts.cells, year, members, part)
        for ratio in (ratio.row for ratio in facts.ratios if ratio.row.published):
            top = _sum(facts.cells, year, members, ratio.numerator)
            bottom = _sum(facts.cells, year, members, ratio.denominator)
            assert ratio.published is not None
            published = codes.index(facts.indicators[ratio.published])
            values[y, 0, published] = top / bottom * float(ratio.factor) if bottom else np.nan
    return Panel(years, (name,), codes, values)


def inputs_of(facts: EvaluationFacts, ratio: Ratio, year: int, members: Sequence[Stored[Region]]) -> tuple[str, ...]:
    """Refs of the observations a ratio of these regions together rests on."""
    parts = (ratio.numerator, ratio.denominator)
    found = (facts.cells.get((year, region.id, part)) for region in members for part in parts)
    return tuple(row.ref for row in found if row)


def _parts(ratio: Ratio) -> tuple[UUID, ...]:
    return tuple(part for part in (ratio.published, ratio.numerator, ratio.denominator) if part)


def _definition(ratio: Ratio, indicators: dict[UUID, str]) -> RatioDefinition:
    published = ratio.published
    return RatioDefinition(
        code=ratio.code,
        numerator=indicators[published or ratio.numerator],
        denominator=None if published else indicators[ratio.denominator],
        factor=1.0 if published else float(ratio.factor),
        direction=ratio.direction,
        dimension=ratio.dimension,
    )


def _figures(
    connection: Connection, indicators: set[UUID], provinces: Sequence[Stored[Region]]
) -> list[Stored[Observation]]:
    """The annual figures of these provinces, of every vintage and source."""
    observation = table(Observation)
    return rows(
        connection,
        Observation,
        observation.c.period_type == PeriodType.ANNUAL.value,
        observation.c.to_region.is_(None) & observation.c.to_zone.is_(None) & observation.c.country.is_(None),
        observation.c.indicator.in_(indicators),
        observation.c.region.in_([province.id for province in provinces]),
    )


def _cells(figures: Sequence[Stored[Observation]]) -> Cells:
    coverage = Counter((row.row.indicator, row.row.source) for row in figures)
    cells: Cells = {}
    for row in sorted(figures, key=lambda row: (-coverage[row.row.indicator, row.row.source], str(row.row.source))):
        assert row.row.region is not None
        cells.setdefault((row.row.year, row.row.region, row.row.indicator), row)
    return cells


def _panel(cells: Cells, provinces: Sequence[Stored[Region]], used: dict[UUID, str]) -> Panel:
    years = tuple(range(BLOCKS[0].first_year, BLOCKS[-1].last_year + 1))
    codes = sorted(used.values())
    units = {province.id: province.row.code for province in provinces}
    order = {identity: position for position, identity in enumerate(units)}
    values = np.full((len(years), len(units), len(codes)), np.nan)
    facts = {}
    for (year, region, indicator), row in cells.items():
        if year in years:
            code = used[indicator]
            values[years.index(year), order[region], codes.index(code)] = float(row.row.value)
            facts[year, units[region], code] = row.ref
    return Panel(years, tuple(units.values()), tuple(codes), values, facts)


def _marks(
    connection: Connection, provinces: Sequence[Stored[Region]], indicators: dict[UUID, str]
) -> tuple[StepMark, ...]:
    codes = {province.id: province.row.code for province in provinces}
    return tuple(
        StepMark(codes[mark.row.region], indicators[mark.row.indicator], mark.row.year, mark.row.remark, mark.ref)
        for mark in rows(connection, StepChange)
        if mark.row.region in codes
    )


def _sum(cells: Cells, year: int, members: Sequence[Stored[Region]], indicator: UUID) -> float:
    found = [cells.get((year, region.id, indicator)) for region in members]
    if any(row is None for row in found):
        return float("nan")
    return float(sum((row.row.value for row in found if row), Decimal(0)))
