"""The choice of interventions within a budget, as a mixed-integer programme on the value model.

    max V   s.t. (1)–(3) with  y_n ≤ capacity_n + Σ_i adds_i x_i,   Σ_i cost_i x_i ≤ budget,   x_i ∈ {0, 1}

then, of the choices of that V (to 1e-7 of it), the cheapest. Figures stand at their points and what is chosen works.
The search ends after NODES branches at most, so that its answer hangs on no clock; the bound and the gap are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from rongtu.engines.chain.value.layout import Array, layout
from rongtu.engines.chain.value.parameters import Parameters
from rongtu.engines.chain.value.programme import linear_programme, unit_of, value_costs
from rongtu.engines.chain.value.solver import new_solver
from rongtu.engines.chain.value.structure import Structure
from rongtu.engines.highs import Solver
from rongtu.vocab.problems import DependencyError

NODES = 20_000
SAME_VALUE = 1e-7
HALF = 0.5

DEAREST = 1e3
"""What the dearest intervention costs inside, so that the solver's tolerance is small beside any cost."""

ENDED = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kSolutionLimit,
    highspy.HighsModelStatus.kIterationLimit,
)


@dataclass(frozen=True, slots=True)
class Option:
    """An intervention that can be chosen, at the points of its figures; `node` by index, None where it is of no use."""

    code: str
    node: int | None
    adds: float
    cost: float
    chance: float


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen, by number, and the bound of V that the solver proved; `share` (n_options,) of each chosen."""

    chosen: tuple[int, ...]
    bound: float
    share: tuple[float, ...]


class Selector:
    """The programme with its choices, built once, for one budget after another."""

    def __init__(self, structure: Structure, numbers: Parameters, options: Sequence[Option], *, whole: bool) -> None:
        """Build it; `whole` False lets parts of interventions be bought, for a bound."""
        self._at = layout(structure)
        self._numbers = numbers
        self._unit = unit_of(numbers)
        self._costs = np.array([option.cost for option in options])
        self._scale = DEAREST / max(float(self._costs.max(initial=0.0)), 1e-9)
        self._whole = whole
        self._solver = new_solver(presolve=True)
        for option, value in (("mip_rel_gap", 0.0), ("mip_abs_gap", 1e-9), ("mip_max_nodes", NODES)):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(linear_programme(structure, self._at, numbers, self._unit))
        self._choices = np.arange(self._at.columns, self._at.columns + len(options), dtype=np.int32)
        self._budget_row = self._at.rows
        self._add_choices(structure, numbers, options)

    def choose(self, budget: float) -> Selection:
        """The choice of the largest V within the budget, with the proved bound."""
        solver = self._solver
        solver.changeRowBounds(self._budget_row, -highspy.kHighsInf, budget * self._scale)
        value = self._solve()
        bound = solver.getInfo().mip_dual_bound if self._whole else value
        share = self._share()
        return Selection(_taken(share), max(bound, value) * self._unit, tuple(share.tolist()))

    def cheapest(self, budget: float, value: float) -> tuple[int, ...] | None:
        """Of the choices within the budget worth `value` yuan or a hair less, the cheapest; None if none is found."""
        solver, at = self._solver, self._at
        columns = np.arange(at.columns + len(self._choices), dtype=np.int32)
        costs = np.zeros(len(columns))
        solver.changeRowBounds(self._budget_row, -highspy.kHighsInf, budget * self._scale)
        solver.changeRowBounds(at.value_row, value * (1.0 - SAME_VALUE) / self._unit, highspy.kHighsInf)
        costs[self._choices] = -self._costs * self._scale
        solver.changeColsCost(len(columns), columns, costs)
        self._solve()
        found = solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        taken = _taken(self._share()) if found else None
        costs[self._choices] = 0.0
        costs[: at.columns] = value_costs(at, self._numbers)
        solver.changeRowBounds(at.value_row, -highspy.kHighsInf, highspy.kHighsInf)
        solver.changeColsCost(len(columns), columns, costs)
        return taken

    def _add_choices(self, structure: Structure, numbers: Parameters, options: Sequence[Option]) -> None:
        solver, at = self._solver, self._at
        for choice in self._choices.tolist():
            solver.addVar(0.0, 1.0)
            if self._whole:
                solver.changeColIntegrality(choice, highspy.HighsVarType.kInteger)
        _add_row(solver, np.inf, self._choices.tolist(), self._costs * self._scale)
        for node in range(len(structure.nodes)):
            here = [number for number, option in enumerate(options) if option.node == node and option.adds > 0]
            if here:
                produced = int(at.produced[node])
                solver.changeColBounds(produced, 0.0, highspy.kHighsInf)
                adds = -np.array([options[number].adds for number in here]) / self._unit
                columns = [produced, *(int(self._choices[number]) for number in here)]
                _add_row(solver, float(numbers.capacity[node]) / self._unit, columns, np.concatenate(([1.0], adds)))

    def _solve(self) -> float:
        self._solver.clearSolver()
        self._solver.run()
        status = self._solver.getModelStatus()
        if status not in ENDED:
            raise DependencyError(f"HiGHS ended without a plan: {self._solver.modelStatusToString(status)}")
        return float(self._solver.getObjectiveValue())

    def _share(self) -> Array:
        return np.asarray(self._solver.getSolution().col_value)[self._choices]


def _taken(share: Array) -> tuple[int, ...]:
    return tuple(np.flatnonzero(share > HALF).tolist())


def _add_row(solver: Solver, upper: float, columns: Sequence[int], values: Array) -> None:
    solver.addRow(-highspy.kHighsInf, upper, len(columns), np.array(columns, dtype=np.int32), values)
