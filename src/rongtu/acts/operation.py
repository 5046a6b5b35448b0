"""Operation: one plain typed function with one decorator, known to every face by its name.

A *query* changes nothing; a *command* is one transaction with its audit entry. A *job* computes long before its own
transaction begins, on a snapshot that it only reads; a *stream* is a command over files, which are read and staged in
short transactions before. Both are background work: kept on record, and gone on with by another process if theirs dies.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from rongtu.acts import outbox
from rongtu.acts.authority import Principal, Right
from rongtu.acts.models import Model
from rongtu.acts.uploads import Upload
from rongtu.vocab.evidence import Nature

F = TypeVar("F", bound=Callable[..., Model])


class OperationKind(StrEnum):
    """Whether an operation may change anything, and whether it takes long."""

    QUERY = "query"
    COMMAND = "command"
    JOB = "job"
    STREAM = "stream"


BACKGROUND = frozenset({OperationKind.JOB, OperationKind.STREAM})
"""Kinds that take long, and are therefore kept on record as jobs."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an operation works in: who asks, the open transaction, where to tell its progress, whose world it sees.

    A stream has its `files` and a folder `out` for what it writes besides; a stream or job has what it has `staged`.
    """

    principal: Principal
    connection: Connection
    progress: Callable[[str], None]
    nature: Nature = Nature.REAL
    files: tuple[Upload, ...] = ()
    out: Path | None = None
    staged: Any = None

    def emit(self, event: str, told: Mapping[str, Any], nature: Nature | None = None) -> None:
        """Say that something happened: those who react are told once the command has committed, and only then.

        `told` is ids and counts (JSON types), nothing personal; `nature` is that of the facts it is about.
        """
        outbox.emit(self.connection, event, told, nature or self.nature)


class OutdatedError(Exception):
    """Raised by a job's function where what was staged no longer holds: it is staged again, a few times."""


@dataclass(frozen=True, slots=True)
class StageContext:
    """What staging works in: a session without a transaction, and `short` to open one that may not change facts.

    A job's short transaction reads one snapshot, of facts of its `nature` alone.
    """

    principal: Principal
    connection: Connection
    progress: Callable[[str], None]
    short: Callable[[], AbstractContextManager[Connection]]
    files: tuple[Upload, ...]
    nature: Nature = Nature.REAL


@dataclass(frozen=True, slots=True)
class Operation:
    """A declared operation: what faces need to offer it and the dispatcher needs to run it."""

    name: str
    kind: OperationKind
    right: Right
    zh: str
    en: str
    request: type[Model]
    answer: type[Model]
    function: Callable[[Context, Any], Model]
    stage: Callable[[StageContext, Any], Any] | None


OPERATIONS: dict[str, Operation] = {}
"""Every operation by name; filled when the modules that declare them are imported by `rongtu.wiring`."""

NAME = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")


def operation(
    name: str,
    *,
    kind: OperationKind,
    right: Right,
    zh: str,
    en: str,
    stage: Callable[[StageContext, Any], Any] | None = None,
) -> Callable[[F], F]:
    """Declare `function(context, request) -> answer` as the operation `GROUP.VERB`; jobs and streams have a `stage`.

    What the stage returns the function finds in `context.staged`.

    Raises TypeError where the name is no such name or taken, or the signature does not give both models.
    """

    def register(function: F) -> F:
        hints = typing.get_type_hints(function)
        answer = hints.pop("return", None)
        models = [hint for hint in hints.values() if isinstance(hint, type) and issubclass(hint, Model)]
        if len(models) != 1 or not (isinstance(answer, type) and issubclass(answer, Model)):
            raise TypeError(f"{function.__name__} must take a Context and one model, and return a model")
        if not NAME.fullmatch(name) or name in OPERATIONS:
            raise TypeError(f"{name} is not a new name of the form group.verb")
        if (stage is None) is (kind in BACKGROUND):
            raise TypeError(f"{name}: a job or a stream, and nothing else, has a stage")
        OPERATIONS[name] = Operation(name, kind, right, zh, en, models[0], answer, function, stage)
        return function

    return register
