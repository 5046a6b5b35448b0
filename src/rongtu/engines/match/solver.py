"""Programmes with whole numbers, solved by HiGHS: ended by a count of nodes and never by a clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

from rongtu.engines.highs import SOLVED, Solver, quiet_solver
from rongtu.vocab.problems import DependencyError

Array = NDArray[np.float64]

INFINITE = highspy.kHighsInf

HALF = 0.5

IMPOSSIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)

STOPPED = (highspy.HighsModelStatus.kSolutionLimit, highspy.HighsModelStatus.kIterationLimit)


class UndecidedError(DependencyError):
    """The search was ended by its count of nodes, or by the solver, before there was any solution."""


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """What came out: the value of every column, the objective, the proved bound, and duals of rows where there are."""

    values: Array
    objective: float
    bound: float
    duals: Array


@dataclass(slots=True)
class Model:
    """A programme being put together: columns, then rows over them, then solved."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    cells: list[float] = field(default_factory=list)

    def add(self, number: int, upper: float = 1.0, *, whole: bool = True) -> range:
        """Columns from 0 to `upper`; their numbers."""
        first = len(self.lower)
        self.lower += [0.0] * number
        self.upper += [upper] * number
        self.whole += [whole] * number
        return range(first, first + number)

    def row(self, lower: float, upper: float, columns: Iterable[int], cells: Iterable[float] | float = 1.0) -> None:
        """A row: lower ≤ Σ cells · columns ≤ upper."""
        named = list(columns)
        self.columns += named
        self.cells += [cells] * len(named) if isinstance(cells, int | float) else list(cells)
        self.starts.append(len(self.columns))
        self.row_lower.append(lower)
        self.row_upper.append(upper)

    def minimise(self, costs: Array, nodes: int) -> Solution | None:
        """The least `costs` · columns; None where no values keep to the rows.

        Raises UndecidedError where `nodes` branches, or the solver itself, end before a solution is found.
        """
        solver = quiet_solver()
        for option, value in OPTIONS:
            solver.setOptionValue(option, value)
        solver.setOptionValue("mip_max_nodes", nodes)
        solver.passModel(self._programme(costs))
        return _run(solver)

    def _programme(self, costs: Array) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.lower), len(self.row_lower)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, np.array(self.lower), np.array(self.upper)
        lp.row_lower_, lp.row_upper_ = np.array(self.row_lower), np.array(self.row_upper)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
        lp.a_matrix_.start_ = np.array(self.starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(self.columns, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(self.cells, dtype=np.float64)
        if any(self.whole):
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            lp.integrality_ = [kinds[whole] for whole in self.whole]
        return lp


OPTIONS: Sequence[tuple[str, str | int | float]] = (
    ("mip_rel_gap", 0.0),
    ("mip_abs_gap", 1e-7),
    ("mip_feasibility_tolerance", 1e-7),
)


def _run(solver: Solver) -> Solution | None:
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    if status in IMPOSSIBLE:
        return None
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if status not in SOLVED and not (status in STOPPED and found):
        raise UndecidedError(f"HiGHS ended without an answer: {solver.modelStatusToString(status)}")
    solution, objective = solver.getSolution(), float(solver.getObjectiveValue())
    is_whole = len(solver.getLp().integrality_) > 0
    bound = float(info.mip_dual_bound) if is_whole else objective
    return Solution(
        np.asarray(solution.col_value), objective, min(bound, objective), np.asarray(solution.row_dual, dtype=float)
    )
