"""The rows the value model of a scope is built from, read once; what is chosen among them is chosen by topic.

Where several rows speak of one figure they are never added up: one counts, and it is told which were set aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

import polars as pl
from sqlalchemy import ColumnElement, Connection, Uuid, and_, any_, bindparam, or_, select, union
from sqlalchemy.dialects.postgresql import ARRAY

from rongtu.desks.cluster.value.choice import Choice, choose
from rongtu.desks.cluster.value.glances import (
    ASKING,
    RIPE_TRL,
    TAKEN_UP,
    BodySeen,
    BookingSeen,
    DealSeen,
    FacilitySeen,
    NeedSeen,
    PatentSeen,
    TechnologySeen,
)
from rongtu.desks.cluster.value.placed import nobody, read_placed, recency
from rongtu.facts.assumed import Assumptions
from rongtu.facts.reading import Stored, glances, rows
from rongtu.facts.records import deals, flows, industry, knowledge, means
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.facts.scope import Scope
from rongtu.vocab.chains import Completeness
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.means import NeedState

R = TypeVar("R")


@dataclass(frozen=True)
class ValueRows:
    """What is visible of the kinds that valuing looks at, the scope it is seen from, and what is assumed.

    Of kinds with very many rows only those that may count, and of these only the columns that are looked at.
    """

    scope: Scope
    assumptions: Assumptions = field(default_factory=lambda: Assumptions({}))
    chains: list[Stored[industry.Chain]] = field(default_factory=list)
    items: list[Stored[industry.Item]] = field(default_factory=list)
    nodes: list[Stored[industry.ChainNode]] = field(default_factory=list)
    groups: list[Stored[industry.InputGroup]] = field(default_factory=list)
    links: list[Stored[industry.Link]] = field(default_factory=list)
    surveys: list[Stored[industry.Survey]] = field(default_factory=list)
    placed: pl.DataFrame = field(default_factory=nobody)
    """Who is placed on nodes to supply them, as columns; see `value_placed`."""
    capabilities: list[Stored[industry.Capability]] = field(default_factory=list)
    """Those an assumption speaks of."""
    interventions: list[Stored[industry.Intervention]] = field(default_factory=list)
    organisations: list[Stored[BodySeen]] = field(default_factory=list)
    trades: list[Stored[flows.Trade]] = field(default_factory=list)
    demands: list[Stored[flows.Demand]] = field(default_factory=list)
    controllers: list[Stored[flows.Controller]] = field(default_factory=list)
    facilities: list[Stored[FacilitySeen]] = field(default_factory=list)
    capacities: list[Stored[means.Capacity]] = field(default_factory=list)
    bookings: list[Stored[BookingSeen]] = field(default_factory=list)
    needs: list[Stored[NeedSeen]] = field(default_factory=list)
    technologies: list[Stored[TechnologySeen]] = field(default_factory=list)
    patents: list[Stored[PatentSeen]] = field(default_factory=list)
    deals: list[Stored[DealSeen]] = field(default_factory=list)
    said: list[PartialDate] = field(default_factory=list)
    """Every date, each once, that is said of a need or a deal, whatever it is about."""

    @cached_property
    def item_names(self) -> dict[UUID, str]:
        """The name of every item by id."""
        return {item.id: item.row.name for item in self.items}

    @cached_property
    def node_codes(self) -> dict[UUID, str]:
        """The code of every node by id."""
        return {node.id: node.row.code for node in self.nodes}

    @cached_property
    def node_names(self) -> dict[UUID, str]:
        """What stands at every node, by the node's id."""
        names = self.item_names
        return {node.id: names[node.row.item] for node in self.nodes}

    @cached_property
    def choice(self) -> Choice:
        """Of those placed the one row of each body on a node that counts."""
        return choose(self.placed, [identity for identity, name in self.assumptions.ranges if name == "capacity"])

    @cached_property
    def bodies(self) -> dict[UUID, Stored[BodySeen]]:
        """The organisations something is said of, or whose place is asked for, by id."""
        return {body.id: body for body in self.organisations}


def read_rows(
    connection: Connection, scope: Scope, assumptions: Assumptions, chain: Stored[industry.Chain] | None = None
) -> ValueRows:
    """Everything valuing looks at, from the rows visible; of one chain only what speaks of its nodes and items."""
    nodes = rows(connection, industry.ChainNode, *_one_of(industry.ChainNode, "chain", [chain.id] if chain else None))
    places = [node.id for node in nodes] if chain else None
    items = [node.row.item for node in nodes] if chain else None
    assumed = [identity for identity, field in assumptions.ranges if field == "capacity"]
    capability = table(industry.Capability)
    interventions = rows(connection, industry.Intervention, *_one_of(industry.Intervention, "node", places))
    capabilities = rows(connection, industry.Capability, capability.c.id.in_(assumed), capability.c.node.is_not(None))
    needs = _needs(connection, places)
    technologies = _technologies(connection, items)
    found = ValueRows(
        scope=scope,
        assumptions=assumptions,
        chains=[chain] if chain else rows(connection, industry.Chain),
        items=rows(connection, industry.Item, *_one_of(industry.Item, "id", items)),
        nodes=nodes,
        groups=rows(connection, industry.InputGroup, *_one_of(industry.InputGroup, "node", places)),
        links=rows(connection, industry.Link, *_one_of(industry.Link, "to_node", places)),
        surveys=rows(connection, industry.Survey, *_one_of(industry.Survey, "node", places)),
        placed=read_placed(connection, scope, assumed, places),
        capabilities=capabilities,
        interventions=interventions,
        trades=rows(connection, flows.Trade, *_one_of(flows.Trade, "item", items)),
        demands=rows(connection, flows.Demand, *_one_of(flows.Demand, "node", places)),
        controllers=rows(connection, flows.Controller, *_one_of(flows.Controller, "node", places)),
        facilities=glances(connection, means.Facility, FacilitySeen),
        capacities=rows(
            connection,
            means.Capacity,
            table(means.Capacity).c.node.is_not(None),
            *_one_of(means.Capacity, "node", places),
        ),
        bookings=_bookings(connection),
        needs=needs,
        technologies=technologies,
        patents=_patents(connection, [one.id for one in technologies]),
        deals=_deals(connection, [one.id for one in technologies]),
        said=dates_said(connection),
    )
    # who is to be named is known once the rows are chosen
    found.organisations.extend(_bodies(connection, found))
    return found


