"""Code list for comparing two runs: which side of a result a figure or name belongs to."""

from enum import StrEnum


class Aspect(StrEnum):
    """A side of a result that may move from one run to the next, the weightiest first."""

    VALUE = "value"
    BREAK = "break"
    SEVERITY = "severity"
    CHOKE = "choke"
    BLOCKAGE = "blockage"
    PLAN = "plan"
    RANK = "rank"
    STAKE = "stake"
    CLAIM = "claim"
    SCORE = "score"
    LEAD = "lead"


MONEY = frozenset({Aspect.VALUE, Aspect.SEVERITY, Aspect.CHOKE, Aspect.BLOCKAGE, Aspect.PLAN, Aspect.STAKE})
"""Aspects whose figures are yuan a year."""
