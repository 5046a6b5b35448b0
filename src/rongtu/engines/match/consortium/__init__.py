"""Consortium builder: the members that cover a need's nodes from basic research to engineering, at least coordination.

Definition: section 6 of the match engine's specification; `programme` states the formulas.
"""

from rongtu.engines.match.consortium.inputs import (
    Bar,
    Candidate,
    Cell,
    Conflict,
    Coordination,
    MemberKind,
    Prices,
    Rules,
    Stage,
)
from rongtu.engines.match.consortium.proposing import propose
from rongtu.engines.match.consortium.relaxing import relaxed_rules
from rongtu.engines.match.consortium.results import Consortium, Member, Proposal, Relaxation, Relaxed, Rule
from rongtu.engines.match.consortium.searching import keeps

__all__ = [
    "Bar",
    "Candidate",
    "Cell",
    "Conflict",
    "Consortium",
    "Coordination",
    "Member",
    "MemberKind",
    "Prices",
    "Proposal",
    "Relaxation",
    "Relaxed",
    "Rule",
    "Rules",
    "Stage",
    "keeps",
    "propose",
    "relaxed_rules",
]
