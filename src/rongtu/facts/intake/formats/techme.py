"""techme: yearbook tables of the R package, written as CSV: one figure a row, by province and year.

A data set such as `RDIntense` is written with `write.csv(RDIntense, "RDIntense.csv", row.names = FALSE)`. Variables the
built-in sample knows become its indicators, in its units and to its digits; others keep their own name and unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import rongtu.facts.records  # noqa: F401  (declares every kind)
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.formats.opened import MOST_PROBLEMS, Opened, Record, Records
from rongtu.facts.intake.formats.origins import Origin, of_sample, origins_sheet
from rongtu.facts.intake.formats.techme_names import Figure, factor, indicator_code, known, slips, source_text
from rongtu.facts.intake.formats.wanted import Format, Wanted, sort_out
from rongtu.facts.intake.sheets import Rows, Sheet
from rongtu.facts.sample import reader
from rongtu.vocab.evidence import Confidence, Direction, PeriodType, Side
from rongtu.vocab.problems import InputError, Problem
from rongtu.vocab.text import tidy, without_blanks

TABLE = Wanted("a long table", ("province", "year", "value", "units", "variables"), needed=False, several=True)
FIRMS = Wanted("HitechFirmsPub", ("province", "year", "num"), needed=False)
NAMES = Wanted("varsList", ("variables", "chn_full"), needed=False)

TERMS = "MIT（techme）"
NOTICE = (
    "techme, Copyright (c) 2021 Hu Huaping, MIT License (full text beside the data); figures published by the National "
    "Bureau of Statistics and the Ministry of Science and Technology"
)
"""As the sample words them, so that a source is the same in both."""

MISSING = ("", "NA", "NaN")

OBSERVATION = (
    "region",
    "indicator",
    "period",
    "period_type",
    "year",
    "value",
    "unit",
    "vintage",
    "remark",
    "confidence",
)
INDICATOR = (
    "code",
    "name_zh",
    "name_en",
    "definition",
    "unit",
    "side",
    "direction",
    "kind",
    "family",
    "vintage_note",
    "source",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table at hand: the data set it is, and its source."""

    opened: Opened
    dataset: str
    origin: Origin


def read(files: Sequence[Path]) -> tuple[Sheet, ...]:
    """Sources, indicators and observations of the tables; a figure that is missing (NA) is left out."""
    given = sort_out("techme", FORMAT.files, files)
    tables = [_table(opened) for opened in (*given[TABLE.name], *map(_as_long, given[FIRMS.name]))]
    if problems := [problem for table in tables for problem in _unit_problems(table)]:
        raise InputError(problems[:MOST_PROBLEMS])
    sample = {row["code"]: row for row in reader.read(KINDS["indicator"])}
    theirs = [of_sample(code) for code in sorted({row["source"] for row in sample.values()})]
    defined = partial(_indicators, tables, sample, given[NAMES.name])
    return (
        origins_sheet([*theirs, *(table.origin for table in tables)]),
        Sheet("techme", KINDS["indicator"], INDICATOR, defined, row_word="variable"),
        *(
            table.opened.sheet("observation", OBSERVATION, partial(_observation, table.dataset), table.origin.code)
            for table in tables
        ),
    )


def _as_long(firms: Opened) -> Opened:
    """The counts of high-tech firms as the other tables are."""
    long = firms.renamed({"num": "value"})

    def records() -> Records:
        for number, record in long.records():
            yield number, {**record, "variables": "num", "units": "家", "chn_block4": FIRMS.name}

    return Opened(firms.path, firms.name, long.fields, records, firms.row_word)


def _table(opened: Opened) -> Table:
    dataset = _dataset(opened)
    if text := source_text(dataset):
        # without the digest of the file, so that the source stays the sample's, word for word
        return Table(opened, dataset, Origin(text, TERMS, NOTICE))
    text = f"techme 数据包 (github.com/huhuaping/techme, MIT, {dataset})"
    return Table(opened, dataset, Origin(text, TERMS, NOTICE, opened.digest()))


def _dataset(opened: Opened) -> str:
    """The data set a table is: by the file's name, else by the first variable that stands in one only."""
    named = re.sub(r"\W.*", "", opened.path.stem)
    if named in {dataset for dataset, _ in known()}:
        return named
    for _, record in opened.records():
        holding = [dataset for dataset, variable in known() if variable == tidy(record["variables"])]
        if len(holding) == 1:
            return holding[0]
    return named or "techme"


def _unit_problems(table: Table) -> Iterator[Problem]:
    """Figures of the sample's indicators in a unit that is neither theirs nor one that is converted."""
    for number, record in table.opened.records():
        figure = known().get((table.dataset, tidy(record["variables"])))
        unit = tidy(record["units"])
        if figure and factor(unit, figure) is None and tidy(record["value"]) not in MISSING:
            yield Problem(
                f"{table.opened.name} {table.opened.row_word} {number}, column units",
                f"{tidy(record['variables'])} is in {figure.unit}, or in 万元 if it is money",
                repr(unit),
                "Correct the unit, or convert the figures.",
            )


def _indicators(tables: Sequence[Table], sample: Mapping[str, Record], lists: Sequence[Opened]) -> Rows:
    """Each indicator the tables have figures of, once: as the sample defines it, or by its name in the package."""
    names = {tidy(record["variables"]): record for opened in lists for _, record in opened.records()}
    done: set[str] = set()
    for table in tables:
        for _, record in table.opened.records():
            variable = tidy(record["variables"])
            figure = known().get((table.dataset, variable))
            code = figure.indicator if figure else indicator_code(variable)
            if code not in done:
                done.add(code)
                own = [sample[code][column] for column in INDICATOR] if figure else None
                yield len(done), own or _defined(code, variable, record, names.get(variable, {}), table.origin.code)


def _defined(code: str, variable: str, record: Record, name: Record, source: str) -> Sequence[str]:
    full = name.get("chn_full", "").replace(";", "_") or record.get("chn_block4", "") or variable
    definition = f"techme 变量 {variable}，定义见所引统计资料"
    unit = tidy(record["units"]) or "1"
    return (code, full, variable, definition, unit, Side.NONE, Direction.NONE, "unstated", "techme", "", source)


def _observation(dataset: str, record: Record) -> Iterator[Sequence[str]]:
    value = tidy(record["value"])
    if value in MISSING:
        return
    variable, unit = tidy(record["variables"]), tidy(record["units"])
    code = indicator_code(variable)
    if figure := known().get((dataset, variable)):
        code = figure.indicator
        value, unit = _converted(value, unit, figure)
    year = re.sub(r"\.0+$", "", tidy(record["year"]))
    written = without_blanks(record["province"])
    region = slips().get(written, written)
    remark = f"省名原误作“{written}”" if region != written else ""
    if region:
        yield (region, code, year, PeriodType.ANNUAL, year, value, unit, "unstated", remark, Confidence.QUOTED)


def _converted(value: str, unit: str, figure: Figure) -> tuple[str, str]:
    """A figure in the unit and to the digits of the sample; what is no number stays, to be refused by the checks."""
    try:
        # binary arithmetic on purpose: the sample was rounded so, and a figure that differs from it in the last
        # digit would be another figure for the same year
        return repr(round(float(value.replace(",", "")) * (factor(unit, figure) or 1.0), figure.digits)), figure.unit
    except ValueError:
        return value, figure.unit


FORMAT = Format(
    "techme",
    "techme 统计年鉴表",
    "yearbook tables of the R package techme",
    (TABLE, FIRMS, NAMES),
    read,
)
