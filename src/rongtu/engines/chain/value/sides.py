"""The numbers of a network at the points of all figures, by code: what V rests on; None where it is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rongtu.engines.chain.value.inputs import Figure, Network
from rongtu.engines.chain.value.required import OUTSIDE, by_item, outside, supply, supply_figures

Known = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two networks that are compared: numbers by node, item, input group and final product."""

    network: Network
    supply: Known
    outside: Known
    share: Known
    loss: Known
    demand: Known
    weight: Known
    groups: Mapping[str, frozenset[str]]
    """The input groups of each node that has any."""


def side(network: Network) -> Side:
    """A network's numbers."""
    rows = by_item(network)
    offered = {item: [row.available for row in of_item if row.origin in OUTSIDE] for item, of_item in rows.items()}
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for group in network.groups:
        groups[group.node].add(group.code)
    return Side(
        network=network,
        supply={
            node.code: None if any(one.missing for one in supply(node)) else _sum(supply_figures(node))
            for node in network.nodes
        },
        outside={
            item: None if any(one.missing for one in outside(item, of_item)) else _sum(offered[item])
            for item, of_item in rows.items()
        },
        share={group.code: _point(group.share) for group in network.groups},
        loss={group.code: _point(group.loss) for group in network.groups},
        demand={product.node: _point(product.demand) for product in network.products},
        weight={product.node: _point(product.weight) for product in network.products},
        groups={node: frozenset(codes) for node, codes in groups.items()},
    )


def _point(figure: Figure) -> float | None:
    return None if figure.is_missing else figure.point


def _sum(figures: Iterable[Figure]) -> float:
    return sum((figure.point for figure in figures), start=0.0)
