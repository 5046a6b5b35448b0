"""A folder with a supply network and shocks, in the form of the ESRI cases: read whole, every bad row told.

`edges.csv` (supplier, buyer, value), `firms.csv` (firm, sector and, as `config.json` asks for, market, revenue, costs,
weight_1 …) and `essential.csv` must be there: 0, 1 or 2 by the supplier's sector (row) and the buyer's (column).
`weights.csv` (firm, and a column for each weight), `psi.csv` and `psi_up.csv` (firm, scenario, shock) may be; without
the last two every firm fails in turn.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rongtu.faces.cli.engine_files import read_text
from rongtu.vocab.problems import InputError, Problem

MOST = 100
"""Bad rows told of a file; more are cut."""

FIRST_ROW = 2
"""The row of a file in which its data begin."""

MOST_FIRMS = 2**31 - 1

_WEIGHT = re.compile(r"weight(_(\d+))?", re.ASCII)


class CaseConfig(BaseModel):
    """`config.json`: where the sweep stops, and which columns of firms.csv count."""

    model_config = ConfigDict(extra="allow")

    eps: float = Field(default=1e-2, ge=0, lt=1, allow_inf_nan=False)
    conv_type: int = Field(default=1, ge=1, le=2)
    replaceability: bool = False
    revenue: bool = False
    costs: bool = False
    sector_impacts: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ShockRows:
    """A file of shocks: firms by their place in firms.csv, scenarios and shares."""

    firm: NDArray[np.int64]
    scenario: NDArray[np.int64]
    share: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What a folder says; firms are told by their place in firms.csv, sectors and markets by numbers from 0."""

    config: CaseConfig
    firms: tuple[str, ...]
    sectors: tuple[str, ...]
    supplier: NDArray[np.int64]
    buyer: NDArray[np.int64]
    value: NDArray[np.float64]
    sector: NDArray[np.int64]
    essential: NDArray[np.int64]
    market: NDArray[np.int64] | None
    revenue: NDArray[np.float64] | None
    costs: NDArray[np.float64] | None
    weights: NDArray[np.float64] | None
    psi: ShockRows | None
    psi_up: ShockRows | None


def read_case(folder: Path) -> Case:
    """Read a folder. Raises InputError with the bad rows of the first file that has any."""
    config = _config(folder / "config.json")
    firms = _firms(folder / "firms.csv", config)
    names = firms["firm"]
    sectors, essential = _essential(folder / "essential.csv")
    sector = _sectors(folder, firms["sector"], sectors)
    edges = _table(folder / "edges.csv", ("supplier", "buyer"), ("value",), names.dtype)
    supplier, buyer = (_placed(folder / "edges.csv", edges, end, names) for end in ("supplier", "buyer"))
    return Case(
        config=config,
        firms=tuple(map(str, names.to_list())),
        sectors=sectors,
        supplier=supplier,
        buyer=buyer,
        value=edges["value"].to_numpy(),
        sector=sector,
        essential=essential,
        market=_numbered(firms["market"]) if config.replaceability else None,
        revenue=firms["revenue"].to_numpy() if config.revenue else None,
        costs=firms["costs"].to_numpy() if config.costs else None,
        weights=_weights_of(folder / "weights.csv", firms),
        psi=_shocks(folder / "psi.csv", names),
        psi_up=_shocks(folder / "psi_up.csv", names),
    )


def _config(path: Path) -> CaseConfig:
    try:
        return CaseConfig.model_validate(json.loads(read_text(path)))
    except ValidationError as error:
        problems = [
            Problem(f"{path}, {'.'.join(map(str, one['loc']))}", one["msg"], repr(one.get("input"))[:80], "Correct it.")
            for one in error.errors(include_url=False)
        ]
        raise InputError(problems) from None
    except (ValueError, RecursionError) as error:
        raise InputError.single(str(path), "valid JSON", str(error), "Mend the syntax.") from None


