"""Staging: sheets are read in chunks, checked, resolved and put into temporary tables beside their line numbers.

Nothing the store keeps is touched. What is wrong is collected, all of it up to a stated number, and never staged.
Memory is that of a chunk; cost is linear in the cells.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import polars as pl
import psycopg
from sqlalchemy import Connection, text

from rongtu.facts.fields import KEY_SEPARATOR, KINDS, NAMESPACE, Kind, id_text
from rongtu.facts.intake import identity
from rongtu.facts.intake.checks import Rule, cleaned, money_rule, rules, stored
from rongtu.facts.intake.headers import GIVEN, Place, places
from rongtu.facts.intake.references import Meant, resolve
from rongtu.facts.intake.sheets import Block, Sheet
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.money import Fen
from rongtu.vocab.problems import InputError, Problem

CHUNK = 50_000
"""Rows checked together."""

MOST_PROBLEMS = 1_000
"""Problems told in one go; a file with more of them is wrong as a whole."""

MOST_REFUSED = 100_000
"""Rows that may be put aside when the good ones are to land alone."""

NUL = "\0"
"""What no text of the store may hold."""

Row = tuple[int, Sequence[str]]


@dataclass(slots=True)
class Staged:
    """What was staged in this session, and what was refused on the way."""

    sheets: list[Sheet] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    problems: list[tuple[int, int, Problem]] = field(default_factory=list)
    """Sheet and row of each problem told."""
    count: int = 0
    refused: dict[int, dict[int, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    """Sheet and row to the reasons why the row was refused."""

    def refuse(self, sheet: int, row: int, problem: Problem) -> None:
        """A row is refused; InputError once more are than may be put aside."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append((sheet, row, problem))
        reasons = self.refused[sheet].setdefault(row, [])
        reasons.append(f"{problem.where.rpartition(', ')[2]}: {problem.rule}. {problem.mend}")
        self.count += 1
        if self.count > MOST_REFUSED:
            raise self.error()

    def error(self) -> InputError:
        """Every problem told, in the order of the rows, and how many there are beyond."""
        told = [problem for _, _, problem in sorted(self.problems, key=lambda one: one[:2])]
        if self.count > len(told):
            rest = Problem(
                f"and {self.count - len(told):,} more",
                f"the first {MOST_PROBLEMS:,} problems are told",
                f"{self.count:,} so far",
                "Mend what they have in common first.",
            )
            told.append(rest)
        return InputError(told)

    def where(self, sheet: int, row: int) -> str:
        """A row as reports name it."""
        return f"{self.sheets[sheet].name} {self.sheets[sheet].row_word} {row}"


def stage(connection: Connection, sheet: Sheet, staged: Staged, progress: Callable[[int], None]) -> None:
    """Stage the rows of a sheet within the caller's transaction; InputError where its header is wrong."""
    found = places(sheet)
    _table(connection, sheet.kind, staged)
    number = len(staged.sheets)
    staged.sheets.append(sheet)
    before = staged.read.setdefault(sheet.kind.name, 0)
    for block in sheet.blocks() if sheet.blocks else _blocks(sheet):
        chunk = _frame(sheet, number, block, staged)
        if len(chunk):
            _stage_chunk(connection, sheet, found, chunk, staged)
        progress(staged.read[sheet.kind.name] - before)


def _blocks(sheet: Sheet) -> Iterator[Block]:
    rows = sheet.rows()
    while block := list(islice(rows, CHUNK)):
        yield block


def _table(connection: Connection, kind: Kind, staged: Staged) -> None:
    if kind in staged.kinds:
        return
    listed = ", ".join(f'"{name}"' for name in ("id", *kind.names))
    connection.execute(text(f"CREATE TEMPORARY TABLE staged_{kind.name} AS SELECT {listed} FROM {kind.name} LIMIT 0"))
    connection.execute(text(f"ALTER TABLE staged_{kind.name} ADD in_sheet smallint, ADD in_row integer"))
    staged.kinds.append(kind)


