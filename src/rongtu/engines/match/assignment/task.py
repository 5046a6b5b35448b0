"""An assignment as arrays: pairs in order, the hours each takes, what needs want and what room offers have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.assignment.inputs import Pairs

WHOLE = 1e-6
"""What lies this near a whole number is one."""

Floats = NDArray[np.float64]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Pairs in the order of needs and offers, and what each side has: `wanted` (n_needs,) and `room` (n_offers,).

    `hours` (n_pairs,) are what a pair takes of its offer's room. An offer without a bound has infinite room.
    """

    pairs: Pairs
    hours: Floats
    wanted: Floats
    room: Floats

    @property
    def uniform(self) -> NDArray[np.bool_]:
        """(n_offers,) whether all pairs of an offer take the same hours."""
        least, most = np.full(len(self.room), np.inf), np.zeros(len(self.room))
        np.minimum.at(least, self.pairs.offer, self.hours)
        np.maximum.at(most, self.pairs.offer, self.hours)
        same: NDArray[np.bool_] = (most == 0) | (least == most) | np.isinf(self.room)
        return same

    def of(self, kept: NDArray[np.bool_]) -> Task:
        """The same with some of the pairs."""
        pairs = Pairs(self.pairs.need[kept], self.pairs.offer[kept], self.pairs.fit[kept])
        return Task(pairs, self.hours[kept], self.wanted, self.room)
