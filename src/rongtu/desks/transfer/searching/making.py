"""Making vectors: those there are read, those missing made a few at a time and kept, at the level of their text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.facts.level_vectors import LevelVectors
from rongtu.facts.vectors import text_key
from rongtu.gates.encoders import Encoder, EncoderError
from rongtu.vocab.disclosure import above, up_to
from rongtu.vocab.evidence import Visibility

AT_A_TIME = 64
"""Texts encoded between two words of progress; what is made by then is kept, whatever happens next."""

UNSENT = "外部编码器只收公开文字，其余按文字匹配 texts that are not public are matched by words: the encoder is remote"
FAILED = "编码器不可用，缺的向量按文字匹配 words alone where a vector is missing, the encoder failed"


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is encoded: sought for (`query`) or found, and of which level it is."""

    words: str
    query: bool
    level: Visibility

    @property
    def key(self) -> bytes:
        """What its vector is kept under."""
        return text_key(self.words, query=self.query)


@dataclass(frozen=True, slots=True)
class Made:
    """Vectors of texts (n_texts, d), NaN where there is none; how many were made just now and how many were there.

    A text that stands twice counts once. `remark` says why some are missing.
    """

    vectors: NDArray[np.float32]
    made: int
    kept: int
    remark: str | None = None


def make_vectors(
    encoder: Encoder,
    store: LevelVectors,
    texts: Sequence[Text],
    levels: Iterable[Visibility],
    progress: Callable[[str], None],
    *,
    of_rows: bool = True,
) -> Made:
    """Vectors of texts: of those kept at `levels`, and made where there is none and the text may go to the encoder.

    An encoder that is `public_only` is sent texts of public rows alone, nothing that somebody typed (`of_rows`). One
    that fails is not asked again; what it made until then counts. Raises DependencyError where vectors cannot be kept.
    """
    # one that has made none yet is held to the dimension of those it made before
    encoder.dimension = encoder.dimension or store.dimension
    keys = [text.key for text in texts]
    first = _widest(texts, keys)
    vectors = _kept(store, texts, keys, first, levels)
    missing = [i for i in first.values() if np.isnan(vectors[i]).any() or not vectors.shape[1]]
    sent = [i for i in missing if not encoder.public_only or (of_rows and texts[i].level is Visibility.PUBLIC)]
    remark = UNSENT if len(sent) < len(missing) else None
    made: dict[bytes, NDArray[np.float32]] = {}
    try:
        for share in _shares(texts, sent):
            progress(f"编码 encode {len(made)}/{len(sent)}")
            new = encoder.encode([texts[i].words for i in share], query=texts[share[0]].query)
            store.add(texts[share[0]].level, [keys[i] for i in share], new)
            made |= {keys[i]: vector for i, vector in zip(share, new, strict=True)}
    except EncoderError as error:
        remark = f"{FAILED}: {error}"
    if made and vectors.shape[1] == 0:
        vectors = np.full((len(texts), store.dimension or 0), np.nan, dtype=np.float32)
    for i, key in enumerate(keys):
        if key in made:
            vectors[i] = made[key]
    return Made(vectors, len(made), len(first) - len(missing), remark)


def _widest(texts: Sequence[Text], keys: Sequence[bytes]) -> dict[bytes, int]:
    """Where each text stands at the level that most people see: what is made of it is kept there."""
    first: dict[bytes, int] = {}
    for i, key in enumerate(keys):
        if key not in first or above(texts[first[key]].level, texts[i].level):
            first[key] = i
    return first


def _kept(
    store: LevelVectors,
    texts: Sequence[Text],
    keys: Sequence[bytes],
    first: Mapping[bytes, int],
    levels: Iterable[Visibility],
) -> NDArray[np.float32]:
    """The vectors there are (n_texts, d), NaN elsewhere; one of a text that more people see now is kept there too."""
    found, vectors = store.get(keys, levels)
    vectors[~found] = np.nan
    for level in dict.fromkeys(texts[i].level for i in first.values()):
        places = [i for i in first.values() if found[i] and texts[i].level is level]
        there, _ = store.get([keys[i] for i in places], up_to(level))
        lifted = [i for i, is_there in zip(places, there.tolist(), strict=True) if not is_there]
        if lifted:
            store.add(level, [keys[i] for i in lifted], vectors[lifted])
    return vectors


def _shares(texts: Sequence[Text], places: Iterable[int]) -> Iterator[list[int]]:
    """The places some at a time, in their order, each time of texts of one level and use: what is found comes first."""
    groups: defaultdict[tuple[bool, Visibility], list[int]] = defaultdict(list)
    for i in places:
        groups[texts[i].query, texts[i].level].append(i)
    for _, group in sorted(groups.items(), key=lambda item: item[0][0]):
        yield from (group[start : start + AT_A_TIME] for start in range(0, len(group), AT_A_TIME))
