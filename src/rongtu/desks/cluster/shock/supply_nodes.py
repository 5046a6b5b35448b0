"""The supply network of chain nodes: deliveries between bodies added up by the nodes they stand on.

A delivery that several groups of the buyer's nodes take is split by what each needs (capacity × share of the group), or
evenly where that is not known. Each node is two units, what bodies of the scope make of it and what comes from outside;
a node that stops loses both. Of an outside unit nothing is lost that counts.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from rongtu.desks.cluster.shock.supply_classes import Places, matches
from rongtu.desks.cluster.shock.supply_network import BEYOND, INSIDE, Drawn, Network, Thing, read_notes
from rongtu.desks.cluster.shock.supply_rows import SupplyRows
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.engines.chain.esri import SupplyNetwork


def node_network(supply: SupplyRows, places: Places, facts: ValueFacts) -> Drawn:
    """The network of nodes."""
    where = supply.bodies.select("id", "where")
    rows = (
        supply.deliveries.with_row_index("row")
        .join(where.rename({"where": "seller_where"}), left_on="seller", right_on="id", how="left")
        .join(where.rename({"where": "buyer_where"}), left_on="buyer", right_on="id", how="left")
        .with_columns(here=pl.col("seller_where").eq_missing(INSIDE), to_here=pl.col("buyer_where").eq_missing(INSIDE))
        .filter(pl.col("here") | pl.col("to_here"))
    )
    taken = _taken(rows, places)
    final = _final(rows, taken, places)
    notes = _notes(supply, rows, taken, final)
    parts = pl.concat([taken.select("member", "here", "yuan"), final.select("member", "here", "yuan")])
    made = parts.group_by("member", "here").agg(pl.col("yuan").sum()).filter(pl.col("here"))
    if not len(taken) or not len(made):
        return Drawn(None, (*notes, "没有区内的供货能归到链上环节之间。"))
    return Drawn(_drawn(taken, made, facts), notes)


def _taken(rows: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Deliveries to bodies of the scope that a group takes, split over the groups: (row, member, buyer_node, group,
    essential, here, yuan).
    """
    found = matches(rows.filter(pl.col("to_here")), places)
    found = found.join(rows.select("row", "buyer", "yuan", "here"), on="row").join(
        places.stands.select("body", "node", "capacity"),
        left_on=["buyer", "buyer_node"],
        right_on=["body", "node"],
        how="left",
    )
    needs = pl.col("capacity") * pl.col("share")
    known = needs.is_not_null().all().over("row") & (needs.sum().over("row") > 0)
    part = pl.when(known).then(needs / needs.sum().over("row")).otherwise(1 / pl.len().over("row"))
    return found.with_columns(yuan=pl.col("yuan") * part)


def _final(rows: pl.DataFrame, taken: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Deliveries by item that no group takes, at the seller's nodes of that item: sales beyond the network."""
    rest = rows.filter(pl.col("item").is_not_null()).join(taken.select("row").unique(), on="row", how="anti")
    seller = places.stands.select(seller="body", member="node", item="item")
    found = rest.join(seller, on=["seller", "item"])
    return found.with_columns(yuan=pl.col("yuan") / pl.len().over("row"))


def _drawn(taken: pl.DataFrame, made: pl.DataFrame, facts: ValueFacts) -> Network:
    codes = {str(node.id): node.row.code for node in facts.rows.nodes}
    met = pl.concat([taken["member"], taken["buyer_node"].rename("member"), made["member"]]).unique().to_list()
    nodes = sorted(met, key=codes.__getitem__)
    place, size = {node: number for number, node in enumerate(nodes)}, len(nodes)
    links = _links(taken, place)
    sales = np.zeros(2 * size)
    for member, yuan in made.select("member", "yuan").iter_rows():
        sales[place[member]] = yuan
    names = {str(node): name for node, name in facts.rows.node_names.items()}
    titles = [names[node] for node in nodes]
    supplier, buyer, value = (links[name].to_numpy() for name in ("supplier", "buyer", "yuan"))
    engine = SupplyNetwork.from_groups(
        2 * size,
        supplier,
        buyer,
        value,
        (links["group"].rank("dense") - 1).cast(pl.Int32).to_numpy(),
        links["essential"].to_numpy(),
        revenue=np.where(np.arange(2 * size) < size, sales, BEYOND),
        weights=sales[None, :],
        names=[*titles, *(f"{title}（区外）" for title in titles)],
    )
    traded = np.bincount(supplier % size, value, size) + np.bincount(buyer, value, size)
    return Network(
        engine=engine,
        things=[Thing(title, f"chain_node:{node}", codes[node]) for title, node in zip(titles, nodes, strict=True)],
        units=[(number, size + number) for number in range(size)],
        of=np.arange(2 * size) % size,
        sales=sales[:size],
        traded=traded.astype(np.float64),
        place={codes[node]: number for node, number in place.items()},
        links=len(links),
    )


def _links(taken: pl.DataFrame, place: Mapping[str, int]) -> pl.DataFrame:
    """Added up by unit: what the scope makes of node n is unit n, what comes from outside is unit (nodes + n)."""
    member, buyer = (
        pl.col(name).replace_strict(dict(place), return_dtype=pl.Int32) for name in ("member", "buyer_node")
    )
    supplier = (member + pl.when("here").then(0).otherwise(len(place))).cast(pl.Int32)
    key = ["supplier", "buyer", "group", "essential"]
    return taken.with_columns(supplier=supplier, buyer=buyer).group_by(key).agg(pl.col("yuan").sum()).sort(key)


def _notes(supply: SupplyRows, rows: pl.DataFrame, taken: pl.DataFrame, final: pl.DataFrame) -> tuple[str, ...]:
    used = taken["row"].n_unique()
    split = int((taken.group_by("row").len()["len"] > 1).sum())
    beyond = final["row"].n_unique()
    found = [
        f"至少一方在区内的 {len(rows)} 笔供货中，{used} 笔归到环节之间，{beyond} 笔是环节的网外销售，"
        f"{len(rows) - used - beyond} 笔归不到环节（条目不明、买方不用作投入，或供方不在该环节），未计入。"
    ]
    if split:
        found.append(f"{split} 笔对应买方几个投入组，按各自年供给能力×投入份额分摊，缺数时平分。")
    return (*found, *read_notes(supply), "不计同业替代：没有假定别的供方能顶上缺口。")
