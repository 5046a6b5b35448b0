"""What the chain engine answers: a map to draw, who stands where, what is claimed, unknown, and to be asked next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rongtu.engines.chain.inputs import Claim, Placement
from rongtu.vocab.chains import BasisGrade, CapabilityRole, Completeness, Relation, Tier


@dataclass(frozen=True, slots=True)
class Position:
    """Where to draw a node: its tier, its layer (column) within the tier and its row within the layer, all from 0."""

    node: str
    tier: Tier
    layer: int
    row: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link as drawn; `backward` is true where it runs against the reading direction (to an earlier layer)."""

    source: str
    target: str
    relation: Relation
    backward: bool
    fact: str


@dataclass(frozen=True, slots=True)
class ChainMap:
    """A drawing order: positions by tier, layer, row; `crossings` counts crossing pairs among the drawn arrows.

    Crossings are counted between neighbouring layers, long arrows being cut at each layer they pass; only `supplies`
    and `stage_flow` arrows count, as only they shape the layers.
    """

    positions: tuple[Position, ...]
    arrows: tuple[Arrow, ...]
    crossings: int


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is placed at a node, or on the chain as a whole (`node` None): numbers of distinct bodies, and the rows.

    A body in two roles counts once in each and once in `bodies`. A node nobody is placed on counts 0 here, which says
    "nobody found", never "nobody there".
    """

    node: str | None
    bodies: int
    by_role: Mapping[CapabilityRole, int]
    by_grade: Mapping[BasisGrade, int]
    placements: tuple[Placement, ...]


class ScoreKind(StrEnum):
    """The three states of a node that chain policy speaks of."""

    BREAK = "break"
    BLOCKAGE = "blockage"
    CHOKE = "choke"


class RequiredInput(StrEnum):
    """What scores and interventions need beyond structure; see section 1 to 5 of the chain engine's definitions.

    An intervention's `effect` is what it adds, in how many months, with what probability.
    """

    CENSUS = "census"
    INPUT_SHARES = "input_shares"
    CAPACITIES = "capacities"
    DEMAND = "demand"
    OUTSIDE_SUPPLY = "outside_supply"
    PURCHASES = "purchases"
    PILOT_MONTHS = "pilot_months"
    OPEN_NEEDS = "open_needs"
    CONVERSION_COHORT = "conversion_cohort"
    CONTROLLERS = "controllers"
    SUBSTITUTABILITY = "substitutability"
    COST = "cost"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class UnknownScore:
    """A score that cannot be stated, with the required inputs that are missing; never to be shown as 0."""

    kind: ScoreKind
    missing: tuple[RequiredInput, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a node feeds by `supplies`: nodes downstream, and those of them that are final products (both sorted)."""

    nodes: tuple[str, ...]
    final_products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodeReading:
    """All that is known, and what is unknown, about one node."""

    node: str
    survey: Completeness
    presence: Presence
    claims: tuple[Claim, ...]
    reach: Reach
    scores: tuple[UnknownScore, ...]


class ReachBasis(StrEnum):
    """What the questions' reach counts: final products, or nodes downstream where the chain names no final product."""

    FINAL_PRODUCTS = "final_products"
    NODES_DOWNSTREAM = "nodes_downstream"


@dataclass(frozen=True, slots=True)
class Question:
    """A node to find out about: its place in the order (from 1), the values that gave it, and what is missing.

    `dated_claims` is the number of claims with a year, `newest_claim` the latest of these years.
    """

    place: int
    node: str
    dated_claims: int
    undated_claims: int
    newest_claim: int | None
    reach: int
    missing: tuple[RequiredInput, ...]
    facts: tuple[str, ...]


ORDER_ZH = "这是提问的先后次序，不是预计可缩小的不确定范围。"
ORDER_EN = "This is an order of asking, not an expected reduction of a range."


@dataclass(frozen=True, slots=True)
class Questions:
    """What to find out next, ordered by: has a dated claim, reach (most first), node code.

    `statement_zh` and `statement_en` say what the order is not; they belong beside every showing of it.
    """

    reach_basis: ReachBasis
    questions: tuple[Question, ...]
    statement_zh: str = ORDER_ZH
    statement_en: str = ORDER_EN


@dataclass(frozen=True, slots=True)
class DroppedLink:
    """A child's own `supplies` link to a buyer its label already supplies: left out of arithmetic, still drawn."""

    source: str
    target: str
    label: str
    fact: str

    def __str__(self) -> str:
        return f"{self.source} → {self.target}: counted through the label {self.label} that {self.source} is a type of"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One chain read: `nodes` in code order; `chain_level` holds bodies placed on the chain without a node."""

    chain: str
    map: ChainMap
    nodes: tuple[NodeReading, ...]
    chain_level: Presence
    questions: Questions
    dropped_links: tuple[DroppedLink, ...]

    def reading(self, node: str) -> NodeReading:
        """The reading of one node; KeyError where the chain has no such node."""
        for reading in self.nodes:
            if reading.node == node:
                return reading
        raise KeyError(node)
