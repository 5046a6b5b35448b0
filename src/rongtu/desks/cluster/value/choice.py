"""The one figure of each body on a node, chosen among its rows by the column.

A capacity wins over sales, which are only a lower bound; of several capacities the newest, then the best founded, then
the first by id. They are never added up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import polars as pl

from rongtu.desks.cluster.value.placed import PROVEN
from rongtu.facts.scope import Whereabouts
from rongtu.vocab.chains import BasisGrade
from rongtu.vocab.disclosure import lowest
from rongtu.vocab.evidence import Visibility

BODY = ["node", "body"]

LISTED = 20
"""Bodies of a node that a kind of remark names; beyond them it says how many there are."""


@dataclass(frozen=True, slots=True)
class Suppliers:
    """Bodies on nodes, in the order of nodes and bodies, as columns.

    `capable`: in scope with a capacity - the row that counts (`id`, `capacity`, `visibility`), the capacities set
    `aside`, the most they sold (`sold`). `others`: the rest in scope - all their rows (`ids`, `levels`) and what they
    `sold`. `lost`: those of whom nobody knows whether they are in scope.
    """

    capable: pl.DataFrame
    others: pl.DataFrame
    lost: pl.DataFrame

    def by_node(self) -> Mapping[str, Suppliers]:
        """Those of each node that has any, by the text of its id."""
        frames = (self.capable, self.others, self.lost)
        parts = [frame.partition_by("node", as_dict=True) for frame in frames]
        nodes = {node for part in parts for node in part}
        empty = [frame.clear() for frame in frames]
        return {
            str(node[0]): Suppliers(
                parts[0].get(node, empty[0]), parts[1].get(node, empty[1]), parts[2].get(node, empty[2])
            )
            for node in nodes
        }

    def nobody(self) -> Suppliers:
        """Nobody, in the same columns."""
        return Suppliers(self.capable.clear(), self.others.clear(), self.lost.clear())

    def public(self) -> bool:
        """Whether every row of a body in scope is public."""
        levels = (self.capable["visibility"], self.others["levels"].explode())
        return all(bool((one.cast(pl.String) == Visibility.PUBLIC.value).all()) for one in levels)

    def named(self) -> set[UUID]:
        """The bodies that remarks name."""
        several = self.capable.filter(said_of_capable())
        told = (several, self.others.filter(pl.col("sold").is_not_null()), self.lost)
        first = (frame.group_by("node", maintain_order=True).head(LISTED)["body"] for frame in told)
        return {UUID(body) for bodies in first for body in bodies.to_list()}


@dataclass(frozen=True, slots=True)
class Choice:
    """Who supplies what.

    `elsewhere`: for each node that somebody in the nation outside the scope supplies, who may know of one. `figured`:
    nodes on which somebody, wherever he is, has a capacity.
    """

    suppliers: Suppliers
    elsewhere: Mapping[UUID, Visibility]
    figured: frozenset[UUID]


def said_of_capable() -> pl.Expr:
    """Whether anything is to be said of a body with a capacity: there are several, or it sold more."""
    return (pl.col("aside").list.len() > 0) | (pl.col("sold") > pl.col("capacity"))


def choose(placed: pl.DataFrame, assumed: Collection[UUID]) -> Choice:
    """Choose among rows placed; `assumed` are the ids of those for whose capacity a range is stated."""
    stated = pl.col("id").is_in([str(one) for one in assumed])
    figured = pl.col("capacity").is_not_null()
    counted = placed.filter(
        pl.col("rank").is_in([tuple(BasisGrade).index(grade) for grade in PROVEN]) | figured | stated
    )
    capacity = figured & ~pl.col("sales")
    here = counted.filter(pl.col("where") == Whereabouts.INSIDE.value)
    # nearly every body has one row on a node, and needs no choosing
    alone = ~here.select(BODY).is_duplicated() & here.select(capacity).to_series()
    rest = here.filter(~alone)
    # the first of a body on a node is the one that counts
    rest = rest.sort("recency", "rank", descending=[True, False], maintain_order=True)
    sold = rest.filter(figured & pl.col("sales")).group_by(BODY).agg(sold=pl.col("capacity").max())
    chosen = (
        rest.filter(capacity)
        .group_by(BODY, maintain_order=True)
        .agg(pl.first("id", "capacity", "visibility"), aside=pl.col("capacity").slice(1))
    )
    others = (
        rest.join(chosen, on=BODY, how="anti")
        .group_by(BODY, maintain_order=True)
        .agg(ids=pl.col("id"), levels=pl.col("visibility"))
    )
    single = here.filter(alone).select(*chosen.columns[:-1], aside=pl.lit([], dtype=pl.List(pl.Int64)))
    capable = pl.concat([single, chosen])
    unknown = counted.filter(pl.col("where") == Whereabouts.UNKNOWN.value)
    return Choice(
        Suppliers(
            capable.join(sold, on=BODY, how="left").sort(BODY),
            others.join(sold, on=BODY, how="left").sort(BODY),
            unknown.select(BODY).unique(maintain_order=True),
        ),
        elsewhere=dict(_elsewhere(counted)),
        figured=frozenset(map(UUID, placed.filter(capacity | stated)["node"].unique())),
    )


def _elsewhere(counted: pl.DataFrame) -> Iterator[tuple[UUID, Visibility]]:
    there = counted.filter(pl.col("where") == Whereabouts.ELSEWHERE.value)
    for node, levels in there.group_by("node").agg(pl.col("visibility").unique()).iter_rows():
        yield UUID(node), lowest(Visibility(level) for level in levels)
