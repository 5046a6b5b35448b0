"""Deriving: the figures a derived one was computed from, where its source names their indicators by code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, or_, select

from rongtu.desks.govern.points import PLACED, same
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.evidence import Indicator, Observation, Source
from rongtu.facts.schema import table
from rongtu.vocab.evidence import Confidence

CODE = re.compile(r"(?<![\w/.:-])[a-z][a-z0-9_]*(?![\w/.:-])", re.ASCII)
"""What may be the code of an indicator in the text of a source; parts of an address are none."""

SHARED = (*PLACED, "period", "nature")
"""What a derived figure and those it was computed from have in common."""

Parts = dict[UUID, tuple[Stored[Observation], ...]]


def parts_of(
    connection: Connection, figures: Sequence[Stored[Observation]], documents: Mapping[UUID, Stored[Source]]
) -> Parts:
    """For each derived figure, those its source names, in the order it names them: every figure of these points."""
    named = _named(connection, figures, documents)
    deriving = [figure for figure in figures if named.get(figure.id)]
    if not deriving:
        return {}
    indicator = table(Observation).c.indicator
    conditions = [same(figure.row, SHARED) & indicator.in_(named[figure.id]) for figure in deriving]
    found: dict[tuple[Any, ...], list[Stored[Observation]]] = {}
    for part in rows(connection, Observation, or_(*conditions)):
        found.setdefault((*_shared(part), part.row.indicator), []).append(part)
    return {
        figure.id: tuple(part for one in named[figure.id] for part in found.get((*_shared(figure), one), ()))
        for figure in deriving
    }


def _named(
    connection: Connection, figures: Sequence[Stored[Observation]], documents: Mapping[UUID, Stored[Source]]
) -> dict[UUID, list[UUID]]:
    """The indicators the source of each derived figure names, in its order."""
    codes = {
        figure.id: list(dict.fromkeys(CODE.findall(documents[figure.row.source].row.text)))
        for figure in figures
        if figure.row.confidence is Confidence.DERIVED
    }
    if not codes:
        return {}
    indicators = table(Indicator).c
    query = select(indicators.code, indicators.id).where(indicators.code.in_(set().union(*codes.values())))
    known = {row.code: row.id for row in connection.execute(query)}
    return {identity: [known[code] for code in found if code in known] for identity, found in codes.items()}


def _shared(figure: Stored[Observation]) -> tuple[Any, ...]:
    return tuple(getattr(figure.row, name) for name in SHARED)
