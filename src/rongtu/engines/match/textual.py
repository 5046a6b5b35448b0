"""How an offer's words answer a need's: eight features of each candidate, read off the tokens it holds.

The text part of a score is the model's weights times these features, and its weight times the cosine of the vectors.
For both cuts: BM25 of the offer for the title (a need's terms with it), BM25 for the body in which a token counts
2·n/(n + 1) times where it stands n times, both over ln(1 + N) so that a larger index gives no larger numbers; and the
share of the offer's own tokens, each weighing its inverse frequency, that the title holds, or title and body.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.candidates import Candidates, clipped
from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.inputs import Need
from rongtu.engines.match.lexical import IDF_GRAIN, K1, B, Cut, average_length, live_counts
from rongtu.engines.match.results import Feature
from rongtu.engines.match.search.postings import Postings
from rongtu.engines.match.search.strings import Numbers
from rongtu.engines.match.words import bigrams_of, fold, terms_of
from rongtu.vocab.text_model import text_model

WORD_FEATURES = 8
CUTS: tuple[Cut, ...] = ("bigram", "term")

MOST_TEXT = 0.6
"""What text adds to a score at most: named evidence weighs 1, and no text outweighs it."""

GRAIN = 2.0**-40
"""Contributions are multiples of this, so that float64 adds them without rounding."""

OF_CUT = {Feature.BIGRAM: (0, 1, 4, 5), Feature.TERM: (2, 3, 6, 7)}
"""Which features of words are of which cut."""

Parts = dict[Feature, NDArray[np.float64]]
"""What each feature adds to the score of each candidate (n_candidates,)."""

Features = NDArray[np.float64]
"""The features of words of each candidate (n_candidates, 8), in the order of `vocab.text_model.FEATURES`."""


def text_parts(index: OfferIndex, need: Need, candidates: Candidates) -> Parts:
    """What the words and the vectors of each candidate add to its score; together at most `MOST_TEXT`.

    A candidate without a vector is given the middle one of the others' cosines.
    """
    model = text_model()
    weights = model.words_alone if candidates.dense is None else model.with_vectors
    features = word_features(index, clipped(need), candidates.numbers)
    parts = {
        feature: sum((weights[k] * features[:, k] for k in columns), np.zeros(len(features)))
        for feature, columns in OF_CUT.items()
    }
    if candidates.dense is not None:
        known = candidates.dense[~np.isnan(candidates.dense)]
        middle = float(np.median(known)) if len(known) else 0.0
        parts[Feature.DENSE] = model.dense * np.maximum(np.nan_to_num(candidates.dense, nan=middle), 0)
    total = sum(parts.values(), np.zeros(len(features)))
    shrink = np.minimum(1, MOST_TEXT / np.maximum(total, MOST_TEXT))
    return {feature: gridded(values * shrink) for feature, values in parts.items()}


def gridded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values as multiples of `GRAIN`."""
    rounded: NDArray[np.float64] = np.round(values / GRAIN) * GRAIN
    return rounded


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The tokens of a need in one cut: how much each counts in the title and in the body."""

    title: Counter[str]
    body: Counter[str]


def word_features(index: OfferIndex, need: Need, numbers: Numbers) -> Features:
    """The features of these offers for the need; O(tokens they hold)."""
    title = fold("\n".join((need.title, *need.terms)))
    body = fold(need.text.strip().removeprefix(need.title.strip()))
    features = np.zeros((len(numbers), WORD_FEATURES))
    for place, cut in enumerate(CUTS):
        asked = Asked(Counter(_tokens(index, cut, title)), Counter(_tokens(index, cut, body)))
        features[:, [2 * place, 2 * place + 1, 4 + 2 * place, 5 + 2 * place]] = _of_cut(index, cut, asked, numbers)
    return features


def _tokens(index: OfferIndex, cut: Cut, folded: str) -> Iterable[str]:
    return bigrams_of(folded) if cut == "bigram" else terms_of(folded, index.users)


def _of_cut(index: OfferIndex, cut: Cut, asked: Asked, numbers: Numbers) -> Features:
    """BM25 for the title and for the body, and the shares covered by the title and by both (n, 4)."""
    from rongtu.engines.match.search.answering import answer

    found = np.zeros((len(numbers), 4))
    wanted = sorted({*asked.title, *asked.body})
    weights = np.array([[asked.title[token], _saturated(asked.body[token])] for token in wanted]).reshape(-1, 2)
    average = average_length(index, cut) or 1.0
    for which, local, postings in index.split(numbers, [getattr(segment, cut) for segment in index.segments]):
        tokens = np.unique(postings.held_by(local))
        inverse = _inverse(index, cut, postings, tokens)
        places = postings.vocabulary.find(wanted)
        known = places >= 0
        stored = (postings.holdings.starts, postings.holdings.tokens, postings.holdings.counts, postings.lengths)
        query = (tokens, inverse, places[known], weights[known])
        part = np.zeros((len(local), 4))
        answer(*stored, local, *query, K1 * (1 - B), K1 * B / average, part)
        found[which] = part
    found[:, :2] /= math.log(1 + max(1, index.size))
    return found


def _saturated(count: int) -> float:
    return 2 * count / (count + 1)


def _inverse(index: OfferIndex, cut: Cut, postings: Postings, tokens: NDArray[np.int32]) -> NDArray[np.float64]:
    """ln(1 + (N − n_t + ½)/(n_t + ½)) of these tokens of one segment over all live offers, on the grid."""
    if len(index.segments) == 1 and not len(index.dead[0]):
        counts = postings.starts[tokens + 1] - postings.starts[tokens]
    else:
        counts = live_counts(index, cut, postings.vocabulary.part(tokens.astype(np.int64)))
    inverse = np.log(1 + (index.size - counts + 0.5) / (counts + 0.5))
    gridded: NDArray[np.float64] = np.round(inverse / IDF_GRAIN) * IDF_GRAIN
    return gridded
