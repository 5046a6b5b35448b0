"""Operation: one plain typed function with one decorator, known to every face by its name.

A *query* changes nothing; a *command* is one transaction with its audit entry; a *stream* is a command over files,
which are read and staged in short transactions before its own begins. Jobs, HTTP routes and outbox events will hang on
the same declarations.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from rongtu.acts.authority import Principal, Right
from rongtu.acts.models import Model
from rongtu.acts.uploads import Upload
from rongtu.vocab.evidence import Nature

F = TypeVar("F", bound=Callable[..., Model])


class OperationKind(StrEnum):
    """Whether an operation may change anything."""

    QUERY = "query"
    COMMAND = "command"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Context:
    """What an operation works in: who asks, the open transaction, where to tell its progress, whose world it sees.

    A stream has its `files`, a folder `out` for what it writes besides, and what it has `staged`.
    """

    principal: Principal
    connection: Connection
    progress: Callable[[str], None]
    nature: Nature = Nature.REAL
    files: tuple[Upload, ...] = ()
    out: Path | None = None
    staged: Any = None


@dataclass(frozen=True, slots=True)
class StageContext:
    """What staging works in: a session without a transaction, and `short` to open one that may not change facts."""

    principal: Principal
    connection: Connection
    progress: Callable[[str], None]
    short: Callable[[], AbstractContextManager[None]]
    files: tuple[Upload, ...]


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
    """Declare `function(context, request) -> answer` as the operation `GROUP.VERB`; a stream has a `stage` before it.

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
        if (stage is None) is (kind is OperationKind.STREAM):
            raise TypeError(f"{name}: a stream, and only a stream, has a stage")
        OPERATIONS[name] = Operation(name, kind, right, zh, en, models[0], answer, function, stage)
        return function

    return register
