"""Flows of a scope for the value model: what is bought where, what is demanded, who controls, what could be done."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from rongtu.desks.cluster.value.figures import Figures, lacking
from rongtu.desks.cluster.value.rows import ValueRows, one_of_each
from rongtu.engines.chain.value.inputs import Controller, Figure, Intervention, Product, Purchase
from rongtu.facts.reading import Stored
from rongtu.facts.records import flows
from rongtu.vocab.disclosure import highest
from rongtu.vocab.geography import Origin
from rongtu.vocab.labels import label

R = TypeVar("R", flows.Trade, flows.Demand)


def purchases(rows: ValueRows, figures: Figures) -> tuple[dict[UUID, tuple[Purchase, ...]], list[str]]:
    """What the scope bought of each item, from each origin and country in its newest year there; and remarks.

    What firms of the scope can sell is told by their capacities, so the scope itself has no purchasable amount. A total
    of an origin that stands beside rows by country is not added to them; see `_parted`.
    """
    names = rows.item_names
    trades = [row for row in rows.trades if rows.scope.takes(row.row.zone)]
    found: defaultdict[tuple[UUID, UUID, Origin], list[Stored[flows.Trade]]] = defaultdict(list)
    notes = []
    for trade, aside in one_of_each(_newest(trades, _from), _from):
        row = trade.row
        found[row.item, row.zone, row.origin].append(trade)
        if aside:
            notes.append(
                f"{row.year} 年“{names[row.item]}”的采购有 {1 + len(aside)} 份来源：取其一，其余搁置，不相加。"
            )
    bought: defaultdict[UUID, list[Purchase]] = defaultdict(list)
    for (item, _, _), own in found.items():
        parted, remarks = _parted(names[item], own, figures)
        bought[item] += parted
        notes += remarks
    notes += _years(names, found)
    return {item: tuple(own) for item, own in bought.items()}, notes


def _from(row: flows.Trade) -> tuple[UUID, UUID, Origin, str | None]:
    return row.item, row.zone, row.origin, row.country


def _years(
    names: Mapping[UUID, str], found: Mapping[tuple[UUID, UUID, Origin], list[Stored[flows.Trade]]]
) -> Iterator[str]:
    """What is said of items whose origins were last heard of in different years."""
    by_item: defaultdict[UUID, dict[int, list[str]]] = defaultdict(dict)
    for (item, _, origin), own in found.items():
        for trade in own:
            where = f"{label(origin).zh}{trade.row.country or ''}"
            by_item[item].setdefault(trade.row.year, []).append(where)
    for item, years in by_item.items():
        if len(years) > 1:
            told = "；".join(f"{year} 年 {'、'.join(years[year])}" for year in sorted(years, reverse=True))
            yield f"“{names[item]}”各来源地的采购不是同一年的，各取最新：{told}。"


def _parted(item: str, trades: list[Stored[flows.Trade]], figures: Figures) -> tuple[list[Purchase], list[str]]:
    """The purchases of an item from one origin, and remarks.

    A row without a country beside rows with one is their total: these count, and of it what is left (other countries).
    The total alone counts where they exceed it, or where one of them is not observed, so that nobody can say what is
    left.
    """
    told = [_purchase(item, trade, figures) for trade in trades]
    named = [one for one in told if one.country]
    total = next((one for one in told if not one.country), None)
    if total is None or not named:
        return told, []
    bought = _left(total.bought, [one.bought for one in named])
    available = _left(total.available, [one.available for one in named])
    where = f"“{item}”自{label(total.origin).zh}的采购"
    if bought is None or available is None:
        return [total], [f"{where}：分国别的数字有缺或超过合计，只按合计计，不相加。"]
    # others of whom nothing was bought, and nobody says what could have been, are not named by anything
    if not bought.is_missing and bought.high == 0 and (available.is_missing or available.high == 0):
        return named, [f"{where}：分国别的数字即是合计，合计不再相加。"]
    rest = replace(total, bought=bought, available=available)
    return [*named, rest], [f"{where}：合计减去分国别者，余额按其他国别计。"]


def _left(total: Figure, parts: Sequence[Figure]) -> Figure | None:
    """What parts leave of a total; missing where the total is; None where that cannot be told or is below nothing."""
    if total.is_missing:
        return total
    if total.is_assumed or any(part.is_assumed or part.is_missing for part in parts):
        return None
    # money comes in fen: a difference of less is none
    rest = round(total.point - math.fsum(part.point for part in parts), 2)
    facts = (*total.facts, *(fact for part in parts for fact in part.facts))
    level = highest((total.level, *(part.level for part in parts)))
    return None if rest < 0 else replace(total, low=rest, high=rest, facts=facts, level=level)


def _purchase(item: str, trade: Stored[flows.Trade], figures: Figures) -> Purchase:
    row = trade.row
    return Purchase(
        item=item,
        origin=row.origin,
        bought=figures.of(trade, "amount"),
        available=lacking(trade) if row.origin is Origin.SCOPE else figures.of(trade, "available"),
        country=row.country,
        fact=trade.ref,
    )


def products(rows: ValueRows, figures: Figures) -> tuple[dict[UUID, Product], list[str]]:
    """The final products there is a demand for, by their node's id, from the newest year of each; and remarks."""
    final = {node.id: node.row.code for node in rows.nodes if node.row.final}
    names = rows.node_names
    wanted = [row for row in rows.demands if rows.scope.takes(row.row.zone) and row.row.node in final]
    found: dict[UUID, Product] = {}
    notes = []
    for demand, aside in one_of_each(_newest(wanted, lambda row: row.node), lambda row: row.node):
        node = demand.row.node
        found[node] = Product(final[node], figures.of(demand, "amount"), figures.of(demand, "weight"), demand.ref)
        if aside:
            notes.append(f"“{names[node]}”的需求有 {1 + len(aside)} 份来源：取其一，其余搁置，不相加。")
    return found, notes


