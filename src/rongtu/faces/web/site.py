"""Where the pages get their answers: operations asked as the local principal, and the newest kept run of each world."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rongtu.acts.authority import Principal, require
from rongtu.acts.dispatcher import Dispatcher
from rongtu.acts.models import Model
from rongtu.acts.operation import OPERATIONS
from rongtu.desks.govern.seal import Head
from rongtu.flows.brief.compose import compose
from rongtu.flows.brief.document import Brief
from rongtu.flows.result import LoopResult
from rongtu.flows.runs import Comparison, RunList, RunSummary
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import RefusedError

M = TypeVar("M", bound=Model)

MOST_KEPT = 6
"""Results held in memory; one of the public sample takes some 20 MB with its brief."""

AT_ONCE = 6
"""Questions put to the store at a time: it keeps twice as many connections, some for jobs."""

LISTED = 20
"""Runs listed on a page."""

SECONDS_LISTED = 3.0
"""How long the list of runs is not read again: telling a run's zone and nature reads the whole of its result."""


class NotAllowedError(RefusedError):
    """The principal may not do this; any other refusal is of something that is not there."""


@dataclass(slots=True)
class Kept:
    """A kept run: its result, and the brief made of it when first asked for."""

    run: str
    result: LoopResult
    _brief: Brief | None = field(default=None, repr=False)
    _since: tuple[Comparison | None] | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def brief(self, head: Head | None, since: Comparison | None) -> Brief:
        """The brief of the run, with what moved since the run before."""
        with self._lock:
            if self._brief is None:
                self._brief = compose(self.result, head, since)
            return self._brief

    def since(self, compare: Callable[[], Comparison | None]) -> Comparison | None:
        """What moved since the run before: compared once."""
        with self._lock:
            if self._since is None:
                self._since = (compare(),)
            return self._since[0]


class Site:
    """Answers of operations for the pages; a run never changes, so its result is read once."""

    def __init__(self, dispatcher: Dispatcher, principal: Principal) -> None:
        self._dispatcher = dispatcher
        self._principal = principal
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._listed: dict[Nature, tuple[tuple[RunSummary, ...], float]] = {}
        self._lock = threading.RLock()
        self._turn = threading.BoundedSemaphore(AT_ONCE)

    def ask(self, name: str, answer: type[M], nature: Nature, payload: Mapping[str, Any]) -> M:
        """The answer of a query; NotAllowedError where the principal may not ask it."""
        try:
            require(self._principal, OPERATIONS[name].right)
        except RefusedError as error:
            raise NotAllowedError(str(error)) from error
        with self._turn:
            found = self._dispatcher.run(name, payload, self._principal, nature=nature)
        assert isinstance(found, answer)
        return found

    def runs(self, nature: Nature) -> tuple[RunSummary, ...]:
        """The newest runs over facts of that nature, the newest first."""
        with self._lock:
            listed, until = self._listed.get(nature, ((), 0.0))
            if time.monotonic() >= until:
                listed = tuple(self._list(nature))
                self._listed[nature] = listed, time.monotonic() + SECONDS_LISTED
            return listed

    def _list(self, nature: Nature) -> Iterator[RunSummary]:
        """The runs of that nature on the newest page that has any."""
        page: dict[str, Any] = {"most": LISTED}
        found = False
        while not found and (runs := self.ask("run.list", RunList, nature, page).runs):
            of_nature = [run for run in runs if run.nature is nature]
            yield from of_nature
            found, page = bool(of_nature), page | {"after": runs[-1].run}

    def newest(self, nature: Nature) -> Kept | None:
        """The newest run over facts of that nature that this version can read; None where none is kept."""
        for run in self.runs(nature):
            with suppress(RefusedError):
                return self.kept(run.run, nature)
        return None

    def kept(self, run: str, nature: Nature) -> Kept:
        """The run of that id; RefusedError where there is none of that nature."""
        with self._lock:
            found = self._kept.get(run)
            if found is None:
                found = self._kept[run] = Kept(run, self.ask("run.show", LoopResult, nature, {"run": run}))
            self._kept.move_to_end(run)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        if found.result.nature is not nature:
            raise RefusedError(f"Run {run} is over {found.result.nature} facts, not {nature} ones.")
        return found

    def since(self, kept: Kept) -> Comparison | None:
        """What moved since the run before it over the same zone; None where none is listed or can be compared."""

        def compare() -> Comparison | None:
            listed = self.runs(kept.result.nature)
            at = next((place for place, run in enumerate(listed) if run.run == kept.run), None)
            if at is None:
                return None
            zone = listed[at].zone
            before = next((run for run in listed[at + 1 :] if run.zone == zone), None)
            if before is None:
                return None
            with suppress(RefusedError):
                pair = {"before": before.run, "after": kept.run}
                return self.ask("run.compare", Comparison, kept.result.nature, pair)
            return None

        return kept.since(compare)

    def head(self) -> Head | None:
        """The head of the sealed audit, where the principal may see it."""
        try:
            return self.ask("audit.head", Head, Nature.REAL, {})
        except NotAllowedError:
            return None
