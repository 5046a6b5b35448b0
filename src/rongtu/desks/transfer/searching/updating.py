"""Bringing the index files up to the facts: what changed is read again at every level, and written where it differs.

A segment of a level holds an offer as those see it who see up to that level, where they see it otherwise than those
who see less. So no text lies lower than the rows it is from. Rows that are of a level no more take their offers along:
segments and vectors that held them are written anew without them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rongtu.acts.operation import Context
from rongtu.desks.transfer.offering.reading import read_offers
from rongtu.desks.transfer.offering.touching import touched
from rongtu.desks.transfer.searching.kinds import PARTS, levels_opened
from rongtu.desks.transfer.searching.readings import Place, Reading, Written, read_levels
from rongtu.desks.transfer.searching.rebuilding import rebuild
from rongtu.desks.transfer.searching.views import View, lines_of, open_view
from rongtu.engines.match.inputs import Offer
from rongtu.engines.match.search.records import read_offer, write_offer
from rongtu.facts.level_vectors import forget
from rongtu.facts.search.manifests import Manifest
from rongtu.facts.search.row_states import Changes, Moment, changes, moment
from rongtu.facts.vectors import text_key
from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.encoders import lead
from rongtu.vocab.need_parts import need_parts


def update(context: Context, place: Place) -> bool:
    """Bring the files up to what this transaction sees, at every level it may; False where they were.

    The caller holds the folder's lock. Raises DependencyError where files cannot be written.
    """
    now = moment(context.connection)
    levels = levels_opened(context.levels)
    readings = list(read_levels(context, levels))
    views = _views(place, readings, now)
    if views is None:
        written = rebuild(context, place, readings)
    else:
        if all(view.manifest.totals == reading.totals for view, reading in zip(views, readings, strict=True)):
            return False
        changed = _changed(context, readings, views, now)
        if any(ref.partition(":")[0] in PARTS for ref in changed[-1].gone):
            written = rebuild(context, place, readings)
        else:
            written = _Adding(context, place, readings, views, changed).written()
    place.folder.swap(_manifests(readings, written, now, place.vectors.encoder if place.vectors else None))
    return True


def _views(place: Place, readings: Sequence[Reading], now: Moment) -> list[View] | None:
    """What stands for each level, if it was written together, with the words of today, and is whole."""
    views: list[View] = []
    for reading in readings:
        view = open_view(place.folder, reading.level, now.database)
        if view is None or view.words != reading.words:
            return None
        views.append(view)
    if len({view.manifest.generation for view in views}) != 1:
        return None
    named = {one for view in views for one in view.manifest.files()}
    return views if all(map(place.folder.is_whole, named)) else None


def _changed(context: Context, readings: Sequence[Reading], views: Sequence[View], now: Moment) -> list[Changes]:
    found = []
    for reading, view in zip(readings, views, strict=True):
        connection = context.at(reading.level).connection
        found.append(changes(connection, now, reading.totals, view.rows, view.manifest.watermark))
    return found


def _manifests(
    readings: Sequence[Reading], written: Sequence[Written], now: Moment, encoder: str | None
) -> list[Manifest]:
    """One for each level, which names its own files and those of the levels before."""
    generation = secrets.token_hex(8)
    found, segments = [], []
    for reading, one in zip(readings, written, strict=True):
        segments += list(one.own)
        found.append(
            Manifest(
                generation=generation,
                level=reading.level,
                database=now.database,
                watermark=now.watermark,
                encoder=encoder,
                rows=one.rows,
                totals=reading.totals,
                segments=tuple(segments),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _Adding:
    """Adding what changed to the files there are."""

    context: Context
    place: Place
    readings: Sequence[Reading]
    views: Sequence[View]
    changed: Sequence[Changes]

    def written(self) -> list[Written]:
        """The files of each level."""
        refs = frozenset().union(*(one.changed | one.gone for one in self.changed))
        # at the last level every row is to be seen that was hidden from those before it
        keys = sorted(touched(self.context.connection, refs))
        found: list[Written] = []
        lower: dict[str, str] = {}
        for number, reading in enumerate(self.readings):
            connection = self.context.at(reading.level).connection
            self.context.progress(f"更新索引 index {reading.level.value}")
            offers = {offer.key: offer for offer in read_offers(connection, keys)} if keys else {}
            found.append(self._level(number, sorted({*keys, *offers}), offers, lower, found))
            lower = {key: write_offer(offer) for key, offer in offers.items()}
        return found

    def _level(
        self,
        number: int,
        keys: Sequence[str],
        offers: Mapping[str, Offer],
        lower: Mapping[str, str],
        before: Sequence[Written],
    ) -> Written:
        reading, view, changed = self.readings[number], self.views[number], self.changed[number]
        level = self.place.level(reading)
        own = view.own()
        anew, removed = _differing(reading, offers, lines_of(own.values(), keys), lower, keys)
        said = lines_of(view.segments.values(), keys)
        self._forget(reading, said, offers)
        if written := level.write(anew, removed):
            own |= written
            if changed.gone:
                own = level.rid_of(own, {*(offer.key for offer in anew), *removed})
        own = level.merged(own)
        if reading.is_as_lower():
            return Written(own, before[-1].rows)
        is_same = reading.totals == view.manifest.totals and view.manifest.rows.level is reading.level
        return Written(own, view.manifest.rows if is_same else self.place.write_rows(reading, changed.rows))

    def _forget(self, reading: Reading, said: Mapping[str, str | None], offers: Mapping[str, Offer]) -> None:
        """Remove the vectors of what offers said at a level before, and do not now."""
        if reading.level is ORDER[-1]:
            return
        gone = _texts(read_offer(line) for line in said.values() if line is not None) - _texts(offers.values())
        if gone:
            forget(self.place.data_dir, self.context.nature, reading.level, gone.__contains__)


def _differing(
    reading: Reading,
    offers: Mapping[str, Offer],
    own: Mapping[str, str | None],
    lower: Mapping[str, str],
    keys: Sequence[str],
) -> tuple[list[Offer], list[str]]:
    """The offers to write at a level, and the keys to take out: where its segments and those before say otherwise."""
    anew, removed = [], []
    for key in keys:
        offer = offers.get(key)
        line = write_offer(offer) if offer else None
        said = own.get(key, lower.get(key))
        cut_anew = offer is not None and key not in own and not reading.cuts_alike(offer)
        if line == said and not cut_anew:
            continue
        if offer is None:
            removed.append(key)
        else:
            anew.append(offer)
    return anew, removed


def _texts(offers: Iterable[Offer]) -> set[bytes]:
    """What the vectors of offers are kept under, as of what is found, and of needs as of what is sought too."""
    keys = set()
    for offer in offers:
        keys.add(text_key(lead(offer.name, offer.text), query=False))
        if offer.kind == "need":
            # what is sought does not name the item, which may be the last line
            for text in (offer.text, offer.text.rpartition("\n")[0]):
                keys |= {text_key(part, query=True) for part in need_parts(offer.name, text).texts()}
    return keys
