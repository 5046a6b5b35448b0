"""An index of offers: segments opened together, of which a later one shadows the earlier ones key by key.

What is counted for scores (offers, offers that hold a token, average length) are the live offers of the segments
opened here and nothing else: an offer that is shadowed, removed, or in a segment not opened is in no score, and the
scores are those of one fresh segment of the live offers, bit for bit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rongtu.engines.match.inputs import Offer
from rongtu.engines.match.search.segment import Segment, build_segment
from rongtu.engines.match.search.strings import Numbers, Strings, among
from rongtu.engines.match.words import Lexicon, lexicon
from rongtu.vocab.problems import InputError

Column = TypeVar("Column")


@dataclass(frozen=True, slots=True, eq=False)
class Gone:
    """How many dead offers of a segment hold each token (tokens of the cut,)."""

    bigram: Numbers
    term: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class OfferIndex:
    """Segments opened together; built by `build_index` or `open_index` only.

    An offer's number counts through the segments in order: offer i of segment s has number `starts[s]` + i. `dead` are
    for each segment the numbers in it that are shadowed or removed, sorted, `gone` how many of these hold each token;
    `size` counts the live ones. `encoder` is the identity of the encoder that made the vectors, `dimension` how many
    numbers each has (None: no vectors).
    """

    segments: tuple[Segment, ...]
    starts: tuple[int, ...]
    dead: tuple[Numbers, ...]
    gone: tuple[Gone | None, ...]
    users: Lexicon
    size: int
    encoder: str | None = None
    dimension: int | None = None

    @property
    def total(self) -> int:
        """How many numbers there are, of live offers and of dead ones."""
        return self.starts[-1]

    def offer(self, i: int) -> Offer:
        """The offer of this number, decoded."""
        segment, local = self.place(i)
        return segment.offer(local)

    def key(self, i: int) -> str:
        """The key of the offer of this number."""
        segment, local = self.place(i)
        return segment.keys[local]

    def holder(self, i: int) -> str | None:
        """Who would be phoned about the offer of this number; None where it stands for itself."""
        segment, local = self.place(i)
        code = int(segment.columns.holder.codes[local])
        return None if code < 0 else segment.columns.holder.table[code]

    def number(self, key: str) -> int | None:
        """The number of the live offer of this key; None where there is none."""
        found = int(self.numbers([key])[0])
        return found if found >= 0 else None

    def numbers(self, keys: Sequence[str]) -> Numbers:
        """The numbers of the live offers of these keys, -1 for each that has none; O(keys · log offers)."""
        numbers = np.full(len(keys), -1, dtype=np.int64)
        for segment, start, dead in zip(self.segments, self.starts, self.dead, strict=False):
            found = segment.keys.find(keys)
            live = (found >= 0) & ~among(found, dead)
            numbers[live] = found[live] + start
        return numbers

    def keys(self, numbers: Numbers) -> list[str]:
        """The keys of the offers of these numbers."""
        return self.strings(numbers, [segment.keys for segment in self.segments])

    def texts(self, numbers: Numbers) -> list[str]:
        """The folded name and text of the offers of these numbers."""
        return self.strings(numbers, [segment.texts for segment in self.segments])

    def strings(self, numbers: Numbers, columns: Sequence[Strings]) -> list[str]:
        """One string for each number from a column that each segment has."""
        if len(columns) == 1:
            return columns[0].take(numbers)
        found = [""] * len(numbers)
        for which, local, strings in self.split(numbers, columns):
            for i, text in zip(which.tolist(), strings.take(local), strict=True):
                found[i] = text
        return found

    def split(self, numbers: Numbers, columns: Sequence[Column]) -> Iterable[tuple[Numbers, Numbers, Column]]:
        """For each segment that has some of these numbers: where they stand, their numbers in it, and its column."""
        of = np.searchsorted(self.starts, numbers, side="right") - 1
        for s, column in enumerate(columns):
            which = np.flatnonzero(of == s)
            if len(which):
                yield which, numbers[which] - self.starts[s], column

    def by_key(self, numbers: Numbers) -> Numbers:
        """Where in `numbers` (each once) the first by key stands, then the second …; O(1) decoding in one segment."""
        if len(self.segments) == 1:
            return np.argsort(numbers, kind="stable")
        keys = self.keys(numbers)
        return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)

    def best(self, scores: NDArray[Any], numbers: Numbers) -> Numbers:
        """The numbers by falling score, equal ones by key."""
        order = self.by_key(numbers)
        return numbers[order[np.argsort(-scores[order], kind="stable")]]

    def live(self) -> NDArray[np.bool_]:
        """Which numbers are of live offers (total,)."""
        live = np.ones(self.total, dtype=np.bool_)
        for start, dead in zip(self.starts, self.dead, strict=False):
            live[start + dead] = False
        return live

    def place(self, i: int) -> tuple[Segment, int]:
        """The segment that holds this number, and the number in it."""
        s = bisect_right(self.starts, i) - 1
        return self.segments[s], i - self.starts[s]


def build_index(
    offers: Sequence[Offer],
    user_words: Iterable[str] = (),
    vectors: ArrayLike | None = None,
    encoder: str | None = None,
) -> OfferIndex:
    """Index offers in memory: `build_segment` opened alone."""
    users = lexicon(user_words)
    return open_index([build_segment(offers, users, vectors, encoder=encoder)], users)


def open_index(
    segments: Sequence[Segment], user_words: Iterable[str] | Lexicon = (), encoder: str | None = None
) -> OfferIndex:
    """Open segments together, each shadowing the ones before it; needs' texts are cut with `user_words` kept whole.

    With `encoder` the vectors must be of that one. O(keys of the smaller segments · log of the larger one). Raises
    InputError where vectors of two encoders would meet.
    """
    return OfferIndex(
        segments=tuple(segments),
        starts=tuple(np.cumsum([0, *map(len, segments)]).tolist()),
        dead=(dead := _dead(segments)),
        gone=tuple(
            _gone(segment, numbers) if len(numbers) else None for segment, numbers in zip(segments, dead, strict=True)
        ),
        users=user_words if isinstance(user_words, Lexicon) else lexicon(user_words),
        size=sum(map(len, segments)) - sum(map(len, dead)),
        encoder=_one_encoder(segments, encoder),
        dimension=_one_dimension(segments),
    )


def refuse_other_encoder(index: OfferIndex, encoder: str | None) -> None:
    """InputError, which offers re-encoding, where vectors of `encoder` would meet those of another one."""
    if encoder is not None and index.encoder is not None and encoder != index.encoder:
        raise _other_encoder(index.encoder, encoder)


def _dead(segments: Sequence[Segment]) -> tuple[Numbers, ...]:
    dead = []
    for s, segment in enumerate(segments):
        after = [strings for later in segments[s + 1 :] for strings in (later.keys, later.removed)]
        found = [_common(segment.keys, strings) for strings in after if len(strings)]
        dead.append(np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64))
    return tuple(dead)


def _gone(segment: Segment, dead: Numbers) -> Gone:
    counts = [
        np.bincount(part.held_by(dead), minlength=len(part.vocabulary)) for part in (segment.bigram, segment.term)
    ]
    return Gone(*counts)


def _common(strings: Strings, others: Strings) -> Numbers:
    """The numbers of those strings that are among the others too, both sorted."""
    if len(strings) < len(others):
        return np.flatnonzero(others.find_sorted(strings) >= 0)
    found = strings.find_sorted(others)
    return found[found >= 0]


def _one_encoder(segments: Sequence[Segment], encoder: str | None) -> str | None:
    for segment in segments:
        if segment.dense is not None and segment.encoder is not None:
            if encoder is not None and segment.encoder != encoder:
                raise _other_encoder(segment.encoder, encoder)
            encoder = segment.encoder
    return encoder


def _one_dimension(segments: Sequence[Segment]) -> int | None:
    dimensions = {segment.dense.dimension for segment in segments if segment.dense is not None and len(segment)}
    if len(dimensions) > 1:
        rule = "vectors of one encoder, which all have as many numbers"
        raise InputError.single("segments", rule, sorted(dimensions), "Encode the offers again with one encoder.")
    return dimensions.pop() if dimensions else None


def _other_encoder(made_by: str, encoder: str) -> InputError:
    rule = f"vectors of the encoder that made the index's, {made_by}"
    return InputError.single("encoder", rule, encoder, "Encode the offers again with the encoder in use.")
