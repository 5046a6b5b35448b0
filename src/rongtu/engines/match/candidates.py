"""The few offers that are looked at closely: the best by bigrams, by terms and by vectors, and those that are named.

Of a need without end only its beginning is read, and the rarest of its tokens are looked for: both are bounded, and so
is the time a need takes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.dense import cosines, nearest
from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.inputs import Need
from rongtu.engines.match.lexical import scores_of, search_words
from rongtu.engines.match.search.strings import Numbers, among
from rongtu.engines.match.search.vectors import Vectors
from rongtu.engines.match.sharing import SharedWords, shared_words
from rongtu.engines.match.words import bigrams_of, fold, terms_of

DEPTH = 100
"""How many offers the list of vectors has: every vector is somewhat near every other, and far ones say nothing."""

MOST = 1000
"""How many offers each list of words has."""

NAME_COUNTS = 2
"""How often a need's title and terms, which name the thing, stand in its query beside one time its text."""

MOST_CHARACTERS = 6000
"""How much of a need's title, of its text, and of its terms together is read."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The offers looked at closely, by key, and what is known of each (n_candidates,).

    `bigram` and `term` are BM25, `dense` the rounded cosine (NaN: no vector), all of every candidate whatever list it
    came from. Ranks are those in the list of all admitted offers, from 1, equal ones sharing the better, and 0 for
    what is not in the list: beyond its depth, or without a word of the need. `dense` and `dense_rank` are None where
    the need has no vector or the index none. `shared` are the telling words each has of the need.
    """

    numbers: Numbers
    bigram: NDArray[np.float64]
    term: NDArray[np.float64]
    bigram_rank: Numbers
    term_rank: Numbers
    dense: NDArray[np.float64] | None
    dense_rank: Numbers | None
    shared: SharedWords

    def __len__(self) -> int:
        return len(self.numbers)

    def only(self, places: Numbers) -> Candidates:
        """The candidates in these places, which keep their ranks in the lists."""
        return Candidates(
            numbers=self.numbers[places],
            bigram=self.bigram[places],
            term=self.term[places],
            bigram_rank=self.bigram_rank[places],
            term_rank=self.term_rank[places],
            dense=None if self.dense is None else self.dense[places],
            dense_rank=None if self.dense_rank is None else self.dense_rank[places],
            shared=self.shared.only(places),
        )


def find_candidates(
    index: OfferIndex,
    need: Need,
    query: Vectors | None = None,
    *,
    allowed: NDArray[np.bool_] | None = None,
    named: Numbers | None = None,
    depth: int = MOST,
    near_depth: int = DEPTH,
) -> Candidates:
    """The best `depth` of those `allowed` (total,; None: all live ones) by each list of words, `near_depth` by vectors.

    `query` is the need's vector on the grid, `named` are numbers to be looked at besides. O(postings of the need's
    tokens + d · offers), the latter of one byte each.
    """
    need = clipped(need)
    allowed = index.live() if allowed is None else allowed
    words = fold("\n".join([*(need.title, *need.terms) * NAME_COUNTS, need.text]))
    bigram = search_words(index, "bigram", bigrams_of(words), allowed, depth)
    term = search_words(index, "term", terms_of(words, index.users), allowed, depth)
    found = [bigram.best, term.best, np.zeros(0, dtype=np.int64) if named is None else named]
    near = None
    if query is not None and index.dimension is not None:
        near = nearest(index, query, allowed, DEPTH, max(depth, DEPTH))
        found.append(near)
    numbers = np.unique(np.concatenate(found))
    numbers = numbers[index.by_key(numbers)]
    dense = None if query is None or near is None else cosines(index, numbers, query)
    return Candidates(
        numbers=numbers,
        bigram=(bigram_scores := scores_of(index, bigram.query, numbers)),
        term=(term_scores := scores_of(index, term.query, numbers)),
        bigram_rank=_ranks(bigram_scores, among(numbers, bigram.best)),
        term_rank=_ranks(term_scores, among(numbers, term.best)),
        dense=dense,
        dense_rank=None if dense is None or near is None else _ranks(dense, among(numbers, near)),
        shared=shared_words(index, need, numbers),
    )


def clipped(need: Need) -> Need:
    """The need with no more of its title, its text and its terms than is read."""
    sizes = np.cumsum([len(term) for term in need.terms])
    return replace(
        need,
        title=need.title[:MOST_CHARACTERS],
        text=need.text[:MOST_CHARACTERS],
        terms=need.terms[: int(np.searchsorted(sizes, MOST_CHARACTERS, side="right"))],
    )


def _ranks(scores: NDArray[Any], listed: NDArray[np.bool_]) -> Numbers:
    """The rank of each of those listed, equal ones sharing the better; 0 for the others."""
    ranks = np.zeros(len(scores), dtype=np.int64)
    falling = np.sort(-scores[listed])
    ranks[listed] = 1 + np.searchsorted(falling, -scores[listed], side="left")
    return ranks