def _bodies(connection: Connection, found: ValueRows) -> list[Stored[BodySeen]]:
    """The organisations that rows read speak of, and those that remarks on supply name."""
    named = found.choice.suppliers.named()
    told: tuple[Sequence[Stored[Any]], ...] = (found.interventions, found.capabilities, found.needs)
    named |= {one.row.organisation for kind in told for one in kind if one.row.organisation}
    named |= {one.row.holder for one in found.technologies if one.row.holder}
    return glances(connection, Organisation, BodySeen, *_one_of(Organisation, "id", sorted(named)))


def dates_said(connection: Connection) -> list[PartialDate]:
    """Every date, each once, that is said of a need or a deal visible."""
    need, deal = table(knowledge.Need).c, table(deals.Deal).c
    told = union(*(select(column).where(column.is_not(None)) for column in (need.posted_on, need.confirmed_on)))
    told = union(*told.selects, select(deal.stage_on))
    return sorted(PartialDate(when) for when in connection.execute(told).scalars())


def _needs(connection: Connection, places: Sequence[UUID] | None) -> list[Stored[NeedSeen]]:
    """Needs of nodes that may be open: an open one, and one of which nobody says how it stands."""
    need = table(knowledge.Need).c
    still = or_(need.state == NeedState.OPEN.value, need.state.is_(None))
    return glances(
        connection, knowledge.Need, NeedSeen, need.node.is_not(None), still, *_one_of(knowledge.Need, "node", places)
    )


def _technologies(connection: Connection, items: Sequence[UUID] | None) -> list[Stored[TechnologySeen]]:
    """Results that may be ripe, by what is said of them or by a patent, and those an intervention builds on."""
    result, patent, step = (table(one).c for one in (knowledge.Technology, knowledge.Patent, industry.Intervention))
    ripe = and_(result.trl >= RIPE_TRL, result.trl_on.is_not(None))
    patented = result.id.in_(select(patent.technology).where(patent.granted_on.is_not(None)))
    built_on = result.id.in_(select(step.technology).where(step.technology.is_not(None)))
    of_item = and_(result.item.is_not(None), *_one_of(knowledge.Technology, "item", items))
    wanted = or_(built_on, and_(of_item, or_(ripe, patented)))
    return glances(connection, knowledge.Technology, TechnologySeen, wanted)


def _patents(connection: Connection, technologies: Sequence[UUID]) -> list[Stored[PatentSeen]]:
    granted = table(knowledge.Patent).c.granted_on.is_not(None)
    return glances(
        connection, knowledge.Patent, PatentSeen, granted, *_one_of(knowledge.Patent, "technology", technologies)
    )


def _deals(connection: Connection, technologies: Sequence[UUID]) -> list[Stored[DealSeen]]:
    taken_up = table(deals.Deal).c.stage.in_([stage.value for stage in TAKEN_UP])
    return glances(connection, deals.Deal, DealSeen, taken_up, *_one_of(deals.Deal, "technology", technologies))


def _bookings(connection: Connection) -> list[Stored[BookingSeen]]:
    asking = table(means.Booking).c.state.in_([state.value for state in ASKING])
    return glances(connection, means.Booking, BookingSeen, asking)


def _one_of(record: type, column: str, wanted: Sequence[UUID] | None) -> tuple[ColumnElement[bool], ...]:
    """The condition that a column is one of those; none where all are wanted."""
    if wanted is None:
        return ()
    # one parameter, however many are wanted
    return (table(record).c[column] == any_(bindparam(None, list(wanted), type_=ARRAY(Uuid))),)


def surest(row: object) -> int:
    """How far a row is from its source, by its confidence: quoted first."""
    confidence = getattr(row, "confidence", None)
    return tuple(Confidence).index(confidence) if confidence in tuple(Confidence) else len(Confidence)


def newest_surveys(surveys: Iterable[Stored[industry.Survey]], scope: Scope) -> dict[UUID, Stored[industry.Survey]]:
    """The newest survey of each node for this scope, by the node's id.

    Without a zone that is the nation's, or else one of a part that itself says that nobody looked.
    """
    ordered = sorted(surveys, key=lambda one: (scope.surveyed_by(one.row.zone), recency(one.row.as_of)))
    return {
        survey.row.node: survey
        for survey in ordered
        if scope.surveyed_by(survey.row.zone) or (scope.zone is None and survey.row.completeness is Completeness.NONE)
    }


def one_of_each(
    found: Iterable[Stored[R]], place: Callable[[R], object]
) -> Iterator[tuple[Stored[R], list[Stored[R]]]]:
    """Of the rows of one place the one that counts, and those set aside: the surest, then the first by key."""
    by_place: defaultdict[object, list[Stored[R]]] = defaultdict(list)
    for row in found:
        by_place[place(row.row)].append(row)
    for same in by_place.values():
        first, *aside = sorted(same, key=lambda row: surest(row.row))
        yield first, aside
