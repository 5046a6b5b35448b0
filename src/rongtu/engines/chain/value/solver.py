"""HiGHS as the value model uses it: hot starts by the dual simplex, and an optimum or an error."""

from __future__ import annotations

from rongtu.engines.highs import SOLVED, Solver, quiet_solver
from rongtu.vocab.problems import DependencyError


def new_solver(*, presolve: bool) -> Solver:
    """A solver with our options."""
    solver = quiet_solver()
    solver.setOptionValue("simplex_strategy", 1)
    solver.setOptionValue("presolve", "on" if presolve else "off")
    return solver


def optimum(solver: Solver) -> float:
    """Solve what is loaded; its objective. Raises DependencyError where there is no optimum to be had."""
    solver.run()
    if solver.getModelStatus() not in SOLVED:
        # a hot start may end in numerical trouble that a cold one does not meet
        solver.clearSolver()
        solver.run()
    status = solver.getModelStatus()
    if status not in SOLVED:
        raise DependencyError(f"HiGHS ended without an optimum: {solver.modelStatusToString(status)}")
    return float(solver.getObjectiveValue())
