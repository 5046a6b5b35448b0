"""Reads the sample's CSV files as text, one per kind of record: `data/<kind>.csv`, beside `NOTICE.md`.

The header names fields in the order of definition, without those that are derived, that no row fills, or that a file
of real and public rows need not repeat (`UNWRITTEN`). An empty cell is unknown, the parts of a tuple are joined by
`|`, a reference is the natural key of the record referred to.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from importlib.resources import files
from typing import IO

import rongtu.facts.records  # noqa: F401  (declares every kind)
from rongtu.facts.fields import KINDS, Kind
from rongtu.facts.intake.sheets import Rows, Sheet

FILES = (
    "source",
    "region",
    "zone",
    "indicator",
    "ratio",
    "observation",
    "step_change",
    "chain",
    "cluster",
    "item",
    "chain_node",
    "claim",
    "link",
    "survey",
    "organisation",
    "capability",
    "crosswalk",
    "facility",
    "policy",
    "finance_product",
    "project",
    "assumption",
)
"""Names of the kinds with a file, so ordered that a row refers only to kinds before its own, or to its own."""

UNWRITTEN = ("nature", "visibility")
"""Fields the files leave out: every row of the sample is real and public."""


def kinds() -> tuple[Kind, ...]:
    """The kinds the sample has rows of, in the order in which they can be landed."""
    return tuple(KINDS[name] for name in FILES)


def header(kind: Kind) -> tuple[str, ...]:
    """The column names of the file of `kind`."""
    with _open(kind) as lines:
        return tuple(next(csv.reader(lines)))


def read(kind: Kind) -> Iterator[dict[str, str]]:
    """The rows of `kind` as written, in the order of the file."""
    head = header(kind)
    return (dict(zip(head, cells, strict=True)) for _, cells in _rows(kind))


def sheets() -> tuple[Sheet, ...]:
    """Every file as a sheet, in the order in which they can be landed."""
    return tuple(Sheet(f"{kind.name}.csv", kind, header(kind), partial(_rows, kind)) for kind in kinds())


def some(chosen: Mapping[str, Sequence[Mapping[str, str]]]) -> tuple[Sheet, ...]:
    """Rows chosen from some kinds of the sample, as sheets in the order given; the sources they name come first."""
    used = {row["source"] for rows in chosen.values() for row in rows}
    sources = [row for row in read(KINDS["source"]) if row["code"] in used]
    return tuple(_some(name, rows) for name, rows in {"source": sources, **chosen}.items())


def _some(name: str, rows: Sequence[Mapping[str, str]]) -> Sheet:
    cells = [(number, tuple(row.values())) for number, row in enumerate(rows, start=1)]
    return Sheet(f"{name}.csv", KINDS[name], header(KINDS[name]), lambda: iter(cells), row_word="entry")


def _rows(kind: Kind) -> Rows:
    with _open(kind) as lines:
        records = csv.reader(lines)
        next(records)
        yield from enumerate(records, start=2)


def _open(kind: Kind) -> IO[str]:
    return files(__package__).joinpath("data", f"{kind.name}.csv").open(encoding="utf-8")
