"""Vectors into the index files: which offers wait for one, and putting in those that were made since."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rongtu.desks.transfer.searching.making import Text
from rongtu.desks.transfer.searching.readings import Place
from rongtu.desks.transfer.searching.segments import Vectors, filled_up, keep_segment, known, with_vectors
from rongtu.desks.transfer.searching.views import View, open_view
from rongtu.engines.match.search.segment import Segment
from rongtu.facts.search.manifests import Named
from rongtu.vocab.encoders import lead
from rongtu.vocab.evidence import Visibility


def views_of(place: Place, levels: Sequence[Visibility], database: str) -> list[View]:
    """What stands for these levels."""
    views = (open_view(place.folder, level, database) for level in levels)
    return [view for view in views if view is not None]


def waiting_texts(views: Sequence[View], vectors: Vectors) -> Iterator[Text]:
    """What is encoded of each offer that has no vector of the encoder in use, at the level of its segment."""
    for view in views:
        for segment in view.own().values():
            for i in lacking(segment, vectors).tolist():
                offer = segment.offer(i)
                yield Text(lead(offer.name, offer.text), query=False, level=view.manifest.level)


def attach(place: Place, views: Sequence[View], vectors: Vectors) -> bool:
    """Put the vectors that are kept now into the files of these views; False where none is new.

    The caller holds the folder's lock and opened the views under it. Vectors of another encoder are left out.
    """
    anew: dict[Named, Named] = {}
    for view in views:
        for named, segment in view.own().items():
            if (refreshed := _refreshed(segment, view.manifest.level, vectors)) is not None:
                anew[named] = keep_segment(place.folder, view.manifest.level, refreshed)
    if anew:
        generation = secrets.token_hex(8)
        place.folder.swap(
            replace(
                view.manifest,
                generation=generation,
                encoder=vectors.encoder,
                segments=tuple(anew.get(named, named) for named in view.manifest.segments),
            )
            for view in views
        )
    return bool(anew)


def lacking(segment: Segment, vectors: Vectors) -> NDArray[np.int64]:
    """The offers of a segment that have no vector of the encoder in use."""
    return np.flatnonzero(~known(segment)) if segment.encoder == vectors.encoder else np.arange(len(segment))


def _refreshed(segment: Segment, level: Visibility, vectors: Vectors) -> Segment | None:
    """The segment with what vectors there are now; None where it is the same."""
    places = lacking(segment, vectors)
    if not len(places):
        return None
    found = vectors.of([segment.offer(i) for i in places.tolist()], level)
    if found is None:
        # what another encoder made is of no use to anybody
        return None if segment.encoder in (None, vectors.encoder) else with_vectors(segment, None, None)
    return filled_up(segment, places, found, vectors.encoder)
