"""What planning takes and gives: the best interventions for each budget, each of them alone, what is left out."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from rongtu.acts.models import Derivation, Model
from rongtu.desks.cluster.value import headlines
from rongtu.desks.cluster.value.models import (
    AssumptionState,
    Budgets,
    Draws,
    Estimated,
    InterventionWorth,
    LeftOut,
    Plan,
    Seed,
)
from rongtu.vocab.drawing import DRAWS, SEED
from rongtu.vocab.evidence import Visibility

LISTED = 5
"""Interventions alone that a headline names."""


class PlanRequest(Model):
    """For which zone, and how: budgets in yuan (none: a quarter, half, three quarters and all of what is proposed)."""

    zone: str = Field(default="京津冀", max_length=40, description="范围：区域名称 (scope: name of a zone)")
    budgets: Budgets = Field(default=(), description="预算，元 (budgets in yuan)")
    draws: Draws = DRAWS
    seed: Seed = SEED
    discount: float = Field(default=0.05, ge=0, le=1, description="年折现率 (discount rate a year)")


class LeftOutMeasure(Model):
    """An intervention that no plan may choose, and which of its figures are missing, in words."""

    code: str
    node: str
    title: str
    missing: tuple[str, ...]
    ref: str


class Plans(Model):
    """Plans of a zone by budget; `alternatives` are interventions alone by net, `unpriced` those of unknown net by
    worth; `left_out` are never chosen, `waiting` are chains that cannot be valued.
    """

    zone: str
    value: Estimated | None
    plans: tuple[Plan, ...]
    alternatives: tuple[InterventionWorth, ...]
    unpriced: tuple[InterventionWorth, ...]
    left_out: tuple[LeftOutMeasure, ...]
    waiting: tuple[LeftOut, ...]
    assumptions: tuple[AssumptionState, ...]
    level: Visibility = Visibility.PUBLIC
    notes: tuple[str, ...]
    parameters: dict[str, str | int | float]
    trace: dict[str, Derivation]

    def headline(self) -> str:
        """Each plan with its steps, then the interventions alone, then what is left out and why."""
        if self.value is None:
            first = f"{self.zone}  未知：没有一条链的数据齐全，没有组合 (unknown: no chain has its inputs)"
            return "\n".join([first, *headlines.waiting(self.waiting)])
        return "\n".join(
            [
                f"{self.zone}  V {headlines.graded(self.value)}",
                *(line for plan in self.plans for line in _plan(plan)),
                *([] if self.plans else ["没有组合：没有一条措施的增供、费用、时间和成功率都已知"]),
                *_alone("单独看，按净值", self.alternatives),
                *_alone("费用或效果未知，另列", self.unpriced),
                *(f"不入组合：{one.title}（{one.code}），缺{'、'.join(one.missing)}" for one in self.left_out),
                *headlines.waiting(self.waiting),
            ]
        )


def _plan(plan: Plan) -> Iterator[str]:
    gap = "已证最优" if plan.gap == 0 else f"离上界 {plan.gap:.2%}"
    method = headlines.METHODS.get(plan.method, plan.method)
    yield f"预算 {headlines.money(plan.budget)}，用 {headlines.money(plan.cost)}（{method}，{gap}）"
    yield f"  全部见效增加 {headlines.yearly(plan.gain)}；计入成败，预期 {headlines.money(plan.expected)}/年"
    for step in plan.steps:
        cost, within = headlines.money(step.cost), headlines.money(step.within)
        yield f"  - {step.title}（{step.code}） 费用 {cost}，去掉它组合少 {within}/年"


def _alone(title: str, measures: tuple[InterventionWorth, ...]) -> Iterator[str]:
    if measures:
        more = f"（前 {LISTED}，共 {len(measures)} 条）" if len(measures) > LISTED else ""
        yield f"{title}{more}："
    yield from (f"  - {headlines.measure(one)}" for one in measures[:LISTED])