def _newest(found: list[Stored[R]], thing: Callable[[R], Hashable]) -> list[Stored[R]]:
    """The rows of the newest year there is of each thing."""
    newest: dict[Hashable, int] = {}
    for row in found:
        newest[thing(row.row)] = max(row.row.year, newest.get(thing(row.row), 0))
    return [row for row in found if row.row.year == newest[thing(row.row)]]


def controllers(
    rows: ValueRows, codes: Mapping[UUID, str], figures: Figures
) -> tuple[tuple[Controller, ...], tuple[str, ...]]:
    """Who controls the supply of these nodes, each once for what he holds it by; and remarks on rows set aside."""
    held = [one for one in rows.controllers if one.row.node in codes]
    found, notes = [], []
    for one, aside in one_of_each(held, lambda row: (row.node, row.name, row.kind)):
        found.append(
            Controller(
                node=codes[one.row.node],
                name=one.row.name,
                kind=one.row.kind,
                country=one.row.country,
                share=figures.of(one, "share"),
                replaceable=figures.of(one, "replaceable"),
                fact=one.ref,
            )
        )
        if aside:
            where = rows.node_names[one.row.node]
            notes.append(f"“{one.row.name}”对“{where}”的控制有 {1 + len(aside)} 份来源：取其一，其余搁置。")
    return tuple(found), tuple(notes)


def interventions(rows: ValueRows, codes: Mapping[UUID, str], figures: Figures) -> tuple[Intervention, ...]:
    """What could be done for these nodes."""
    return tuple(
        Intervention(
            code=one.row.code,
            node=codes[one.row.node],
            title=one.row.title,
            adds=figures.of(one, "adds"),
            cost=figures.of(one, "cost"),
            lead_months=figures.of(one, "lead_months"),
            success=figures.of(one, "success"),
            fact=one.ref,
        )
        for one in rows.interventions
        if one.row.node in codes
    )
