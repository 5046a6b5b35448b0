"""techme's names: its variables as indicators of the sample with their units, its data sets as sources, its slips."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rongtu.facts.intake.formats import mappings

FACTORS = {("万元", "亿元"): 0.0001}

COUNTS = ("个", "人年", "件", "项", "家")
"""Units of figures that are counts: in some years the package puts 万元 beside them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a variable is here: the indicator, its unit, and the digits its figures are kept to."""

    indicator: str
    unit: str
    digits: int


@cache
def known() -> Mapping[tuple[str, str], Figure]:
    """What the variables of each data set are, of those that are indicators of the sample."""
    return {
        (row["dataset"], row["variable"]): Figure(row["indicator"], row["unit"], int(row["digits"]))
        for row in mappings.rows("techme.csv")
    }


@cache
def slips() -> Mapping[str, str]:
    """Names of provinces as the package misreads them in some years, the province meant, or none for a group."""
    return {row["written"]: row["meant"] for row in mappings.rows("techme_slips.csv")}


def source_text(dataset: str) -> str | None:
    """The source of a data set as the sample words it; None of one the sample has nothing from."""
    return {row["dataset"]: row["text"] for row in mappings.rows("techme_sources.csv")}.get(dataset)


def factor(unit: str, figure: Figure) -> float | None:
    """By what a figure in `unit` is multiplied; None where nobody said."""
    same = unit == figure.unit or (figure.unit in COUNTS and unit == "万元")
    return 1.0 if same else FACTORS.get((unit, figure.unit))


def indicator_code(variable: str) -> str:
    """The code of an indicator the sample has not: the variable's, as codes are written here."""
    return f"techme_{re.sub('[^a-z0-9]+', '_', variable.lower()).strip('_')}"
