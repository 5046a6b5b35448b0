"""What chain diagnosis takes and gives."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Derivation, Model
from rongtu.desks.cluster.value import headlines
from rongtu.desks.cluster.value.models import (
    AssumptionState,
    Draws,
    Estimated,
    InterventionWorth,
    NodeWorth,
    Rankings,
    Seed,
)
from rongtu.vocab.chains import CapabilityRole, Completeness, NodeKind, Relation, Tier
from rongtu.vocab.drawing import DRAWS, SEED
from rongtu.vocab.evidence import Visibility


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
    """What can be said of one chain from the facts at hand, and what cannot.

    For a zone with the scores of the chain's nodes, valued together with the zone's other chains: `value` is V of them
    all, `worths` and `interventions` are this chain's, `rankings` are over its nodes. Empty where the chain lacks
    inputs, or where no zone was asked for.
    """

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
    zone: str | None = None
    value: Estimated | None = None
    worths: tuple[NodeWorth, ...] = ()
    rankings: Rankings = Rankings()
    interventions: tuple[InterventionWorth, ...] = ()
    assumptions: tuple[AssumptionState, ...] = ()
    level: Visibility = Visibility.PUBLIC
    parameters: dict[str, str | int | float] = Field(default_factory=dict)
    trace: dict[str, Derivation] = Field(default_factory=dict)

    def headline(self) -> str | None:
        """For a zone: the three largest proved severities with what would un-stick them, and what is unknown."""
        if self.zone is None:
            return None
        if not self.worths:
            lacks = (f"  算不出{one.score}：缺{'、'.join(one.missing)}" for one in self.unknown)
            asked = (f"  先问 {one.position} {one.name} {one.node}" for one in self.questions[: headlines.SHOWN])
            first = f"{self.code} {self.name} · {self.zone}  未知：数据不齐 (unknown: inputs are missing)"
            return "\n".join([first, *lacks, *asked])
        return "\n".join(
            [
                f"{self.code} {self.name} · {self.zone}  按站得住的（5% 端）排，元/年：",
                *headlines.three_to_fix(self.rankings, self.worths, self.interventions),
                *headlines.open_points(self.worths),
            ]
        )


class DiagnoseRequest(Model):
    """Which chain, by its code, and the zone whose surveys and figures count; without one, surveys of the nation do.

    `valued` says whether the zone's chains are valued too, so that the scores can be told.
    """

    chain: str = Field(max_length=40, description="产业链代码，如 H2 (chain code, such as H2)")
    zone: str = Field(
        default="", max_length=40, description="范围：区域名称，不填为全国 (scope: name of a zone; none: the nation)"
    )
    valued: bool = Field(default=True, description="有范围时同时估值 (value the zone too)")
    draws: Draws = DRAWS
    seed: Seed = SEED


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
