"""Walking from points to documents: every figure with its source, its indicator, its marks, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from rongtu.desks.govern.comparing import Relation, Written, agree, by_age, differ, relation, share
from rongtu.desks.govern.figures import (
    Comparison,
    FigureState,
    IndicatorState,
    MarkState,
    PartState,
    PointState,
    Spread,
    SubjectState,
)
from rongtu.desks.govern.points import SUBJECT, Point
from rongtu.desks.govern.showing import document_state
from rongtu.desks.govern.surroundings import Known, place_of, surroundings
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.evidence import Observation
from rongtu.facts.schema import table
from rongtu.vocab.vintages import Vintage, newest

Figure = Stored[Observation]


def walk(connection: Connection, points: Sequence[Point], asked: UUID | None = None) -> tuple[PointState, ...]:
    """The points with all their figures lead to; figures are compared with the one `asked` for, else the first."""
    ids = [identity for point in points for identity in point.figures]
    figures = {row.id: row for row in rows(connection, Observation, table(Observation).c.id.in_(ids))}
    known = surroundings(connection, list(figures.values()))
    return tuple(_point(point, [figures[identity] for identity in point.figures], known, asked) for point in points)


def _point(point: Point, figures: Sequence[Figure], known: Known, asked: UUID | None) -> PointState:
    ordered = sorted(figures, key=lambda figure: _order(figure, known))
    base = next((figure for figure in ordered if figure.id == asked), ordered[0])
    row = base.row
    to = row.to_region or row.to_zone
    marks = {place: known.marks[place] for figure in ordered if (place := place_of(figure)) in known.marks}
    return PointState(
        key=point.key,
        subject=_subject(next(filter(None, (getattr(row, name) for name in SUBJECT))), known),
        to=_subject(to, known) if to else None,
        country=row.country,
        indicator=_indicator(row.indicator, known),
        period=row.period,
        figures=tuple(_figure(figure, base, known) for figure in ordered),
        base=base.ref,
        newest=newest({Vintage(figure.row.vintage) for figure in ordered}),
        spread=_spread(ordered, known) if len(ordered) > 1 else None,
        marks=tuple(
            MarkState(year=mark.row.year, remark=mark.row.remark, source=_code(mark, known), ref=mark.ref)
            for mark in marks.values()
        ),
    )


def _order(figure: Figure, known: Known) -> tuple[Any, ...]:
    document = known.documents[figure.row.source].row
    return by_age(figure.row.vintage), document.published or "", document.code


def _figure(figure: Figure, base: Figure, known: Known) -> FigureState:
    row = figure.row
    return FigureState(
        value=row.value,
        unit=_written(figure, known).unit,
        period_type=row.period_type,
        vintage=row.vintage,
        confidence=row.confidence,
        remark=row.remark,
        source=document_state(known.documents[row.source]),
        derived_from=tuple(_part(part, known) for part in known.parts.get(figure.id, ())),
        comparison=None if figure is base else _comparison(figure, base, known),
        ref=figure.ref,
    )


def _comparison(figure: Figure, base: Figure, known: Known) -> Comparison:
    difference = differ(_written(figure, known), _written(base, known))
    return Comparison(
        relation=relation(figure.row.vintage, base.row.vintage),
        absolute=difference.absolute,
        relative=difference.relative,
        agreement=difference.agreement,
    )


def _spread(figures: Sequence[Figure], known: Known) -> Spread:
    written = [_written(figure, known) for figure in figures]
    comparable = len({one.unit for one in written}) == 1
    least, most = min(one.value for one in written), max(one.value for one in written)
    vintages = {figure.row.vintage for figure in figures}
    between = {Relation.SOURCE: len(figures) > len(vintages), Relation.VINTAGE: len(vintages) > 1}
    return Spread(
        least=least if comparable else None,
        most=most if comparable else None,
        absolute=most - least if comparable else None,
        relative=share(most - least, least) if comparable else None,
        agreement=agree(written),
        between=tuple(kind for kind, found in between.items() if found),
    )


def _written(figure: Figure, known: Known) -> Written:
    return Written(figure.row.value, figure.row.unit or known.indicators[figure.row.indicator].row.unit)


def _part(part: Figure, known: Known) -> PartState:
    indicator = known.indicators[part.row.indicator].row
    return PartState(
        indicator=indicator.code,
        name=indicator.name_zh,
        value=part.row.value,
        unit=_written(part, known).unit,
        vintage=part.row.vintage,
        source=document_state(known.documents[part.row.source]),
        ref=part.ref,
    )


def _subject(identity: UUID, known: Known) -> SubjectState:
    subject = known.subjects[identity]
    return SubjectState(kind=subject.kind, name=subject.name, key=subject.key, ref=f"{subject.kind}:{subject.id}")


def _indicator(identity: UUID, known: Known) -> IndicatorState:
    found = known.indicators[identity]
    row = found.row
    return IndicatorState(
        code=row.code,
        name=row.name_zh,
        name_en=row.name_en,
        definition=row.definition,
        unit=row.unit,
        side=row.side,
        direction=row.direction,
        family=row.family,
        vintage_note=row.vintage_note,
        source=_code(found, known),
        ref=found.ref,
    )


def _code(row: Stored[Any], known: Known) -> str:
    return known.documents[row.row.source].row.code
