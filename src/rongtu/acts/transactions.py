"""Transactions: what surrounds an operation's function - isolation, openings, trace, idempotency, errors in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from rongtu.acts import audit, idempotency
from rongtu.acts.actors import Actor, actor_named
from rongtu.acts.models import Model
from rongtu.acts.openings import tell
from rongtu.acts.operation import OperationKind, OutdatedError
from rongtu.acts.queue import OvertakenError
from rongtu.acts.work import Work, staged
from rongtu.vocab.canonical import canonical_bytes, digest
from rongtu.vocab.digests import HashAlgorithm
from rongtu.vocab.problems import DependencyError, RefusedError

OVERTAKEN_STATES = frozenset({"40001", "40P01"})
"""SQLSTATEs of a transaction that lost to another one: nothing of it is left, and done again it sees that one."""

RETRY_STATES = OVERTAKEN_STATES | {"23505"}
"""SQLSTATEs where trying again may help: also those of a row that could not be seen."""

INSUFFICIENT_PRIVILEGE = "42501"

TRIES = 3
"""How often a command is begun that is overtaken, and how often a job is computed on facts that change meanwhile."""


@dataclass(frozen=True, slots=True)
class Transactions:
    """Runs work against one store, as the unprivileged role; hashes what it leaves in the audit with `algorithm`."""

    engine: Engine
    algorithm: HashAlgorithm

    def isolated(self) -> Engine:
        """Connections whose transactions see one snapshot."""
        return self.engine.execution_options(isolation_level="REPEATABLE READ")

    def query(self, work: Work) -> Model:
        """The answer of a query, which cannot write."""
        with mapped_errors(), self.isolated().begin() as connection:
            tell(connection, work.opening())
            connection.execute(text("SET TRANSACTION READ ONLY"))
            return work.operation.answered(work.context(connection), work.request)

    def command(self, work: Work) -> Model:
        """The answer of a command; begun again where another one overtook it."""
        with mapped_errors(), self.isolated().connect() as connection:
            actor = actor_named(self.engine, work.principal.name)
            for _ in range(TRIES - 1):
                try:
                    return self.answer(connection, work, actor)
                except OvertakenError:
                    continue
                except DBAPIError as error:
                    if _state(error) not in OVERTAKEN_STATES:
                        raise
            return self.answer(connection, work, actor)

    def answer(self, connection: Connection, work: Work, actor: Actor) -> Model:
        """The answer of anything, whatever may write on a session without a transaction.

        What may write answers a key once: with what was answered before, or what its function says after its stage, if
        it has one; staged again while what was staged is outdated.
        """
        if work.operation.kind is OperationKind.QUERY:
            return self.query(work)
        with idempotency.held(connection, actor, work.operation.name, work.key):
            # what takes long need not be done to be told that it was
            if work.operation.stage is not None and (kept := self.kept(work, actor)) is not None:
                return kept
            for _ in range(TRIES):
                try:
                    return self._written(connection, work, actor)
                except OutdatedError:
                    work.progress("事实有变，重新计算 facts changed, computing again")
        raise DependencyError("The facts kept changing while they were computed on; nothing was written.", retry=True)

    def kept(self, work: Work, actor: Actor) -> Model | None:
        """What was answered before to the same work under the same key; None where it is new or has no key."""
        if work.key is None:
            return None
        with self.isolated().begin() as connection:
            tell(connection, {"actor": str(actor.id)})
            return self._kept(connection, work, actor)

    def _kept(self, connection: Connection, work: Work, actor: Actor) -> Model | None:
        if work.key is None:
            return None
        told = idempotency.answered(connection, actor, work.operation.name, work.key, digest(work.asked()))
        return None if told is None else work.operation.answer.model_validate_json(told)

    def _written(self, connection: Connection, work: Work, actor: Actor) -> Model:
        with staged(connection, work) as found, connection.begin():
            tell(connection, {**work.opening(), "writes": "on", "actor": str(actor.id)})
            if (kept := self._kept(connection, work, actor)) is not None:
                return kept
            answer = work.operation.answered(work.context(connection, found), work.request)
            self._leave_trace(connection, work, actor, answer)
            return answer

    def _leave_trace(self, connection: Connection, work: Work, actor: Actor, answer: Model) -> None:
        name, asked = work.operation.name, work.asked()
        told = canonical_bytes(answer.model_dump(mode="json")).decode()
        if work.key is not None:
            idempotency.keep(connection, actor, name, work.key, request_digest=digest(asked), answer=told)
        audit.append(
            connection,
            actor=actor,
            operation=name,
            request=canonical_bytes(asked),
            outcome=told,
            algorithm=self.algorithm,
        )


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Say in our words what the database refused; lost connections and full disks the store says itself."""
    try:
        yield
    except PoolTimeout as error:
        raise DependencyError("All connections to the database are in use; nothing was done.", retry=True) from error
    except DBAPIError as error:
        state = _state(error)
        if state in RETRY_STATES:
            raise DependencyError("Another command was at the same rows; nothing was written.", retry=True) from error
        if state == INSUFFICIENT_PRIVILEGE:
            raise RefusedError("The database refused: this principal may not write or read these rows.") from error
        raise DependencyError(f"The database refused: {str(error.orig).splitlines()[0]}") from error


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
