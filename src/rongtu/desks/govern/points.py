"""Finding points: the subjects × indicators × periods that figures speak of, page by page in the order of their key.

Cost is linear in the observations that fit, and n log n in the points among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Subquery, and_, collate, func, literal, select

from rongtu.facts.fields import KINDS, Kind
from rongtu.facts.records.evidence import Indicator, Observation, Source
from rongtu.facts.schema import table

SUBJECT = ("region", "zone", "item", "organisation")
"""What a figure may speak of: just one of these is filled."""

TARGET = ("to_region", "to_zone")
"""Where a flow goes, if the figure is of one."""

PLACED = (*SUBJECT, *TARGET, "country")

POINT = (*PLACED, "indicator", "period", "nature")
"""What the figures of a point have in common."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point: its key (kinds and keys of what it speaks of, indicator, period), and the ids of its figures."""

    key: str
    figures: tuple[UUID, ...]


def find_points(
    connection: Connection,
    *where: ColumnElement[bool],
    having: ColumnElement[bool] | None = None,
    after: str = "",
    most: int,
) -> list[Point]:
    """The first `most` points after the key `after` whose figures are `where` and, together, `having`."""
    grouped = _grouped(where, having)
    query = _keyed(grouped, after).limit(most)
    return [Point(row.key, tuple(row.figures)) for row in connection.execute(query)]


def same_point(row: Any) -> ColumnElement[bool]:
    """The condition on observations to be of the point that `row` (anything with its columns) is of."""
    return same(row, POINT)


def same(row: Any, names: Sequence[str]) -> ColumnElement[bool]:
    """The condition on observations to have in these columns what `row` has."""
    return and_(*(_equals(table(Observation).c[name], getattr(row, name)) for name in names))


def column_kind(name: str) -> Kind:
    """The kind of record a column of observations refers to."""
    return KINDS[KINDS["observation"].column(name).field.refers or ""]


def unit_of() -> ColumnElement[str]:
    """The unit of an observation joined with its indicator."""
    return func.coalesce(table(Observation).c.unit, table(Indicator).c.unit)


def _equals(column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    # not IS NOT DISTINCT FROM, for which no index is used
    return column.is_(None) if value is None else column == value


def _grouped(where: Sequence[ColumnElement[bool]], having: ColumnElement[bool] | None) -> Subquery:
    observations, indicators, sources = table(Observation), table(Indicator), table(Source)
    columns = [*(observations.c[name] for name in POINT), indicators.c.code]
    query = (
        select(*columns, func.array_agg(observations.c.id).label("figures"))
        .join(indicators, indicators.c.id == observations.c.indicator)
        # a figure whose source may not be shown is not shown either
        .join(sources, sources.c.id == observations.c.source)
        .where(*where)
        .group_by(*columns)
    )
    return (query if having is None else query.having(having)).subquery()


def _keyed(grouped: Subquery, after: str) -> Select[Any]:
    joined: FromClause = grouped
    parts: list[ColumnElement[str]] = []
    for name in (*SUBJECT, *TARGET):
        kind = column_kind(name)
        named = table(kind.name).alias(name)
        joined = joined.outerjoin(named, named.c.id == grouped.c[name])
        parts.append(literal(f"{name}:").concat(named.c[kind.key[0]]))
    # one order on every server, whatever its locale
    key = collate(func.concat_ws("|", *parts, grouped.c.country, grouped.c.code, grouped.c.period), "C")
    return select(key.label("key"), grouped.c.figures).select_from(joined).where(key > after).order_by(key)
