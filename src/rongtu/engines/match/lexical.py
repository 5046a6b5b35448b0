"""BM25 over one way of cutting text: the Lucene variant, k₁ = 1.5, b = 0.75, in float64 (Robertson, Zaragoza 2009).

score(q, d) = Σ_{t∈q} ln(1 + (N − n_t + ½)/(n_t + ½)) · f_td / (f_td + k₁(1 − b + b·|d|/avg|d|)), a token of the query
counting as often as it stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1, B = 1.5, 0.75


@dataclass(frozen=True, slots=True, eq=False)
class LexicalField:
    """BM25 scores of `size` documents per token; `model` is None where no document has any token."""

    size: int
    vocabulary: Mapping[str, int]
    model: Any

    def scores(self, query: Sequence[str]) -> NDArray[np.float64]:
        """BM25 of every document (size,) for the query's tokens; 0 where they share none."""
        known = [self.vocabulary[token] for token in query if token in self.vocabulary]
        if not known:
            return np.zeros(self.size)
        scores: NDArray[np.float64] = self.model.get_scores_from_ids(known)
        return scores

    def documents(self, token: str) -> NDArray[np.int64]:
        """The numbers of the documents that hold `token`, each once."""
        number = self.vocabulary.get(token)
        if number is None:
            return np.zeros(0, dtype=np.int64)
        starts = self.model.scores["indptr"]
        found: NDArray[np.int64] = self.model.scores["indices"][starts[number] : starts[number + 1]].astype(np.int64)
        return found


def lexical_field(documents: Sequence[Sequence[str]]) -> LexicalField:
    """Index documents given as tokens; O(tokens). Tokens are numbered in their own order, never by hash."""
    # loaded where it is needed: it brings compilers with it, and every command would start later
    import bm25s

    vocabulary = {token: i for i, token in enumerate(sorted({token for tokens in documents for token in tokens}))}
    if not vocabulary:
        return LexicalField(len(documents), {}, None)
    model = bm25s.BM25(k1=K1, b=B, method="lucene", dtype="float64", backend="numpy", csc_backend="numpy")
    ids = [[vocabulary[token] for token in tokens] for tokens in documents]
    model.index((ids, dict(vocabulary)), create_empty_token=False, show_progress=False)
    return LexicalField(len(documents), vocabulary, model)
