"""Figures that nobody has observed and a method needs all the same: each with range, author, date and reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Presumed:
    """A published default that is assumed (推定), not observed; what uses it says so, and a caller may overrule it.

    Assumptions about a field of a row are records (`facts.records.assumptions`); this is for figures of a method.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    reason: str
    author: str = "融图默认值，待使用单位核定"
    stated_on: str = "2026-11"

    def __post_init__(self) -> None:
        assert self.low <= self.value <= self.high, self.name
