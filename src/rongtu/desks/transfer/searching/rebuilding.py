"""Building the index files of every level anew, and forgetting the vectors of what is of a level no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

from sqlalchemy import Connection

from rongtu.acts.operation import Context
from rongtu.desks.transfer.offering.reading import read_offers
from rongtu.desks.transfer.searching.kinds import BEHIND
from rongtu.desks.transfer.searching.readings import Place, Reading, Written
from rongtu.desks.transfer.searching.segments import Own
from rongtu.desks.transfer.searching.sought import sought_texts
from rongtu.engines.match.inputs import Offer
from rongtu.engines.match.search.records import write_offer
from rongtu.facts.level_vectors import forget
from rongtu.facts.search.row_states import read_rows
from rongtu.facts.vectors import text_key
from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.encoders import lead

Lines = dict[str, bytes]
"""A digest of the offer of each key, as those see it who see up to a level."""


def rebuild(context: Context, place: Place, readings: Sequence[Reading]) -> list[Written]:
    """Every level's files; O(offers) for each level that shows more than the one before, in bounded memory.

    Of each offer a digest is held in memory while there is a level that shows more.
    """
    written: list[Written] = []
    lines: Lines = {}
    used: set[bytes] = set()
    for reading in readings:
        if reading.is_as_lower():
            written.append(Written({}, written[-1].rows))
        else:
            context.progress(f"建立索引 index {reading.level.value}")
            connection = context.at(reading.level).connection
            building = _Building(reading, lines, used)
            own = _segments(connection, place, building)
            rows = place.write_rows(reading, {kind: read_rows(connection, kind) for kind in BEHIND})
            written.append(Written(own, rows))
            lines = building.lines
            used.update(text_key(words, query=True) for words in sought_texts(connection))
        if reading.level is not ORDER[-1]:
            # where fewest look nothing lies that could have gone to where fewer do
            forget(place.data_dir, context.nature, reading.level, lambda key: key not in used)
    return written


def _segments(connection: Connection, place: Place, building: _Building) -> Own:
    level = place.level(building.reading)
    own = level.write_all(building.differing(read_offers(connection)))
    return own | level.write((), building.removed())


class _Building:
    """One level being built: what it shows otherwise than the level before."""

    def __init__(self, reading: Reading, lower: Lines, used: set[bytes]) -> None:
        self.reading, self.lower, self.used = reading, lower, used
        self.lines: Lines = {}

    def differing(self, offers: Iterator[Offer]) -> Iterator[Offer]:
        """The offers that those see otherwise, or not, who see less."""
        for offer in offers:
            line = blake2b(write_offer(offer).encode("utf-8", "surrogatepass"), digest_size=16).digest()
            self.lines[offer.key] = line
            self.used.add(text_key(lead(offer.name, offer.text), query=False))
            if self.lower.get(offer.key) != line or not self.reading.cuts_alike(offer):
                yield offer

    def removed(self) -> list[str]:
        """What those see who see less, and who see more do not: a body merged into another, for one."""
        return sorted(self.lower.keys() - self.lines.keys())
