"""Refusing: what there is where words name nothing, or no figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from rongtu.desks.govern.naming import KINDS_NAMED, Reading
from rongtu.desks.govern.points import SUBJECT, column_kind
from rongtu.facts.records.evidence import Indicator, Observation
from rongtu.facts.schema import table
from rongtu.vocab.problems import RefusedError

MOST = 20
"""Names told."""


def no_meaning(connection: Connection, reading: Reading) -> RefusedError:
    """The error of a word that names no subject, indicator or period, with names that contain it."""
    if connection.execute(select(table(Observation).c.id).limit(1)).first() is None:
        return RefusedError("There are no facts yet: load the built-in sample with `rongtu sample load`.")
    alike = list(_alike(connection, reading.word))
    told = f"; there are {_listed(alike)}" if alike else "; name it as `rongtu source 北京 rd_exp 2023` does"
    return RefusedError(f"There is no region, zone, item, organisation, indicator or period {reading.word}{told}.")


def no_figure(connection: Connection, readings: Sequence[Reading]) -> RefusedError:
    """The error of words that no figure fits together, with what there is without each of them."""
    words = " ".join(reading.word for reading in readings)
    told = [
        f"without {left.word} there are {_listed(found)}"
        for left in readings
        if (found := _without(connection, left, [reading for reading in readings if reading is not left]))
    ]
    return RefusedError(f"There is no figure of {words}{''.join(f'; {one}' for one in told)}.")


def _alike(connection: Connection, word: str) -> Iterator[str]:
    indicators = table(Indicator).c
    ways = (indicators.code, indicators.name_zh, indicators.name_en)
    query = select(indicators.code, indicators.name_zh).where(_contain(ways, word))
    shortest = (func.length(indicators.name_zh), indicators.code)
    for row in connection.execute(query.order_by(*shortest).limit(MOST + 1)):
        yield f"{row.code} {row.name_zh}"
    for kind in KINDS_NAMED:
        named = table(kind.name).c
        query = select(named.name).where(_contain((named.name,), word)).order_by(func.length(named.name), named.name)
        yield from connection.execute(query.limit(MOST + 1)).scalars()


def _contain(columns: Sequence[ColumnElement[str]], word: str) -> ColumnElement[bool]:
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _without(connection: Connection, left: Reading, others: Sequence[Reading]) -> list[str]:
    """What stands in the place of the word left out, among the figures the others name; nothing where it is alone."""
    if not others:
        return []
    query = _place_of(left).where(*(other.fits() for other in others)).limit(MOST + 1)
    return [name for name in connection.execute(query).scalars() if name]


def _place_of(left: Reading) -> Select[Any]:
    observations, indicators = table(Observation), table(Indicator)
    if left.period is not None:
        return select(observations.c.period).distinct().order_by(observations.c.period)
    if left.records["indicator"]:
        named = select(indicators.c.code).join(observations, observations.c.indicator == indicators.c.id)
        return named.distinct().order_by(indicators.c.code)
    subjects = {name: table(column_kind(name).name).alias(name) for name in SUBJECT}
    name = func.coalesce(*(subject.c.name for subject in subjects.values()))
    query = select(name).select_from(observations).distinct().order_by(name)
    for column, subject in subjects.items():
        query = query.outerjoin(subject, subject.c.id == observations.c[column])
    return query


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:MOST]) + ("…" if len(names) > MOST else "")
