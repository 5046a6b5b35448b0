"""The score of each candidate: named evidence, text, and what else speaks for it, in parts that add up.

A named offer has 1, which neither text (0.6 at most) nor the other features (0.33 at most) nor both can outweigh.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.appraising import JUDGES, Verdict, appraise
from rongtu.engines.match.candidates import Candidates
from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.inputs import Need
from rongtu.engines.match.results import Feature, Improvement
from rongtu.engines.match.search.strings import among
from rongtu.engines.match.textual import GRAIN, Parts, gridded

TEXT = (Feature.BIGRAM, Feature.TERM, Feature.DENSE)


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Candidates with the `parts` of their scores, which are multiples of 2⁻⁴⁰, and the verdicts behind these."""

    candidates: Candidates
    parts: Parts
    score: NDArray[np.float64]
    verdicts: Sequence[Mapping[Feature, Verdict]]

    def by_text(self) -> NDArray[np.bool_]:
        """Which candidates have anything in their text for the need."""
        return np.asarray(sum((self.parts[feature] for feature in TEXT if feature in self.parts), np.zeros(1)) > 0)

    def listed(self) -> NDArray[np.bool_]:
        """Which candidates may be returned: those named, and those whose text shares enough words."""
        return (self.by_text() & self.candidates.shared.enough) | (self.parts[Feature.NAMED] > 0)

    def contributions(self, i: int) -> tuple[tuple[Feature, float], ...]:
        """What each feature adds to the score of the candidate in this place."""
        return tuple((feature, float(values[i])) for feature, values in self.parts.items())

    def improvements(self, i: int, falling: NDArray[np.float64]) -> tuple[Improvement, ...]:
        """What would make the match better, the largest gain first; `falling` are the listed scores, negated."""
        found = []
        for feature, verdict in self.verdicts[i].items():
            gain = _gridded(verdict.best) - _gridded(verdict.value) if verdict.best is not None else 0.0
            if gain > 0:
                place = 1 + int(np.searchsorted(falling, -(self.score[i] + gain), side="left"))
                found.append(Improvement(feature, verdict.unknown, gain, place))
        return tuple(sorted(found, key=lambda one: (-one.gain, one.feature)))


def score(index: OfferIndex, need: Need, candidates: Candidates, texts: Parts, named: NDArray[np.int64]) -> Scored:
    """Score candidates by their `texts` and all other features; those of the numbers `named` are named."""
    verdicts = [appraise(need.wish, index.offer(number)) for number in candidates.numbers.tolist()]
    parts: Parts = {Feature.NAMED: among(candidates.numbers, named).astype(np.float64)}
    parts |= texts
    for feature in JUDGES:
        parts[feature] = gridded(np.array([verdict[feature].value for verdict in verdicts], dtype=np.float64))
    return Scored(candidates, parts, sum(parts.values(), np.zeros(len(candidates))), verdicts)


def _gridded(value: float) -> float:
    return round(value / GRAIN) * GRAIN
