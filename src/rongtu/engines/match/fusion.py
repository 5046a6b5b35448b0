"""Reciprocal rank fusion of two BM25 lists and one of vectors.

Cormack, Clarke, Büttcher, *Reciprocal rank fusion outperforms Condorcet and individual rank learning methods*, SIGIR
2009: score(d) = Σ_lists 1/(k + rank(d)), k = 60. Ranks are taken among the admitted offers with a positive BM25, in the
list of vectors among the best 100; equal ones share the better rank.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rongtu.engines.match.dense import DenseField, Vectors, on_grid
from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.inputs import Need
from rongtu.engines.match.results import Feature
from rongtu.engines.match.words import bigrams, terms
from rongtu.vocab.problems import InputError

K = 60
GRAIN = 2.0**-40
"""Contributions are multiples of this, so that float64 adds them without rounding."""

DEPTH = 100
"""How many offers the list of vectors has: every vector is somewhat near every other, and far ones say nothing."""

NAME_COUNTS = 2
"""How often a need's title and terms, which name the thing, stand in its query beside one time its text."""

Parts = Mapping[Feature, NDArray[np.float64]]


def text_scores(index: OfferIndex, need: Need, admitted: NDArray[np.bool_], query: Vectors | None = None) -> Parts:
    """The reciprocal ranks of every offer (n_offers,) for a need's words and its vector, 0 for those not admitted."""
    words = "\n".join([*(need.title, *need.terms) * NAME_COUNTS, need.text])
    parts = {
        Feature.BIGRAM: _of_words(index.bigram_field.scores(bigrams(words)), admitted),
        Feature.TERM: _of_words(index.term_field.scores(terms(words, index.users)), admitted),
    }
    if query is not None and index.dense_field is not None:
        parts[Feature.DENSE] = _of_vectors(index.dense_field, query, admitted)
    return parts


def query_vectors(index: OfferIndex, vectors: ArrayLike | None, size: int) -> list[Vectors | None]:
    """The vectors of `size` needs on the grid, None for each need that has none, or for all where the index has none.

    Raises InputError where they are not of the shape of the offers' vectors.
    """
    if vectors is None or index.dense_field is None:
        return [None] * size
    gridded = on_grid(vectors, size, "needs")
    if gridded.shape[1] != (dimension := index.dense_field.vectors.shape[1]):
        rule = f"vectors of the encoder that made the offers', of {dimension} numbers"
        raise InputError.single("vectors of the needs", rule, gridded.shape, "Encode both with one encoder.")
    return [None if np.isnan(query).any() else query for query in gridded]


def _of_words(scores: NDArray[np.float64], admitted: NDArray[np.bool_]) -> NDArray[np.float64]:
    return _reciprocal_rank(scores, admitted & (scores > 0))


def _of_vectors(field: DenseField, query: Vectors, admitted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The reciprocal ranks of the `DEPTH` nearest, and of those as near as the last of them."""
    scores, found = field.scores(query), admitted & field.known
    if np.count_nonzero(found) > DEPTH:
        found &= scores >= np.partition(scores[found], -DEPTH)[-DEPTH]
    return _reciprocal_rank(scores, found)


def _reciprocal_rank(scores: NDArray[np.float64], found: NDArray[np.bool_]) -> NDArray[np.float64]:
    """1/(k + rank) of the offers found (n_offers,), 0 for the others; equal scores share the better rank."""
    falling = np.sort(-scores[found])
    ranks = 1 + np.searchsorted(falling, -scores[found], side="left")
    reciprocal = np.zeros(len(scores))
    reciprocal[found] = np.round(1 / (K + ranks) / GRAIN) * GRAIN
    return reciprocal