def _firms(path: Path, config: CaseConfig) -> pl.DataFrame:
    """The firms: `firm` a whole number where all are, else text; the columns that count as numbers."""
    header = _header(path, ("firm", "sector"))
    amounts = [name for name in ("revenue", "costs") if getattr(config, name)]
    texts = ["firm", "sector", *(["market"] if config.replaceability else [])]
    firms = _table(path, texts, [*amounts, *_weights(header)], pl.String())
    if firms.is_empty():
        raise InputError.single(str(path), "a network has at least one firm", 0, "Give the firms.")
    twice = _rows_where(firms["firm"].is_duplicated())
    if twice:
        found = firms["firm"].to_list()
        rule = "a firm has one row"
        raise InputError([_problem(path, row, rule, found[row], "Remove one of the rows.") for row in twice])
    numbers = firms["firm"].cast(pl.Int64, strict=False)
    # "01" and "1" would be one number
    as_told = numbers.cast(pl.String).eq_missing(firms["firm"]).all()
    return firms.with_columns(firm=numbers) if as_told else firms


def _essential(path: Path) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The sectors in the order of the table's rows, and the table with its columns in the same order."""
    header = _header(path, ())
    table = _table(path, header[:1], header[1:], pl.String())
    rows = [str(name) for name in table[header[0]].to_list()]
    problems = [
        Problem(f"{path}, sector {name}", "a sector has one row and one column", "only one of them", "Add the other.")
        for name in sorted(set(rows) ^ set(header[1:]))
    ]
    if len(set(rows)) < len(rows):
        problems.append(Problem(str(path), "a sector has one row", "several", "Remove the repeated ones."))
    if problems:
        raise InputError(problems[:MOST])
    matrix = table.select(rows).to_numpy()
    bad = np.argwhere(~np.isin(matrix, (0, 1, 2)))[:MOST]
    if len(bad):
        rule = "an importance is 0, 1 or 2"
        raise InputError(
            [_problem(path, row, rule, matrix[row, at], "Correct it.", rows[at]) for row, at in bad.tolist()]
        )
    return tuple(rows), matrix.astype(np.int64)


def _shocks(path: Path, names: pl.Series) -> ShockRows | None:
    if not path.exists():
        return None
    table = _table(path, ("firm",), ("scenario", "shock"), names.dtype)
    scenario = table["scenario"].to_numpy()
    bad = np.flatnonzero(~((scenario >= 0) & (scenario < MOST_FIRMS) & (scenario == np.floor(scenario))))[:MOST]
    if len(bad):
        rule = "scenarios are numbered from 0"
        raise InputError([_problem(path, row, rule, scenario[row], "Number it.", "scenario") for row in bad.tolist()])
    return ShockRows(_placed(path, table, "firm", names), scenario.astype(np.int64), table["shock"].to_numpy())


def _placed(path: Path, table: pl.DataFrame, column: str, names: pl.Series) -> NDArray[np.int64]:
    """The place of each firm of a column among the firms."""
    told = table[column]
    if names.dtype == pl.Int64 and names.equals(pl.int_range(len(names), eager=True).alias(names.name)):
        places, unknown = told.to_numpy(), (told < 0) | (told >= len(names))
    else:
        known = pl.DataFrame({column: names, "place": np.arange(len(names))})
        found = told.to_frame().join(known, on=column, how="left", maintain_order="left")["place"]
        places, unknown = found.fill_null(0).to_numpy(), found.is_null()
    if rows := _rows_where(unknown):
        rule = "a firm is one of firms.csv"
        raise InputError([_problem(path, row, rule, told[row], "Add the firm or correct it.", column) for row in rows])
    return places


def _sectors(folder: Path, told: pl.Series, sectors: Sequence[str]) -> NDArray[np.int64]:
    of = {name: number for number, name in enumerate(sectors)}
    found = told.replace_strict(of, default=-1, return_dtype=pl.Int64)
    if rows := _rows_where(found < 0):
        path, rule = folder / "firms.csv", "a sector has a row and a column in essential.csv"
        raise InputError([_problem(path, row, rule, told[row], "Add it or correct it.", "sector") for row in rows])
    return found.to_numpy()


def _numbered(told: pl.Series) -> NDArray[np.int64]:
    return np.unique(told.to_numpy().astype(str), return_inverse=True)[1]


