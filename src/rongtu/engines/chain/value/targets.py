"""What ranges are wanted of: V, and what the plan of one budget adds to it, at joint draws of all assumptions.

The plan is chosen once, at the points of all figures, and held: its range moves by what is learnt of it, not by
changing the plan.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from rongtu.engines.chain.value.asking import Change, ask, case
from rongtu.engines.chain.value.draws import Sampler, Values
from rongtu.engines.chain.value.grounds import TAILS, Quantity, estimate, union
from rongtu.engines.chain.value.inputs import Network
from rongtu.engines.chain.value.interventions import added, adds_of
from rongtu.engines.chain.value.portfolio import plans
from rongtu.engines.chain.value.results import Estimate
from rongtu.engines.chain.value.stakes import gain
from rongtu.vocab.problems import InputError, Problem

FEWEST_DRAWS = 100


class TargetKind(StrEnum):
    """A result whose range is to be narrowed: V, or what a plan adds to it."""

    VALUE = "value"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Target:
    """A result with its range; `width` of the 5–95 % range in yuan, None where the result is unknown.

    A plan has its budget and the codes of its interventions.
    """

    kind: TargetKind
    estimate: Estimate
    width: float | None
    budget: float | None = None
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldPlan:
    """A plan that was chosen: its budget and the codes of its interventions."""

    budget: float
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A target before it is told."""

    kind: TargetKind
    quantity: Quantity
    plan: HeldPlan | None = None

    @property
    def draws(self) -> Values:
        """(draws,) its values; none where it is unknown or rests on no assumption."""
        return np.zeros(0) if self.quantity.values is None else self.quantity.values[1:]

    @property
    def keys(self) -> frozenset[str]:
        """The assumptions it rests on."""
        return frozenset(key for ground in self.quantity.grounds for key in ground.assumptions)

    @property
    def width(self) -> float | None:
        """Of its 5–95 % range; None where it is unknown."""
        return None if self.quantity.values is None else width(self.draws)

    def told(self) -> Target:
        """The target as a result."""
        plan = (self.plan.budget, self.plan.steps) if self.plan else (None, ())
        return Target(self.kind, estimate(self.quantity), self.width, *plan)


def width(drawn: Values) -> float:
    """From the 5 % end to the 95 % end; nothing drawn has none."""
    if not len(drawn):
        return 0.0
    low, high = np.quantile(drawn, TAILS)
    return float(high - low)


def checked(draws: int, budget: float | None) -> None:
    """Raise InputError for draws too few to tell a range by, and for a budget that is none."""
    problems = []
    if draws < FEWEST_DRAWS:
        problems.append(Problem("draws", f"at least {FEWEST_DRAWS} draws", f"{draws}", "Ask for more."))
    if budget is not None and not 0 <= budget < float("inf"):
        problems.append(Problem("budget", "a budget is finite and not negative", f"{budget:g}", "Correct it."))
    if problems:
        raise InputError(problems)


def held_plan(network: Network, budget: float | None, seed: int) -> HeldPlan | None:
    """The plan of a budget, else that of the default budgets which is expected to add most; None if nothing is chosen.

    Of several expected to add as much, that of the smallest budget.
    """
    found = plans(case(network, Sampler(seed, 1)), () if budget is None else (budget,))
    best = max(found, key=lambda plan: (plan.expected, -plan.budget), default=None)
    if best is None or not best.steps:
        return None
    return HeldPlan(best.budget, tuple(step.code for step in best.steps))


def drawn_targets(network: Network, plan: HeldPlan | None, draws: int, seed: int) -> tuple[Drawn, ...]:
    """V and, where there is a plan, what it adds, at the same draws."""
    of = case(network, Sampler(seed, draws))
    if plan is None:
        return (Drawn(TargetKind.VALUE, ask(of, {}).value),)
    in_order = sorted(network.interventions, key=lambda step: step.code)
    steps = tuple(step for step in in_order if step.code in plan.steps)
    changes: dict[Hashable, Change] = {TargetKind.PLAN: added(of, steps)}
    answers = ask(of, changes)
    shift = answers.shifts[TargetKind.PLAN]
    adds = gain(shift.after, shift.before)
    grounds = union(adds.grounds, *(adds_of(of, step).grounds for step in steps))
    return (Drawn(TargetKind.VALUE, answers.value), Drawn(TargetKind.PLAN, Quantity(adds.values, grounds), plan))
