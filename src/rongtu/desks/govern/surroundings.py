"""What figures lead to: their indicators, documents and subjects, the marks on their series, what they rest on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, select

from rongtu.desks.govern.deriving import Parts, parts_of
from rongtu.desks.govern.points import PLACED, SUBJECT, TARGET, column_kind
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.evidence import Indicator, Observation, Source, StepChange
from rongtu.facts.schema import table
from rongtu.vocab.evidence import PeriodType

R = TypeVar("R")

Place = tuple[UUID | None, UUID, int]
"""Where a mark stands: region, indicator, year."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure speaks of: its kind, id, key and name."""

    kind: str
    id: UUID
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """What figures lead to, by id; marks by where they stand; parts by the id of the figure derived from them."""

    indicators: dict[UUID, Stored[Indicator]]
    documents: dict[UUID, Stored[Source]]
    subjects: dict[UUID, Subject]
    marks: dict[Place, Stored[StepChange]]
    parts: Parts


def surroundings(connection: Connection, figures: Sequence[Stored[Observation]]) -> Known:
    """Everything these figures lead to."""
    documents = _by_id(connection, Source, {figure.row.source for figure in figures})
    parts = parts_of(connection, figures, documents)
    everything = (*figures, *(part for found in parts.values() for part in found))
    indicators = _by_id(connection, Indicator, {figure.row.indicator for figure in everything})
    marks = _marks(connection, figures)
    sourced: tuple[Stored[Any], ...] = (*everything, *indicators.values(), *marks.values())
    return Known(
        indicators=indicators,
        documents=documents | _by_id(connection, Source, {row.row.source for row in sourced} - documents.keys()),
        subjects=_subjects(connection, figures),
        marks=marks,
        parts=parts,
    )


def place_of(figure: Stored[Observation]) -> Place | None:
    """Where a mark on this figure would stand; None where it is in no series: only yearly ones of a region are."""
    row = figure.row
    elsewhere = any(getattr(row, name) for name in PLACED if name != "region")
    return None if elsewhere or row.period_type is not PeriodType.ANNUAL else (row.region, row.indicator, row.year)


def _by_id(connection: Connection, record: type[R], ids: Collection[UUID]) -> dict[UUID, Stored[R]]:
    return {row.id: row for row in rows(connection, record, table(record).c.id.in_(ids))} if ids else {}


def _subjects(connection: Connection, figures: Sequence[Stored[Observation]]) -> dict[UUID, Subject]:
    found: dict[UUID, Subject] = {}
    for name in (*SUBJECT, *TARGET):
        ids = {getattr(figure.row, name) for figure in figures} - {None}
        kind = column_kind(name)
        named = table(kind.name).c
        for row in connection.execute(select(named.id, named[kind.key[0]], named.name).where(named.id.in_(ids))):
            found[row[0]] = Subject(kind.name, *row)
    return found


def _marks(connection: Connection, figures: Sequence[Stored[Observation]]) -> dict[Place, Stored[StepChange]]:
    places = {place for figure in figures if (place := place_of(figure))}
    marks = table(StepChange).c
    near = rows(
        connection,
        StepChange,
        marks.region.in_({region for region, _, _ in places}),
        marks.indicator.in_({indicator for _, indicator, _ in places}),
    )
    standing = {(mark.row.region, mark.row.indicator, mark.row.year): mark for mark in near}
    return {place: mark for place, mark in standing.items() if place in places}