def _weights_of(path: Path, firms: pl.DataFrame) -> NDArray[np.float64] | None:
    """The weights: all columns of a file of their own where there is one, else the firms' columns of that name."""
    names = firms["firm"]
    if not path.exists():
        found = [firms[name].to_numpy() for name in _weights(firms.columns)]
        return np.array(found) if found else None
    columns = [name for name in _header(path, ("firm",)) if name != "firm"]
    table = _table(path, ("firm",), columns, names.dtype)
    places = _placed(path, table, "firm", names)
    if len(np.unique(places)) != len(names) or len(places) != len(names):
        rule = "each firm of firms.csv has one row of weights"
        raise InputError.single(str(path), rule, len(places), "Give one row for each firm.")
    weights = np.empty((len(columns), len(names)))
    weights[:, places] = table.select(columns).to_numpy().T
    return weights


def _weights(header: Sequence[str]) -> list[str]:
    """The columns of weights, by their number."""
    found = [(int(match[2] or 0), name) for name in header if (match := _WEIGHT.fullmatch(name))]
    return [name for _, name in sorted(found)]


def _header(path: Path, columns: Sequence[str]) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            header = [name.strip().strip('"') for name in file.readline(1_000_000).strip("\r\n").split(",")]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError.single(str(path), "the file can be read", str(error), "Correct the path or file.") from None
    missing = [name for name in columns if name not in header]
    problems = [_problem(path, -1, f"there is a column {name}", header, "Add it.") for name in missing]
    if len(set(header)) < len(header):
        problems.append(_problem(path, -1, "the header names each column once", header, "Rename the repeated ones."))
    if problems:
        raise InputError(problems)
    return header


def _table(path: Path, labels: Sequence[str], amounts: Sequence[str], label: pl.DataType) -> pl.DataFrame:
    """Columns of a CSV as labels and numbers, read by column: no object is made for a row."""
    header, columns = _header(path, (*labels, *amounts)), [*labels, *amounts]
    form = dict.fromkeys(labels, label) | dict.fromkeys(amounts, pl.Float64())
    try:
        # what is no number is read as unknown, and told below
        table = pl.read_csv(path, columns=columns, schema_overrides=form, infer_schema=False, ignore_errors=True)
    except pl.exceptions.PolarsError as error:
        problems = _ragged(path, len(header)) or [Problem(str(path), "valid CSV", str(error), "Mend it.")]
        raise InputError(problems) from None
    table = table.select(columns)
    if rows := _rows_where(table.select(pl.any_horizontal(pl.all().is_null())).to_series()):
        raise InputError(_unread(path, table, rows, header))
    return table


def _unread(path: Path, table: pl.DataFrame, rows: Sequence[int], header: Sequence[str]) -> list[Problem]:
    """A problem for each cell of these rows that could not be read."""
    problems, lines = [], dict(_lines(path, {row + FIRST_ROW for row in rows}))
    for row in rows:
        cells = lines.get(row + FIRST_ROW, "").split(",")
        for name in table.columns:
            if table[name][row] is None:
                at = header.index(name)
                found = cells[at] if at < len(cells) else ""
                rule = "a cell is not empty" if table[name].dtype == pl.String else "a cell is a number"
                problems.append(_problem(path, row, rule, found, "Correct the cell.", name))
    return problems[:MOST]


def _ragged(path: Path, cells: int) -> list[Problem]:
    """The rows that have more cells than the header."""
    rule = f"a row has {cells} cells as the header"
    problems = []
    for number, line in _lines(path, None):
        if line.count(",") >= cells and '"' not in line:
            found = line.count(",") + 1
            problems.append(_problem(path, number - FIRST_ROW, rule, found, "Remove cells, or mend decimal commas."))
            if len(problems) == MOST:
                break
    return problems


def _lines(path: Path, numbers: set[int] | None) -> Iterator[tuple[int, str]]:
    """Lines of a file with their numbers from 1: those asked for, or all."""
    last = max(numbers) if numbers else None
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if numbers is None or number in numbers:
                yield number, line.rstrip("\r\n")
            if number == last:
                break


def _rows_where(bad: pl.Series) -> list[int]:
    found: list[int] = bad.arg_true().head(MOST).to_list()
    return found


def _problem(  # noqa: PLR0917 - the parts of a problem
    path: Path, row: int, rule: str, found: object, mend: str, column: str = ""
) -> Problem:
    """A problem in a row of data; -1 is the header."""
    where = f"{path}, row {row + FIRST_ROW}" + (f", column {column}" if column else "")
    return Problem(where, rule, repr(found)[:80], mend)
