"""A segment: an immutable set of offers made searchable, as named arrays that may lie in memory-mapped files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rongtu.engines.match.inputs import Offer, check_offers
from rongtu.engines.match.search.arrays import Arrays, flat, restored, sealed
from rongtu.engines.match.search.columns import Columns, columns_of
from rongtu.engines.match.search.postings import Postings, postings_of
from rongtu.engines.match.search.records import read_offer, write_offer
from rongtu.engines.match.search.strings import Strings
from rongtu.engines.match.search.vectors import Coded, coded
from rongtu.engines.match.words import Lexicon, bigrams_of, fold, lexicon, terms_of
from rongtu.vocab.problems import InputError

FORMAT = 2
"""Counted up when the arrays of a segment change, so that files of another form are refused."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Offers sorted by key. `removed` are the keys it takes out of the segments opened before it.

    `texts` are the folded name and text of each offer, `records` the offers themselves as JSON; `dense` is None where
    no vectors were given, and `encoder_name` (one string or none) says who made them.
    """

    form: NDArray[np.int64]
    keys: Strings
    removed: Strings
    texts: Strings
    records: Strings
    bigram: Postings
    term: Postings
    columns: Columns
    encoder_name: Strings
    dense: Coded | None = None

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything the segment is, as arrays of plain numbers by name (letters, dots and underscores)."""
        return flat(self)

    @staticmethod
    def of(arrays: Arrays) -> Segment:
        """The segment of these arrays, which may be memory-mapped: nothing is read before it is needed.

        Raises InputError where an array is missing or of another form of the index.
        """
        segment = restored(Segment, arrays)
        if segment.form.tolist() != [FORMAT]:
            rule = f"a segment of form {FORMAT}"
            raise InputError.single("segment", rule, segment.form.tolist(), "Build the index anew.")
        return segment

    @property
    def encoder(self) -> str | None:
        """The identity of the encoder that made its vectors; None where there are none or nobody said."""
        return self.encoder_name[0] if len(self.encoder_name) else None

    def __len__(self) -> int:
        return len(self.keys)

    def offer(self, i: int) -> Offer:
        """The offer of this number, decoded."""
        return read_offer(self.records[i])


def build_segment(
    offers: Sequence[Offer],
    user_words: Iterable[str] | Lexicon = (),
    vectors: ArrayLike | None = None,
    *,
    encoder: str | None = None,
    removed: Collection[str] = (),
) -> Segment:
    """Make offers searchable; `user_words` (node names, synonyms) are kept whole when text is cut into terms.

    `vectors` (n_offers, d) are of length 1 and in the order of `offers`, a row of NaN where one has none; `encoder`
    says who made them. `removed` keys are taken out of whatever segment is opened before this one. O(characters of all
    texts + d · offers). Raises InputError where an offer's key is empty or given twice, or the vectors are not such.
    """
    check_offers(offers)
    users = user_words if isinstance(user_words, Lexicon) else lexicon(user_words)
    order = sorted(range(len(offers)), key=lambda i: offers[i].key)
    ordered = [offers[i] for i in order]
    texts = [fold(f"{offer.name}\n{offer.text}") for offer in ordered]
    return Segment(
        form=sealed(np.array([FORMAT])),
        keys=Strings.of(offer.key for offer in ordered),
        removed=Strings.of(sorted(set(removed))),
        texts=Strings.of(texts),
        records=Strings.of(map(write_offer, ordered)),
        bigram=postings_of(map(bigrams_of, texts)),
        term=postings_of(terms_of(text, users) for text in texts),
        columns=columns_of(ordered),
        encoder_name=Strings.of([] if encoder is None or vectors is None else [encoder]),
        dense=None if vectors is None else coded(vectors, order),
    )
