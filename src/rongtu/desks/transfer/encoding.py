"""Vectors for matching: made by the encoder the settings choose, those made before read from the data folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.transfer.models import EncodeAnswer, EncodeRequest
from rongtu.desks.transfer.need_inputs import need_of, offers_of
from rongtu.desks.transfer.posted import is_open, read_posted
from rongtu.engines.match.inputs import Need, Offer
from rongtu.facts.vectors import VectorCache, open_cache, text_key
from rongtu.gates.encoders import Encoder, EncoderError, open_encoder
from rongtu.settings import read_settings
from rongtu.vocab.encoders import lead

AT_A_TIME = 64
"""Texts encoded between two words of progress; what is made by then is kept, whatever happens next."""

WORDS_CHOSEN = "按设置只用文字匹配 words alone, as set (RONGTU_ENCODER=none)"

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
    posted = read_posted(context.connection)
    needs = [need_of(posted, code) for code, need in posted.needs.items() if is_open(need.row)]
    encoding = encode(offers_of(posted), [*posted.candidates.needs.values(), *needs], context.progress)
    return EncodeAnswer(
        encoder=encoding.encoder,
        dimension=encoding.dimension,
        encoded=encoding.made,
        kept=encoding.kept,
        remark=encoding.remark,
    )


@dataclass(frozen=True, slots=True)
class Encoding:
    """Vectors of offers (n_offers, d) and of needs (n_needs, d), and the identity of who made them.

    None of these where words alone rank; `remark` then says why. `made` counts the vectors made just now, `kept` those
    that were there: a text that stands twice counts once.
    """

    encoder: str | None = None
    dimension: int | None = None
    offers: Vectors | None = None
    needs: Vectors | None = None
    made: int = 0
    kept: int = 0
    remark: str | None = None


def encode(offers: Sequence[Offer], needs: Sequence[Need], progress: Callable[[str], None]) -> Encoding:
    """Vectors of title and lead sentence of each; where no encoder runs, none, and a remark that says why.

    Raises DependencyError where vectors cannot be kept in the data folder.
    """
    settings = read_settings()
    try:
        encoder = open_encoder(settings.encoder)
        if encoder is None:
            return Encoding(remark=WORDS_CHOSEN)
        cache = open_cache(settings.data_dir, encoder.identity, encoder.dimension)
        return _encoded(encoder, cache, offers, needs, progress)
    except EncoderError as error:
        return Encoding(remark=f"编码器不可用，只用文字匹配 words alone, no encoder: {error}")


def _encoded(
    encoder: Encoder,
    cache: VectorCache,
    offers: Sequence[Offer],
    needs: Sequence[Need],
    progress: Callable[[str], None],
) -> Encoding:
    texts = [*(lead(offer.name, offer.text) for offer in offers), *(lead(need.title, need.text) for need in needs)]
    keys = [text_key(text, query=i >= len(offers)) for i, text in enumerate(texts)]
    found, vectors = cache.get(keys)
    missing = {keys[i]: i for i in np.flatnonzero(~found).tolist()}
    made: dict[bytes, NDArray[np.float32]] = {}
    for share in _shares(sorted(missing.values()), len(offers)):
        progress(f"编码 encode {len(made)}/{len(missing)}")
        new = encoder.encode([texts[i] for i in share], query=share[0] >= len(offers))
        cache.add([keys[i] for i in share], new)
        made |= {keys[i]: vector for i, vector in zip(share, new, strict=True)}
    for i in np.flatnonzero(~found).tolist():
        vectors[i] = made[keys[i]]
    return Encoding(
        encoder=encoder.identity,
        dimension=encoder.dimension,
        offers=vectors[: len(offers)],
        needs=vectors[len(offers) :],
        made=len(made),
        kept=len(set(keys)) - len(made),
    )


def _shares(places: Sequence[int], boundary: int) -> Iterator[list[int]]:
    """The places some at a time, those below the boundary never with those above."""
    for side in ([i for i in places if i < boundary], [i for i in places if i >= boundary]):
        yield from (side[start : start + AT_A_TIME] for start in range(0, len(side), AT_A_TIME))
