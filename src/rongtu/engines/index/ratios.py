"""Ratios of a panel: numerator / denominator × factor; a gap stays a gap and says what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.index.inputs import Panel, RatioDefinition, StepMark
from rongtu.engines.index.results import Gap, RatioMark, RatioTable
from rongtu.vocab.problems import InputError, Problem


def compute_ratios(panel: Panel, definitions: Sequence[RatioDefinition], marks: Sequence[StepMark] = ()) -> RatioTable:
    """The ratios of every year and unit of `panel`; marks on indicators or units it does not have stand nowhere.

    Raises InputError naming every indicator a definition asks for and the panel does not have.
    """
    _check_indicators(panel, definitions)
    column = {code: panel.values[:, :, i] for i, code in enumerate(panel.indicators)}
    values = np.stack([_ratio(column, definition) for definition in definitions], axis=-1)
    values.setflags(write=False)
    return RatioTable(
        years=panel.years,
        units=panel.units,
        ratios=tuple(definition.code for definition in definitions),
        values=values,
        gaps=tuple(_gaps(panel, definitions, values)),
        marks=tuple(_ratio_marks(panel, definitions, marks)),
        facts=_facts(panel, definitions),
    )


def years_within(panel: Panel, years: Sequence[int]) -> Panel:
    """The panel cut down to `years` (those of them it has), in order."""
    kept = [i for i, year in enumerate(panel.years) if year in set(years)]
    chosen = tuple(panel.years[i] for i in kept)
    return Panel(chosen, panel.units, panel.indicators, panel.values[kept], panel.facts)


def _ratio(column: dict[str, NDArray[np.float64]], definition: RatioDefinition) -> NDArray[np.float64]:
    numerator = column[definition.numerator]
    if definition.denominator is None:
        return numerator * definition.factor
    denominator = column[definition.denominator]
    quotient = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient * definition.factor


def _check_indicators(panel: Panel, definitions: Sequence[RatioDefinition]) -> None:
    problems = [
        Problem(f"ratio {definition.code}", "its indicators stand in the panel", repr(code), "Add it to the panel.")
        for definition in definitions
        for code in _parts(definition)
        if code not in panel.indicators
    ]
    if problems:
        raise InputError(problems)


def _parts(definition: RatioDefinition) -> tuple[str, ...]:
    if definition.denominator is None:
        return (definition.numerator,)
    return definition.numerator, definition.denominator


def _gaps(panel: Panel, definitions: Sequence[RatioDefinition], values: NDArray[np.float64]) -> Iterator[Gap]:
    place = {code: i for i, code in enumerate(panel.indicators)}
    for y, u, r in np.argwhere(np.isnan(values)).tolist():
        parts = _parts(definitions[r])
        missing = tuple(code for code in parts if np.isnan(panel.values[y, u, place[code]]))
        yield Gap(
            panel.years[y], panel.units[u], definitions[r].code, missing or parts[1:], zero_denominator=not missing
        )


def _ratio_marks(
    panel: Panel, definitions: Sequence[RatioDefinition], marks: Sequence[StepMark]
) -> Iterator[RatioMark]:
    for mark in marks:
        units = panel.units if mark.unit is None else tuple(unit for unit in panel.units if unit == mark.unit)
        for definition in definitions:
            if mark.indicator in _parts(definition) and mark.year in panel.years:
                yield from (RatioMark(mark.year, unit, definition.code, mark) for unit in units)


def _facts(panel: Panel, definitions: Sequence[RatioDefinition]) -> dict[tuple[int, str, str], tuple[str, ...]]:
    facts: dict[tuple[int, str, str], tuple[str, ...]] = {}
    if panel.facts:
        for definition in definitions:
            for year in panel.years:
                for unit in panel.units:
                    cells = ((year, unit, code) for code in _parts(definition))
                    known = tuple(panel.facts[cell] for cell in cells if cell in panel.facts)
                    facts |= {(year, unit, definition.code): known} if known else {}
    return facts