def _frame(sheet: Sheet, number: int, block: Block, staged: Staged) -> pl.DataFrame:
    """The rows of a block that are not empty from end to end, as columns by position; uneven ones are refused."""
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


def _stage_chunk(
    connection: Connection, sheet: Sheet, found: Sequence[Place], chunk: pl.DataFrame, staged: Staged
) -> None:
    kind, number = sheet.kind, len(staged.sheets) - 1
    frame = chunk.select("in_row", *(pl.col(str(place.position)).alias(place.column.name) for place in found))
    frame = frame.with_columns(_given(sheet, frame))
    by_name = {place.column.name: place for place in found}
    told = {name: by_name.get(name) or Place(-1, name, kind.column(name)) for name in frame.columns if name != "in_row"}
    frame = frame.with_columns([cleaned(frame[name], place.column) for name, place in told.items()])
    bad = _cells(frame, told, number, staged) | _groups(frame, kind, number, staged)
    meant = _meant(connection, frame, told, kind, staged)
    for name, known in meant.items():
        bad |= _lost(frame, told[name], known, number, staged)
    frame = _without(frame, bad).with_columns([stored(place) for place in told.values()])
    keys = {name: _each(frame, name, {cell: one.key for cell, one in known.items()}) for name, known in meant.items()}
    ids = [_each(frame, name, {cell: one.id for cell, one in known.items()}) for name, known in meant.items()]
    frame = identity.derive(connection, kind, frame.with_columns(ids), keys.get("region"), kind in staged.kinds)
    frame = frame.with_columns(_ids(kind, frame, keys))
    _copy(connection, kind, frame, number)


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


def _cells(frame: pl.DataFrame, told: dict[str, Place], number: int, staged: Staged) -> set[int]:
    """Refuse the rows with a cell that breaks a rule, naming each such cell once; their numbers."""
    checked = [(place, rule) for place in told.values() for rule in _rules(place, frame)]
    if not checked:
        return set()
    marks = frame.select(
        [rule.broken.fill_null(value=False).alias(str(position)) for position, (_, rule) in enumerate(checked)]
    )
    broken = [position for position in range(len(checked)) if marks[str(position)].any()]
    cells: dict[tuple[int, str], tuple[Place, Rule, str]] = {}
    for position in broken:
        place, rule = checked[position]
        name = place.column.name
        for row, value in frame.filter(marks[str(position)]).select("in_row", name).iter_rows():
            cells.setdefault((row, name), (place, rule, value or ""))
    order = {name: position for position, name in enumerate(frame.columns)}
    for (row, _), (place, rule, value) in sorted(cells.items(), key=lambda item: (item[0][0], order[item[0][1]])):
        where = f"{staged.where(number, row)}, column {place.heading}"
        staged.refuse(number, row, Problem(where, rule.words, repr(value[:80]), rule.mend(value)))
    return {row for row, _ in cells}


def _rules(place: Place, frame: pl.DataFrame) -> Iterator[Rule]:
    """The rules of a column; where nothing is filled in, only that it must be."""
    column, empty = place.column, frame[place.column.name].null_count() == len(frame)
    wanted = not column.optional and column.type != tuple[str, ...]
    if empty and not wanted:
        return
    yield from islice(rules(column), 1 if empty else None)
    if column.type is Fen and not empty:
        yield money_rule(place)


def _groups(frame: pl.DataFrame, kind: Kind, number: int, staged: Staged) -> set[int]:
    """Refuse the rows in which not just one field of a group is filled; their numbers."""
    bad: set[int] = set()
    for group in kind.exactly_one:
        known = [name for name in group if name in frame.columns]
        filled = pl.sum_horizontal([pl.col(name).is_not_null() for name in known]) if known else pl.lit(0)
        for row, *cells in frame.filter(filled != 1).select("in_row", *known).iter_rows():
            names = [name for name, cell in zip(known, cells, strict=True) if cell is not None]
            rule = f"just one of {', '.join(group)} is filled"
            problem = Problem(staged.where(number, row), rule, repr(names), "Fill one, empty the rest.")
            staged.refuse(number, row, problem)
            bad.add(row)
    return bad


