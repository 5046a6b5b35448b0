"""Which offers hold a token and how often, for one way of cutting text; no score is stored, only what makes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.search.arrays import sealed, spans_of
from rongtu.engines.match.search.numbering import numbered
from rongtu.engines.match.search.strings import Numbers, Strings

MOST_OFTEN = 65_535
"""A token that an offer holds more often counts as so often."""


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """The distinct tokens of each offer: those of offer i at `starts[i]` to before `starts[i + 1]`, sorted.

    `counts` say how often each stands there.
    """

    starts: NDArray[np.int64]
    tokens: NDArray[np.int32]
    counts: NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Token t of the sorted `vocabulary` is held by `documents` at `starts[t]` to before `starts[t + 1]`, sorted.

    `counts` say how often it stands there, `lengths` (n_offers,) how many tokens an offer has, `tokens` (1,) all
    offers together. `holdings` is the same by offer.
    """

    vocabulary: Strings
    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]
    tokens: NDArray[np.int64]
    holdings: Holdings

    def of(self, token: int) -> NDArray[np.int32]:
        """The offers that hold the token of this number."""
        return self.documents[self.starts[token] : self.starts[token + 1]]

    def held_by(self, offers: Numbers) -> NDArray[np.int32]:
        """The distinct tokens of each of these offers, one offer after the other."""
        starts = self.holdings.starts
        tokens: NDArray[np.int32] = spans_of(self.holdings.tokens, starts[offers], starts[offers + 1])
        return tokens

    def spans(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Where the postings of tokens of these numbers begin and end; the same where the number is -1."""
        return self.starts[places], self.starts[places + (places >= 0)]


def postings_of(texts: Iterable[Iterable[str]]) -> Postings:
    """Index texts given as tokens; O(tokens · log tokens)."""
    tokens, lengths, vocabulary = numbered(texts)
    size = max(1, len(lengths))
    pairs = tokens.astype(np.int64) * size + np.repeat(np.arange(len(lengths)), lengths)
    pairs.sort()
    first = np.flatnonzero(np.diff(pairs, prepend=-1))
    counts = np.diff(first, append=len(pairs))
    held, documents = np.divmod(pairs[first], size)
    often = np.minimum(counts, MOST_OFTEN).astype(np.uint16)
    return Postings(
        vocabulary=vocabulary,
        starts=sealed(np.searchsorted(held, np.arange(len(vocabulary) + 1))),
        documents=sealed(documents.astype(np.int32)),
        counts=sealed(often),
        lengths=sealed(lengths),
        tokens=sealed(np.array([len(tokens)])),
        holdings=_by_offer(documents, held, often, len(lengths)),
    )


def _by_offer(documents: Numbers, held: Numbers, often: NDArray[np.uint16], offers: int) -> Holdings:
    # postings are sorted by token, and a stable sort leaves the tokens of an offer so
    order = np.argsort(documents, kind="stable")
    return Holdings(
        starts=sealed(np.searchsorted(documents[order], np.arange(offers + 1))),
        tokens=sealed(held[order].astype(np.int32)),
        counts=sealed(often[order]),
    )
