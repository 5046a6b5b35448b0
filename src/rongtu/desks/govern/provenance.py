"""Provenance: from a figure, or any row, to the document it was taken from."""

from __future__ import annotations

from typing import Self
from uuid import UUID

from pydantic import Field, model_validator
from sqlalchemy import ColumnElement, Connection, select

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.govern.figures import PointState
from rongtu.desks.govern.naming import read_words
from rongtu.desks.govern.points import find_points, same_point
from rongtu.desks.govern.refusing import no_figure, no_meaning
from rongtu.desks.govern.showing import RowState, show_row
from rongtu.desks.govern.walking import walk
from rongtu.facts.provenance import ROW_REF
from rongtu.facts.records.evidence import Observation
from rongtu.facts.schema import table
from rongtu.vocab.problems import RefusedError

FIGURE = table(Observation).name

LONGEST = 200
"""Characters of a word."""


class SourceRequest(Model):
    """What is asked for: a row as results name it, or the words that name a figure; a page of what they name."""

    words: tuple[str, ...] = Field(
        min_length=1, max_length=12, description="KIND:UUID；或地区等对象、指标、时期，如 北京 rd_exp 2023"
    )
    after: str = Field(default="", max_length=1_000, description="show what comes after this key")
    most: int = Field(default=50, ge=1, le=1_000, description="subjects × indicators × periods shown")

    @model_validator(mode="after")
    def _words_or_row(self) -> Self:
        if any(len(word) > LONGEST or not word.strip() or not word.isprintable() for word in self.words):
            raise ValueError(f"a word has 1 to {LONGEST} characters, all of which print")
        if len(self.words) > 1 and any(map(ROW_REF.fullmatch, self.words)):
            raise ValueError("a row named KIND:UUID stands alone")
        return self


class Sourced(Model):
    """What was asked for: points with their figures, or a row that is no figure; `next` is the key to go on after."""

    points: tuple[PointState, ...]
    row: RowState | None
    next: str | None

    def headline(self) -> str | None:
        """A line for each point; a row is shown whole."""
        lines = [point.headline() for point in self.points]
        return "\n".join(lines + ([f"后续 next  --after {self.next!r}"] if self.next else [])) or None


@operation(
    "fact.source",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="追溯一个数值或一条事实的来源",
    en="Walk a figure or any fact to its document",
)
def find_source(context: Context, request: SourceRequest) -> Sourced:
    """Every figure that is meant, with its document and the other figures of its point; RefusedError where none is."""
    (first, *others) = request.words
    if others or not ROW_REF.fullmatch(first):
        return _named(context.connection, request)
    kind, _, identity = first.partition(":")
    if kind != FIGURE:
        return Sourced(points=(), row=show_row(context.connection, kind, UUID(identity)), next=None)
    return Sourced(points=_asked(context.connection, UUID(identity)), row=None, next=None)


def _asked(connection: Connection, identity: UUID) -> tuple[PointState, ...]:
    figures = table(Observation)
    row = connection.execute(select(figures).where(figures.c.id == identity)).one_or_none()
    if row is None:
        raise RefusedError(f"There is no {FIGURE}:{identity}.")
    return walk(connection, find_points(connection, same_point(row), most=1), asked=identity)


def _named(connection: Connection, request: SourceRequest) -> Sourced:
    readings = read_words(connection, request.words)
    for reading in readings:
        if reading.empty:
            raise no_meaning(connection, reading)
    meant: list[ColumnElement[bool]] = [reading.fits() for reading in readings]
    found = find_points(connection, *meant, after=request.after, most=request.most + 1)
    if not found and not request.after:
        raise no_figure(connection, readings)
    page = found[: request.most]
    return Sourced(points=walk(connection, page), row=None, next=page[-1].key if len(found) > request.most else None)
