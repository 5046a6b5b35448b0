"""Operation: one plain typed function with one decorator, known to every face by its name.

A *query* changes nothing; a *command* is one transaction with its audit entry. A *job* computes long before its own
transaction begins, on a snapshot that it only reads; a *stream* is a command over files, which are read and staged in
short transactions before. Both are background work: kept on record, and gone on with by another process if theirs dies.

An operation reads what its caller may see. One that adds up what several bodies own may look `above` that, if it is
declared with what cuts its answer down again (`withhold`): the dispatcher lets no answer of it go past that.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from rongtu.acts import outbox
from rongtu.acts.authority import Principal, Right
from rongtu.acts.models import Model
from rongtu.acts.openings import show_levels
from rongtu.acts.uploads import Upload
from rongtu.vocab.disclosure import ORDER, up_to
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.problems import RefusedError

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
    `levels` are those whoever asks sees; `cut` says that what the operation answers is cut down to them afterwards.
    """

    principal: Principal
    connection: Connection
    progress: Callable[[str], None]
    nature: Nature = Nature.REAL
    files: tuple[Upload, ...] = ()
    out: Path | None = None
    staged: Any = None
    levels: tuple[Visibility, ...] = (Visibility.PUBLIC,)
    cut: bool = False

    @contextmanager
    def above(self) -> Iterator[None]:
        """See rows of every level the while, in an operation whose answer is cut down afterwards.

        Raises TypeError in any other.
        """
        if not self.cut:
            raise TypeError("only an operation declared with `withhold` may look above its caller")
        show_levels(self.connection, ORDER)
        try:
            yield
        except DBAPIError:
            # the transaction has failed: nothing can be read in it any more, nor said
            raise
        except BaseException:
            show_levels(self.connection, self.levels)
            raise
        show_levels(self.connection, self.levels)

    def at(self, level: Visibility) -> Context:
        """The same for an audience: from now on this transaction shows what those see who see `level`, and no more.

        RefusedError where whoever asks does not see it himself.
        """
        if level not in self.levels:
            raise RefusedError(f"{self.principal.name} does not see what is {level}.")
        narrowed = replace(self, levels=tuple(one for one in up_to(level) if one in self.levels))
        show_levels(self.connection, narrowed.levels)
        return narrowed

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
    levels: tuple[Visibility, ...] = (Visibility.PUBLIC,)
    cut: bool = False

    def reading(self, connection: Connection) -> Context:
        """What reads in a short transaction, for the same principal and levels."""
        given = (self.principal, connection, self.progress, self.nature)
        return Context(*given, levels=self.levels, cut=self.cut)


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
    withhold: Callable[[Context, Any], Model] | None = None

    def answered(self, context: Context, request: Model) -> Model:
        """What it answers to whoever asks: no more than he may see."""
        answer = self.function(context, request)
        return answer if self.withhold is None else self.withhold(context, answer)


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
    withhold: Callable[[Context, Any], Model] | None = None,
) -> Callable[[F], F]:
    """Declare `function(context, request) -> answer` as the operation `GROUP.VERB`; jobs and streams have a `stage`.

    What the stage returns the function finds in `context.staged`. With `withhold(context, answer)`, which cuts an
    answer down to `context.levels`, the operation may look above them; what a stage keeps it has cut down itself.

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
        OPERATIONS[name] = Operation(name, kind, right, zh, en, models[0], answer, function, stage, withhold)
        return function

    return register
