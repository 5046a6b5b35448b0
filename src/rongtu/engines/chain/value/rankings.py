"""Lists of where a scope is stuck, ranked twice: *proved* by the 5 % end of the severity, *possible* by the 95 % end.

Nodes of one severity share the better place. A node whose severity is unknown, or 0 even at the 95 % end, is in no
list.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rongtu.engines.chain.value.results import Assessment, Estimate


@dataclass(frozen=True, slots=True)
class Ranked:
    """A node in a list: its place by the 5 % end and its place by the 95 % end, the first being 1."""

    node: str
    severity: Estimate
    proved: int
    possible: int


@dataclass(frozen=True, slots=True)
class Rankings:
    """The three lists, each by proved place, then possible place, then code."""

    breaks: tuple[Ranked, ...] = ()
    blockages: tuple[Ranked, ...] = ()
    chokes: tuple[Ranked, ...] = ()


def rank(assessment: Assessment) -> Rankings:
    """The nodes of an assessment in the three lists."""
    nodes = assessment.nodes
    return Rankings(
        breaks=_ranked((one.node, one.breaks.severity) for one in nodes if one.breaks is not None),
        blockages=_ranked((one.node, one.blockage) for one in nodes),
        chokes=_ranked((one.node, one.choke) for one in nodes),
    )


def _ranked(severities: Iterable[tuple[str, Estimate]]) -> tuple[Ranked, ...]:
    found = {node: severity for node, severity in severities if (severity.high or 0.0) > 0.0}
    proved = _places({node: severity.low or 0.0 for node, severity in found.items()})
    possible = _places({node: severity.high or 0.0 for node, severity in found.items()})
    ranked = (Ranked(node, severity, proved[node], possible[node]) for node, severity in found.items())
    return tuple(sorted(ranked, key=lambda one: (one.proved, one.possible, one.node)))


def _places(ends: Mapping[str, float]) -> dict[str, int]:
    """One more than how many are larger."""
    in_order = sorted(-end for end in ends.values())
    return {node: 1 + bisect_left(in_order, -end) for node, end in ends.items()}
