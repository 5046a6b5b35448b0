"""One chain read as a whole: map, presence, claims, unknowns, and the order of questions (chain definitions, 1)."""

from __future__ import annotations

from collections.abc import Sequence

from rongtu.engines.chain.inputs import Chain, Claim, Placement
from rongtu.engines.chain.results import Diagnosis


def diagnose(chain: Chain, claims: Sequence[Claim] = (), placements: Sequence[Placement] = ()) -> Diagnosis:
    """Read a chain: structure to draw, who is placed where, what is claimed, what is unknown, what to ask next.

    Raises InputError where a claim or a placement names a node the chain does not have.
    """
    raise NotImplementedError
