"""Chunks: the rows of a sheet, many at a time, as columns of text named by their field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import polars as pl

from rongtu.facts.intake.headers import GIVEN, Place
from rongtu.facts.intake.sheets import Block, Row, Sheet
from rongtu.facts.intake.staged import Staged
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.problems import Problem

CHUNK = 50_000
"""Rows read together where a sheet gives them one by one."""


def chunks(sheet: Sheet, found: Sequence[Place], number: int, staged: Staged) -> Iterator[pl.DataFrame]:
    """The rows that are not empty from end to end, with `in_row` and what the file says of all its rows."""
    for block in sheet.blocks() if sheet.blocks else _blocks(sheet):
        rows = _columns(sheet, number, block, staged)
        if len(rows):
            named = rows.select("in_row", *(pl.col(str(one.position)).alias(one.column.name) for one in found))
            yield named.with_columns(_given(sheet, named))


def _blocks(sheet: Sheet) -> Iterator[Block]:
    rows = sheet.rows()
    while block := list(islice(rows, CHUNK)):
        yield block


def _columns(sheet: Sheet, number: int, block: Block, staged: Staged) -> pl.DataFrame:
    """The filled rows of a block as columns by position; uneven ones are refused."""
    if isinstance(block, list):
        rows = list(_whole(sheet, number, block, staged))
        columns = {str(place): [cells[place] for _, cells in rows] for place in range(len(sheet.header))}
        schema = dict.fromkeys(columns, pl.String)
        frame = pl.DataFrame(columns, schema=schema)
        return frame.with_columns(pl.Series("in_row", [row for row, _ in rows], dtype=pl.Int32))
    filled = block.filter(pl.any_horizontal(pl.exclude("in_row") != ""))
    staged.read[sheet.kind.name] += len(filled)
    return filled


def _whole(sheet: Sheet, number: int, rows: Iterable[Row], staged: Staged) -> Iterator[Row]:
    """Rows with a cell for each heading."""
    width = len(sheet.header)
    for row, cells in rows:
        if not any(cells):
            continue
        staged.read[sheet.kind.name] += 1
        if len(cells) < width or any(cells[width:]):
            problem = Problem(
                f"{sheet.name} {sheet.row_word} {row}",
                f"a row has {width} cells, one for each heading",
                str(len(cells)),
                "Add or remove cells, or quote a cell that holds a comma.",
            )
            staged.refuse(number, row, problem)
        else:
            yield row, cells[:width]


def _given(sheet: Sheet, frame: pl.DataFrame) -> list[pl.Expr]:
    """What is said of the whole file, where a row does not say it."""
    said = {"nature": sheet.nature, "visibility": Visibility.PUBLIC.value, "source": sheet.source}
    filled = []
    for name in GIVEN:
        if name in sheet.kind.names:
            own = pl.col(name) if name in frame.columns else pl.lit(None, pl.String)
            own = pl.when(own.str.strip_chars() != "").then(own)
            filled.append(own.otherwise(pl.lit(said[name] or None, pl.String)).alias(name))
    return filled
