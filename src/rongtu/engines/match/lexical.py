"""BM25 over one way of cutting text: the Lucene variant, k₁ = 1.5, b = 0.75 (Robertson, Zaragoza 2009).

score(q, d) = Σ_{t∈q} ln(1 + (N − n_t + ½)/(n_t + ½)) · f_td / (f_td + k₁(1 − b + b·|d|/avg|d|)), a token of the query
counting as often as it stands there. N, n_t and avg|d| are those of the live offers of all segments. Logarithms are put
on a grid of 2⁻²⁰ and summands on one of 2⁻³⁰, so that sums are exact in any order and on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.search.parts import in_parts
from rongtu.engines.match.search.postings import Postings
from rongtu.engines.match.search.strings import Numbers, Strings

K1, B = 1.5, 0.75
IDF_GRAIN, GRAIN = 2.0**-20, 2.0**-30
MOST_TOKENS = 512
"""How many distinct tokens of a need are looked for, those in the fewest offers first."""

Cut = Literal["bigram", "term"]


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """The tokens looked for, sorted: what each weighs in grains (tokens,), and its place in each segment's vocabulary.

    `average` is the average length of the live offers; a place is -1 where the segment has no such token.
    """

    cut: Cut
    weights: NDArray[np.float64]
    places: tuple[Numbers, ...]
    average: float


@dataclass(frozen=True, slots=True, eq=False)
class WordList:
    """The best offers for a query, best first, equal ones by key; each holds a token of the query."""

    query: Query
    best: Numbers


def search_words(index: OfferIndex, cut: Cut, query: Iterable[str], allowed: NDArray[np.bool_], depth: int) -> WordList:
    """The best `depth` of the offers allowed (total,) for the query's tokens; O(their postings)."""
    often = Counter(query)
    tokens = sorted(often)
    places = _places(index, cut, tokens)
    counts = _live(index, cut, places)
    chosen = _rarest(counts)
    inverse = np.log(1 + (index.size - counts[chosen] + 0.5) / (counts[chosen] + 0.5))
    weights = np.round(inverse / IDF_GRAIN) * (IDF_GRAIN / GRAIN)
    weights *= [often[tokens[t]] for t in chosen.tolist()]
    asked = Query(cut, weights, tuple(found[chosen] for found in places), average_length(index, cut))
    scores, numbers = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for segment, start, found in zip(index.segments, index.starts, asked.places, strict=False):
        those = allowed[start : start + len(segment)]
        for best, who in _search(getattr(segment, cut), asked, found, those, depth):
            scores.append(best)
            numbers.append(who + start)
    return WordList(asked, index.best(np.concatenate(scores), np.concatenate(numbers))[:depth])


def scores_of(index: OfferIndex, query: Query, numbers: Numbers) -> NDArray[np.float64]:
    """BM25 of these offers, the same that `search_words` finds them by; O(tokens they hold)."""
    from rongtu.engines.match.search.kernels import add_held

    sums = np.zeros(len(numbers), dtype=np.int64)
    columns = [
        (getattr(segment, query.cut), found) for segment, found in zip(index.segments, query.places, strict=True)
    ]
    for which, local, (postings, found) in index.split(numbers, columns):
        known, part = found >= 0, np.zeros(len(local), dtype=np.int64)
        stored = (postings.holdings.starts, postings.holdings.tokens, postings.holdings.counts, postings.lengths)
        add_held(*stored, local, found[known], query.weights[known], *_lengths(query), part)
        sums[which] = part
    scores: NDArray[np.float64] = sums * np.float64(GRAIN)
    return scores


def live_counts(index: OfferIndex, cut: Cut, tokens: Sequence[str] | Strings) -> Numbers:
    """How many live offers hold each token; `Strings` are sorted."""
    return _live(index, cut, _places(index, cut, tokens))


def average_length(index: OfferIndex, cut: Cut) -> float:
    """How many tokens a live offer has on average; above 0 even if none has any."""
    tokens = 0
    for segment, dead in zip(index.segments, index.dead, strict=True):
        postings: Postings = getattr(segment, cut)
        tokens += int(postings.tokens[0]) - int(postings.lengths[dead].sum(dtype=np.int64))
    return max(1, tokens) / max(1, index.size)


def _places(index: OfferIndex, cut: Cut, tokens: Sequence[str] | Strings) -> list[Numbers]:
    """The place of each token in the vocabulary of each segment, -1 where it has none."""
    vocabularies: list[Strings] = [getattr(segment, cut).vocabulary for segment in index.segments]
    if isinstance(tokens, Strings):
        return [vocabulary.find_sorted(tokens) for vocabulary in vocabularies]
    return [vocabulary.find(tokens) for vocabulary in vocabularies]


def _live(index: OfferIndex, cut: Cut, places: Sequence[Numbers]) -> Numbers:
    counts = np.zeros(len(places[0]) if places else 0, dtype=np.int64)
    for segment, gone, found in zip(index.segments, index.gone, places, strict=True):
        begins, ends = getattr(segment, cut).spans(found)
        counts += ends - begins
        if gone is not None:
            known = found >= 0
            counts[known] -= getattr(gone, cut)[found[known]]
    return counts


def _rarest(counts: Numbers) -> Numbers:
    """Which tokens are looked for: those that any offer holds, and of too many the rarest, in their order."""
    held = np.flatnonzero(counts)
    return np.sort(held[np.argsort(counts[held], kind="stable")[:MOST_TOKENS]])


def _lengths(query: Query) -> tuple[float, float]:
    """k₁(1 − b) and what each token of an offer adds to it."""
    return K1 * (1 - B), K1 * B / query.average


def _search(
    postings: Postings, query: Query, places: Numbers, allowed: NDArray[np.bool_], depth: int
) -> list[tuple[Numbers, Numbers]]:
    """For each part of a segment the best scores and whose they are, in no order."""
    from rongtu.engines.match.search.kernels import add_up

    begins, ends = postings.spans(places)
    if not (ends > begins).any():
        return []
    stored = (postings.documents, postings.counts, postings.lengths)

    def part(first: int, last: int) -> tuple[Numbers, Numbers]:
        best, who = np.empty((2, min(depth, last - first)), dtype=np.int64)
        kept = add_up(*stored, begins, ends, query.weights, *_lengths(query), allowed, first, last, best, who)
        return best[:kept], who[:kept]

    size = len(postings.lengths)
    return in_parts(size, part, each=2 + 5 * float((ends - begins).sum()) / size)
