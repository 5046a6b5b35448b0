"""What the value model answers: figures with their ranges and what they rest on, or unknown with what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rongtu.engines.chain.results import RequiredInput
from rongtu.vocab.evidence import Visibility


@dataclass(frozen=True, slots=True)
class Lack:
    """A required input that is missing: which, and of which node, group, item or intervention."""

    input: RequiredInput
    of: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure: its point, its 5 % and 95 % ends over the joint draws, the inputs it rests on; or what is missing.

    `point` and the ends are None where something is missing. `evidence` is the share of the required inputs that were
    observed; `assumptions` are the ids of those assumed; `inputs` the fact ids of everything required. `level` is the
    highest level of what went in, after the rule of contributors.
    """

    point: float | None
    low: float | None
    high: float | None
    evidence: float
    assumptions: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    missing: tuple[Lack, ...] = ()
    level: Visibility = Visibility.PUBLIC

    @property
    def known(self) -> bool:
        """Whether there is a figure."""
        return self.point is not None


class BreakKind(StrEnum):
    """No supply in scope at all, or at most a tenth of the need."""

    HARD = "hard"
    WEAK = "weak"


class BreakPlace(StrEnum):
    """Whether somebody elsewhere in the nation supplies it (attract or buy) or nobody does (develop)."""

    ELSEWHERE = "elsewhere"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Break:
    """A break 断点: kind, place, and severity = (V(unbounded) − V(none)) × (1 − min(1, cover)) × (1 − access)."""

    kind: BreakKind
    place: BreakPlace
    severity: Estimate


class BlockageKind(StrEnum):
    """What keeps two sides that exist from meeting."""

    MARKET = "market"
    BRIDGE = "bridge"
    FACTOR = "factor"
    CONVERSION = "conversion"


@dataclass(frozen=True, slots=True)
class Blockage:
    """One kind of blockage 堵点 in [0, 1] with its two counts (observed and expected, or numerator and denominator)."""

    kind: BlockageKind
    degree: Estimate
    numerator: Estimate
    denominator: Estimate
    note: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A controller with its impact V − V(his supply gone) and what is left of it after replacement: the choke value."""

    name: str
    kind: str
    country: str
    impact: Estimate
    replaceable: Estimate
    choke: Estimate
    fact: str = ""


@dataclass(frozen=True, slots=True)
class NodeWorth:
    """Everything the model says of one node; money in yuan of the scope's final output a year.

    `needed`: a final product in demand, or on an essential group of a needed node of which no other member is covered,
    as far as the figures prove it; the need of a needed node can be 0 where another input is missing as well.
    `need` is what the scope would use of it were its supply unbounded, `supply` what bodies in scope can deliver,
    `cover` = supply / need, `stake` = V − V(none of it), `room` = V(unbounded) − V, `access` the share bought from
    elsewhere. `blockage` = stake × the worst degree, `choke` = the largest of the controllers'.
    """

    node: str
    needed: bool
    need: Estimate
    supply: Estimate
    cover: Estimate
    stake: Estimate
    room: Estimate
    access: Estimate
    breaks: Break | None
    blockages: tuple[Blockage, ...]
    blockage: Estimate
    controls: tuple[Control, ...]
    choke: Estimate


@dataclass(frozen=True, slots=True)
class InterventionWorth:
    """An intervention alone: `gain` = V(with) − V, `worth` = gain × success × discount, `net` = worth − cost."""

    code: str
    node: str
    gain: Estimate
    worth: Estimate
    net: Estimate
    cost: Estimate


@dataclass(frozen=True, slots=True)
class Step:
    """An intervention in a plan, and what the plan would lose without it."""

    code: str
    cost: float
    within: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The best set of interventions within a budget, by mixed-integer programme.

    `gain` = V(all chosen work) − V at the points of all figures, `expected` its expectation over success and failure,
    `range` of the gain over the draws; `bound` is the solver's upper bound of the gain and `gap` the relative distance.
    `left_out` are interventions whose cost or effect is unknown: never chosen. `method` says how it was sought: by
    mixed-integer programme, or greedy where there are too many to choose from, then with the relaxed programme's bound.
    """

    budget: float
    cost: float
    gain: Estimate
    expected: float
    bound: float
    gap: float
    steps: tuple[Step, ...]
    left_out: tuple[str, ...]
    method: str


@dataclass(frozen=True, slots=True)
class ChainPart:
    """What of V the final products of one chain may have: the least and the most over all optima."""

    chain: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """A scope assessed: V, each chain's part of it, nodes in code order, interventions in code order, plans.

    Labels stand for their types and are not among the nodes. A figure rests on the inputs of the chains that are joined
    to its own by suppliers or items, so it can be known where V as a whole is not; parts and plans need all of V.
    """

    value: Estimate
    parts: tuple[ChainPart, ...]
    nodes: tuple[NodeWorth, ...]
    interventions: tuple[InterventionWorth, ...]
    plans: tuple[Plan, ...]
    draws: int
    seed: int
