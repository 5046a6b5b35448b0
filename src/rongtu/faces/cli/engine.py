"""The engines on files, without a database: `rongtu engine chain|value|match|index`, file in, file out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from rongtu.engines.index import (
    CHOICES,
    Block,
    EntropyInput,
    Evaluation,
    Framework,
    Panel,
    RatioDefinition,
    draw,
    evaluate,
    obstacles,
)
from rongtu.faces.cli import engine_files as files
from rongtu.faces.cli.engine_chain import chain
from rongtu.faces.cli.engine_esri import esri
from rongtu.faces.cli.engine_match import match
from rongtu.faces.cli.engine_value import value
from rongtu.vocab.evidence import Direction
from rongtu.vocab.problems import InputError

app = typer.Typer(help="The engines on files, without a database.", no_args_is_help=True)

app.command()(chain)
app.command()(value)
app.command()(esri)
app.command()(match)

FRAMEWORK_KEYS = ("indicator", "block", "tails", "scale", "entropy_input")

DRAWN = ("median", "low", "high", "first", "top_three", "top_ten")
"""What is told of a unit's ranks over the runs."""


@app.command()
def index(
    data: Annotated[Path, typer.Argument(help="CSV: unit, year, then one column per indicator; empty = unknown.")],
    framework: Annotated[
        Path, typer.Argument(help="TOML: \\[\\[indicator]] code, direction …, \\[\\[block]] name, years.")
    ],
    out: Annotated[Path, typer.Option(help="Folder to write one CSV per step to.")],
    runs: Annotated[int, typer.Option(min=1, help="Runs that draw weights and mean anew, for draws.csv.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 20260101,
) -> None:
    """Evaluate a panel: normalised.csv, weights.csv, scores.csv, ranks.csv, draws.csv and obstacles.csv."""
    evaluation = evaluate(_panel(data), _framework(framework))
    cells = [(y, u) for y in range(len(evaluation.years)) for u in range(len(evaluation.units))]
    names = {cell: (evaluation.units[cell[1]], evaluation.years[cell[0]]) for cell in cells}
    choices = [str(choice) for choice in CHOICES]
    normalised = ((*names[cell], *evaluation.normalised[cell].tolist()) for cell in cells)
    scores = ((*names[cell], *(float(evaluation.scores[way].total[cell]) for way in CHOICES)) for cell in cells)
    files.write_csv(out / "normalised.csv", ("unit", "year", *evaluation.ratios.ratios), normalised)
    files.write_csv(out / "weights.csv", ("indicator", "low", "high", "equal", "entropy"), _weights(evaluation))
    files.write_csv(out / "scores.csv", ("unit", "year", *choices), scores)
    ranks = ((*names[cell], *_ranks(evaluation, cell)) for cell in cells)
    files.write_csv(out / "ranks.csv", ("unit", "year", *choices, "best", "worst", "scored"), ranks)
    drawn = ((*names[cell], *values) for cell, values in zip(cells, _draws(evaluation, runs, seed), strict=True))
    files.write_csv(out / "draws.csv", ("unit", "year", *DRAWN), drawn)
    degrees = obstacles(evaluation)
    held_back = ((*names[cell], *degrees[cell].tolist()) for cell in cells)
    files.write_csv(out / "obstacles.csv", ("unit", "year", *evaluation.ratios.ratios), held_back)


def _panel(data: Path) -> Panel:
    header, rows = files.read_csv(data, ("unit", "year"))
    indicators = tuple(name for name in header if name not in {"unit", "year"})
    keys: dict[tuple[int, str], files.Row] = {}
    for row in rows:
        year = row.cells["year"].strip()
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise InputError.single(f"{row.where}, column year", "a year has four digits", year, "Correct it.")
        if (int(year), row.cells["unit"]) in keys:
            found = (row.cells["unit"], year)
            raise InputError.single(row.where, "a unit has one row a year", found, "Remove one of the rows.")
        keys[int(year), row.cells["unit"]] = row
    years = tuple(sorted({year for year, _ in keys}))
    units = tuple(dict.fromkeys(unit for _, unit in keys))
    values = np.full((len(years), len(units), len(indicators)), np.nan)
    y_of = {label: i for i, label in enumerate(years)}
    u_of = {label: i for i, label in enumerate(units)}
    for (when, unit), row in keys.items():
        values[y_of[when], u_of[unit]] = [files.number_in(row, name) for name in indicators]
    return Panel(years, units, indicators, values)


def _framework(path: Path) -> Framework:
    """The framework a TOML file states.

    Optional: `tails`, `scale`, `entropy_input`, and of an indicator `numerator` (else its code), `denominator` (none),
    `factor` (1) and `dimension` (all).
    """
    content = files.read_toml(path)
    if unknown := sorted(content.keys() - FRAMEWORK_KEYS):
        raise InputError.single(
            str(path), f"its keys are {', '.join(FRAMEWORK_KEYS)}", unknown, "Correct or remove it."
        )
    try:
        tails, low_high = content.get("tails", (2.5, 97.5)), content.get("scale", (1.0, 100.0))
        return Framework(
            ratios=tuple(_ratio(item) for item in content["indicator"]),
            blocks=tuple(Block(item["name"], item["first_year"], item["last_year"]) for item in content["block"]),
            entropy_input=EntropyInput(content.get("entropy_input", EntropyInput.NORMALISED)),
            tails=(float(tails[0]), float(tails[1])),
            scale=(float(low_high[0]), float(low_high[1])),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        rule = "[[indicator]] has code and direction (+ or -), [[block]] name, first_year and last_year"
        raise InputError.single(str(path), rule, str(error), "Add or correct it.") from None


def _ratio(item: dict[str, Any]) -> RatioDefinition:
    return RatioDefinition(
        code=item["code"],
        numerator=item.get("numerator", item["code"]),
        denominator=item.get("denominator"),
        factor=float(item.get("factor", 1)),
        direction=Direction(item["direction"]),
        dimension=item.get("dimension", "all"),
    )


def _weights(evaluation: Evaluation) -> Iterable[tuple[object, ...]]:
    columns = [weights.values for weights in evaluation.weights.values()]
    for bound, *weights in zip(evaluation.bounds, *columns, strict=True):
        yield bound.ratio, bound.low, bound.high, *weights


def _ranks(evaluation: Evaluation, cell: tuple[int, int]) -> list[int | None]:
    ranks = [*(evaluation.scores[way].ranks[cell] for way in CHOICES), evaluation.best_rank[cell]]
    return [*(int(rank) or None for rank in (*ranks, evaluation.worst_rank[cell])), int(evaluation.scored[cell[0]])]


def _draws(evaluation: Evaluation, runs: int, seed: int) -> Iterable[tuple[float | None, ...]]:
    """What is told of each year and unit, in their order; nothing where a unit is not ranked."""
    found = draw(evaluation, runs, seed)
    columns = (getattr(found, name).ravel().tolist() for name in DRAWN)
    for ranked, *values in zip((evaluation.best_rank > 0).ravel().tolist(), *columns, strict=True):
        yield tuple(values) if ranked else (None,) * len(DRAWN)
