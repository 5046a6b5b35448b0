"""What chain diagnosis takes and gives."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Model
from rongtu.vocab.chains import CapabilityRole, Completeness, NodeKind, Relation, Tier


class ClaimState(Model):
    """What a public text says of this node's dependence or weakness: a clue to a bottleneck, not a finding of one."""

    text: str
    as_of: str | None
    source: str
    ref: str


class RoleCount(Model):
    """How many distinct bodies a source names (or an industry class suggests) in one role on one node."""

    role: CapabilityRole
    bodies: int
    refs: tuple[str, ...]


class NodeState(Model):
    """One node: its place on the map, what is claimed of it, who is placed on it and on what grade of evidence."""

    code: str
    name: str
    name_en: str | None
    tier: Tier
    kind: NodeKind
    column: int
    row: int
    claims: tuple[ClaimState, ...]
    named: tuple[RoleCount, ...]
    by_class: tuple[RoleCount, ...]
    survey: Completeness
    survey_ref: str | None
    ref: str


class LinkState(Model):
    """A relation drawn on the map, between two node codes."""

    source: str
    target: str
    relation: Relation
    ref: str


class Question(Model):
    """A fact to find out, with the values that put it where it stands in the order."""

    position: int
    node: str
    name: str
    has_claim: bool
    reach: int
    refs: tuple[str, ...]


class UnknownScore(Model):
    """A score that cannot be computed, and the inputs that are missing."""

    score: str
    missing: tuple[str, ...]


class ChainDiagnosis(Model):
    """What can be said of one chain from the facts at hand, and what cannot."""

    code: str
    name: str
    ref: str
    nodes: tuple[NodeState, ...]
    links: tuple[LinkState, ...]
    chain_level: tuple[RoleCount, ...]
    questions: tuple[Question, ...]
    reach_of: str
    unknown: tuple[UnknownScore, ...]
    notes: tuple[str, ...]


class DiagnoseRequest(Model):
    """Which chain, by its code, and the zone whose figures count; without one, those of every zone."""

    chain: str = Field(max_length=40, description="chain code, such as H2")
    zone: str = Field(
        default="", max_length=40, description="范围：区域名称，不填为不分区域 (scope: name of a zone; none: any)"
    )


class ListRequest(Model):
    """Nothing to say: the whole list."""


class ChainSummary(Model):
    """A chain in the list of chains."""

    code: str
    name: str
    nodes: int
    claims: int
    ref: str


class ChainList(Model):
    """Every chain there is, by code."""

    chains: tuple[ChainSummary, ...]
