"""Opening the offers whoever asks may see: from the index files of his levels, made up for what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Connection, text

from rongtu.acts.operation import Context
from rongtu.desks.transfer.offering.reading import read_offers
from rongtu.desks.transfer.offering.touching import touched
from rongtu.desks.transfer.searching.attaching import lacking
from rongtu.desks.transfer.searching.encoders import InUse, encoder_in_use
from rongtu.desks.transfer.searching.kinds import BEHIND, PARTS, levels_opened
from rongtu.desks.transfer.searching.making import Text, make_vectors
from rongtu.desks.transfer.searching.remembering import Remembered
from rongtu.desks.transfer.searching.segments import filled_up, known, with_vectors
from rongtu.desks.transfer.searching.views import View, open_view
from rongtu.desks.transfer.searching.wording import user_words
from rongtu.engines.match.indexing import OfferIndex, open_index
from rongtu.engines.match.search.segment import Segment, build_segment
from rongtu.facts.search.folders import SearchFolder
from rongtu.facts.search.row_states import Moment, changes, moment, totals
from rongtu.settings import read_settings
from rongtu.vocab.encoders import lead
from rongtu.vocab.evidence import Visibility

OTHER_ENCODER = (
    "索引中的向量出自另一编码器，未用；重新编码：rongtu match index (vectors of another encoder are not used)"
)
WAITING = "部分记录尚无向量，先按文字匹配；编码：rongtu match index (some vectors are still to be made)"

Part = tuple[Visibility, Segment]
"""A segment, and the level its texts are of at most."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenOffers:
    """The offers made searchable; `encoder` is the identity of whose vectors are in it, None where words alone are.

    `waiting` counts offers that have no vector yet, `remark` says in words what whoever asks should know of all this.
    """

    index: OfferIndex
    encoder: str | None = None
    waiting: int = 0
    remark: str | None = None


REMEMBERED: Remembered[OpenOffers] = Remembered()


def open_offers(context: Context, *, make: bool = False, as_fresh: bool = False) -> OpenOffers:
    """Every offer visible in this transaction, made searchable; no search file is written.

    Vectors are read where there are any; with `make` those missing are made first, which may take long, and kept. With
    `as_fresh` nothing depends on when the files were written: for results that are computed again elsewhere.
    """
    settings = read_settings()
    used = encoder_in_use(settings, context.nature)
    now = moment(context.connection)
    whose = used.vectors.encoder if used.vectors else used.remark
    key = (settings.data_dir, context.nature, context.levels, now.database, now.snapshot, whose, as_fresh)
    # what this transaction itself wrote is in no snapshot, and seen by nobody else
    shared = not _has_written(context.connection)
    if shared and not make and (found := REMEMBERED.get(key)) is not None:
        return found
    opened = _opened(context, SearchFolder(settings.data_dir, context.nature), now, used, as_fresh)
    parts, words = opened if opened is not None else _in_memory(context, used)
    found = _finished(_made(parts, used, context) if make else parts, words, used)
    if shared:
        REMEMBERED.put(key, found)
    return found


def _opened(
    context: Context, folder: SearchFolder, now: Moment, used: InUse, as_fresh: bool
) -> tuple[list[Part], tuple[str, ...]] | None:
    """The segments of the files and one of what changed; None where the files do not tell what is to be seen."""
    levels = levels_opened(context.levels)
    if not levels or levels != context.levels:
        return None
    view = open_view(folder, levels[-1], now.database)
    if view is None or (as_fresh and view.words != user_words(context.connection)):
        return None
    parts = [(named.level, view.segments[named]) for named in view.manifest.segments]
    state = totals(context.connection, BEHIND)
    if state != view.manifest.totals:
        changed = changes(context.connection, now, state, view.rows, view.manifest.watermark)
        if any(ref.partition(":")[0] in PARTS for ref in changed.gone):
            return None
        parts.append((levels[-1], _since(context, view, changed.changed | changed.gone, used)))
    return parts, view.words


def _since(context: Context, view: View, refs: frozenset[str], used: InUse) -> Segment:
    """What the rows that changed make of the offers they take part in, in the place of what the files say of those."""
    keys = touched(context.connection, refs)
    offers = list(read_offers(context.connection, keys)) if keys else []
    vectors = used.vectors.of(offers, context.levels[-1]) if used.vectors else None
    encoder = used.vectors.encoder if used.vectors and vectors is not None else None
    removed = keys - {offer.key for offer in offers}
    return build_segment(offers, view.words, vectors, encoder=encoder, removed=removed)


def _in_memory(context: Context, used: InUse) -> tuple[list[Part], tuple[str, ...]]:
    """Everything read and made searchable here: where there are no files yet, or they cannot tell what changed."""
    offers, words = list(read_offers(context.connection)), user_words(context.connection)
    vectors = used.vectors.of(offers, context.levels[-1]) if used.vectors else None
    encoder = used.vectors.encoder if used.vectors and vectors is not None else None
    return [(context.levels[-1], build_segment(offers, words, vectors, encoder=encoder))], words


def _made(parts: Sequence[Part], used: InUse, context: Context) -> list[Part]:
    """The segments with the vectors they lacked, as far as they could be made."""
    if used.encoder is None or used.vectors is None:
        return list(parts)
    filled: list[Part] = []
    for level, segment in parts:
        places = lacking(segment, used.vectors)
        offers = [segment.offer(i) for i in places.tolist()]
        texts = [Text(lead(offer.name, offer.text), query=False, level=level) for offer in offers]
        make_vectors(used.encoder, used.vectors.store, texts, context.levels, context.progress)
        made = used.vectors.of(offers, context.levels[-1])
        filled.append((level, segment if made is None else filled_up(segment, places, made, used.vectors.encoder)))
    return filled


def _finished(parts: Sequence[Part], words: tuple[str, ...], used: InUse) -> OpenOffers:
    """The segments opened together, without the vectors of any encoder but the one in use."""
    identity = used.vectors.encoder if used.vectors else None
    mine = [
        segment if segment.encoder in (None, identity) else with_vectors(segment, None, None) for _, segment in parts
    ]
    index = open_index(mine or [build_segment((), words)], words, identity)
    waiting = sum(int(np.count_nonzero(~known(segment))) for segment in mine) if identity else 0
    remark = used.remark
    if identity and any(segment.encoder not in (None, identity) for _, segment in parts):
        remark = OTHER_ENCODER
    elif waiting:
        remark = WAITING
    if index.dimension is None:
        index = replace(index, encoder=None)
    return OpenOffers(index, index.encoder, waiting, remark)


def _has_written(connection: Connection) -> bool:
    return bool(connection.execute(text("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")).scalar())
