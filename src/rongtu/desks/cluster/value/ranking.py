"""The three lists of where a scope is stuck as they are answered: the severities that were traced, with their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rongtu.desks.cluster.value import models as told
from rongtu.engines.chain.value import rankings as engine


def rankings(found: engine.Rankings, nodes: Iterable[told.NodeWorth]) -> told.Rankings:
    """The engine's lists over the nodes as they are told."""
    by_code = {node.node: node for node in nodes}
    breaks = {code: node.breaks.severity for code, node in by_code.items() if node.breaks}
    return told.Rankings(
        breaks=_ranked(found.breaks, by_code, breaks),
        blockages=_ranked(found.blockages, by_code, {code: node.blockage for code, node in by_code.items()}),
        chokes=_ranked(found.chokes, by_code, {code: node.choke for code, node in by_code.items()}),
    )


def _ranked(
    found: Iterable[engine.Ranked], nodes: Mapping[str, told.NodeWorth], severities: Mapping[str, told.Estimated]
) -> tuple[told.Ranked, ...]:
    return tuple(
        told.Ranked(
            node=one.node,
            name=nodes[one.node].name,
            chain=nodes[one.node].chain,
            proved=one.proved,
            possible=one.possible,
            severity=severities[one.node],
        )
        for one in found
    )
