"""One chain read as a whole: map, presence, claims, unknowns, and the order of questions (chain definitions, 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from rongtu.engines.chain.drawing import draw
from rongtu.engines.chain.inputs import Chain, Claim, Placement, check_references
from rongtu.engines.chain.presence import presences
from rongtu.engines.chain.questions import questions
from rongtu.engines.chain.reach import dropped_links, reach_of_all
from rongtu.engines.chain.results import Diagnosis, NodeReading, RequiredInput
from rongtu.engines.chain.unknowns import unknown_scores

NOTHING_KNOWN: Mapping[str, Set[RequiredInput]] = {}
"""Of every node no more than structure and survey."""


def diagnose(
    chain: Chain,
    claims: Sequence[Claim] = (),
    placements: Sequence[Placement] = (),
    known: Mapping[str, Set[RequiredInput]] = NOTHING_KNOWN,
) -> Diagnosis:
    """Read a chain: structure to draw, who is placed where, what is claimed, what is unknown, what to ask next.

    Claims of a node come newest first, undated last. `known` tells by node which inputs of the scores are at hand.
    Raises InputError where a claim or a placement names a node the chain does not have.
    """
    check_references(chain, claims, placements)
    nodes = sorted(chain.nodes, key=lambda node: node.code)
    present = presences((node.code for node in nodes), placements)
    reach = reach_of_all(chain)
    claimed: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=_newest_first):
        claimed[claim.node].append(claim)
    readings = tuple(
        NodeReading(
            node=node.code,
            survey=node.survey,
            presence=present[node.code],
            claims=tuple(claimed[node.code]),
            reach=reach[node.code],
            scores=unknown_scores(node, known.get(node.code, frozenset())),
        )
        for node in nodes
    )
    return Diagnosis(chain.code, draw(chain), readings, present[None], questions(chain, readings), dropped_links(chain))


def _newest_first(claim: Claim) -> tuple[bool, int, str, str]:
    return claim.year is None, -(claim.year or 0), claim.text, claim.fact
