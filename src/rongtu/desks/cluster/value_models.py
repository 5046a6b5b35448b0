"""What valuing a scope takes and gives: stakes, breaks, blockages, chokes, interventions and plans, in yuan a year.

Money is in yuan as a float; a figure that rests on an assumption says so, one that lacks an input says which.
"""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Derivation, Model
from rongtu.vocab.chains import Strengthening


class Estimated(Model):
    """A figure with its 5–95 % range; no figure where something is `missing` (in words, each once).

    `assumed` says that an assumption went in; `evidence` is the share of the required inputs that were observed.
    """

    point: float | None
    low: float | None
    high: float | None
    assumed: bool
    evidence: float
    missing: tuple[str, ...] = ()
    ref: str | None = None


class BreakState(Model):
    """A break 断点: `hard` or `weak`; `elsewhere` (somebody in the nation supplies it) or `nowhere`."""

    kind: str
    place: str
    severity: Estimated


class BlockageState(Model):
    """A kind of blockage 堵点 in [0, 1] with the two figures it compares, in words what they are."""

    kind: str
    degree: Estimated
    numerator: Estimated
    denominator: Estimated
    note: str


class ControlState(Model):
    """A controller: what the scope loses if he stops, what of it could be replaced, what is left (卡点)."""

    name: str
    kind: str
    country: str
    impact: Estimated
    replaceable: Estimated
    choke: Estimated
    ref: str


class NodeWorth(Model):
    """Everything the value model says of one node."""

    node: str
    name: str
    chain: str
    needed: bool
    need: Estimated
    supply: Estimated
    cover: Estimated
    stake: Estimated
    room: Estimated
    access: Estimated
    breaks: BreakState | None
    blockages: tuple[BlockageState, ...]
    blockage: Estimated
    controls: tuple[ControlState, ...]
    choke: Estimated
    ref: str


class InterventionWorth(Model):
    """An intervention: what it adds, costs and takes, what it is worth alone; `net` unknown where cost is."""

    code: str
    node: str
    title: str
    kind: Strengthening
    technology: str | None
    organisation: str | None
    lead_months: int | None
    adds: Estimated
    cost: Estimated
    success: Estimated
    gain: Estimated
    worth: Estimated
    net: Estimated
    ref: str


class PlanStep(Model):
    """A chosen intervention, its cost, and what the plan would lose without it."""

    code: str
    title: str
    cost: float
    within: float
    ref: str


class Plan(Model):
    """The best set of interventions within a budget, with the solver's bound and gap."""

    budget: float
    cost: float
    gain: Estimated
    expected: float
    bound: float
    gap: float
    steps: tuple[PlanStep, ...]
    left_out: tuple[str, ...]
    method: str
    ref: str


class ChainPart(Model):
    """The least and the most of V that one chain's final products may have among all optima."""

    chain: str
    name: str
    least: float
    most: float
    ref: str


class LeftOut(Model):
    """A chain that cannot be valued, with the inputs it lacks in words, and how many figures of each."""

    chain: str
    name: str
    missing: dict[str, int]
    ref: str


class AssumptionState(Model):
    """An assumption a figure used: of what, its range, whose, when, why."""

    code: str
    about: str
    low: float
    high: float
    likely: float | None
    unit: str | None
    author: str
    stated_on: str
    reason: str
    ref: str


class ScopeValue(Model):
    """A zone's chains valued together; `value` is None where no chain has its inputs."""

    zone: str
    chains: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    value: Estimated | None
    parts: tuple[ChainPart, ...]
    nodes: tuple[NodeWorth, ...]
    interventions: tuple[InterventionWorth, ...]
    plans: tuple[Plan, ...]
    assumptions: tuple[AssumptionState, ...]
    notes: tuple[str, ...]
    parameters: dict[str, str | int | float]
    trace: dict[str, Derivation]


class ValueRequest(Model):
    """Which zone, and how: budgets in yuan (none: a quarter, half, three quarters and all of what is proposed)."""

    zone: str = Field(default="京津冀", max_length=40, description="范围：区域名称 (scope: name of a zone)")
    budgets: tuple[float, ...] = Field(default=(), max_length=12, description="预算，元 (budgets in yuan)")
    draws: int = Field(default=200, ge=1, le=10_000, description="抽样次数 (draws over the assumptions)")
    seed: int = Field(default=20260101, ge=0, description="随机种子 (seed)")
    discount: float = Field(default=0.05, ge=0, le=1, description="年折现率 (discount rate a year)")
