"""Dispatcher: the one place where an operation is authorised, given its transaction, traced, and its errors mapped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from rongtu.acts import audit, idempotency, sealing
from rongtu.acts.actors import Actor, actor_named
from rongtu.acts.authority import Principal, Right, levels, require
from rongtu.acts.models import Model
from rongtu.acts.openings import tell
from rongtu.acts.operation import OPERATIONS, Context, Operation, OperationKind, StageContext
from rongtu.acts.uploads import Upload
from rongtu.vocab.canonical import canonical_bytes, digest
from rongtu.vocab.digests import HashAlgorithm
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import DependencyError, InputError, Problem, RefusedError

RETRY_STATES = frozenset({"40001", "40P01", "23505"})
"""SQLSTATEs of a transaction that lost to another one, also to rows it could not see: trying again may help."""

INSUFFICIENT_PRIVILEGE = "42501"


class Dispatcher:
    """Runs operations against one store, as the unprivileged role; seals the audit with `algorithm`."""

    def __init__(self, engine: Engine, algorithm: HashAlgorithm = HashAlgorithm.SHA256) -> None:
        self._engine = engine
        self._algorithm = algorithm

    def run(
        self,
        name: str,
        payload: Mapping[str, Any],
        principal: Principal,
        *,
        key: str | None = None,
        progress: Callable[[str], None] = lambda _step: None,
        nature: Nature = Nature.REAL,
        files: Sequence[Upload] = (),
        out: Path | None = None,
    ) -> Model:
        """The answer of operation `name` to `payload`, over facts of that nature; a stream is given its files.

        Raises InputError, RefusedError or DependencyError; after any error nothing of the operation remains.
        """
        operation = OPERATIONS.get(name)
        if operation is None:
            raise RefusedError(f"There is no operation {name}.")
        require(principal, operation.right)
        request = _request(operation, payload)
        work = _Work(operation, request, principal, key, progress, nature, tuple(files), out)
        if operation.kind is OperationKind.QUERY:
            return self._query(work)
        answer = self._command(work)
        # the command took effect, whatever becomes of the seal: what is left waits for the next command or start
        with suppress(DependencyError):
            self.seal()
        return answer

    def seal(self) -> None:
        """Seal what waits to be: what processes that were killed left behind. Cheap where nothing does."""
        with _mapped_errors():
            sealing.seal(self._engine, self._algorithm)

    def _query(self, work: _Work) -> Model:
        with _mapped_errors(), self._isolated().begin() as connection:
            tell(connection, work.opening())
            connection.execute(text("SET TRANSACTION READ ONLY"))
            return work.operation.function(work.context(connection), work.request)

    def _command(self, work: _Work) -> Model:
        with _mapped_errors():
            actor = actor_named(self._engine, work.principal.name)
            with (
                self._isolated().connect() as connection,
                idempotency.held(connection, actor, work.operation.name, work.key),
                _staged(connection, work) as staged,
                connection.begin(),
            ):
                tell(connection, {**work.opening(), "writes": "on", "actor": str(actor.id)})
                return self._traced(work, work.context(connection, staged), actor)

    def _traced(self, work: _Work, context: Context, actor: Actor) -> Model:
        """Run a command unless it was answered before, and leave its trace."""
        connection, name, key, asked = context.connection, work.operation.name, work.key, work.asked()
        if key is not None:
            kept = idempotency.answered(connection, actor, name, key, digest(asked))
            if kept is not None:
                return work.operation.answer.model_validate_json(kept)
        answer = work.operation.function(context, work.request)
        told = canonical_bytes(answer.model_dump(mode="json")).decode()
        if key is not None:
            idempotency.keep(connection, actor, name, key, request_digest=digest(asked), answer=told)
        audit.append(
            connection,
            actor=actor,
            operation=name,
            request=canonical_bytes(asked),
            outcome=told,
            algorithm=self._algorithm,
        )
        return answer

    def _isolated(self) -> Engine:
        return self._engine.execution_options(isolation_level="REPEATABLE READ")


@dataclass(frozen=True, slots=True)
class _Work:
    """One run of an operation: what it was asked, by whom, over what."""

    operation: Operation
    request: Model
    principal: Principal
    key: str | None
    progress: Callable[[str], None]
    nature: Nature
    files: tuple[Upload, ...]
    out: Path | None

    def asked(self) -> dict[str, Any]:
        """What is asked, for the trace and for telling two requests apart: a file counts by its content."""
        asked: dict[str, Any] = self.request.model_dump(mode="json")
        if self.nature is not Nature.REAL:
            asked["nature"] = self.nature.value
        if self.files:
            asked["files"] = [{"name": file.name, "sha256": file.sha256} for file in self.files]
        return asked

    def opening(self) -> dict[str, str]:
        """What row-level security is told: whose the operation is, what it may see and do.

        Files say of each row whether it is real, so a stream sees all natures; everything else sees one.
        """
        natures = tuple(Nature) if self.operation.kind is OperationKind.STREAM else (self.nature,)
        return {
            "levels": ",".join(levels(self.principal)),
            "natures": ",".join(natures),
            "principal": self.principal.name,
            "audits": "on" if self.operation.right is Right.READ_AUDIT else "off",
            "erases": "on" if self.operation.right is Right.ERASE_PERSON else "off",
        }

    def context(self, connection: Connection, staged: object = None) -> Context:
        """What the operation works in."""
        return Context(self.principal, connection, self.progress, self.nature, self.files, self.out, staged)


@contextmanager
def _staged(connection: Connection, work: _Work) -> Iterator[object]:
    """What a stream staged in this session, forgotten once its command has ended, however that was."""
    if work.operation.stage is None:
        yield None
        return

    @contextmanager
    def short() -> Iterator[None]:
        with connection.begin():
            tell(connection, work.opening())
            yield

    context = StageContext(work.principal, connection, work.progress, short, work.files)
    try:
        yield work.operation.stage(context, work.request)
    finally:
        if not connection.invalidated:
            with connection.begin():
                connection.execute(text("DISCARD TEMPORARY"))


def _request(operation: Operation, payload: Mapping[str, Any]) -> Model:
    try:
        return operation.request.model_validate(dict(payload))
    except ValidationError as error:
        raise InputError(
            [
                Problem(
                    f"{operation.name}, {'.'.join(str(part) for part in problem['loc']) or 'request'}",
                    problem["msg"],
                    repr(problem.get("input"))[:200],
                    f"See rongtu {operation.name.replace('.', ' ')} --help.",
                )
                for problem in error.errors(include_url=False)
            ]
        ) from error


@contextmanager
def _mapped_errors() -> Iterator[None]:
    """Say in our words what the database refused; lost connections and full disks the store says itself."""
    try:
        yield
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        if state in RETRY_STATES:
            raise DependencyError("Another command was at the same rows; nothing was written.", retry=True) from error
        if state == INSUFFICIENT_PRIVILEGE:
            raise RefusedError("The database refused: this principal may not write or read these rows.") from error
        raise DependencyError(f"The database refused: {str(error.orig).splitlines()[0]}") from error
