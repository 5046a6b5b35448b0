"""Layers of a directed graph: arrows turned round where they close a circle, then the longest path (Sugiyama 1981).

Sugiyama, Tagawa, Toda, *Methods for visual understanding of hierarchical system structures*, IEEE Transactions on
Systems, Man, and Cybernetics 11(2), steps I and II.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Arc = tuple[str, str]


def layers(nodes: Iterable[str], arcs: Iterable[Arc]) -> dict[str, int]:
    """The layer of each node, from 0; after circles are opened every arc runs to a later layer.

    The answer does not depend on the order of `nodes` or `arcs`. A node without incoming arcs is drawn directly
    before what it feeds; one without any arc stands in layer 0.
    """
    codes = sorted(set(nodes))
    forward = _without_circles(codes, sorted(set(arcs)))
    order = _topological(codes, forward)
    after, before = _successors(forward), _successors((target, source) for source, target in forward)
    layer = dict.fromkeys(codes, 0)
    for node in order:
        layer[node] = max((layer[source] + 1 for source in before.get(node, ())), default=0)
    for node in reversed(order):
        if not before.get(node) and after.get(node):
            layer[node] = min(layer[target] for target in after[node]) - 1
    return layer


def _without_circles(codes: Sequence[str], arcs: Sequence[Arc]) -> list[Arc]:
    """The arcs with each one that returns to a node still open in a depth-first walk turned round."""
    after = _successors(arcs)
    entered = {target for _, target in arcs}
    open_nodes: set[str] = set()
    done: set[str] = set()
    turned: set[Arc] = set()
    for start in sorted(codes, key=lambda code: (code in entered, code)):
        path = [(start, iter(after.get(start, ())))] if start not in done else []
        open_nodes.update(node for node, _ in path)
        while path:
            node, targets = path[-1]
            target = next(targets, None)
            if target is None:
                path.pop()
                open_nodes.discard(node)
                done.add(node)
            elif target in open_nodes:
                turned.add((node, target))
            elif target not in done:
                open_nodes.add(target)
                path.append((target, iter(after.get(target, ()))))
    return sorted({(target, source) if (source, target) in turned else (source, target) for source, target in arcs})


def _topological(codes: Sequence[str], arcs: Sequence[Arc]) -> list[str]:
    waiting_for = dict.fromkeys(codes, 0)
    for _, target in arcs:
        waiting_for[target] += 1
    after = _successors(arcs)
    order = [code for code in codes if not waiting_for[code]]
    for node in order:
        for target in after.get(node, ()):
            waiting_for[target] -= 1
            if not waiting_for[target]:
                order.append(target)
    return order


def _successors(arcs: Iterable[Arc]) -> Mapping[str, list[str]]:
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in arcs:
        targets[source].append(target)
    return targets
