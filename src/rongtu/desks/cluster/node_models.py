"""What a node's page is made of: what the node is, where it stands, what is said of it, who and what is on it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from rongtu.acts.models import Model
from rongtu.desks.cluster.models import ClaimState
from rongtu.vocab.chains import (
    BasisGrade,
    CapabilityRole,
    CapacityBasis,
    Completeness,
    ControlKind,
    NodeKind,
    Precision,
    Relation,
    Strengthening,
    Tier,
)
from rongtu.vocab.evidence import Confidence, Nature
from rongtu.vocab.means import Lack, NeedKind, NeedState, TransferMode
from rongtu.vocab.organisations import BodyKind


class AskKind(StrEnum):
    """What is not known of a node and worth asking, in the order it is asked."""

    CLAIM_HOLDS = "claim_holds"
    CLAIM_YEAR = "claim_year"
    BOUGHT_FROM = "bought_from"
    WHO_MAKES = "who_makes"
    WHO_ELSE_MAKES = "who_else_makes"
    HOW_MUCH = "how_much"
    CENSUS = "census"


class Ask(Model):
    """A question worth asking of a node; `year` is that of the claim it is about."""

    kind: AskKind
    year: int | None = None


class Document(Model):
    """A source facts of the node were taken from."""

    code: str
    text: str
    terms: str
    notice: str | None
    published: str | None
    nature: Nature
    ref: str


class ClassPlace(Model):
    """A class of another scheme (or a word in a name) that is read as this node."""

    scheme: str
    name: str
    grade: BasisGrade
    precision: Precision
    ref: str
    source: str


class Standing(Model):
    """A chain the node's item stands in, and as which node; the node asked for is among them."""

    chain: str
    chain_name: str
    node: str
    tier: Tier
    tier_basis: str
    ref: str
    source: str


class Neighbour(Model):
    """A node linked to this one: `inward` where the link leads from it to here."""

    node: str
    name: str
    name_en: str | None
    inward: bool
    relation: Relation
    group: str | None
    basis: str
    remark: str | None
    ref: str
    source: str


class PlacedBody(Model):
    """A body placed on the node in one role; `capacity` in yuan a year."""

    name: str
    kind: BodyKind
    region: str | None
    city: str | None
    role: CapabilityRole
    grade: BasisGrade
    basis: str
    as_of: str | None
    trl: int | None
    capacity: float | None
    capacity_basis: CapacityBasis | None
    confidence: Confidence
    body: str
    ref: str
    source: str


class PlacedCount(Model):
    """How many placements in one role and of one grade there are on the node."""

    role: CapabilityRole
    grade: BasisGrade
    placements: int


class FacilityPlace(Model):
    """What a facility can give to the node in a period; `price` in yuan a unit."""

    code: str
    name: str
    host: str | None
    region: str | None
    resource: str
    amount: float
    unit: str
    begins: str
    ends: str | None
    price: float | None
    ref: str
    source: str


class TechnologyPlace(Model):
    """A result on offer for the node's item; `price` in yuan."""

    code: str
    title: str
    holder: str | None
    trl: int | None
    trl_on: str | None
    mode: TransferMode | None
    price: float | None
    confirmed_on: str | None
    ref: str
    source: str


class NeedPlace(Model):
    """A need posted for the node; `budget` in yuan."""

    code: str
    kind: NeedKind
    title: str
    organisation: str | None
    budget: float | None
    deadline: str | None
    lacks: Lack | None
    state: NeedState | None
    posted_on: str | None
    ref: str
    source: str


class ControlPlace(Model):
    """Who is said to hold a supply of the node; shares in [0, 1]."""

    name: str
    kind: ControlKind
    country: str
    share: float | None
    replaceable: float | None
    as_of: str | None
    ref: str
    source: str


class InterventionPlace(Model):
    """What could be done for the node; money in yuan."""

    code: str
    kind: Strengthening
    title: str
    adds: float | None
    cost: float | None
    lead_months: int | None
    success: float | None
    ref: str
    source: str


class FigurePlace(Model):
    """A figure about the node's item."""

    indicator: str
    name: str
    name_en: str
    country: str | None
    period: str
    value: float
    unit: str
    ref: str
    source: str


class NodeFacts(Model):
    """Everything the facts say of one node; `next` is the key after which more bodies are listed."""

    code: str
    name: str
    name_en: str | None
    synonyms: tuple[str, ...]
    kind: NodeKind
    chain: str
    chain_name: str
    final: bool | None
    item_ref: str
    ref: str
    source: str
    classes: tuple[ClassPlace, ...]
    standings: tuple[Standing, ...]
    neighbours: tuple[Neighbour, ...]
    claims: tuple[ClaimState, ...]
    counts: tuple[PlacedCount, ...]
    bodies: tuple[PlacedBody, ...]
    next: str | None
    facilities: tuple[FacilityPlace, ...]
    technologies: tuple[TechnologyPlace, ...]
    needs: tuple[NeedPlace, ...]
    controls: tuple[ControlPlace, ...]
    interventions: tuple[InterventionPlace, ...]
    figures: tuple[FigurePlace, ...]
    survey: Completeness
    surveyed_on: str | None
    survey_source: str | None
    asks: tuple[Ask, ...]
    documents: tuple[Document, ...]


class NodeRequest(Model):
    """Which node, by its code, and how many bodies by class at a time (those named in a source come before them)."""

    node: str = Field(max_length=80, description="环节代码，如 H2-MEM (code of the node)")
    after: str = Field(
        default="", pattern=r"^([0-9a-f-]{36})?$", description="从此单位之后列起 (bodies after this one)"
    )
    most: int = Field(default=50, ge=1, le=1_000, description="按分类落位的单位列几家 (bodies by class)")
