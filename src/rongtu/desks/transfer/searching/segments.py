"""The segments of one level: written with what vectors there are, merged when they are many, rid of what must go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.inputs import Offer
from rongtu.engines.match.search.segment import Segment, build_segment
from rongtu.engines.match.search.strings import Strings
from rongtu.engines.match.search.vectors import coded
from rongtu.engines.match.words import Lexicon
from rongtu.facts.level_vectors import LevelVectors
from rongtu.facts.search.folders import SearchFolder
from rongtu.facts.search.manifests import Named
from rongtu.facts.vectors import text_key
from rongtu.vocab.disclosure import up_to
from rongtu.vocab.encoders import lead
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.text_model import offers_compared

MOST = 6
"""Segments of a level beyond which small ones are merged."""

OFFERS = 250_000
"""Offers of one segment at most when an index is built anew, so that memory is bounded."""

Own = dict[Named, Segment]


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors kept of the encoder in use, and the identity of it and of what makes them comparable."""

    store: LevelVectors
    encoder: str

    def of(self, offers: Sequence[Offer], level: Visibility) -> NDArray[np.float32] | None:
        """Vectors of offers (n, d) as far as they are kept at the level, NaN elsewhere; None where there is none."""
        keys = [text_key(lead(offer.name, offer.text), query=False) for offer in offers]
        found, vectors = self.store.get(keys, up_to(level))
        vectors[~found] = np.nan
        return offers_compared(self.encoder, vectors) if found.any() else None


@dataclass(frozen=True, slots=True)
class Level:
    """What segments of a level are written with: where, for whom, the words kept whole, the vectors there are."""

    folder: SearchFolder
    level: Visibility
    users: Lexicon
    vectors: Vectors | None

    def write(self, offers: Sequence[Offer], removed: Collection[str] = ()) -> Own:
        """A segment of offers, which takes out the keys removed; none where there are neither."""
        if not offers and not removed:
            return {}
        vectors = self.vectors.of(offers, self.level) if self.vectors else None
        encoder = self.vectors.encoder if self.vectors and vectors is not None else None
        return self.keep(build_segment(offers, self.users, vectors, encoder=encoder, removed=removed))

    def write_all(self, offers: Iterable[Offer]) -> Own:
        """Segments of any number of offers, a bounded number at a time."""
        own: Own = {}
        for share in _shares(offers):
            own |= self.write(share)
        return own

    def keep(self, segment: Segment) -> Own:
        """A segment written to a file, and opened from it."""
        named = keep_segment(self.folder, self.level, segment)
        return {named: Segment.of(self.folder.arrays(named))}

    def merged(self, own: Own) -> Own:
        """The segments, of which small ones that follow each other were made one where there are too many."""
        while len(own) > MOST:
            names = list(own)
            first = len(names) - 2
            while first and own_size(names[first:]) * 2 > names[first - 1].offers:
                first -= 1
            run = [own[named] for named in names[first:]]
            own = {named: own[named] for named in names[:first]} | self._joined(run, first == 0)
        return own

    def rid_of(self, own: Own, keys: Collection[str]) -> Own:
        """The segments without what they said of these keys, whose latest words are in the last one."""
        wanted, names = sorted(keys), list(own)
        left: Own = {}
        for named in names[:-1]:
            segment = own[named]
            if (segment.keys.find(wanted) >= 0).any():
                left |= self._joined([segment], False, frozenset(wanted))
            else:
                left[named] = segment
        return left | {names[-1]: own[names[-1]]} if names else left

    def _joined(self, run: Sequence[Segment], is_first: bool, without: frozenset[str] = frozenset()) -> Own:
        """Segments that follow each other as one, without what later ones have anew."""
        seen: set[str] = set(without)
        offers: list[Offer] = []
        rows: list[NDArray[np.float32] | None] = []
        removed: set[str] = set()
        for segment in reversed(run):
            keys = segment.keys.take(np.arange(len(segment)))
            there = known(segment) & self._is_current(segment)
            for i, key in enumerate(keys):
                if key not in seen:
                    offers.append(segment.offer(i))
                    rows.append(segment.dense.exact[i] if there[i] and segment.dense else None)
            gone = set(segment.removed.take(np.arange(len(segment.removed))))
            removed |= gone - seen
            seen.update(keys, gone)
        # what stands before all other segments takes nothing out
        removed = set() if is_first and self.level is Visibility.PUBLIC else removed
        if not offers and not removed:
            return {}
        encoder = self.vectors.encoder if self.vectors else None
        return self.keep(build_segment(offers, self.users, _stacked(rows), encoder=encoder, removed=removed))

    def _is_current(self, segment: Segment) -> bool:
        return self.vectors is not None and segment.encoder == self.vectors.encoder


def keep_segment(folder: SearchFolder, level: Visibility, segment: Segment) -> Named:
    """A segment written to a file of a level."""
    waiting = int(np.count_nonzero(~known(segment)))
    return folder.write(level, "segment", segment.arrays(), offers=len(segment), waiting=waiting)


def own_size(names: Iterable[Named]) -> int:
    """How many offers segments hold."""
    return sum(named.offers for named in names)


def known(segment: Segment) -> NDArray[np.bool_]:
    """Which offers of a segment have a vector (n,)."""
    return np.zeros(len(segment), dtype=np.bool_) if segment.dense is None else segment.dense.known


def with_vectors(segment: Segment, vectors: NDArray[np.float32] | None, encoder: str | None) -> Segment:
    """The segment with these vectors of its offers (n, d), in its order, in the place of any it had."""
    dense = None if vectors is None else coded(vectors, range(len(segment)))
    return replace(segment, dense=dense, encoder_name=Strings.of([encoder] if encoder and dense else []))


def filled_up(segment: Segment, places: NDArray[np.int64], vectors: NDArray[np.float32], encoder: str) -> Segment:
    """The segment with vectors of the offers at these places, beside those it has of the same encoder."""
    whole = np.full((len(segment), vectors.shape[1]), np.nan, dtype=np.float32)
    if segment.dense is not None and segment.encoder == encoder:
        whole[known(segment)] = segment.dense.exact[known(segment)]
    whole[places] = vectors
    return with_vectors(segment, whole, encoder)


def _stacked(rows: Sequence[NDArray[np.float32] | None]) -> NDArray[np.float32] | None:
    there = [row for row in rows if row is not None]
    if not there:
        return None
    vectors = np.full((len(rows), len(there[0])), np.nan, dtype=np.float32)
    for i, row in enumerate(rows):
        if row is not None:
            vectors[i] = row
    return vectors


def _shares(offers: Iterable[Offer]) -> Iterator[list[Offer]]:
    share: list[Offer] = []
    for offer in offers:
        share.append(offer)
        if len(share) == OFFERS:
            yield share
            share = []
    yield share
