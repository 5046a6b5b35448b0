"""Sectors of synthetic organisations: divisions of GB/T 4754, and the size classes that hold in each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rongtu.facts.synthetic.bodies import Bodies
from rongtu.vocab.industries import IndustryCode, IndustryLevel, industries, parent_of
from rongtu.vocab.money import FEN_PER_UNIT
from rongtu.vocab.problems import InputError
from rongtu.vocab.sizes import CLASSES, Measure, group_of

SECTIONS = "CMIDFGBELNAHJKOPQRST"
"""Order in which sectors are taken: manufacturing first; C, M, I, D, F and G together have fifty divisions."""


@dataclass(frozen=True, slots=True)
class _Limits:
    """Where the classes of firms begin in each sector, `(sectors, 3)` ascending, and whether any are known."""

    employees: NDArray[np.int64]
    revenue: NDArray[np.int64]
    known: NDArray[np.bool_]


@cache
def sectors() -> tuple[IndustryCode, ...]:
    """The divisions of GB/T 4754 in the order in which they are taken as sectors."""
    divisions = [code for code, entry in industries().items() if entry.level is IndustryLevel.DIVISION]
    return tuple(sorted(divisions, key=lambda code: (SECTIONS.index(str(parent_of(code))), code)))


def size_classes(body: Bodies) -> list[str]:
    """The size class of each body by people and turnover; empty where the standard asks for more or has none."""
    limits = _limits()
    met = np.minimum(
        (body.employees[:, None] >= limits.employees[body.sector]).sum(axis=1),
        (body.revenue[:, None] * FEN_PER_UNIT["元"] >= limits.revenue[body.sector]).sum(axis=1),
    )
    names = np.array([*(size.value for size in CLASSES), ""], dtype=object)
    return list(names[np.where(limits.known[body.sector], met, len(CLASSES))])


@cache
def _limits() -> _Limits:
    employees, revenue, known = [], [], []
    for sector in sectors():
        try:
            limits = group_of(sector, "sector").limits
        except InputError:
            limits = {}
        known.append(bool(limits) and Measure.ASSETS not in limits)
        employees.append(sorted(limits.get(Measure.EMPLOYEES, (0, 0, 0))))
        revenue.append(sorted(limits.get(Measure.REVENUE, (0, 0, 0))))
    return _Limits(np.array(employees), np.array(revenue), np.array(known))
