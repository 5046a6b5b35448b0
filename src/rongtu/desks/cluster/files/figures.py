"""Figures of a scope in a chain document: as the value model is given them, a range where one is assumed.

What is not known is left out, and told above the row that lacks it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rongtu.desks.cluster.value.pieces import ChainPiece
from rongtu.desks.cluster.value.rows import ValueRows
from rongtu.engines.chain.value.inputs import Figure, ValueNode
from rongtu.engines.chain.value.required import level_of_figures, supply_figures
from rongtu.vocab.chain_document import (
    Amount,
    ChainDocument,
    ControllerEntry,
    GroupEntry,
    InterventionEntry,
    NodeEntry,
    PurchaseEntry,
    Span,
)
from rongtu.vocab.chains import Completeness
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.geography import Origin


@dataclass(slots=True)
class Lacks:
    """What is not known, by table and code of the row that lacks it; and the levels of what is."""

    by_row: defaultdict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    levels: list[Visibility] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many figures are not known."""
        return sum(map(len, self.by_row.values()))

    def lines(self) -> Iterator[str]:
        """Each of them in a line."""
        for (_, code), several in self.by_row.items():
            yield from (f"{code} {told}" for told in several)

    def amount(self, figure: Figure, table: str, code: str, what: str) -> Amount:
        """A figure as a file has it; noted where it is not known."""
        if figure.is_missing:
            self.by_row[table, code].append(f"缺{what}")
            return None
        self.levels.append(figure.level)
        if figure.is_assumed:
            return Span(figure.low, figure.high, figure.likely, figure.distribution)
        return figure.point


def with_figures(document: ChainDocument, rows: ValueRows, piece: ChainPiece, lacks: Lacks) -> ChainDocument:
    """The document with what is known of a scope; what is not, and the levels of what is, are noted in `lacks`."""
    nodes = {node.code: node for node in piece.nodes}
    products = {product.node: product for product in piece.products}
    purchases = tuple(_purchases(document.nodes, nodes, piece, lacks))
    told: list[NodeEntry] = []
    for node in document.nodes:
        seen = nodes[node.code]
        entry = node if seen.label else replace(node, supply=_supply(seen, lacks))
        if product := products.get(node.code):
            demand = lacks.amount(product.demand, "node", node.code, "需求 demand")
            entry = replace(entry, demand=demand, weight=lacks.amount(product.weight, "node", node.code, "权重 weight"))
        elif node.final:
            lacks.by_row["node", node.code].append("缺需求 demand")
        told.append(entry)
    groups = {group.code: group for group in piece.structure.groups}
    return replace(
        document,
        nodes=tuple(told),
        groups=tuple(
            replace(
                group,
                share=lacks.amount(groups[group.code].share, "group", group.code, "份额 share"),
                loss=_loss(group, groups[group.code].loss, lacks),
            )
            for group in document.groups
        ),
        purchases=purchases,
        interventions=tuple(_interventions(rows, piece, lacks)),
        controllers=tuple(_controllers(piece, lacks)),
    )


def _loss(group: GroupEntry, loss: Figure, lacks: Lacks) -> Amount:
    """What is missed costs by convention a yuan a yuan, where nothing else is said."""
    return group.loss if group.essential else lacks.amount(loss, "group", group.code, "缺失损失 loss")


def _supply(node: ValueNode, lacks: Lacks) -> Amount:
    """What scope supplies of a node: the sum over its bodies and what a survey may have missed."""
    figures = supply_figures(node)
    unknown = sum(figure.is_missing for figure in figures)
    if node.survey is not Completeness.CENSUS and node.unseen is None:
        lacks.by_row["node", node.code].append("缺供给 supply：未全面摸底，未列单位的上限不明 (no census, no bound)")
        return None
    if unknown:
        lacks.by_row["node", node.code].append(f"缺供给 supply：{unknown} 家的产能不明 (capacities not known)")
        return None
    lacks.levels.append(level_of_figures(figures))
    return _sum(figures)


def _sum(figures: Sequence[Figure]) -> Amount:
    if not any(figure.is_assumed for figure in figures):
        return math.fsum(figure.point for figure in figures)
    if len(figures) == 1:
        (figure,) = figures
        return Span(figure.low, figure.high, figure.likely, figure.distribution)
    low, high, point = (math.fsum(getattr(figure, end) for figure in figures) for end in ("low", "high", "point"))
    return Span(low, high, min(max(point, low), high))


def _purchases(
    entries: Iterable[NodeEntry], nodes: dict[str, ValueNode], piece: ChainPiece, lacks: Lacks
) -> Iterator[PurchaseEntry]:
    """What is bought of each item, at the first of its nodes; of an item nothing is known of, that it is not."""
    told: set[str] = set()
    for entry in entries:
        node = nodes[entry.code]
        found = [one for one in piece.purchases if one.item == node.item]
        if node.label or node.item in told:
            continue
        told.add(node.item)
        if not found:
            lacks.by_row["node", entry.code].append("缺采购与可购额 purchase")
        for one in found:
            bought = lacks.amount(one.bought, "node", entry.code, f"采购额 bought（{one.origin}）")
            offered = None
            if one.origin is not Origin.SCOPE:
                offered = lacks.amount(one.available, "node", entry.code, f"可购额 available（{one.origin}）")
            yield PurchaseEntry(entry.code, one.origin, one.country or "", bought, offered)


def _interventions(rows: ValueRows, piece: ChainPiece, lacks: Lacks) -> Iterator[InterventionEntry]:
    kinds = {one.row.code: one.row.kind for one in rows.interventions}
    for one in piece.interventions:
        at = ("intervention", one.code)
        yield InterventionEntry(
            code=one.code,
            node=one.node,
            title=one.title,
            kind=kinds.get(one.code),
            adds=lacks.amount(one.adds, *at, "新增供给 adds"),
            cost=lacks.amount(one.cost, *at, "费用 cost"),
            success=lacks.amount(one.success, *at, "成功率 success"),
            lead_months=lacks.amount(one.lead_months, *at, "所需月数 lead_months"),
        )


def _controllers(piece: ChainPiece, lacks: Lacks) -> Iterator[ControllerEntry]:
    for one in piece.controllers:
        share = lacks.amount(one.share, "node", one.node, f"{one.name}的份额 share")
        replaceable = lacks.amount(one.replaceable, "node", one.node, f"{one.name}的可替代份额 replaceable")
        yield ControllerEntry(one.node, one.name, one.kind, one.country, share, replaceable)
