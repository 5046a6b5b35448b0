"""What to find out next where no range can be computed: an order of asking (definitions of the chain engine, 1).

First nodes with a dated bottleneck claim, then by the number of final products reachable by `supplies` (of nodes
downstream where the chain names no final product), then by code.
"""

from __future__ import annotations

from collections.abc import Sequence

from rongtu.engines.chain.inputs import Chain
from rongtu.engines.chain.results import NodeReading, Question, Questions, ReachBasis
from rongtu.engines.chain.unknowns import missing_inputs


def questions(chain: Chain, readings: Sequence[NodeReading]) -> Questions:
    """Every node as a question, in the order of asking, with the values that gave its place."""
    basis = ReachBasis.FINAL_PRODUCTS if chain.final_products else ReachBasis.NODES_DOWNSTREAM
    facts = {node.code: node.fact for node in chain.nodes}
    ordered = sorted(readings, key=lambda reading: (not _years(reading), -_reach(reading, basis), reading.node))
    return Questions(
        basis,
        tuple(_question(place, reading, basis, facts[reading.node]) for place, reading in enumerate(ordered, 1)),
    )


def _question(place: int, reading: NodeReading, basis: ReachBasis, fact: str) -> Question:
    years = _years(reading)
    return Question(
        place=place,
        node=reading.node,
        dated_claims=len(years),
        undated_claims=len(reading.claims) - len(years),
        newest_claim=max(years, default=None),
        reach=_reach(reading, basis),
        missing=missing_inputs(reading.scores),
        facts=tuple(known for known in (fact, *(claim.fact for claim in reading.claims)) if known),
    )


def _years(reading: NodeReading) -> list[int]:
    return [claim.year for claim in reading.claims if claim.year is not None]


def _reach(reading: NodeReading, basis: ReachBasis) -> int:
    reach = reading.reach
    return len(reach.final_products if basis is ReachBasis.FINAL_PRODUCTS else reach.nodes)
