"""Headings of tables: words, the unit in brackets behind them kept together, the share of the width."""

from __future__ import annotations

from rongtu.flows.brief.document import Column
from rongtu.flows.brief.footnotes import line

Head = tuple[str, float] | tuple[str, float, bool]
"""A heading such as `费用（万元）`, its share of the width, and whether its column holds numbers (not where unsaid)."""


def columns(*heads: Head) -> tuple[Column, ...]:
    """The columns under these headings; the unit is what stands in brackets at the end of a column of numbers."""
    return tuple(_column(*head) for head in heads)


def _column(head: str, width: float, numeric: bool = False) -> Column:
    words, _, unit = head.removesuffix("）").partition("（") if numeric else (head, "", "")
    return Column(heading=line(words), unit=unit, width=width, numeric=numeric)
