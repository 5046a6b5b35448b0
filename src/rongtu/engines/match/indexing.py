"""The searchable form of a set of offers: BM25 over bigrams and over terms, vectors, and their conditions' columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from rongtu.engines.match.conditions import Columns, columns_of
from rongtu.engines.match.dense import DenseField, dense_field
from rongtu.engines.match.inputs import Offer, check_offers
from rongtu.engines.match.lexical import LexicalField, lexical_field
from rongtu.engines.match.words import Lexicon, bigrams, fold, lexicon, terms


@dataclass(frozen=True, slots=True, eq=False)
class OfferIndex:
    """Offers made searchable, sorted by key; built by `build_index` only.

    `texts` are the folded name and text of each offer; `number` gives an offer's place by its key. `dense_field` is
    None where no vectors were given.
    """

    offers: tuple[Offer, ...]
    number: Mapping[str, int]
    texts: tuple[str, ...]
    users: Lexicon
    bigram_field: LexicalField
    term_field: LexicalField
    columns: Columns
    dense_field: DenseField | None = None


def build_index(
    offers: Sequence[Offer], user_words: Iterable[str] = (), vectors: ArrayLike | None = None
) -> OfferIndex:
    """Index offers; `user_words` (node names, synonyms) are kept whole when text is cut into terms.

    `vectors` (n_offers, d) are of length 1 and in the order of `offers`, a row of NaN where one has none. O(characters
    of all texts). Raises InputError where an offer's key is empty or given twice, or the vectors are not such.
    """
    check_offers(offers)
    order = sorted(range(len(offers)), key=lambda i: offers[i].key)
    ordered = tuple(offers[i] for i in order)
    users = lexicon(user_words)
    texts = tuple(fold(f"{offer.name}\n{offer.text}") for offer in ordered)
    return OfferIndex(
        offers=ordered,
        number={offer.key: i for i, offer in enumerate(ordered)},
        texts=texts,
        users=users,
        bigram_field=lexical_field([bigrams(f"{offer.name}\n{offer.text}") for offer in ordered]),
        term_field=lexical_field([terms(text, users) for text in texts]),
        columns=columns_of(ordered),
        dense_field=None if vectors is None else dense_field(vectors, order),
    )
