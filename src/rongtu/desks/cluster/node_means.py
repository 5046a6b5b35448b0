"""What is on a node besides bodies: facilities, results, needs, controllers, interventions, figures of its item."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from rongtu.desks.cluster.node_bodies import yuan
from rongtu.desks.cluster.node_models import (
    ControlPlace,
    FacilityPlace,
    FigurePlace,
    InterventionPlace,
    NeedPlace,
    TechnologyPlace,
)
from rongtu.facts.places import place_names
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.evidence import Indicator, Observation
from rongtu.facts.records.flows import Controller
from rongtu.facts.records.industry import Intervention
from rongtu.facts.records.knowledge import Need, Technology
from rongtu.facts.records.means import Capacity, Facility
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table

MOST = 200
"""Rows of one kind listed of one node."""

Sources = dict[UUID, str]


def facilities_of(connection: Connection, node: UUID, sources: Sources) -> tuple[FacilityPlace, ...]:
    """What facilities can give to the node."""
    capacities = rows(connection, Capacity, table(Capacity).c.node == node, most=MOST)
    wanted = {capacity.row.facility for capacity in capacities}
    known = {row.id: row.row for row in rows(connection, Facility, table(Facility).c.id.in_(wanted))}
    names = place_names(connection) if known else {}
    return tuple(
        FacilityPlace(
            code=facility.code,
            name=facility.name,
            host=facility.host,
            region=names.get(facility.region) if facility.region else None,
            resource=capacity.row.resource,
            amount=float(capacity.row.amount),
            unit=capacity.row.unit,
            begins=capacity.row.begins,
            ends=capacity.row.ends,
            price=yuan(capacity.row.price),
            ref=capacity.ref,
            source=sources[capacity.row.source],
        )
        for capacity in capacities
        for facility in [known[capacity.row.facility]]
    )


def technologies_of(connection: Connection, item: UUID, sources: Sources) -> tuple[TechnologyPlace, ...]:
    """Results on offer for the item."""
    found = rows(connection, Technology, table(Technology).c.item == item, most=MOST)
    names = _bodies(connection, {technology.row.holder for technology in found})
    return tuple(
        TechnologyPlace(
            code=one.row.code,
            title=one.row.title,
            holder=names[one.row.holder] if one.row.holder else None,
            trl=one.row.trl,
            trl_on=one.row.trl_on,
            mode=one.row.mode,
            price=yuan(one.row.price),
            confirmed_on=one.row.confirmed_on,
            ref=one.ref,
            source=sources[one.row.source],
        )
        for one in found
    )


def needs_of(connection: Connection, node: UUID, sources: Sources) -> tuple[NeedPlace, ...]:
    """Needs posted for the node."""
    found = rows(connection, Need, table(Need).c.node == node, most=MOST)
    names = _bodies(connection, {need.row.organisation for need in found})
    return tuple(
        NeedPlace(
            code=one.row.code,
            kind=one.row.kind,
            title=one.row.title,
            organisation=names[one.row.organisation] if one.row.organisation else None,
            budget=yuan(one.row.budget),
            deadline=one.row.deadline,
            lacks=one.row.lacks,
            state=one.row.state,
            posted_on=one.row.posted_on,
            ref=one.ref,
            source=sources[one.row.source],
        )
        for one in found
    )


def controls_of(connection: Connection, node: UUID, sources: Sources) -> tuple[ControlPlace, ...]:
    """Who is said to hold a supply of the node."""
    return tuple(
        ControlPlace(
            name=one.row.name,
            kind=one.row.kind,
            country=one.row.country,
            share=None if one.row.share is None else float(one.row.share),
            replaceable=None if one.row.replaceable is None else float(one.row.replaceable),
            as_of=one.row.as_of,
            ref=one.ref,
            source=sources[one.row.source],
        )
        for one in rows(connection, Controller, table(Controller).c.node == node, most=MOST)
    )


def interventions_of(connection: Connection, node: UUID, sources: Sources) -> tuple[InterventionPlace, ...]:
    """What could be done for the node."""
    return tuple(
        InterventionPlace(
            code=one.row.code,
            kind=one.row.kind,
            title=one.row.title,
            adds=yuan(one.row.adds),
            cost=yuan(one.row.cost),
            lead_months=one.row.lead_months,
            success=None if one.row.success is None else float(one.row.success),
            ref=one.ref,
            source=sources[one.row.source],
        )
        for one in rows(connection, Intervention, table(Intervention).c.node == node, most=MOST)
    )


def figures_of(connection: Connection, item: UUID, sources: Sources) -> tuple[FigurePlace, ...]:
    """Figures about the item."""
    found: list[Stored[Observation]] = rows(connection, Observation, table(Observation).c.item == item, most=MOST)
    wanted = {figure.row.indicator for figure in found}
    known = {row.id: row.row for row in rows(connection, Indicator, table(Indicator).c.id.in_(wanted))}
    return tuple(
        FigurePlace(
            indicator=indicator.code,
            name=indicator.name_zh,
            name_en=indicator.name_en,
            country=figure.row.country,
            period=figure.row.period,
            value=float(figure.row.value),
            unit=figure.row.unit or indicator.unit,
            ref=figure.ref,
            source=sources[figure.row.source],
        )
        for figure in found
        for indicator in [known[figure.row.indicator]]
    )


def _bodies(connection: Connection, wanted: set[UUID | None]) -> dict[UUID, str]:
    ids = wanted - {None}
    return {row.id: row.row.name for row in rows(connection, Organisation, table(Organisation).c.id.in_(ids))}
