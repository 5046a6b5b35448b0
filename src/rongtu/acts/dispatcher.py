"""Dispatcher: the one place where an operation is authorised, given its transaction, traced, and its errors mapped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from rongtu.acts import audit, idempotency
from rongtu.acts.authority import Principal, Right, levels, require
from rongtu.acts.models import Model
from rongtu.acts.operation import OPERATIONS, Context, Operation, OperationKind
from rongtu.vocab.canonical import canonical_bytes, digest
from rongtu.vocab.problems import DependencyError, InputError, Problem, RefusedError

RETRY_STATES = frozenset({"40001", "40P01"})
"""SQLSTATEs of a transaction that lost to another one: trying again may help."""

INSUFFICIENT_PRIVILEGE = "42501"


class Dispatcher:
    """Runs operations against one store, as the unprivileged role."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def run(
        self,
        name: str,
        payload: Mapping[str, Any],
        principal: Principal,
        *,
        key: str | None = None,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> Model:
        """The answer of operation `name` to `payload`.

        Raises InputError, RefusedError or DependencyError; after any error nothing of the operation remains.
        """
        operation = OPERATIONS.get(name)
        if operation is None:
            raise RefusedError(f"There is no operation {name}.")
        require(principal, operation.right)
        request = _request(operation, payload)
        isolated = self._engine.execution_options(isolation_level="REPEATABLE READ")
        with (
            _mapped_errors(),
            isolated.connect() as connection,
            idempotency.held(connection, principal.name, name, key),
            connection.begin(),
        ):
            _open(connection, operation, principal)
            context = Context(principal, connection, progress)
            if operation.kind is OperationKind.QUERY:
                return operation.function(context, request)
            return _command(operation, context, request, key)


def _open(connection: Connection, operation: Operation, principal: Principal) -> None:
    """Tell row-level security what this transaction may see and do."""
    query = operation.kind is OperationKind.QUERY
    for setting, value in (
        ("rongtu.levels", ",".join(levels(principal))),
        ("rongtu.principal", principal.name),
        ("rongtu.writes", "off" if query else "on"),
        ("rongtu.audits", "on" if operation.right is Right.READ_AUDIT else "off"),
    ):
        connection.execute(text("SELECT set_config(:name, :value, true)"), {"name": setting, "value": value})
    if query:
        connection.execute(text("SET TRANSACTION READ ONLY"))


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


def _command(operation: Operation, context: Context, request: Model, key: str | None) -> Model:
    who, payload_hash = context.principal.name, digest(request.model_dump(mode="json"))
    if key is not None:
        kept = idempotency.answered(context.connection, who, operation.name, key, payload_hash)
        if kept is not None:
            return operation.answer.model_validate_json(kept)
    answer = operation.function(context, request)
    told = canonical_bytes(answer.model_dump(mode="json")).decode()
    if key is not None:
        idempotency.keep(context.connection, who, operation.name, key, payload_hash=payload_hash, answer=told)
    audit.append(context.connection, principal=who, operation=operation.name, payload_hash=payload_hash, outcome=told)
    return answer


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
