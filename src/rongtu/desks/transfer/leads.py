"""Leads for a chain node: up to a few bodies worth a call, each with role, date, grade and reason."""

from __future__ import annotations

from rongtu.acts.models import Model
from rongtu.vocab.chains import BasisGrade, CapabilityRole


class Contribution(Model):
    """One feature's part of a score; the parts add up to it."""

    feature: str
    value: float


class Lead(Model):
    """A body worth a call: named in a source, or a lead by text."""

    name: str
    kind: str
    region: str | None
    city: str | None
    role: CapabilityRole
    grade: BasisGrade
    as_of: str | None
    stale: bool
    confidence: str | None
    why: str
    score: float
    contributions: tuple[Contribution, ...]
    matched: tuple[str, ...]
    in_scope: bool
    refs: tuple[str, ...]
    source: str


class Removal(Model):
    """How many candidates one hard condition removed before ranking."""

    condition: str
    removed: int


class NodeLeads(Model):
    """What was found for one node; an empty list means nobody is known from public text, never a break."""

    node: str
    considered: int
    removals: tuple[Removal, ...]
    leads: tuple[Lead, ...]
