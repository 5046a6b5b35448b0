"""Flows of a scope for the value model: what is bought where, what is demanded, who controls, what could be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

from rongtu.desks.cluster.value_figures import Figures
from rongtu.desks.cluster.value_rows import ValueRows, one_of_each
from rongtu.engines.chain.value.inputs import Controller, Intervention, Product, Purchase, missing
from rongtu.facts.reading import Stored
from rongtu.facts.records import flows
from rongtu.vocab.geography import Origin

R = TypeVar("R", flows.Trade, flows.Demand)


def purchases(rows: ValueRows, figures: Figures) -> tuple[dict[UUID, tuple[Purchase, ...]], list[str]]:
    """What the scope bought of each item in its newest year there are figures of, and remarks on rows set aside.

    What firms of the scope can sell is told by their capacities, so the scope itself has no purchasable amount.
    """
    names = rows.item_names
    trades = _newest([row for row in rows.trades if rows.scope.takes(row.row.zone)], lambda row: row.item)
    found: defaultdict[UUID, list[Purchase]] = defaultdict(list)
    notes = []
    for trade, aside in one_of_each(trades, lambda row: (row.item, row.zone, row.origin, row.country)):
        row = trade.row
        found[row.item].append(
            Purchase(
                item=names[row.item],
                origin=row.origin,
                bought=figures.of(trade, "amount"),
                available=missing(trade.ref) if row.origin is Origin.SCOPE else figures.of(trade, "available"),
                country=row.country,
                fact=trade.ref,
            )
        )
        if aside:
            notes.append(
                f"{row.year} 年“{names[row.item]}”的采购有 {1 + len(aside)} 份来源：取其一，其余搁置，不相加。"
            )
    return {item: tuple(own) for item, own in found.items()}, notes


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


def _newest(found: list[Stored[R]], thing: Callable[[R], UUID]) -> list[Stored[R]]:
    """The rows of the newest year there is of each thing."""
    newest: dict[UUID, int] = {}
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
