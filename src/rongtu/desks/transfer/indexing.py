"""The job that keeps the index files up to the facts: words first, so that all is found at once; vectors thereafter.

Each step is kept: killed at any time, it goes on where it was when it is run again. While it encodes, others may write.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, StageContext, operation
from rongtu.desks.transfer.indexing_models import IndexAnswer, IndexRequest
from rongtu.desks.transfer.searching.attaching import attach, views_of, waiting_texts
from rongtu.desks.transfer.searching.encoders import InUse, encoder_in_use
from rongtu.desks.transfer.searching.kinds import levels_opened
from rongtu.desks.transfer.searching.making import Text, make_vectors
from rongtu.desks.transfer.searching.opening import OpenOffers, open_offers
from rongtu.desks.transfer.searching.readings import Place
from rongtu.desks.transfer.searching.sought import sought_texts
from rongtu.desks.transfer.searching.updating import update
from rongtu.desks.transfer.searching.views import View
from rongtu.engines.match.indexing import open_index
from rongtu.facts.search.folders import SearchFolder
from rongtu.facts.search.row_states import moment
from rongtu.settings import read_settings
from rongtu.vocab.evidence import Visibility

__all__ = ["OpenOffers", "index_offers", "open_offers"]

PORTION = 20_000
"""Texts encoded before their vectors are put into the files."""

WAIT_SECONDS = 0.2
WAITING = "等待另一个写索引的进程 waiting for another process that writes"


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a run did: whether files changed, and how many vectors were made."""

    database: str
    changed: bool
    encoded: int
    seconds: float
    remark: str | None


def stage_index(context: StageContext, _request: IndexRequest) -> Indexed:
    """Write what changed, then encode what waits and put that in too."""
    began = time.monotonic()
    settings = read_settings()
    used = encoder_in_use(settings, context.nature)
    place = Place(settings.data_dir, SearchFolder(settings.data_dir, context.nature), used.vectors)
    run = _Run(context, place, used)
    with place.folder.locked(run.wait), context.short() as connection:
        reading = context.reading(connection)
        database = moment(connection).database
        changed = update(reading, place)
        sought = _sought(reading, run.levels) if used.encoder else []
    encoded, remark = run.encode(sought, database)
    return Indexed(database, changed, encoded, time.monotonic() - began, remark or used.remark)


@operation(
    "match.index",
    kind=OperationKind.JOB,
    right=Right.LOAD_FACTS,
    zh="更新匹配索引",
    en="Bring the files that matching searches up to the facts",
    stage=stage_index,
)
def index_offers(context: Context, _request: IndexRequest) -> IndexAnswer:
    """What stands in the files now."""
    indexed: Indexed = context.staged
    settings = read_settings()
    used = encoder_in_use(settings, context.nature)
    place = Place(settings.data_dir, SearchFolder(settings.data_dir, context.nature), used.vectors)
    levels = levels_opened(context.levels)
    views = views_of(place, levels[-1:], indexed.database)
    segments = [segment for view in views for segment in view.segments.values()]
    files = {named for view in views_of(place, levels, indexed.database) for named in view.manifest.files()}
    return IndexAnswer(
        offers=open_index(segments).size if segments else 0,
        segments=len(segments),
        size=sum(named.size for named in files),
        levels=len(levels),
        changed=indexed.changed or indexed.encoded > 0,
        encoder=used.vectors.encoder if used.vectors else None,
        encoded=indexed.encoded,
        waiting=sum(view.waiting() for view in views) if used.vectors else 0,
        seconds=round(indexed.seconds, 3),
        remark=indexed.remark,
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of the job, outside of any transaction."""

    context: StageContext
    place: Place
    used: InUse

    @property
    def levels(self) -> tuple[Visibility, ...]:
        """The levels it writes for."""
        return levels_opened(self.context.levels)

    def wait(self) -> None:
        """A moment's wait for another writer; the job may be cancelled in it."""
        self.context.progress(WAITING)
        time.sleep(WAIT_SECONDS)

    def encode(self, sought: Sequence[Text], database: str) -> tuple[int, str | None]:
        """Make vectors a portion at a time until none waits, or none can be made; how many, and why no more."""
        encoder, vectors = self.used.encoder, self.used.vectors
        if encoder is None or vectors is None:
            return 0, None
        encoded, remark, texts = 0, None, list(sought)
        while True:
            made = make_vectors(encoder, vectors.store, texts, self.levels, self.context.progress)
            encoded, remark = encoded + made.made, made.remark or remark
            waiting = (text for text in waiting_texts(self._attached(database), vectors) if self._may_be_made(text))
            left = list(islice(dict.fromkeys(waiting), PORTION))
            if not left or left == texts:
                return encoded, remark
            texts = left

    def _attached(self, database: str) -> list[View]:
        """The views with every vector there is."""
        assert self.used.vectors is not None
        with self.place.folder.locked(self.wait):
            views = views_of(self.place, self.levels, database)
            if attach(self.place, views, self.used.vectors):
                return views_of(self.place, self.levels, database)
            return views

    def _may_be_made(self, text: Text) -> bool:
        return self.used.encoder is not None and (not self.used.encoder.public_only or text.level is Visibility.PUBLIC)


def _sought(context: Context, levels: Sequence[Visibility]) -> list[Text]:
    """What is sought as a rule, each text at the first level where it stands."""
    found: dict[str, Text] = {}
    for level in levels:
        for words in sought_texts(context.at(level).connection):
            found.setdefault(words, Text(words, query=True, level=level))
    return list(found.values())
