"""Naming: the figures that words mean, as an auditor has them in hand: a subject, an indicator, a period.

Each word may be read in several ways (吉林 is a province and a city in it); a figure is meant where every word fits it
in one of its readings. Nothing is chosen: all that fit are meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, any_, false, or_, select

from rongtu.desks.govern.points import SUBJECT, TARGET, column_kind
from rongtu.facts.fields import Kind
from rongtu.facts.records.evidence import Indicator, Observation
from rongtu.facts.schema import table
from rongtu.vocab.periods import parse_period
from rongtu.vocab.problems import InputError
from rongtu.vocab.text import half_width, normalised_name, tidy

KINDS_NAMED = tuple(dict.fromkeys(column_kind(name) for name in (*SUBJECT, *TARGET)))
"""The kinds of record a figure may speak of."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word may mean: records by the columns that may hold them, and a period."""

    word: str
    records: dict[str, tuple[UUID, ...]]
    period: str | None

    @property
    def empty(self) -> bool:
        """Whether the word means nothing."""
        return self.period is None and not any(self.records.values())

    def fits(self) -> ColumnElement[bool]:
        """The condition on observations to be meant by the word."""
        columns = table(Observation).c
        ways: list[ColumnElement[bool]] = [columns[name].in_(ids) for name, ids in self.records.items() if ids]
        if self.period is not None:
            ways.append(columns.period == self.period)
        return or_(false(), *ways)


def read_words(connection: Connection, words: Sequence[str]) -> tuple[Reading, ...]:
    """What each word may mean, from the records that may be seen."""
    return tuple(_read(connection, word) for word in words)


def plain(name: str) -> str:
    """The name of an indicator without what stands in brackets at its end; one spelling for all ways of writing it."""
    return normalised_name(name).split("(")[0]


def _read(connection: Connection, word: str) -> Reading:
    records = {kind.name: _called(connection, kind, word) for kind in KINDS_NAMED}
    by_column = {name: records[column_kind(name).name] for name in (*SUBJECT, *TARGET)}
    return Reading(word, {"indicator": _indicators(connection, word), **by_column}, _period(word))


def _called(connection: Connection, kind: Kind, word: str) -> tuple[UUID, ...]:
    """The records of the kind with this key, or called so."""
    columns = table(kind.name).c
    spellings = sorted({tidy(word), half_width(word)})
    ways: list[ColumnElement[bool]] = []
    for name in (*kind.key, *kind.called):
        if kind.column(name).type == tuple[str, ...]:
            ways += [any_(columns[name]) == spelling for spelling in spellings]
        else:
            ways.append(columns[name].in_([normalised_name(word)] if name == "name_key" else spellings))
    return tuple(connection.execute(select(columns.id).where(or_(*ways)).order_by(columns.id)).scalars())


def _indicators(connection: Connection, word: str) -> tuple[UUID, ...]:
    """The indicators of this code or name; where there is none, those whose name begins so, up to a bracket."""
    columns = table(Indicator).c
    exact, begun = [], []
    for row in connection.execute(select(columns.id, columns.code, columns.name_zh, columns.name_en)):
        names = (row.code, row.name_zh, row.name_en)
        if normalised_name(word) in map(normalised_name, names):
            exact.append(row.id)
        elif normalised_name(word) in map(plain, names):
            begun.append(row.id)
    return tuple(exact or begun)


def _period(word: str) -> str | None:
    try:
        return parse_period(word, "period").text
    except InputError:
        return None
