"""What valuing a scope takes and gives: stakes, breaks, blockages, chokes, interventions and plans, in yuan a year.

Money is in yuan as a float; a figure that rests on an assumption says so, one that lacks an input says which.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from rongtu.acts.models import Derivation, Model
from rongtu.desks.cluster.value import headlines
from rongtu.vocab.chains import Strengthening
from rongtu.vocab.drawing import DISCOUNT, DRAWS, SEED
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.geography import Origin

MOST_YUAN = 1e15
"""A budget above this is a slip of the pen: more than the nation makes in a year."""


class Estimated(Model):
    """A figure with its 5–95 % range, or none, with what is `missing` for it (in words, each once).

    A blockage counts its known kinds: it may have a figure beside what the others miss. `assumed` says that an
    assumption went in; `evidence` is the share of the required inputs that were observed. `level` is the highest level
    of what went in; a figure above what the reader may see is `withheld`, which is neither unknown nor 0.
    """

    point: float | None
    low: float | None
    high: float | None
    assumed: bool
    evidence: float
    missing: tuple[str, ...] = ()
    level: Visibility = Visibility.PUBLIC
    withheld: bool = False
    ref: str | None = None

    def headline(self) -> str:
        """The figure with its range, grade and marks, or that it is unknown or withheld; in whatever unit it is."""
        return headlines.figure(self)


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


class Ranked(Model):
    """A node in a list of severities: its place by the 5 % end (*proved*) and by the 95 % end (*possible*)."""

    node: str
    name: str
    chain: str
    proved: int
    possible: int
    severity: Estimated


class Rankings(Model):
    """The three lists, each by proved place; nodes whose severity is unknown or 0 are in none."""

    breaks: tuple[Ranked, ...] = ()
    blockages: tuple[Ranked, ...] = ()
    chokes: tuple[Ranked, ...] = ()


class OriginShare(Model):
    """The share of what the scope bought of an item that came from one place: the scope, elsewhere, or a country."""

    origin: Origin
    country: str | None
    share: Estimated


class Dependence(Model):
    """Where the scope buys what a node is, and how concentrated that is: Σ share² over origins (1 = one origin)."""

    node: str
    shares: tuple[OriginShare, ...]
    concentration: Estimated


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
    rankings: Rankings = Rankings()
    dependence: tuple[Dependence, ...] = ()
    level: Visibility = Visibility.PUBLIC
    assumptions: tuple[AssumptionState, ...]
    notes: tuple[str, ...]
    parameters: dict[str, str | int | float]
    trace: dict[str, Derivation]

    @property
    def middle_plan(self) -> Plan | None:
        """The plan whose budget lies nearest to half of the largest: the one that is recommended and asked about."""
        largest = max((plan.budget for plan in self.plans), default=0.0)
        return min(self.plans, key=lambda plan: (abs(plan.budget - largest / 2), plan.budget), default=None)

    def headline(self) -> str:
        """V, the three lists by what is proved, and the plan that is expected to bring most, a line each."""
        left = headlines.waiting(self.left_out)
        if self.value is None:
            return "\n".join([f"{self.zone}  未知：没有一条链的数据齐全 (unknown: no chain has its inputs)", *left])
        best = max(self.plans, key=lambda plan: (plan.expected, -plan.budget), default=None)
        return "\n".join(
            [
                f"{self.zone}  V {headlines.graded(self.value)}  {len(self.chains)} 条链",
                *headlines.lists(self.rankings, self.nodes),
                *(headlines.plan_lines(best) if best else ()),
                *left,
            ]
        )


def _affordable(budgets: tuple[float, ...]) -> tuple[float, ...]:
    if not all(0 <= budget <= MOST_YUAN for budget in budgets):
        raise ValueError(f"a budget lies between 0 and {MOST_YUAN:,.0f} yuan")
    return budgets


Budgets = Annotated[tuple[float, ...], AfterValidator(_affordable), Field(max_length=12)]
"""Budgets of plans in yuan."""

Draws = Annotated[int, Field(ge=1, le=10_000, description="抽样次数 (draws over the assumptions)")]

Seed = Annotated[int, Field(ge=0, description="随机种子 (seed)")]


class ValueRequest(Model):
    """Which zone, and how: budgets in yuan (none: a quarter, half, three quarters and all of what is proposed)."""

    zone: str = Field(default="京津冀", max_length=40, description="范围：区域名称 (scope: name of a zone)")
    budgets: Budgets = Field(default=(), description="预算，元 (budgets in yuan)")
    draws: Draws = DRAWS
    seed: Seed = SEED
    discount: float = Field(default=DISCOUNT, ge=0, le=1, description="年折现率 (discount rate a year)")
