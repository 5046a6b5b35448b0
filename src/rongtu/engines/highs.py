"""HiGHS as the engines use it: one thread, silent, the same path for the same model."""

from __future__ import annotations

import highspy

SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)


class Solver(highspy.Highs):
    """HiGHS without its callbacks: installing them prints a banner on standard output, and slows small programmes."""

    def enableCallbacks(self) -> None:
        """Install nothing, and be silent from the start."""
        self.setOptionValue("output_flag", False)


def quiet_solver() -> Solver:
    """A solver on one thread, whose path does not depend on chance."""
    solver = Solver()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    return solver
