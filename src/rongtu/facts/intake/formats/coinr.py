"""COINr: the units and indicators of a composite index, as the data frames `iData` and `iMeta` written as CSV.

Columns as `new_coin` of the R package wants them. A column that `iMeta` calls a group, an aggregate or other holds no
figure of its own and is left out, as are weights and the levels of the index.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import rongtu.facts.records  # noqa: F401  (declares every kind)
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.formats.gathering import distinct
from rongtu.facts.intake.formats.opened import Opened, Record
from rongtu.facts.intake.formats.origins import of_file, origins_sheet
from rongtu.facts.intake.formats.wanted import Format, Wanted, sort_out
from rongtu.facts.intake.sheets import Rows, Sheet
from rongtu.vocab.evidence import Confidence, Direction, PeriodType, Side
from rongtu.vocab.places import ZoneKind
from rongtu.vocab.problems import InputError, Problem
from rongtu.vocab.text import tidy

META = Wanted("iMeta.csv", ("iCode", "Direction", "Type"))
DATA = Wanted(
    "iData.csv",
    ("uCode", "Time"),
    mend="Add a column Time with the year of the figures: a figure without one is not taken.",
)

TERMS = "未注明，从数据集的条件 none stated: those of the data set"

FIGURES = ("indicator", "denominator")
"""Types of a column that hold figures."""

DIRECTIONS = {"1": Direction.UP, "-1": Direction.DOWN}

MISSING = ("", "NA", "NaN")

ZONE = ("name", "full_name", "kind", "note")
INDICATOR = ("code", "name_zh", "name_en", "definition", "unit", "side", "direction", "kind", "family")
OBSERVATION = ("zone", "indicator", "period", "period_type", "year", "value", "unit", "vintage", "confidence")


def read(files: Sequence[Path]) -> tuple[Sheet, ...]:
    """Units as zones, indicators, and a figure for each unit, indicator and time that has one."""
    given = sort_out("coinr", FORMAT.files, files)
    (meta,), (data,) = given[META.name], given[DATA.name]
    figures = _figures(meta, data)
    origins = [of_file(opened, "COINr", TERMS) for opened in (meta, data)]
    codes = [origin.code for origin in origins]
    return (
        origins_sheet(origins),
        Sheet(data.name, KINDS["zone"], ZONE, partial(_zones, data), source=codes[1]),
        meta.sheet("indicator", INDICATOR, partial(_indicator, figures), codes[0]),
        data.sheet("observation", OBSERVATION, partial(_observations, figures), codes[1]),
    )


def _figures(meta: Opened, data: Opened) -> Mapping[str, Record]:
    """The columns of the data that hold figures, by their code; InputError where the two files do not agree."""
    described = {tidy(record["iCode"]): record for _, record in meta.records()}
    figures = {code: record for code, record in described.items() if tidy(record["Type"]).lower() in FIGURES}
    problems = [
        Problem(
            f"{data.name} row 1, column {code}",
            "every figure that iMeta describes is a column of iData",
            "no such column",
            "Add the column to iData, or take its row out of iMeta.",
        )
        for code in figures
        if code not in data.fields
    ]
    problems += [
        Problem(
            f"{data.name} row 1, column {field}",
            "every column of iData but uCode, uName and Time is described in iMeta",
            "no row with that iCode",
            f"Add a row with iCode {field} and a Type to iMeta.",
        )
        for field in data.fields
        if field and field not in described and field not in ("uCode", "uName", "Time")
    ]
    several = [code for code, times in Counter(map(_code, figures)).items() if times > 1]
    problems += [
        Problem(
            f"{meta.name}, column iCode",
            "codes differ in more than capitals and signs",
            f"several that come to {code}",
            "Rename one, in iData too.",
        )
        for code in several
    ]
    if problems:
        raise InputError(problems)
    return figures


def _code(code: str) -> str:
    return f"coinr_{re.sub('[^a-z0-9]+', '_', code.lower()).strip('_')}"


def _unit(record: Record) -> str:
    return tidy(record.get("Unit", "")) or "1"


def _zone(record: Record) -> str:
    return tidy(record.get("uName", "")) or tidy(record["uCode"])


def _zones(data: Opened) -> Rows:
    def made() -> Rows:
        for number, record in data.records():
            yield (
                number,
                (_zone(record), _zone(record), ZoneKind.GROUP, f"COINr 单元 {tidy(record['uCode'])}，组成未知"),
            )

    yield from distinct(made(), lambda row: row[1][:1])


def _indicator(figures: Mapping[str, Record], record: Record) -> Iterator[Sequence[str]]:
    code = tidy(record["iCode"])
    if code not in figures:
        return
    name = tidy(record.get("iName", "")) or code
    parent, denominator = tidy(record.get("Parent", "")), tidy(record.get("Denominator", ""))
    said = [f"COINr iMeta：{code} {name}"]
    said += [f"上级 {parent}"] if parent not in MISSING else []
    said += [f"除以 {denominator}"] if denominator not in MISSING else []
    direction = DIRECTIONS.get(tidy(record["Direction"]).removesuffix(".0"), Direction.NONE)
    yield _code(code), name, name, "；".join(said), _unit(record), Side.NONE, direction, "unstated", "COINr"


def _observations(figures: Mapping[str, Record], record: Record) -> Iterator[Sequence[str]]:
    time = re.sub(r"\.0+$", "", tidy(record["Time"]))
    zone = _zone(record)
    for code, described in figures.items():
        value = tidy(record.get(code, ""))
        if value not in MISSING:
            cells = (zone, _code(code), time, PeriodType.ANNUAL, time, value, _unit(described))
            yield *cells, "unstated", Confidence.QUOTED


FORMAT = Format("coinr", "COINr 指标数据与说明", "COINr iData and iMeta", (META, DATA), read)
