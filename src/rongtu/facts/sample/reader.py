"""Reads the sample's CSV files as text, one per kind of record: `data/<kind>.csv`, beside `NOTICE.md`.

The header is the record's fields in the order of definition, without those a file of real and public rows need not
repeat (`UNWRITTEN`). An empty cell is unknown, the parts of a tuple are joined by `|`, a reference is the natural key
of the record referred to.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files

import rongtu.facts.records  # noqa: F401  (declares every kind)
from rongtu.facts.fields import KINDS, Kind

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
    "facility",
    "policy",
    "finance_product",
    "project",
)
"""Names of the kinds with a file, so ordered that a row refers only to kinds before its own, or to its own."""

UNWRITTEN = ("nature", "visibility")
"""Fields the files leave out: every row of the sample is real and public."""


def kinds() -> tuple[Kind, ...]:
    """The kinds the sample has rows of, in the order in which they can be landed."""
    return tuple(KINDS[name] for name in FILES)


def header(kind: Kind) -> tuple[str, ...]:
    """The column names of the file of `kind`."""
    return tuple(column.name for column in kind.columns if column.name not in UNWRITTEN)


def read(kind: Kind) -> Iterator[dict[str, str]]:
    """The rows of `kind` as written, in the order of the file."""
    path = files(__package__).joinpath("data", f"{kind.name}.csv")
    with path.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)
