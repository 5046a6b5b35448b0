"""Where synthetic organisations lie: real regions of the shipped table, most of them in 京津冀.

Weights are ours and say nothing of any region: three fifths of the organisations lie in 京津冀, a third of these in
each of its provinces, the others in equal parts in the other provinces; within a province, in equal parts in its
cities.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rongtu.facts.fields import KINDS
from rongtu.facts.sample import reader
from rongtu.facts.synthetic.draws import Raw, below
from rongtu.vocab.places import RegionLevel

HOME = ("110000", "120000", "130000")
HOME_SHARE = 0.6

MUNICIPALITIES = ("110000", "120000", "310000", "500000")
"""Provinces that are cities themselves."""

GRAIN = 2**40


@dataclass(frozen=True, slots=True)
class Places:
    """The places of organisations: codes of province and city (empty where none is known), and summed weights."""

    provinces: NDArray[np.object_]
    cities: NDArray[np.object_]
    until: NDArray[np.int64]

    def draw(self, raw: Raw) -> NDArray[np.int64]:
        """A place for each draw, by weight."""
        return np.searchsorted(self.until, below(raw, int(self.until[-1])), side="right")


@cache
def places() -> Places:
    """The places, from the regions the sample loads."""
    rows = list(reader.read(KINDS["region"]))
    provinces = [row["code"] for row in rows if row["level"] == RegionLevel.PROVINCE]
    listed: list[tuple[str, str]] = []
    weights: list[int] = []
    for province in provinces:
        below_it = [row["code"] for row in rows if row["level"] == RegionLevel.CITY and row["parent"] == province]
        cities = [province] if province in MUNICIPALITIES else below_it or [""]
        share = HOME_SHARE / len(HOME) if province in HOME else (1 - HOME_SHARE) / (len(provinces) - len(HOME))
        listed += [(province, city) for city in cities]
        weights += [int(share / len(cities) * GRAIN)] * len(cities)
    return Places(
        provinces=np.array([province for province, _ in listed], dtype=object),
        cities=np.array([city for _, city in listed], dtype=object),
        until=np.cumsum(np.array(weights, dtype=np.int64)),
    )
