"""Joint draws of assumed figures, keyed by seed and assumption, so that no figure moves another's draws.

    u_i(key) = the i-th double of Philox-4x64 keyed by the first 128 bits of SHA-256(seed, key)
    uniform:    x = low + u (high − low)
    triangular: x = the inverse of its distribution function at u, peak at the point

Two figures with one key get the same u: they are one assumption.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.chain.value.inputs import Figure
from rongtu.vocab.evidence import Distribution

Values = NDArray[np.float64]
"""A figure's point, then its draws: (1 + draws,); (1,) where nothing is drawn. The two lengths broadcast."""


def uniforms(seed: int, key: str, count: int) -> Values:
    """`count` numbers in [0, 1) that depend on the seed and the key only; a longer row begins with the shorter."""
    digest = hashlib.sha256(f"{seed}:{key}".encode()).digest()
    raw = np.random.Philox(key=int.from_bytes(digest[:16], "little")).random_raw(count)
    return np.asarray(raw >> np.uint64(11), dtype=np.float64) * 2.0**-53


@dataclass(frozen=True, slots=True)
class Sampler:
    """Draws figures under one seed, each key once."""

    seed: int
    draws: int
    _known: dict[str, Values] = field(default_factory=dict)

    def values(self, figure: Figure) -> Values:
        """The figure's point followed by its draws, (1 + draws,); (1,) where it is not assumed."""
        if not figure.is_assumed:
            return np.array([figure.point])
        if figure.key not in self._known:
            self._known[figure.key] = uniforms(self.seed, figure.key, self.draws)
        return np.concatenate(([figure.point], _within(figure, self._known[figure.key])))


def _within(figure: Figure, u: Values) -> Values:
    low, high = figure.low, figure.high
    if figure.distribution is Distribution.UNIFORM or high <= low:
        return low + u * (high - low)
    peak = figure.point
    rising = low + np.sqrt(u * (high - low) * (peak - low))
    falling = high - np.sqrt((1.0 - u) * (high - low) * (high - peak))
    return np.where(u * (high - low) < peak - low, rising, falling)
