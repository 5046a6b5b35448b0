"""Where it is stuck, ranked twice: *proved* by the 5 % end of a severity, *possible* by its 95 % end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rongtu.desks.cluster.value.models import Estimated, NodeWorth, Ranked, ScopeValue

BREAKS, BLOCKAGES, CHOKES = "断点", "堵点", "卡点"
KINDS = (BREAKS, BLOCKAGES, CHOKES)
"""The three lists, as they are called."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A node in a list, with its severity and its place in both orders, counted from 1."""

    kind: str
    worth: NodeWorth
    severity: Estimated
    proved: int
    possible: int


def stuck_lists(value: ScopeValue) -> Mapping[str, tuple[Placed, ...]]:
    """The three lists, each in proved order; of results kept before lists were, by the same rule from the nodes."""
    rankings, known = value.rankings, {node.node: node for node in value.nodes}
    if rankings.breaks or rankings.blockages or rankings.chokes:
        told = dict(zip(KINDS, (rankings.breaks, rankings.blockages, rankings.chokes), strict=True))
        return {kind: tuple(_as_told(kind, found, known)) for kind, found in told.items()}
    nodes = value.nodes
    return {
        BREAKS: ranked_twice(BREAKS, ((node, node.breaks.severity) for node in nodes if node.breaks)),
        BLOCKAGES: ranked_twice(BLOCKAGES, ((node, node.blockage) for node in nodes if node.blockages)),
        CHOKES: ranked_twice(CHOKES, ((node, node.choke) for node in nodes if node.controls)),
    }


def _as_told(kind: str, found: Iterable[Ranked], known: Mapping[str, NodeWorth]) -> Iterable[Placed]:
    for one in found:
        if one.node in known:
            yield Placed(kind, known[one.node], one.severity, one.proved, one.possible)


def ranked_twice(kind: str, items: Iterable[tuple[NodeWorth, Estimated]]) -> tuple[Placed, ...]:
    """Known severities above nothing; of one severity, the better place."""
    known = [(worth, severity) for worth, severity in items if ends_of(severity)[1] > 0]
    lows, highs = ([ends_of(severity)[end] for _, severity in known] for end in (0, 1))
    placed = [
        Placed(kind, worth, severity, _place(ends_of(severity)[0], lows), _place(ends_of(severity)[1], highs))
        for worth, severity in known
    ]
    return tuple(sorted(placed, key=lambda one: (one.proved, one.possible, one.worth.node)))


def _place(end: float, ends: Iterable[float]) -> int:
    return 1 + sum(other > end for other in ends)


def ends_of(estimated: Estimated) -> tuple[float, float]:
    """The two ends of a figure's range, those of the point where it has none; 0 and 0 of an unknown one."""
    point = estimated.point or 0.0
    low = point if estimated.low is None else estimated.low
    return low, point if estimated.high is None else estimated.high


def leading(placed: Iterable[Placed], most: int) -> tuple[Placed, ...]:
    """Those among the first `most` in either order, in proved order."""
    return tuple(one for one in placed if min(one.proved, one.possible) <= most)


def weightiest(value: ScopeValue, most: int) -> tuple[tuple[Placed, ...], ...]:
    """What comes first by proved place, each thing with every list it stands in, the one it came by first.

    Of one place, those of more proved yuan first. What is stuck in several ways is one thing, not several; so are
    nodes of one name in several chains.
    """
    every = [one for found in stuck_lists(value).values() for one in found]
    every.sort(key=lambda one: (one.proved, -ends_of(one.severity)[0], KINDS.index(one.kind), one.worth.node))
    by_name: dict[str, list[Placed]] = {}
    for one in every:
        by_name.setdefault(one.worth.name, []).append(one)
    return tuple(tuple(found) for found in list(by_name.values())[:most])
