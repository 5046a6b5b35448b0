"""Dispatcher: the one place where an operation is authorised, given its transaction, traced, and its errors mapped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from rongtu.acts import jobs, performing, queue, sealing
from rongtu.acts.authority import Principal
from rongtu.acts.models import Model
from rongtu.acts.operation import BACKGROUND, OperationKind
from rongtu.acts.performing import Performed, Stopping
from rongtu.acts.transactions import Transactions, mapped_errors
from rongtu.acts.uploads import Upload
from rongtu.acts.work import Progress, new_work, unheard
from rongtu.vocab.digests import HashAlgorithm
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import DependencyError


@dataclass(frozen=True, slots=True)
class JobTicket:
    """What is known of a job just asked for: its id."""

    id: UUID


class Dispatcher:
    """Runs operations against one store, as the unprivileged role; seals the audit with `algorithm`."""

    def __init__(self, engine: Engine, algorithm: HashAlgorithm = HashAlgorithm.SHA256) -> None:
        self._engine = engine
        self._algorithm = algorithm
        self._transactions = Transactions(engine, algorithm)

    def run(
        self,
        name: str,
        payload: Mapping[str, Any],
        principal: Principal,
        *,
        key: str | None = None,
        progress: Progress = unheard,
        nature: Nature = Nature.REAL,
        files: Sequence[Upload] = (),
        out: Path | None = None,
    ) -> Model:
        """The answer of operation `name` to `payload`, over facts of that nature; a stream is given its files.

        Raises InputError, RefusedError or DependencyError; after any error nothing of the operation remains. A job or
        stream is kept on record and done here: if this process dies, a worker goes on with it.
        """
        given = {"key": key, "progress": progress, "nature": nature, "files": tuple(files), "out": out}
        work = new_work(name, payload, principal, **given)
        if work.operation.kind is OperationKind.QUERY:
            return self._transactions.query(work)
        if work.operation.kind in BACKGROUND:
            answer = performing.do_at_once(self._transactions, work)
        else:
            answer = self._transactions.command(work)
        self._seal_if_possible()
        return answer

    def submit(
        self,
        name: str,
        payload: Mapping[str, Any],
        principal: Principal,
        *,
        key: str | None = None,
        nature: Nature = Nature.REAL,
        files: Sequence[Upload] = (),
        out: Path | None = None,
    ) -> JobTicket:
        """Ask for what `run` would do, to be done by a worker; what is wrong with the request itself is raised here."""
        work = new_work(name, payload, principal, key=key, nature=nature, files=tuple(files), out=out)
        return JobTicket(performing.ask(self._transactions, work))

    def perform_next(self, stopping: Stopping = lambda: False, progress: Progress = unheard) -> Performed | bool:
        """Do the next job that waits; False where none does, True where an entry asked for nothing to be done now."""
        performed = performing.do_next(self._transactions, stopping, progress)
        if isinstance(performed, Performed):
            self._seal_if_possible()
        return performed

    def recover(self) -> int:
        """Let jobs wait again whose process died; how many those were. Cheap where none is said to be running."""
        with mapped_errors():
            return jobs.recover(self._engine)

    @contextmanager
    def listening(self) -> Iterator[Callable[[float], bool]]:
        """A function that waits so many seconds, or until a job is asked for: then True."""
        with mapped_errors(), queue.listening(self._engine) as wait:
            yield wait

    def seal(self) -> None:
        """Seal what waits to be: what processes that were killed left behind. Cheap where nothing does."""
        with mapped_errors():
            sealing.seal(self._engine, self._algorithm)

    def _seal_if_possible(self) -> None:
        # what was done took effect, whatever becomes of the seal: what is left waits for the next command or start
        with suppress(DependencyError):
            self.seal()
