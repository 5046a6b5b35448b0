"""Vectors for matching: made by the encoder the settings choose, those made before read from the data folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.transfer.models import EncodeAnswer, EncodeRequest
from rongtu.desks.transfer.offering.reading import read_offers
from rongtu.desks.transfer.searching.encoders import WORDS_CHOSEN, encoder_in_use
from rongtu.desks.transfer.searching.making import AT_A_TIME, Text, make_vectors
from rongtu.desks.transfer.searching.sought import sought_texts
from rongtu.engines.match.inputs import Need, Offer
from rongtu.settings import read_settings
from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.encoders import lead
from rongtu.vocab.evidence import Nature
from rongtu.vocab.need_parts import need_parts
from rongtu.vocab.text_model import needs_compared, offers_compared

__all__ = ["AT_A_TIME", "WORDS_CHOSEN", "Encoding", "encode", "encode_all"]

SHORTEST = 2
"""Characters below which a text's vector says nothing."""

Vectors = NDArray[np.float32]


@operation(
    "match.encode",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="为匹配预先编码",
    en="Make and keep the vectors that matching ranks by",
)
def encode_all(context: Context, _request: EncodeRequest) -> EncodeAnswer:
    """Encode every offer, chain node and open need that has no vector yet, so that matching need not wait for it."""
    used = encoder_in_use(read_settings(), context.nature)
    if used.encoder is None or used.vectors is None:
        return EncodeAnswer(encoder=None, dimension=None, encoded=0, kept=0, remark=used.remark)
    texts = list({(text.words, text.query): text for text in reversed(list(_texts(context)))}.values())[::-1]
    made = make_vectors(used.encoder, used.vectors.store, texts, context.levels, context.progress)
    return EncodeAnswer(
        encoder=used.encoder.identity,
        dimension=used.vectors.store.dimension,
        encoded=made.made,
        kept=made.kept,
        remark=made.remark,
    )


@dataclass(frozen=True, slots=True)
class Encoding:
    """Vectors of offers (n_offers, d) and of needs (n_needs, d), and the identity of who made them.

    A row is NaN where there is none. None of these where words alone rank; `remark` then says why. `made` counts the
    vectors made just now, `kept` those that were there: a text that stands twice counts once.
    """

    encoder: str | None = None
    dimension: int | None = None
    offers: Vectors | None = None
    needs: Vectors | None = None
    made: int = 0
    kept: int = 0
    remark: str | None = None


def encode(
    offers: Sequence[Offer],
    needs: Sequence[Need],
    progress: Callable[[str], None],
    context: Context | None = None,
) -> Encoding:
    """Vectors of offers and of needs, as they are compared; where no encoder runs, none, and a remark that says why.

    They are read at the levels of the context and kept where fewest of those look; without one, where fewest look at
    all. An encoder that is for public texts alone is sent none of these: the job `match.index` sends it what is public.
    Raises DependencyError where vectors cannot be kept in the data folder.
    """
    nature, levels = (context.nature, context.levels) if context else (Nature.REAL, ORDER)
    used = encoder_in_use(read_settings(), nature)
    if used.encoder is None or used.vectors is None:
        return Encoding(remark=used.remark)
    found = [Text(lead(offer.name, offer.text), query=False, level=levels[-1]) for offer in offers]
    parts = [need_parts(need.title, need.text).texts() for need in needs]
    texts = [*found, *(Text(part, query=True, level=levels[-1]) for texts in parts for part in texts)]
    made = make_vectors(used.encoder, used.vectors.store, texts, levels, progress, of_rows=False)
    if not made.vectors.size and texts:
        return Encoding(remark=made.remark)
    # what is too short to mean anything has a vector all the same: it is no more like one text than like another
    made.vectors[[len(text.words.strip()) < SHORTEST for text in texts]] = np.nan
    return Encoding(
        encoder=used.vectors.encoder,
        dimension=used.vectors.store.dimension,
        offers=offers_compared(used.vectors.encoder, made.vectors[: len(offers)]),
        needs=_of_needs(used.vectors.encoder, made.vectors[len(offers) :], [len(texts) for texts in parts]),
        made=made.made,
        kept=made.kept,
        remark=made.remark,
    )


def _of_needs(encoder: str, vectors: Vectors, sizes: Sequence[int]) -> Vectors:
    """One vector for each need from those of its parts, of which the first two are title and body."""
    starts = np.cumsum([0, *sizes[:-1]])
    if not len(sizes):
        return vectors
    # what is no need's first or second part is one of its sentences
    sentences = np.array(
        [vectors[start + 2 : start + size].mean(axis=0) for start, size in zip(starts, sizes, strict=True)]
    )
    return needs_compared(encoder, vectors[starts], vectors[starts + 1], sentences)


def _texts(context: Context) -> Iterator[Text]:
    """What may be found and what is sought, level by level: a text that stands at two of them counts at the first."""
    for level in context.levels:
        connection = context.at(level).connection
        for offer in read_offers(connection):
            yield Text(lead(offer.name, offer.text), query=False, level=level)
        for words in sought_texts(connection):
            yield Text(words, query=True, level=level)
