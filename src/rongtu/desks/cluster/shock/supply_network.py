"""The supply network of a scope's bodies as the ESRI engine takes it, from recorded deliveries and nothing else.

Units are the bodies of every delivery with an end in the scope. What a body of the scope sells in all is what is
recorded of its sales, or else its recorded deliveries: sales that nobody recorded are not made up, so a block of bodies
that sell to one another alone has no answer in the limit. Bodies outside the scope and end users buy whatever they sell
here (`BEYOND`), and outside bodies weigh nothing: the index is a share of the scope's own sales.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rongtu.desks.cluster.shock.supply_classes import OTHER, Places, classed, end_users
from rongtu.desks.cluster.shock.supply_rows import SupplyRows
from rongtu.engines.chain.esri import Importance, SupplyNetwork
from rongtu.facts.scope import Whereabouts

BEYOND = 1e30
"""Yuan a year beside which what a body sells here is nothing: its purchases do not hang on these sales."""

INSIDE = Whereabouts.INSIDE.value

UNSEEN = "（不可见的单位）"


class Thing(NamedTuple):
    """What can stop: a body or a node, with its name, its ref and the node's code."""

    name: str
    ref: str
    node: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A network as it was drawn: `things` by number, their yearly sales that count in the index, and what they trade.

    `units` are those of the engine's network that each thing is, the first of them the one that counts; `of` is the
    thing of each unit. `place` finds a thing by its key: the id of a body, the code of a node.
    """

    engine: SupplyNetwork
    things: Sequence[Thing]
    units: Sequence[tuple[int, ...]]
    of: NDArray[np.int64]
    sales: NDArray[np.float64]
    traded: NDArray[np.float64]
    place: Mapping[str, int]
    links: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A network, None where there is nothing to draw, and how it was drawn."""

    network: Network | None
    notes: tuple[str, ...]


def body_network(supply: SupplyRows, places: Places) -> Drawn:
    """The network of bodies."""
    users = end_users(supply, places)
    rows = classed(supply, places, users)
    rows = rows.filter((pl.col("seller_where") == INSIDE) | (pl.col("buyer_where") == INSIDE))
    notes = _notes(supply, rows)
    if not len(rows):
        return Drawn(None, notes)
    ids = pl.concat([rows["seller"], rows["buyer"].rename("seller")]).unique().sort()
    number = pl.DataFrame({"id": ids, "number": np.arange(len(ids), dtype=np.int32)})
    links, bodies = _links(rows, number), _bodies(number, supply, places, users)
    delivered, bought = (_amounts(links, side, len(ids)) for side in ("seller", "buyer"))
    notes = (*notes, *_conventions(bodies, delivered > 0))
    here, using, recorded = (bodies[name].to_numpy() for name in ("here", "using", "sales"))
    sales = np.where(here, np.where(using, delivered, np.maximum(delivered, recorded)), 0.0)
    if not sales.any():
        return Drawn(None, (*notes, "区内单位没有一笔记录在案的供货。"))
    names = bodies["name"].to_list()
    engine = SupplyNetwork(
        size=len(ids),
        supplier=links["seller"].to_numpy(),
        buyer=links["buyer"].to_numpy(),
        value=links["yuan"].to_numpy(),
        input_class=links["class"].to_numpy(),
        importance=links["importance"].to_numpy(),
        revenue=np.where(here & ~using, sales, BEYOND),
        weights=sales[None, :],
        names=names,
    )
    return Drawn(
        Network(
            engine=engine,
            things=[Thing(name, f"organisation:{one}") for name, one in zip(names, ids.to_list(), strict=True)],
            units=[(unit,) for unit in range(len(ids))],
            of=np.arange(len(ids)),
            sales=sales,
            traded=delivered + bought,
            place={one: place for place, one in enumerate(ids.to_list())},
            links=len(links),
        ),
        notes,
    )


def _bodies(number: pl.DataFrame, supply: SupplyRows, places: Places, users: pl.Series) -> pl.DataFrame:
    """The units by number: name, whether `here` in the scope, `using` for its own use, recorded `sales` (0: none)."""
    sold = places.stands.filter(pl.col("sales").is_not_null()).group_by("body").agg(pl.col("sales").sum())
    found = number.join(supply.bodies, on="id", how="left").join(sold, left_on="id", right_on="body", how="left")
    return found.sort("number").select(
        pl.col("name").fill_null(UNSEEN),
        here=pl.col("where").eq_missing(INSIDE),
        using=pl.col("id").is_in(users.implode()),
        sales=pl.col("sales").fill_null(0.0),
    )


