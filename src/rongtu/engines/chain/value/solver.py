"""HiGHS as the value model uses it: one thread, silent, the same path for the same model."""

from __future__ import annotations

import highspy

from rongtu.vocab.problems import DependencyError

SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)


class Solver(highspy.Highs):
    """HiGHS without its callbacks: installing them prints a banner on standard output, and slows small programmes."""

    def enableCallbacks(self) -> None:
        """Install nothing, and be silent from the start."""
        self.setOptionValue("output_flag", False)


def new_solver(*, presolve: bool) -> Solver:
    """A solver with our options."""
    solver = Solver()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
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
