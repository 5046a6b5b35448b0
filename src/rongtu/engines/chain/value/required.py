"""The required inputs of the value model, one by one: what each is made of, and whether it is missing.

- supply of a node: what each body placed there can deliver, and what bodies not yet found could add; under a census
  nobody is unseen, otherwise somebody must bound what is, or a census is missing;
- outside supply of an item: what could be bought of it elsewhere and abroad; an item without any row is not known,
  with rows the origins that no row names are zero;
- purchases of an item: what was bought of it, by origin, likewise;
- share of an input group, and what a yuan missing of it costs where it is not essential; a group nobody can supply is
  an open question, not a zero;
- demand for a final product, and the value of a yuan of it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.grounds import Ground, Grounds
from rongtu.engines.chain.value.inputs import Figure, Group, Network, Product, Purchase, Standing, ValueNode
from rongtu.engines.chain.value.structure import Structure
from rongtu.vocab.chains import Completeness
from rongtu.vocab.disclosure import Contribution, highest, level_of_total
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.geography import Origin

OUTSIDE = (Origin.ELSEWHERE, Origin.ABROAD)

Rows = dict[str, tuple[Purchase, ...]]
"""Purchases by item."""


def by_item(network: Network) -> Rows:
    """The purchases of each item, in a fixed order."""
    rows: defaultdict[str, list[Purchase]] = defaultdict(list)
    for row in sorted(network.purchases, key=lambda row: (row.item, row.origin, row.country or "", row.fact)):
        rows[row.item].append(row)
    return {item: tuple(of_item) for item, of_item in rows.items()}


def supply(node: ValueNode) -> Grounds:
    """What must be known of what bodies in scope can deliver of a node; the model only sees the total."""
    figures = supply_figures(node)
    level = highest((node.level, level_of_figures(figures)))
    capacity = Ground(RequiredInput.CAPACITIES, node.code, figures, (node.fact,), in_all=level)
    if node.survey is not Completeness.CENSUS and node.unseen is None:
        census = Ground(RequiredInput.CENSUS, node.code, facts=(node.fact,), given=False)
        return (census, capacity) if capacity.missing else (census,)
    return (capacity,)


def supply_figures(node: ValueNode) -> tuple[Figure, ...]:
    """The figures that add up to a node's supply."""
    return (*node.supply, *(() if node.unseen is None else (node.unseen,)))


def level_of_figures(figures: Sequence[Figure]) -> Visibility:
    """The level of the total of figures of several bodies, at their upper ends; see `rongtu.vocab.disclosure`."""
    if all(figure.level is Visibility.PUBLIC for figure in figures):
        return Visibility.PUBLIC
    ends = (math.nan if figure.is_missing else figure.high for figure in figures)
    given = zip(figures, ends, strict=True)
    return level_of_total(Contribution(figure.contributor, end, figure.level) for figure, end in given)


def outside(item: str, rows: tuple[Purchase, ...]) -> Grounds:
    """What must be known of what can be bought of an item from outside the scope."""
    figures = tuple(row.available for row in rows if row.origin in OUTSIDE)
    return (Ground(RequiredInput.OUTSIDE_SUPPLY, item, figures, tuple(row.fact for row in rows), bool(rows)),)


def bought(item: str, rows: tuple[Purchase, ...]) -> Grounds:
    """What must be known of what was bought of an item, from whom."""
    figures = tuple(row.bought for row in rows)
    return (Ground(RequiredInput.PURCHASES, item, figures, tuple(row.fact for row in rows), bool(rows)),)


def value_of(structure: Structure, rows: Rows) -> Grounds:
    """Everything V rests on."""
    every = (*_inputs(structure), *_supplies(structure, rows), *_demands(structure))
    return tuple(ground for grounds in every for ground in grounds)


def group_inputs(group: Group, suppliers: tuple[object, ...]) -> Grounds:
    """What must be known of an input group."""
    share = Ground(RequiredInput.INPUT_SHARES, group.code, (group.share,), (group.fact,), bool(suppliers))
    if group.essential or _conventional(group.loss):
        return (share,)
    return (share, Ground(RequiredInput.INPUT_SHARES, group.code, (group.loss,), (group.fact,)))


def product_inputs(product: Product) -> Grounds:
    """What must be known of a final product."""
    demand = Ground(RequiredInput.DEMAND, product.node, (product.demand,), (product.fact,))
    if _conventional(product.weight):
        return (demand,)
    return (demand, Ground(RequiredInput.DEMAND, product.node, (product.weight,), (product.fact,)))


def _conventional(figure: Figure) -> bool:
    return figure.standing is Standing.OBSERVED and not figure.facts and figure.point == 1.0


def _inputs(structure: Structure) -> Iterator[Grounds]:
    for group, members in zip(structure.groups, structure.members, strict=True):
        yield group_inputs(group, members)


def _supplies(structure: Structure, rows: Rows) -> Iterator[Grounds]:
    yield from (supply(node) for node in structure.nodes)
    yield from (outside(item, rows.get(item, ())) for item in structure.items)


def _demands(structure: Structure) -> Iterator[Grounds]:
    yield from (product_inputs(product) for product in structure.products)
