"""What was staged in a session and what was refused on the way: problems to tell, rows to put aside."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from rongtu.facts.fields import Kind
from rongtu.facts.intake.sheets import Sheet
from rongtu.vocab.problems import InputError, Problem

MOST_PROBLEMS = 1_000
"""Problems told in one go; a file with more of them is wrong as a whole."""

MOST_REFUSED = 100_000
"""Rows that may be put aside when the good ones are to land alone."""


@dataclass(slots=True)
class Staged:
    """What was staged in this session, and what was refused on the way."""

    sheets: list[Sheet] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    problems: list[tuple[int, int, Problem]] = field(default_factory=list)
    """Sheet and row of each problem told."""
    said: dict[int, frozenset[str]] = field(default_factory=dict)
    """Sheet to the fields it has a column for: what it does not speak of stays as it is known."""
    indexed: set[str] = field(default_factory=set)
    """Kinds staged that are found by an index."""
    count: int = 0
    bodies: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)
    """Identifiers of organisations seen so far, as `identity` keeps them."""
    refused: dict[int, dict[int, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    """Sheet and row to the reasons why the row was refused."""

    def refuse(self, sheet: int, row: int, problem: Problem) -> None:
        """A row is refused; InputError once more are than may be put aside."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append((sheet, row, problem))
        reasons = self.refused[sheet].setdefault(row, [])
        reasons.append(f"{problem.where.rpartition(', ')[2]}: {problem.rule}. {problem.mend}")
        self.count += 1
        if self.count > MOST_REFUSED:
            raise self.error()

    def error(self) -> InputError:
        """Every problem told, in the order of the rows, and how many there are beyond."""
        told = [problem for _, _, problem in sorted(self.problems, key=lambda one: one[:2])]
        if self.count > len(told):
            rest = Problem(
                f"and {self.count - len(told):,} more",
                f"the first {MOST_PROBLEMS:,} problems are told",
                f"{self.count:,} so far",
                "Mend what they have in common first.",
            )
            told.append(rest)
        return InputError(told)

    def where(self, sheet: int, row: int) -> str:
        """A row as reports name it."""
        return f"{self.sheets[sheet].name} {self.sheets[sheet].row_word} {row}"
