"""Who is placed on nodes, as columns: a region has a million such rows, and of most only the total of a node counts.

Only rows in a supplying role are read; a lead (by industry class, name or text) only where a figure, observed or
assumed, comes with it. Time and memory are linear in the rows read, some 200 bytes each.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

import polars as pl
from sqlalchemy import Connection

from rongtu.facts.columns import columns
from rongtu.facts.merges import merged
from rongtu.facts.scope import Scope, Whereabouts
from rongtu.vocab.chains import BasisGrade, CapabilityRole, CapacityBasis
from rongtu.vocab.dates import PartialDate, interval

SUPPLYING = frozenset({CapabilityRole.PRODUCES, CapabilityRole.INTEGRATES})
"""Roles in which a body delivers what a node is."""

PROVEN = frozenset({BasisGrade.NAMED, BasisGrade.REGISTRY})
"""Grades that name a body; the others only say "of this trade" and count where they come with a figure."""

COLUMNS: Mapping[str, type[pl.DataType]] = {
    "id": pl.String,
    "node": pl.String,
    "body": pl.String,
    "grade": pl.Categorical,
    "as_of": pl.Categorical,
    "capacity": pl.Int64,
    "basis": pl.Categorical,
    "visibility": pl.Categorical,
    "zone": pl.Categorical,
    "city": pl.Categorical,
    "region": pl.Categorical,
}
"""A row: the capability's columns, its `body` (the organisation, or the one it was merged into), the body's places.

Money in fen. Texts that are few are kept once each.
"""

PLACES = ("zone", "city", "region")
"""The narrowest first, as a scope asks for them."""

READ = """
    SELECT c.id, c.node, o.id AS body, c.grade, c.as_of, c.capacity, c.capacity_basis AS basis, c.visibility,
        o.zone, o.city, o.region
    FROM capability c
    LEFT JOIN unnest(%(merged)s::uuid[], %(into)s::uuid[]) AS m (merged, into_body) ON m.merged = c.organisation
    JOIN organisation o ON o.id = coalesce(m.into_body, c.organisation)
    WHERE c.node IS NOT NULL AND c.role = ANY(%(roles)s)
        AND (%(everywhere)s OR c.node = ANY(%(nodes)s::uuid[]))
        AND (c.grade = ANY(%(proven)s) OR c.capacity IS NOT NULL OR c.id = ANY(%(assumed)s::uuid[]))
"""


def read_placed(
    connection: Connection, scope: Scope, assumed: Collection[UUID], nodes: Collection[UUID] | None
) -> pl.DataFrame:
    """The rows visible that may supply these nodes (None: any), as `placed` makes them."""
    same = merged(connection)
    given = {
        "merged": list(same),
        "into": list(same.values()),
        "roles": sorted(SUPPLYING),
        "proven": sorted(PROVEN),
        "everywhere": nodes is None,
        "nodes": list(nodes or ()),
        "assumed": list(assumed),
    }
    return placed(columns(connection, READ, given, COLUMNS), scope)


def nobody() -> pl.DataFrame:
    """No rows, with the columns of `placed`."""
    return placed(pl.DataFrame(schema={name: kind() for name, kind in COLUMNS.items()}), Scope(None))


def placed(read: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Rows in the order of their ids with what is told of each: recency, rank of its grade, whether sales, where."""
    grades = {grade.value: rank for rank, grade in enumerate(BasisGrade)}
    days = {text: recency(PartialDate(text)) for text in read["as_of"].unique().drop_nulls()}
    found = read.with_columns(
        recency=_told("as_of", days),
        rank=_told("grade", grades),
        sales=pl.col("basis").cast(pl.String).eq_missing(CapacityBasis.SALES.value),
    )
    places = found.select(PLACES).unique(maintain_order=True)
    told = [scope.whereabouts(*map(_identity, row)).value for row in places.iter_rows()]
    places = places.with_columns(where=pl.Series(told, dtype=pl.Enum([place.value for place in Whereabouts])))
    found = found.join(places, on=PLACES, how="left", nulls_equal=True)
    return found.drop(*PLACES, "as_of", "basis").sort("id")


def recency(when: PartialDate | None) -> int:
    """A date as a number that grows with it: its last day, before all dates where there is none."""
    return interval(when)[1].toordinal() if when else 0


def _told(column: str, meaning: Mapping[str, int]) -> pl.Expr:
    """What each value of a column means; 0 where there is none."""
    return pl.col(column).cast(pl.String).replace_strict(dict(meaning), default=0, return_dtype=pl.Int32)


def _identity(text: str | None) -> UUID | None:
    return UUID(text) if text else None
