"""Types of things: for each node the labels it is, directly or by way of another label, a type of (`is_type_of`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping


def ancestors_by_child(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Each child's labels at every level, from (child, label) pairs; a circle makes a node its own ancestor."""
    parents: defaultdict[str, set[str]] = defaultdict(set)
    for child, parent in pairs:
        parents[child].add(parent)
    return {child: reachable(parents, child) for child in sorted(parents)}


def cyclic_types(ancestors: Mapping[str, frozenset[str]]) -> list[str]:
    """The nodes that are a type of themselves, in code order."""
    return sorted(child for child, labels in ancestors.items() if child in labels)


def reachable(successors: Mapping[str, Iterable[str]], start: str) -> frozenset[str]:
    """The nodes met by following one or more arrows from `start` (which is among them only on a circle)."""
    met: set[str] = set()
    waiting = list(successors.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in met:
            met.add(node)
            waiting.extend(successors.get(node, ()))
    return frozenset(met)
