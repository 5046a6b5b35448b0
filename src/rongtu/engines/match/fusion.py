"""Reciprocal rank fusion of two BM25 lists and one of vectors: which candidates are appraised, and a yardstick.

Cormack, Clarke, Büttcher, *Reciprocal rank fusion outperforms Condorcet and individual rank learning methods*, SIGIR
2009: score(d) = Σ_lists 1/(k + rank(d)), k = 60. Ranks are taken among the admitted offers with a positive BM25, in the
list of vectors among the best 100; equal ones share the better rank. What stands beyond the depth of a list has 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.candidates import Candidates
from rongtu.engines.match.results import Feature
from rongtu.engines.match.textual import Parts, gridded

K = 60


def fuse(candidates: Candidates) -> Parts:
    """The reciprocal ranks of the candidates by words, and by vectors where the need has one."""
    parts = {
        Feature.BIGRAM: _reciprocal(candidates.bigram_rank),
        Feature.TERM: _reciprocal(candidates.term_rank),
    }
    if candidates.dense_rank is not None:
        parts[Feature.DENSE] = _reciprocal(candidates.dense_rank)
    return parts


def _reciprocal(ranks: NDArray[np.int64]) -> NDArray[np.float64]:
    """1/(k + rank), 0 for those in no list (rank 0)."""
    return np.where(ranks > 0, gridded(1 / (K + ranks)), 0.0)
