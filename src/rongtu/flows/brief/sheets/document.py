"""A workbook as data: sheets of typed columns, every row with the refs it rests on; the face only writes it down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from rongtu.acts.models import Model
from rongtu.desks.cluster.value.models import Estimated
from rongtu.flows.result import LoopResult
from rongtu.vocab.disclosure import withheld_words
from rongtu.vocab.money import WAN

T = TypeVar("T")

Kind = Literal["text", "refs", "whole", "number", "degree", "money", "share"]
"""What a column holds: words, refs, whole numbers, other numbers, scores of a few
decimals, money in 万元, shares of one."""

Value = str | int | float | None


class SheetColumn(Model):
    """A column: its heading, its unit, what it holds, how wide it is in characters."""

    heading: str
    unit: str
    kind: Kind
    width: float


class Sheet(Model):
    """A sheet: its name, what a reader must know of it in a sentence, columns and rows; an empty cell is None."""

    name: str
    note: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]


class Workbook(Model):
    """All sheets; `banner` stands over each of them where facts are not real, and is empty where they are."""

    title: str
    banner: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """A column and what it takes from an item."""

    column: SheetColumn
    of: Callable[[T], Value]


REFS = SheetColumn(heading="依据", unit="", kind="refs", width=30)
"""The last column of every sheet: what the row rests on."""


def words(heading: str, of: Callable[[T], str | None], width: float = 14) -> Field[T]:
    """A column of words."""
    return Field(SheetColumn(heading=heading, unit="", kind="text", width=width), of)


def number(heading: str, of: Callable[[T], Value], kind: Kind = "number", unit: str = "") -> Field[T]:
    """A column of numbers, in units of the sheet."""
    return Field(SheetColumn(heading=heading, unit=unit, kind=kind, width=max(9, 2.2 * len(heading))), of)


def money(heading: str, of: Callable[[T], float | None], unit: str = "万元") -> Field[T]:
    """A column of money, given in yuan."""
    return number(heading, lambda item: _scaled(of(item), "money"), "money", unit)


def ranged(heading: str, of: Callable[[T], Estimated | None], kind: Kind, unit: str = "") -> tuple[Field[T], ...]:
    """Three columns: the point and the two ends of the range."""
    return tuple(
        number(f"{heading}{end}", _part(of, field, kind), kind, unit)
        for end, field in (("", "point"), ("低端", "low"), ("高端", "high"))
    )


def _part(of: Callable[[T], Estimated | None], field: str, kind: Kind) -> Callable[[T], float | None]:
    def value(item: T) -> float | None:
        estimated = of(item)
        return _scaled(getattr(estimated, field), kind) if estimated is not None else None

    return value


def _scaled(value: float | None, kind: Kind) -> float | None:
    """Rounded to 10 significant digits, as results are kept; money in 万元."""
    if value is None:
        return None
    rounded = float(f"{value / WAN if kind == 'money' else value:.10g}")
    return 0.0 if rounded == 0 else rounded


def yes(told: bool | None) -> str | None:
    """是, 否, or nothing where it is not known."""
    return None if told is None else "是" if told else "否"


def listed(parts: Iterable[str | None], separator: str = "、") -> str | None:
    """The parts that are there, one after another; None where none is."""
    return separator.join(part for part in parts if part) or None


def lack(*figures: Estimated) -> str | None:
    """What figures lack, each once; that one is not shown where it is not."""
    told = [(withheld_words(one.level),) if one.withheld else one.missing for one in figures]
    return listed(dict.fromkeys(part for parts in told for part in parts))


def sources(result: LoopResult, refs: Iterable[str]) -> str | None:
    """The codes of the sources of the rows `refs`, each once."""
    return listed(dict.fromkeys(result.row_sources.get(ref) for ref in refs))


def behind(result: LoopResult, of: Callable[[T], Iterable[str]]) -> tuple[Field[T], ...]:
    """The two last columns: sources by code, and refs; of a derivation, of what went in."""
    return (
        words("来源", lambda item: sources(result, of(item)), 14),
        Field(REFS, lambda item: listed(dict.fromkeys(of(item)), " ")),
    )


def sheet(name: str, note: str, fields: Iterable[Field[T]], items: Iterable[T]) -> Sheet:
    """A sheet of items, a row each."""
    columns = tuple(fields)
    return Sheet(
        name=name,
        note=note,
        columns=tuple(field.column for field in columns),
        rows=tuple(tuple(field.of(item) for field in columns) for item in items),
    )
