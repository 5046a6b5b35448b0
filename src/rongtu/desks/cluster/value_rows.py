"""The rows the value model of a scope is built from, read once; what is chosen among them is chosen by topic.

Where several rows speak of one figure they are never added up: one counts, and it is told which were set aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, or_, select

from rongtu.desks.cluster.scope import Scope
from rongtu.facts.assumed import Assumptions
from rongtu.facts.merges import merged
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records import deals, flows, industry, knowledge, means
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.vocab.chains import CapabilityRole
from rongtu.vocab.dates import PartialDate, interval
from rongtu.vocab.evidence import Confidence

R = TypeVar("R")

SUPPLYING = frozenset({CapabilityRole.PRODUCES, CapabilityRole.INTEGRATES})
"""Roles in which a body delivers what a node is."""


@dataclass(frozen=True)
class ValueRows:
    """Every visible row of the kinds that valuing looks at, the scope they are seen from, and what is assumed."""

    scope: Scope
    assumptions: Assumptions = field(default_factory=lambda: Assumptions({}))
    chains: list[Stored[industry.Chain]] = field(default_factory=list)
    items: list[Stored[industry.Item]] = field(default_factory=list)
    nodes: list[Stored[industry.ChainNode]] = field(default_factory=list)
    groups: list[Stored[industry.InputGroup]] = field(default_factory=list)
    links: list[Stored[industry.Link]] = field(default_factory=list)
    surveys: list[Stored[industry.Survey]] = field(default_factory=list)
    capabilities: list[Stored[industry.Capability]] = field(default_factory=list)
    interventions: list[Stored[industry.Intervention]] = field(default_factory=list)
    organisations: list[Stored[Organisation]] = field(default_factory=list)
    trades: list[Stored[flows.Trade]] = field(default_factory=list)
    demands: list[Stored[flows.Demand]] = field(default_factory=list)
    controllers: list[Stored[flows.Controller]] = field(default_factory=list)
    facilities: list[Stored[means.Facility]] = field(default_factory=list)
    capacities: list[Stored[means.Capacity]] = field(default_factory=list)
    bookings: list[Stored[means.Booking]] = field(default_factory=list)
    needs: list[Stored[knowledge.Need]] = field(default_factory=list)
    technologies: list[Stored[knowledge.Technology]] = field(default_factory=list)
    patents: list[Stored[knowledge.Patent]] = field(default_factory=list)
    deals: list[Stored[deals.Deal]] = field(default_factory=list)

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
    def bodies(self) -> dict[UUID, Stored[Organisation]]:
        """Every organisation by id."""
        return {body.id: body for body in self.organisations}


def read_rows(
    connection: Connection, scope: Scope, assumptions: Assumptions, chain: Stored[industry.Chain] | None = None
) -> ValueRows:
    """Everything valuing looks at, from the rows visible; of one chain only what speaks of its nodes and items."""
    nodes = rows(connection, industry.ChainNode, *_one_of(industry.ChainNode, "chain", [chain.id] if chain else None))
    places = [node.id for node in nodes] if chain else None
    items = [node.row.item for node in nodes] if chain else None
    capability = table(industry.Capability)
    supplying = [role.value for role in SUPPLYING]
    return ValueRows(
        scope=scope,
        assumptions=assumptions,
        chains=[chain] if chain else rows(connection, industry.Chain),
        items=rows(connection, industry.Item, *_one_of(industry.Item, "id", items)),
        nodes=nodes,
        groups=rows(connection, industry.InputGroup, *_one_of(industry.InputGroup, "node", places)),
        links=rows(connection, industry.Link, *_one_of(industry.Link, "to_node", places)),
        surveys=rows(connection, industry.Survey, *_one_of(industry.Survey, "node", places)),
        capabilities=rows(
            connection,
            industry.Capability,
            capability.c.node.is_not(None),
            capability.c.role.in_(supplying),
            *_one_of(industry.Capability, "node", places),
        ),
        interventions=rows(connection, industry.Intervention, *_one_of(industry.Intervention, "node", places)),
        organisations=_bodies(connection, places),
        trades=rows(connection, flows.Trade, *_one_of(flows.Trade, "item", items)),
        demands=rows(connection, flows.Demand, *_one_of(flows.Demand, "node", places)),
        controllers=rows(connection, flows.Controller, *_one_of(flows.Controller, "node", places)),
        facilities=rows(connection, means.Facility),
        capacities=rows(connection, means.Capacity, *_one_of(means.Capacity, "node", places)),
        bookings=rows(connection, means.Booking),
        needs=rows(connection, knowledge.Need),
        technologies=rows(connection, knowledge.Technology, *_one_of(knowledge.Technology, "item", items)),
        patents=rows(connection, knowledge.Patent, table(knowledge.Patent).c.technology.is_not(None)),
        deals=rows(connection, deals.Deal),
    )


def _one_of(record: type, column: str, wanted: Sequence[UUID] | None) -> tuple[ColumnElement[bool], ...]:
    """The condition that a column is one of those; none where all are wanted."""
    return () if wanted is None else (table(record).c[column].in_(wanted),)


def _bodies(connection: Connection, places: Sequence[UUID] | None) -> list[Stored[Organisation]]:
    """The organisations that something valuing looks at speaks of, those they were merged into among them."""
    named = [
        select(table(record).c[column])
        for record, column in (
            (industry.Capability, "organisation"),
            (industry.Intervention, "organisation"),
            (knowledge.Need, "organisation"),
            (knowledge.Technology, "holder"),
        )
    ]
    supplying = table(industry.Capability).c.role.in_([role.value for role in SUPPLYING])
    capable = named[0].where(supplying, *_one_of(industry.Capability, "node", places))
    body = table(Organisation)
    conditions = [body.c.id.in_(query) for query in (capable, *named[1:])]
    return rows(connection, Organisation, or_(*conditions, body.c.id.in_(list(merged(connection).values()))))


def recency(when: PartialDate | None) -> int:
    """A date as a number that grows with it: its last day, before all dates where there is none."""
    return interval(when)[1].toordinal() if when else 0


def surest(row: object) -> int:
    """How far a row is from its source, by its confidence: quoted first."""
    confidence = getattr(row, "confidence", None)
    return tuple(Confidence).index(confidence) if confidence in tuple(Confidence) else len(Confidence)


def newest_surveys(surveys: Iterable[Stored[industry.Survey]], scope: Scope) -> dict[UUID, Stored[industry.Survey]]:
    """The newest survey of each node for this scope, by the node's id."""
    ordered = sorted(surveys, key=lambda survey: recency(survey.row.as_of))
    return {survey.row.node: survey for survey in ordered if scope.takes(survey.row.zone)}


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
