"""The searchable form of a set of offers: BM25 over character bigrams and over terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rongtu.engines.match.inputs import Offer


@dataclass(frozen=True, slots=True)
class OfferIndex:
    """Offers made searchable, sorted by key; built by `build_index` only."""

    offers: tuple[Offer, ...]


def build_index(offers: Sequence[Offer], user_words: Iterable[str] = ()) -> OfferIndex:
    """Index offers; `user_words` (node names, synonyms) are kept whole when text is cut into terms."""
    raise NotImplementedError