def _without(frame: pl.DataFrame, bad: set[int]) -> pl.DataFrame:
    return frame.filter(~pl.col("in_row").is_in(list(bad))) if bad else frame


def _meant(
    connection: Connection, frame: pl.DataFrame, told: dict[str, Place], kind: Kind, staged: Staged
) -> dict[str, dict[tuple[str, str], Meant]]:
    """What the cells of each column that refers mean, by the nature of their row."""
    meant: dict[str, dict[tuple[str, str], Meant]] = {}
    for name, place in told.items():
        if place.column.field.refers is None:
            continue
        target = KINDS[place.column.field.refers]
        found = meant[name] = {}
        for nature in frame["nature"].drop_nulls().unique().to_list():
            cells = frame.filter(pl.col("nature") == nature)[name].drop_nulls().unique().to_list()
            sendable = [cell for cell in cells if NUL not in cell]  # the others are refused for it
            if sendable:
                known = resolve(connection, target, sendable, nature, target in staged.kinds)
                found |= {(nature, cell): _own(target, kind, cell, nature, one) for cell, one in known.items()}
    return meant


def _each(frame: pl.DataFrame, name: str, told: dict[tuple[str, str], str]) -> pl.Series:
    """For each cell of a column what is told of it, unknown where it is."""
    pairs = zip(frame["nature"].to_list(), frame[name].to_list(), strict=True)
    return pl.Series(name, [told[pair] if pair[1] else None for pair in pairs], dtype=pl.String)


def _own(target: Kind, kind: Kind, cell: str, nature: str, meant: Meant) -> Meant:
    """A row of the same kind may come further down in the file: whether it did is looked at on landing."""
    if meant.fault and target is kind:
        return Meant(cell, _uuid(id_text(kind.name, cell, nature=nature)))
    return meant


def _lost(
    frame: pl.DataFrame, place: Place, known: dict[tuple[str, str], Meant], number: int, staged: Staged
) -> set[int]:
    """Refuse the rows whose cell means no record; their numbers."""
    faults = {cell for (_, cell), one in known.items() if one.fault}
    if not faults:
        return set()
    name, bad = place.column.name, set()
    doubtful = frame.filter(pl.col(name).is_in(list(faults))).select("in_row", "nature", name)
    for row, nature, cell in doubtful.iter_rows():
        one = known.get((nature, cell))
        if one and one.fault:
            where = f"{staged.where(number, row)}, column {place.heading}"
            staged.refuse(number, row, Problem(where, one.fault, repr(cell[:80]), one.mend))
            bad.add(row)
    return bad


def _ids(kind: Kind, frame: pl.DataFrame, keys: dict[str, pl.Series]) -> pl.Series:
    parts = [
        (keys[name] if name in keys else frame[name] if name in frame.columns else pl.Series([None], dtype=pl.String))
        for name in kind.key
    ]
    columns = [part.to_list() if len(part) == len(frame) else [None] * len(frame) for part in parts]
    natures = frame["nature"].to_list()
    plain = [KEY_SEPARATOR.join((kind.name, *(part or "" for part in row))) for row in zip(*columns, strict=True)]
    texts = [
        whole.rstrip(KEY_SEPARATOR) if nature == Nature.REAL else f"{whole}{KEY_SEPARATOR}nature={nature}"
        for whole, nature in zip(plain, natures, strict=True)
    ]
    return pl.Series("id", [_uuid(whole) for whole in texts], dtype=pl.String)


_SPACE = NAMESPACE.bytes


def _uuid(name: str) -> str:
    """The version 5 UUID of a name in our namespace, as `uuid.uuid5` makes it but five times as fast."""
    digest = hashlib.sha1(_SPACE + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


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
