"""What differs between two networks, as facts in groups: which group, of which chains, and the codes of what differs.

A fact differs by what it says: a figure by how it stands, its range and its likely value, not by the row it is from.
Whatever is said of a node, an input group or a final product that only one network has goes with the structure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rongtu.engines.chain.value.inputs import Figure, Network


class FactGroup(StrEnum):
    """Groups of facts that change together."""

    STRUCTURE = "structure"
    SUPPLY = "supply"
    SHARES = "shares"
    DEMAND = "demand"
    PURCHASES = "purchases"
    INTERVENTIONS = "interventions"
    CONTROLLERS = "controllers"
    PILOTS = "pilots"
    NEEDS = "needs"
    COHORTS = "cohorts"


Chains = tuple[str, ...]
Part = tuple[FactGroup, Chains]
"""A group of facts of one chain, or of several that share them."""

WITH_STRUCTURE = frozenset({FactGroup.SUPPLY, FactGroup.SHARES, FactGroup.DEMAND})
"""Of what only one network has, nothing else needs to be said than that it is there."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said, and the nodes or the item it is said of."""

    about: tuple[str, ...]
    content: Hashable


Facts = Mapping[tuple[FactGroup, str], Fact]


def differing(before: Network, after: Network) -> dict[Part, tuple[str, ...]]:
    """The codes of what differs, by group and chains, both in order."""
    old, new = facts_of(before), facts_of(after)
    both = _named(before) & _named(after)
    chains = chains_of(before, after)
    found: defaultdict[Part, set[str]] = defaultdict(set)
    for key in old.keys() | new.keys():
        group, code = key
        one, other = old.get(key), new.get(key)
        if one == other or ((one is None or other is None) and not _apart(group, one or other, both)):
            continue
        about = {place for fact in (one, other) if fact is not None for place in fact.about}
        found[group, tuple(sorted({chain for place in about for chain in chains.get(place, ())}))].add(_called(code))
    order = list(FactGroup)
    parts = sorted(found, key=lambda part: (order.index(part[0]), part[1]))
    return {part: tuple(sorted(found[part])) for part in parts}


def chains_of(*networks: Network) -> dict[str, frozenset[str]]:
    """The chains in which each node and each item stands, in any of the networks."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for network in networks:
        for node in network.nodes:
            found[node.code].add(node.chain)
            found[item_place(node.item)].add(node.chain)
    return {place: frozenset(chains) for place, chains in found.items()}


def facts_of(network: Network) -> Facts:
    """Everything a network says, by group and code; in the structure, where kinds share codes, by kind and code."""
    return {(group, code): Fact(about, content) for group, code, about, content in _facts(network)}


def _apart(group: FactGroup, fact: Fact | None, both: frozenset[str]) -> bool:
    """Whether a fact that only one network has is told apart from the structure."""
    if group is FactGroup.STRUCTURE:
        return True
    return group not in WITH_STRUCTURE and fact is not None and all(place in both for place in fact.about)


def _named(network: Network) -> frozenset[str]:
    return frozenset(name for node in network.nodes for name in (node.code, item_place(node.item)))


def item_place(item: str) -> str:
    """An item as a place of facts, which no code of a node can be."""
    return f"item\n{item}"


KIND = "\n"
"""What parts the kind of a thing of the structure from its code: kinds share codes."""


def _called(code: str) -> str:
    return code.rpartition(KIND)[2]


Told = tuple[FactGroup, str, tuple[str, ...], Hashable]


def _facts(network: Network) -> Iterator[Told]:
    yield from _structure(network)
    for node in network.nodes:
        supply = (node.survey, _several(node.supply), _said(node.unseen))
        yield FactGroup.SUPPLY, node.code, (node.code,), supply
    for group in network.groups:
        yield FactGroup.SHARES, group.code, (group.node,), (_said(group.share), _said(group.loss))
    for product in network.products:
        yield FactGroup.DEMAND, product.node, (product.node,), (_said(product.demand), _said(product.weight))
    for step in network.interventions:
        figures = (step.adds, step.cost, step.lead_months, step.success)
        yield FactGroup.INTERVENTIONS, step.code, (step.node,), (step.node, *map(_said, figures))
    yield from _by_place(network)


def _structure(network: Network) -> Iterator[Told]:
    for node in network.nodes:
        yield FactGroup.STRUCTURE, node.code, (node.code,), (node.chain, node.item, node.label)
    for group in network.groups:
        content = (group.node, group.essential, tuple(sorted(group.members)))
        yield FactGroup.STRUCTURE, f"group{KIND}{group.code}", (group.node,), content
    for child, label in network.types:
        yield FactGroup.STRUCTURE, f"type{KIND}{child} → {label}", (child, label), None
    for product in network.products:
        yield FactGroup.STRUCTURE, f"product{KIND}{product.node} →", (product.node,), None


def _by_place(network: Network) -> Iterator[Told]:
    """Rows of which a node or an item has several."""
    rows: defaultdict[tuple[FactGroup, str, str], list[Hashable]] = defaultdict(list)
    for row in network.purchases:
        said = (row.origin, row.country or "", _said(row.bought), _said(row.available))
        rows[FactGroup.PURCHASES, row.item, item_place(row.item)].append(said)
    for one in network.controllers:
        said_of = (one.name, one.kind, one.country, _said(one.share), _said(one.replaceable))
        rows[FactGroup.CONTROLLERS, one.node, one.node].append(said_of)
    for pilot in network.pilots:
        content = (_said(pilot.available), _said(pilot.asked), pilot.unit, pilot.waiting, pilot.facilities)
        rows[FactGroup.PILOTS, pilot.node, pilot.node].append(content)
    for need in network.needs:
        rows[FactGroup.NEEDS, need.node, need.node].append((need.open, tuple(sorted(need.old))))
    for cohort in network.cohorts:
        rows[FactGroup.COHORTS, cohort.node, cohort.node].append((cohort.results, cohort.idle))
    for (group, code, place), several in rows.items():
        yield group, code, (place,), tuple(sorted(several, key=repr))


def _several(figures: Iterable[Figure]) -> Hashable:
    return tuple(sorted((_said(figure) for figure in figures), key=repr))


def _said(figure: Figure | None) -> Hashable:
    if figure is None or figure.is_missing:
        return figure and figure.standing
    return figure.standing, figure.low, figure.high, figure.likely, figure.distribution