def _amounts(links: pl.DataFrame, side: str, size: int) -> NDArray[np.float64]:
    """What each unit sells, or buys."""
    found: NDArray[np.float64] = np.bincount(links[side].to_numpy(), links["yuan"].to_numpy(), size).astype(np.float64)
    return found


def _links(rows: pl.DataFrame, number: pl.DataFrame) -> pl.DataFrame:
    """Deliveries added up by the numbers of seller and buyer and by class: an essential group, or all other inputs."""
    essential = pl.col("importance") == int(Importance.ESSENTIAL)
    numbered = (
        rows.with_columns(group=pl.when(essential).then(pl.col("group")).otherwise(pl.lit(OTHER)))
        .drop("row")
        .join(number.rename({"id": "seller", "number": "sells"}), on="seller")
        .join(number.rename({"id": "buyer", "number": "buys"}), on="buyer")
    )
    key = ["sells", "buys", "group"]
    links = numbered.group_by(key).agg(pl.col("yuan").sum(), pl.col("importance").first()).sort(key)
    # in the order of their names, so that a number does not hang on the order of rows
    numbers = (pl.col("group").rank("dense") - 1).cast(pl.Int32).alias("class")
    return links.with_columns(numbers).rename({"sells": "seller", "buys": "buyer"})


def read_notes(supply: SupplyRows) -> tuple[str, ...]:
    """What is said of deliveries that do not count."""
    read = supply.read
    aside = (
        (read.without_amount, "笔没有金额，未计入"),
        (read.other_sources, "笔是同一供货的另一来源，取其一，不相加"),
        (read.older, "笔是以往年份的，以最新一年为准"),
        (read.to_itself, "笔卖给自己，未计入"),
        (read.totals, "对供需既有合计又有分项，合计只计超出分项的部分"),
    )
    return tuple(f"供货记录中有 {count} {what}。" for count, what in aside if count)


def _notes(supply: SupplyRows, rows: pl.DataFrame) -> tuple[str, ...]:
    if not len(rows):
        return (*read_notes(supply), "没有记录在案的、有金额的、至少一方在区内的供货（供货关系表）。")
    essential = int((rows["importance"] == int(Importance.ESSENTIAL)).sum())
    share = int((rows["importance"] == int(Importance.SHARE)).sum())
    none = len(rows) - essential - share
    first, last = supply.read.years or (0, 0)
    years = f"{first}" if first == last else f"{first}—{last}"
    return (
        f"用到 {len(rows)} 笔供货（{years} 年）：{essential} 笔是买方各环节都必需的投入，断了按比例停产；"
        f"{share} 笔按其占买方记录在案的采购的份额计（不是必需、只为买方部分环节所必需、条目不明或不在投入组内；"
        f"采购记录不全时偏大）；"
        f"{none} 笔卖给区外单位或自用单位，不影响买方产出。",
        *read_notes(supply),
        "不计同业替代：没有假定别的供方能顶上缺口。",
    )


def _conventions(bodies: pl.DataFrame, sells: NDArray[np.bool_]) -> tuple[str, ...]:
    here, using, sold = (bodies[name].to_numpy() for name in ("here", "using", "sales"))
    own = here & ~using & sells
    known = int((own & (sold > 0)).sum())
    found = [
        f"区内供方 {int(own.sum())} 家：{known} 家有销售额记录，按供货额与销售额中大的计其产出；"
        f"{int(own.sum()) - known} 家只按记录在案的供货计，没有记录的销售不补。"
    ]
    outside, users = int((~here).sum()), int((here & using).sum())
    if outside:
        found.append(f"区外或所在地不明的 {outside} 家：可以停供、停购，自身损失不计入指数，所买不随所卖而变。")
    if users:
        found.append(f"自用单位 {users} 家（买最终产品而不在任何环节供货）：所买不随所卖而变，不因断供减产。")
    return tuple(found)
