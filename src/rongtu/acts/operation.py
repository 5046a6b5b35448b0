"""Operation: one plain typed function with one decorator, known to every face by its name.

A *query* changes nothing; a *command* is one transaction with its audit entry. Jobs, streams, HTTP routes and outbox
events will hang on the same declarations.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Connection

from rongtu.acts.authority import Principal, Right
from rongtu.acts.models import Model

F = TypeVar("F", bound=Callable[..., Model])


class OperationKind(StrEnum):
    """Whether an operation may change anything."""

    QUERY = "query"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Context:
    """What an operation works in: who asks, the open transaction, and where to tell its progress."""

    principal: Principal
    connection: Connection
    progress: Callable[[str], None]


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


OPERATIONS: dict[str, Operation] = {}
"""Every operation by name; filled when the modules that declare them are imported by `rongtu.wiring`."""

NAME = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")


def operation(name: str, *, kind: OperationKind, right: Right, zh: str, en: str) -> Callable[[F], F]:
    """Declare `function(context, request) -> answer` as the operation `GROUP.VERB`.

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
        OPERATIONS[name] = Operation(name, kind, right, zh, en, models[0], answer, function)
        return function

    return register
