"""What each delivery is to its buyer: indispensable, a share of what he makes, or of no consequence for it.

A delivery counts to the input groups of the buyer's nodes in which its item stands (or, where no item is named, a node
its seller supplies). It is *essential* where each node the buyer supplies has such a group and all of them are
essential: of a body that makes several things an input that stops one of them stops a part only. Everything else is a
*share* of all purchases. Bodies outside the scope, and bodies that use a final product and supply no node, make nothing
from what they buy here: it is of no consequence (`end_users`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from rongtu.desks.cluster.shock.supply_rows import SupplyRows
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.engines.chain.esri import Importance
from rongtu.engines.chain.types import reachable
from rongtu.facts.scope import Whereabouts

OTHER = ""
"""The class of inputs that no group takes."""

TAKES: Mapping[str, type[pl.DataType]] = {
    "buyer_node": pl.String,
    "group": pl.String,
    "essential": pl.Boolean,
    "share": pl.Float64,
    "member": pl.String,
    "item": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where deliveries may count.

    `stands` (body, node, item, capacity, sales): who supplies which node, in yuan a year, null where not known. `takes`
    (buyer_node, group, essential, share, member, item): what each node's groups take. `final` are items of final
    products. Ids throughout.
    """

    stands: pl.DataFrame
    takes: pl.DataFrame
    final: frozenset[str]


def places(facts: ValueFacts) -> Places:
    """The nodes bodies stand on and what these take, from the facts valuing reads."""
    rows = facts.rows
    items = {str(node.id): str(node.row.item) for node in rows.nodes}
    ids = {node.row.code: str(node.id) for node in rows.nodes}
    found = []
    for part in facts.pieces:
        types = _types(part.structure.types)
        for group in part.structure.groups:
            if group.node not in ids:
                continue  # of a node the reader may not see
            share = None if group.share.is_missing else group.share.point
            members = {one for member in group.members for one in (member, *types.get(member, ()))}
            for member in sorted(members & ids.keys()):
                node = ids[member]
                found.append((ids[group.node], group.code, group.essential, share, node, items[node]))
    return Places(
        stands=_stands(rows.placed, items),
        takes=pl.DataFrame(found, schema={name: kind() for name, kind in TAKES.items()}, orient="row"),
        final=frozenset(str(node.row.item) for node in rows.nodes if node.row.final),
    )


def _types(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """Everything below each label."""
    below: defaultdict[str, list[str]] = defaultdict(list)
    for child, label in pairs:
        below[label].append(child)
    return {label: reachable(below, label) for label in below}


def _stands(placed: pl.DataFrame, items: Mapping[str, str]) -> pl.DataFrame:
    """Who supplies which node: the newest, best founded capacity, and the largest of his newest sales."""
    fen = pl.col("capacity") / 100
    rows = placed.filter(pl.col("node").is_in(list(items))).with_columns(
        made=pl.when(~pl.col("sales")).then(fen), sold=pl.when(pl.col("sales")).then(fen)
    )
    rows = rows.sort("body", "node", -pl.col("recency"), "rank", maintain_order=True)
    newest = pl.col("recency") == pl.col("recency").filter(pl.col("sold").is_not_null()).max()
    return (
        rows.group_by("body", "node", maintain_order=True)
        .agg(capacity=pl.col("made").drop_nulls().first(), sales=pl.col("sold").filter(newest).max())
        .with_columns(item=pl.col("node").replace_strict(dict(items), default=None, return_dtype=pl.String))
    )


def end_users(supply: SupplyRows, places: Places) -> pl.Series:
    """Bodies that supply no node and use what one is, or buy a final product: they buy for their own use."""
    final = supply.deliveries.filter(pl.col("item").is_in(list(places.final)))["buyer"].unique()
    using = pl.concat([final, pl.Series("buyer", sorted(supply.users), dtype=pl.String)]).unique()
    return using.filter(~using.is_in(places.stands["body"].implode())).sort()


def classed(supply: SupplyRows, places: Places, users: pl.Series) -> pl.DataFrame:
    """Each delivery with its `group` (OTHER where no group takes it) and its `importance`, and where both ends are."""
    rows = supply.deliveries.with_row_index("row")
    matched = matches(rows, places)
    nodes = places.stands.group_by("body").agg(nodes=pl.col("node").n_unique())
    by_row = (
        matched.group_by("row")
        .agg(
            group=pl.col("group").unique().sort().str.join("|"),
            essential=pl.col("essential").all(),
            taking=pl.col("buyer_node").n_unique(),
        )
        .join(rows.select("row", "buyer"), on="row")
        .join(nodes, left_on="buyer", right_on="body")
        .with_columns(essential=pl.col("essential") & (pl.col("taking") == pl.col("nodes")))
        .select("row", "group", "essential")
    )
    where = supply.bodies.select("id", "where")
    found = (
        rows.join(by_row, on="row", how="left")
        .join(where.rename({"where": "seller_where"}), left_on="seller", right_on="id", how="left")
        .join(where.rename({"where": "buyer_where"}), left_on="buyer", right_on="id", how="left")
    )
    idle = pl.col("buyer").is_in(users.implode()) | pl.col("buyer_where").ne_missing(Whereabouts.INSIDE.value)
    essential = pl.col("essential").fill_null(False)
    importance = (
        pl.when(idle)
        .then(int(Importance.NONE))
        .when(essential)
        .then(int(Importance.ESSENTIAL))
        .otherwise(int(Importance.SHARE))
        .cast(pl.Int8)
    )
    return (
        found.with_columns(importance=importance, group=pl.col("group").fill_null(OTHER)).sort("row").drop("essential")
    )


def matches(rows: pl.DataFrame, places: Places) -> pl.DataFrame:
    """For each delivery (by `row`) the groups of the buyer's nodes that take it: (row, buyer_node, group, essential,
    share, member), several where several do.
    """
    buyer = places.stands.select(buyer="body", buyer_node="node")
    by_item = (
        rows.filter(pl.col("item").is_not_null()).join(buyer, on="buyer").join(places.takes, on=["buyer_node", "item"])
    )
    seller = places.stands.select(seller="body", member="node")
    by_node = (
        rows.filter(pl.col("item").is_null())
        .join(seller, on="seller")
        .join(buyer, on="buyer")
        .join(places.takes.drop("item"), on=["buyer_node", "member"])
    )
    columns = ["row", "buyer_node", "group", "essential", "share", "member"]
    return pl.concat([by_item.select(columns), by_node.select(columns)]).sort("row", "buyer_node", "group", "member")
