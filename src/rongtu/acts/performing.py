"""Performing: background work is done on a session that holds the job's lock, and its job kept up to what came of it.

What a job writes is one transaction that knows the job by its key: whoever does a job that did take effect, because
its process died before it could say so, is told the answer and writes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from sqlalchemy import Connection

from rongtu.acts import jobs, locks
from rongtu.acts.actors import Actor, actor_named
from rongtu.acts.authority import Principal, PrincipalRole
from rongtu.acts.models import Model
from rongtu.acts.payloads import open_payload
from rongtu.acts.telling import CancelledError, StoppedError, Telling
from rongtu.acts.transactions import Transactions, mapped_errors
from rongtu.acts.work import Progress, Work, kept_work
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.evidence import Nature
from rongtu.vocab.jobs import JobState
from rongtu.vocab.problems import DependencyError, RefusedError, RongtuError

ATTEMPTS = 3
"""How often a worker begins a job that fails in something that may be better the next time."""

AGAIN_SECONDS = 5.0

MOST_BEGUN = 5
"""How often a job is begun whose process dies: it may be what they die of."""

Stopping = Callable[[], bool]

LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Performed:
    """What a worker did: a job, and how it stands now; words where it did not go well."""

    id: UUID
    operation: str
    state: JobState
    words: str = ""


def ask(transactions: Transactions, work: Work) -> UUID:
    """Ask for a job, to be done by a worker; its id."""
    identity = uuid4()
    with mapped_errors():
        actor = actor_named(transactions.engine, work.principal.name)
        jobs.ask(transactions.engine, identity, work, actor, at_once=False)
    return identity


def do_at_once(transactions: Transactions, work: Work) -> Model:
    """Ask for a job and do it here and now; its answer."""
    identity = uuid4()
    with mapped_errors():
        actor = actor_named(transactions.engine, work.principal.name)
        with transactions.isolated().connect() as connection, locks.held(connection, identity):
            jobs.ask(transactions.engine, identity, work, actor, at_once=True)
            doing = Doing(transactions, identity, actor)
            try:
                return doing.answer(connection, work, lambda: False)
            except BaseException as error:
                doing.end_badly(error)
                raise


def do_next(transactions: Transactions, stopping: Stopping, progress: Progress) -> Performed | bool:
    """Do the next job that waits; False where none does, True where an entry asked for nothing to be done now."""
    with mapped_errors(), transactions.isolated().connect() as connection, locks.given_back(connection):
        taken = jobs.take(connection, transactions.engine)
        if isinstance(taken, bool):
            return taken
        return _do(transactions, connection, taken, stopping, progress)


def _do(
    transactions: Transactions, connection: Connection, taken: jobs.Taken, stopping: Stopping, progress: Progress
) -> Performed:
    operation, attempt = taken.row.operation, taken.row.attempts + 1
    doing = Doing(transactions, taken.id, taken.actor)
    try:
        doing.answer(connection, replace(_work(taken), progress=progress), stopping, unless=_hopeless(taken))
    except StoppedError as error:
        jobs.put_back(transactions.engine, taken.id, jobs.INTERRUPTED, 0, counts=False)
        return Performed(taken.id, operation, JobState.WAITING, str(error))
    except RongtuError as error:
        if isinstance(error, DependencyError) and error.retry and attempt < ATTEMPTS:
            jobs.put_back(transactions.engine, taken.id, str(error), AGAIN_SECONDS * attempt)
            return Performed(taken.id, operation, JobState.WAITING, str(error))
        return Performed(taken.id, operation, doing.end_badly(error), str(error))
    except Exception as error:
        # nobody foresaw it, and the other jobs are not to wait for who mends it
        LOGGER.exception("job %s (%s) failed", taken.id, operation)
        return Performed(taken.id, operation, doing.end_badly(error), f"{type(error).__name__}: {error}")
    except BaseException:
        # this process is to end: its job is another one's
        jobs.put_back(transactions.engine, taken.id, jobs.INTERRUPTED, 0, counts=False)
        raise
    return Performed(taken.id, operation, JobState.DONE)


def _hopeless(taken: jobs.Taken) -> RongtuError | None:
    """Why a job that was taken is not to be done any more, if it is not."""
    if taken.row.cancel:
        return CancelledError("The job was cancelled; nothing of it remains.")
    if taken.row.attempts >= MOST_BEGUN:
        return DependencyError(f"Given up: begun {taken.row.attempts} times, and its process died before it ended.")
    return None


def _work(taken: jobs.Taken) -> Work:
    """What a job was asked, as it was kept; its principal is held to what he may do now."""
    row = taken.row
    if taken.actor is None:
        raise RefusedError("Whoever asked for this was erased since.")
    kept = open_payload(taken.actor.key, taken.id, row.request)
    principal = Principal(taken.name, frozenset(map(PrincipalRole, row.roles)))
    return kept_work(row.operation, kept, principal, Nature(row.nature))


class Doing:
    """A job whose lock a session of this process holds."""

    def __init__(self, transactions: Transactions, identity: UUID, actor: Actor | None) -> None:
        self._transactions = transactions
        self._identity = identity
        self._actor = actor
        self._work: Work | None = None

    def answer(
        self, connection: Connection, work: Work, stopping: Stopping, unless: RongtuError | None = None
    ) -> Model:
        """Do the work, and keep that the job is done; raises what speaks against it, if anything does."""
        assert self._actor is not None
        telling = Telling(self._transactions.engine, self._identity, work.progress, stopping)
        self._work = replace(work, key=work.key or str(self._identity), progress=telling)
        if unless is not None:
            raise unless
        with mapped_errors():
            answer = self._transactions.answer(connection, self._work, self._actor)
        self._end_well(answer)
        return answer

    def end_badly(self, error: BaseException) -> JobState:
        """Keep that the job came to nothing, and why; the state it ended in.

        A connection lost while a transaction was ending does not tell how it ended: that is looked up.
        """
        with suppress(RongtuError), mapped_errors():
            if self._work and self._actor and (kept := self._transactions.kept(self._work, self._actor)):
                self._end_well(kept)
                return JobState.DONE
        cancelled = isinstance(error, CancelledError | KeyboardInterrupt)
        state = JobState.CANCELLED if cancelled else JobState.FAILED
        words = str(error) if isinstance(error, RongtuError) else f"{type(error).__name__}: {error}"
        self._end(state, {"error": words})
        return state

    def _end_well(self, answer: Model) -> None:
        self._end(JobState.DONE, {"answer": answer.model_dump(mode="json")})

    def _end(self, state: JobState, outcome: dict[str, object]) -> None:
        # where this fails the job is found unfinished, done again, and then told how it ended
        with suppress(RongtuError), mapped_errors():
            jobs.end(self._transactions.engine, self._identity, state, canonical_bytes(outcome), self._actor)
