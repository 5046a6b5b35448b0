"""Refusing: the rows of a chunk that break a rule, each of its bad cells named once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import polars as pl

from rongtu.facts.fields import Kind
from rongtu.facts.intake.checks import Rule, money_rules, rules
from rongtu.facts.intake.headers import Place
from rongtu.facts.intake.references import Meant
from rongtu.facts.intake.staged import Staged
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Nature
from rongtu.vocab.money import Fen
from rongtu.vocab.problems import Problem
from rongtu.vocab.uscc import FICTIONAL_REGION


def bad_cells(frame: pl.DataFrame, told: Mapping[str, Place], number: int, staged: Staged) -> set[int]:
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
        yield from money_rules(place)


def bad_groups(frame: pl.DataFrame, kind: Kind, number: int, staged: Staged) -> set[int]:
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


def bad_orders(frame: pl.DataFrame, kind: Kind, number: int, staged: Staged) -> set[int]:
    """Refuse the rows in which of two figures that go from low to high the first is above the second; their numbers."""
    bad: set[int] = set()
    for low, high in kind.ordered:
        if low not in frame.columns or high not in frame.columns:
            continue
        below, above = (_comparable(kind, name) for name in (low, high))
        for row, first, second in frame.filter(below > above).select("in_row", low, high).iter_rows():
            rule = f"{low} is not above {high}"
            problem = Problem(staged.where(number, row), rule, repr((first, second)), "Correct one of the two.")
            staged.refuse(number, row, problem)
            bad.add(row)
    return bad


def _comparable(kind: Kind, name: str) -> pl.Expr:
    """A column as it is compared: numbers as such, dates by the shorter of the two precisions."""
    cell = pl.col(name)
    return cell.str.slice(0, 4) if kind.column(name).type is PartialDate else cell.cast(pl.Float64, strict=False)


def bad_worlds(frame: pl.DataFrame, kind: Kind, number: int, staged: Staged) -> set[int]:
    """Refuse rows said to be real whose credit code is of the region that there is not; their numbers."""
    coded = [column.name for column in kind.columns if column.field.form == "uscc" and column.name in frame.columns]
    bad: set[int] = set()
    for name in coded:
        invented = (pl.col(name).str.slice(2, 2) == FICTIONAL_REGION) & (pl.col("nature") == Nature.REAL.value)
        for row, cell in frame.filter(invented).select("in_row", name).iter_rows():
            problem = Problem(
                f"{staged.where(number, row)}, column {name}",
                "a credit code of region 99 is of an invented body",
                repr(cell),
                "Load it as what it is (--nature fictional or synthetic), or correct the code.",
            )
            staged.refuse(number, row, problem)
            bad.add(row)
    return bad


def lost_references(
    frame: pl.DataFrame, place: Place, known: Mapping[tuple[str, str], Meant], number: int, staged: Staged
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
