"""Deliveries between bodies as columns: of each seller, buyer and item one amount a year, never several added up.

A region has millions of deliveries, so they are read and chosen by column; time and memory are linear in the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import polars as pl
from sqlalchemy import Connection

from rongtu.facts.columns import columns
from rongtu.facts.merges import merged
from rongtu.facts.scope import Scope
from rongtu.vocab.chains import CapabilityRole
from rongtu.vocab.disclosure import highest
from rongtu.vocab.evidence import Confidence, Visibility

FEN_PER_YUAN = 100

DELIVERIES: Mapping[str, type[pl.DataType]] = {
    "id": pl.String,
    "seller": pl.String,
    "buyer": pl.String,
    "item": pl.String,
    "year": pl.Int64,
    "amount": pl.Int64,
    "confidence": pl.String,
    "source": pl.String,
    "visibility": pl.String,
}

BODIES: Mapping[str, type[pl.DataType]] = {
    "id": pl.String,
    "name": pl.String,
    "zone": pl.String,
    "city": pl.String,
    "region": pl.String,
    "industry": pl.String,
}

READ_DELIVERIES = "SELECT id, seller, buyer, item, year, amount, confidence, source, visibility FROM supply"

READ_BODIES = """
    SELECT id, name, zone, city, region, industry FROM organisation
    WHERE id IN (SELECT seller FROM supply UNION SELECT buyer FROM supply) OR id = ANY(%(into)s::uuid[])
"""

READ_USERS = "SELECT DISTINCT organisation FROM capability WHERE role = ANY(%(roles)s) AND node IS NOT NULL"

USING = (CapabilityRole.USES, CapabilityRole.OPERATES)
"""Roles in which a body takes what a node is for its own use."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many deliveries count, and why others do not."""

    counted: int = 0
    without_amount: int = 0
    to_itself: int = 0
    other_sources: int = 0
    older: int = 0
    totals: int = 0
    years: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SupplyRows:
    """What is recorded of deliveries.

    `deliveries` (seller, buyer, item, yuan), in the order of those; `bodies` (id, name, industry, where); `users` are
    the ids of bodies that use what a node is; `level` is the highest of the deliveries.
    """

    deliveries: pl.DataFrame
    bodies: pl.DataFrame
    users: frozenset[str]
    read: Counted
    level: Visibility = Visibility.PUBLIC


def read_supply(connection: Connection, scope: Scope) -> SupplyRows:
    """The deliveries visible, and the bodies they are between."""
    same = {str(one): str(other) for one, other in merged(connection).items()}
    read = columns(connection, READ_DELIVERIES, {}, DELIVERIES)
    bodies = columns(connection, READ_BODIES, {"into": list(same.values())}, BODIES)
    users = columns(connection, READ_USERS, {"roles": [role.value for role in USING]}, {"organisation": pl.String})
    return supply_rows(read, bodies, _same(users["organisation"], same).to_list(), scope, same)


def supply_rows(
    read: pl.DataFrame, bodies: pl.DataFrame, users: list[str], scope: Scope, same: Mapping[str, str]
) -> SupplyRows:
    """The same from rows at hand."""
    deliveries, told = counted(read, same)
    return SupplyRows(
        deliveries=deliveries,
        bodies=_placed(bodies.filter(~pl.col("id").is_in(list(same))), scope),
        users=frozenset(users),
        read=told,
        level=highest(map(Visibility, read["visibility"].unique().to_list())),
    )


def counted(read: pl.DataFrame, same: Mapping[str, str]) -> tuple[pl.DataFrame, Counted]:
    """One amount for each seller, buyer and item: of the newest year with one, the surest, then the first by key.

    Where a pair has both deliveries by item and one of all together, the latter counts for what exceeds the former.
    """
    rows = read.with_columns(
        seller=_same(read["seller"], same),
        buyer=_same(read["buyer"], same),
        rank=pl.col("confidence").replace_strict(
            {level.value: rank for rank, level in enumerate(Confidence)}, default=len(Confidence), return_dtype=pl.Int64
        ),
    )
    own = rows.filter(pl.col("seller") == pl.col("buyer"))
    rows = rows.filter(pl.col("seller") != pl.col("buyer"))
    key = ["seller", "buyer", "item"]
    with_amount = rows.filter(pl.col("amount").is_not_null())
    without = rows.select(key).unique().join(with_amount.select(key).unique(), on=key, how="anti", nulls_equal=True)
    newest = with_amount.filter(pl.col("year") == pl.col("year").max().over(key))
    chosen = newest.sort(*key, "rank", "source", "id").unique(key, keep="first", maintain_order=True)
    found, exceeding = _beyond_items(chosen)
    years = (int(found["year"].min()), int(found["year"].max())) if len(found) else None  # type: ignore[arg-type]
    told = Counted(
        counted=len(found),
        without_amount=len(without),
        to_itself=len(own),
        other_sources=len(newest) - len(chosen),
        older=len(with_amount) - len(newest),
        totals=exceeding,
        years=years,
    )
    yuan = found.select(*key, yuan=pl.col("amount") / FEN_PER_YUAN)
    return yuan.filter(pl.col("yuan") > 0).sort(key, nulls_last=True), told


def _beyond_items(chosen: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Totals of pairs less what is told by item; an older total than the items says nothing. And how many there are."""
    pair = ["seller", "buyer"]
    items = chosen.filter(pl.col("item").is_not_null())
    known = items.group_by(pair).agg(by_item=pl.col("amount").sum(), item_year=pl.col("year").max())
    totals = chosen.filter(pl.col("item").is_null()).join(known, on=pair, how="left")
    both = totals["by_item"].is_not_null().sum()
    stale = pl.col("item_year").is_not_null() & (pl.col("year") < pl.col("item_year"))
    rest = (pl.col("amount") - pl.col("by_item").fill_null(0)).clip(lower_bound=0)
    left = totals.with_columns(amount=pl.when(stale).then(0).otherwise(rest)).filter(pl.col("amount") > 0)
    return pl.concat([items, left.select(items.columns)]), int(both)


def _placed(bodies: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Bodies with where they are, seen from the scope."""
    places = ["zone", "city", "region"]
    where = bodies.select(places).unique(maintain_order=True)
    told = [scope.whereabouts(*(UUID(one) if one else None for one in row)).value for row in where.iter_rows()]
    found = where.with_columns(where=pl.Series(told, dtype=pl.String))
    return bodies.join(found, on=places, how="left", nulls_equal=True).select("id", "name", "industry", "where")


def _same(ids: pl.Series, same: Mapping[str, str]) -> pl.Series:
    """The body each counts as."""
    return ids.replace(dict(same)) if same else ids
