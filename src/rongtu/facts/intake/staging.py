"""Staging: sheets are read in chunks, checked, resolved and put into temporary tables beside their line numbers.

Nothing the store keeps is touched. What is wrong is collected, all of it up to a stated number, and never staged.
Memory is that of a chunk; cost is linear in the cells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import psycopg
from sqlalchemy import Connection, text

from rongtu.facts.fields import Kind
from rongtu.facts.intake import identity
from rongtu.facts.intake.checks import cleaned, stored
from rongtu.facts.intake.chunks import chunks
from rongtu.facts.intake.headers import Place, places
from rongtu.facts.intake.keys import ids
from rongtu.facts.intake.references import meant_by
from rongtu.facts.intake.refusing import bad_cells, bad_groups, bad_orders, bad_worlds, lost_references
from rongtu.facts.intake.sheets import Sheet
from rongtu.facts.intake.staged import Staged


def stage(connection: Connection, sheet: Sheet, staged: Staged, progress: Callable[[int], None]) -> None:
    """Stage the rows of a sheet within the caller's transaction; InputError where its header is wrong."""
    found = places(sheet)
    _table(connection, sheet.kind, staged)
    number = len(staged.sheets)
    staged.sheets.append(sheet)
    staged.said[number] = frozenset(place.column.name for place in found)
    before = staged.read.setdefault(sheet.kind.name, 0)
    for chunk in chunks(sheet, found, number, staged):
        _stage_chunk(connection, found, chunk, staged)
        progress(staged.read[sheet.kind.name] - before)


def _table(connection: Connection, kind: Kind, staged: Staged) -> None:
    if kind in staged.kinds:
        return
    listed = ", ".join(f'"{name}"' for name in ("id", *kind.names))
    connection.execute(text(f"CREATE TEMPORARY TABLE staged_{kind.name} AS SELECT {listed} FROM {kind.name} LIMIT 0"))
    connection.execute(text(f"ALTER TABLE staged_{kind.name} ADD in_sheet smallint, ADD in_row integer"))
    staged.kinds.append(kind)


def _stage_chunk(connection: Connection, found: Sequence[Place], frame: pl.DataFrame, staged: Staged) -> None:
    number = len(staged.sheets) - 1
    kind = staged.sheets[number].kind
    by_name = {place.column.name: place for place in found}
    told = {name: by_name.get(name) or Place(-1, name, kind.column(name)) for name in frame.columns if name != "in_row"}
    frame = frame.with_columns([cleaned(frame[name], place.column) for name, place in told.items()])
    bad = bad_cells(frame, told, number, staged)
    for check in (bad_groups, bad_orders, bad_worlds):
        bad |= check(frame, kind, number, staged)
    meant = meant_by(connection, frame, kind, staged)
    for name, known in meant.items():
        bad |= lost_references(frame, told[name], known, number, staged)
    frame = _without(frame, bad).with_columns([stored(place) for place in told.values()])
    keys = {name: _each(frame, name, {cell: one.key for cell, one in known.items()}) for name, known in meant.items()}
    referred = [_each(frame, name, {cell: one.id for cell, one in known.items()}) for name, known in meant.items()]
    frame = identity.derive(connection, kind, frame.with_columns(referred), keys.get("region"), staged.bodies)
    _copy(connection, kind, frame.with_columns(ids(kind, frame, keys)), number)


def _without(frame: pl.DataFrame, bad: set[int]) -> pl.DataFrame:
    return frame.filter(~pl.col("in_row").is_in(list(bad))) if bad else frame


def _each(frame: pl.DataFrame, name: str, told: dict[tuple[str, str], str]) -> pl.Series:
    """For each cell of a column what is told of it, unknown where it is."""
    pairs = zip(frame["nature"].to_list(), frame[name].to_list(), strict=True)
    return pl.Series(name, [told[pair] if pair[1] else None for pair in pairs], dtype=pl.String)


def _copy(connection: Connection, kind: Kind, frame: pl.DataFrame, number: int) -> None:
    names = [name for name in ("id", *kind.names) if name in frame.columns]
    empty = [name for name in kind.names if name not in frame.columns and kind.column(name).type == tuple[str, ...]]
    lists = [pl.lit("{}").alias(name) for name in empty]
    told = frame.select(*names, *lists, pl.lit(number).alias("in_sheet"), "in_row")
    listed = ", ".join(f'"{name}"' for name in told.columns)
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    statement = f"COPY staged_{kind.name} ({listed}) FROM STDIN (FORMAT csv)"
    with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.write(told.write_csv(include_header=False).encode())
