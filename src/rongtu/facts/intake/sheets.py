"""A sheet: what any file comes to before it is checked - a header and rows of text, each with its number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from rongtu.facts.fields import Kind

Rows = Iterator[tuple[int, Sequence[str]]]
"""Number of each row as a person counts it in the file, and its cells as text, empty where unknown."""

Row = tuple[int, Sequence[str]]
"""A row with its number."""

Block = pl.DataFrame | list[Row]
"""Rows read together: columns named by their position with `in_row` beside them, or rows one by one."""

MOST_COLUMNS = 1_000
MOST_CELL = 32_767
"""Characters of a cell: what a cell of a workbook can hold."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one kind as a file holds them; `rows` may be called again to read them once more.

    `name` is how reports call the file, `nature` and `source` what it says of rows that do not say it themselves;
    `blocks`, where a file can be read so, gives the same rows many at a time. Rows of a sheet that `fills` add to rows
    that are known what these do not say, and change nothing else. Columns `beside` tell where a row is from: one that
    differs from the known row in these alone changes nothing.
    """

    name: str
    kind: Kind
    header: tuple[str, ...]
    rows: Callable[[], Rows]
    nature: str = "real"
    source: str = ""
    row_word: str = "row"
    blocks: Callable[[], Iterator[Block]] | None = None
    fills: bool = False
    beside: frozenset[str] = frozenset()
