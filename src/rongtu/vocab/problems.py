"""The errors every room raises: one base, three families, and the problem a caller can mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what the caller gave: where, the rule it breaks, what stood there, the mend."""

    where: str
    rule: str
    found: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.rule}; found {self.found}. {self.mend}"


class RongtuError(Exception):
    """Base of every error this program raises on purpose; `exit_code` is what the command line ends with."""

    exit_code = 1


class InputError(RongtuError):
    """What the caller gave is wrong: carries every problem found, not only the first."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def single(cls, where: str, rule: str, found: object, mend: str) -> InputError:
        """The common case of one problem."""
        return cls([Problem(where, rule, repr(found), mend)])


class RefusedError(RongtuError):
    """What was asked for is not allowed to this principal, or is not there."""

    exit_code = 3


class DependencyError(RongtuError):
    """Something we depend on failed; `retry` says whether trying again may help."""

    exit_code = 4

    def __init__(self, message: str, *, retry: bool = False) -> None:
        super().__init__(message)
        self.retry = retry
