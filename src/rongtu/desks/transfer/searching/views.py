"""A view: the index files of a level opened, with those of every level that more people see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rongtu.desks.transfer.searching.kinds import BEHIND
from rongtu.engines.match.search.segment import Segment
from rongtu.facts.search.folders import SearchFolder
from rongtu.facts.search.manifests import Manifest, Named
from rongtu.facts.search.row_states import Rows, flat, restored
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.problems import InputError

WORDS = "words"
"""The array of the words kept whole, in UTF-8, with a zero byte between them."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What was written for those who see a level, mapped; `segments` are in the order of the manifest's."""

    manifest: Manifest
    segments: Mapping[Named, Segment]
    rows: Mapping[str, Rows]
    words: tuple[str, ...]

    def own(self) -> dict[Named, Segment]:
        """The segments of its level."""
        return {named: self.segments[named] for named in self.manifest.own()}

    def waiting(self) -> int:
        """How many offers have no vector yet, roughly: one that a later segment has anew may count twice."""
        return sum(named.waiting for named in self.segments)


def open_view(folder: SearchFolder, level: Visibility, database: str) -> View | None:
    """What stands for a level; None where nothing does, it is of another form, or of another database."""
    opened = folder.open(level)
    if opened is None or opened[0].database != database:
        return None
    manifest, arrays = opened
    try:
        segments = {named: Segment.of(arrays[named]) for named in manifest.segments}
    except (InputError, ValueError, TypeError):
        return None
    told = arrays[manifest.rows]
    if WORDS not in told or any(f"{kind}.ids" not in told for kind in BEHIND):
        return None
    content = told[WORDS].tobytes().decode("utf-8", "surrogatepass")
    return View(manifest, segments, restored(told, BEHIND), tuple(content.split("\0")) if content else ())


def rows_arrays(rows: Mapping[str, Rows], words: Iterable[str]) -> dict[str, NDArray[Any]]:
    """Rows and words as the arrays of a file, as `open_view` reads them."""
    content = "\0".join(words).encode("utf-8", "surrogatepass")
    return {**flat(rows), WORDS: np.frombuffer(content, dtype=np.uint8)}


def lines_of(segments: Iterable[Segment], keys: Sequence[str]) -> dict[str, str | None]:
    """What segments opened one after the other say of these keys: an offer as a line, None where it was taken out.

    A key that none of them speaks of is absent.
    """
    told: dict[str, str | None] = {}
    for segment in segments:
        for place in np.flatnonzero(segment.removed.find(keys) >= 0).tolist():
            told[keys[place]] = None
        found = segment.keys.find(keys)
        for place in np.flatnonzero(found >= 0).tolist():
            told[keys[place]] = segment.records[int(found[place])]
    return told
