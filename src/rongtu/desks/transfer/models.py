"""What matching takes and gives."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Model
from rongtu.vocab.chains import BasisGrade, CapabilityRole


class Contribution(Model):
    """One feature's part of a score; the parts add up to it."""

    feature: str
    value: float


class Lead(Model):
    """A body worth a call: named in a source, or a lead by text; `in_scope` is None where its place is unknown."""

    name: str
    kind: str
    region: str | None
    city: str | None
    role: CapabilityRole
    also: tuple[CapabilityRole, ...]
    grade: BasisGrade
    as_of: str | None
    stale: bool
    confidence: str | None
    why: str
    score: float
    contributions: tuple[Contribution, ...]
    matched: tuple[str, ...]
    in_scope: bool | None
    refs: tuple[str, ...]
    source: str

    def remoteness(self) -> int:
        """For ordering: 0 in scope, 1 place unknown, 2 outside."""
        return {True: 0, None: 1, False: 2}[self.in_scope]


class Removal(Model):
    """How many candidates one hard condition removed before ranking, and where they are few the names of them."""

    condition: str
    removed: int
    names: tuple[str, ...] = ()


class NodeLeads(Model):
    """What was found for one node; an empty list means nobody is known from public text, never a break."""

    node: str
    considered: int
    removals: tuple[Removal, ...]
    leads: tuple[Lead, ...]


class LeadsRequest(Model):
    """For which nodes (all where none is named), in which scope, and how many leads for each."""

    nodes: tuple[str, ...] = Field(default=(), max_length=10_000, description="node codes; none: every node")
    zone: str = Field(default="京津冀", max_length=40, description="scope: name of a zone")
    most: int = Field(default=3, ge=1, le=50, description="leads for each node")


class LeadsAnswer(Model):
    """Leads by node code, and the year staleness was told from: the newest that any capability speaks of.

    `encoder` is who made the vectors; None where words alone ranked, and `remark` says why.
    """

    leads: dict[str, NodeLeads]
    reference_year: int | None
    encoder: str | None = None
    remark: str | None = None


class EncodeRequest(Model):
    """Nothing to choose: whatever could be matched is encoded."""


class EncodeAnswer(Model):
    """How many vectors were made just now and how many were there, by which encoder; `remark` says why by none."""

    encoder: str | None
    dimension: int | None
    encoded: int
    kept: int
    remark: str | None

    def headline(self) -> str | None:
        """What was done in one line."""
        if self.encoder is None:
            return self.remark
        return f"新编码 encoded {self.encoded}，已有 kept {self.kept}（{self.encoder}）"
