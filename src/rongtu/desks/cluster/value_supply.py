"""Supply of a scope: what each body on a node can deliver a year, and what bodies not yet found could add.

Per body and node one figure: a capacity wins over sales, which are only a lower bound; of several capacities the
newest, then the best founded, then the first by key. They are never added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rongtu.desks.cluster.scope import Whereabouts
from rongtu.desks.cluster.value_figures import Figures
from rongtu.desks.cluster.value_rows import SUPPLYING, ValueRows, newest_surveys, recency
from rongtu.engines.chain.value.inputs import Figure, missing
from rongtu.facts.assumed import BOUND
from rongtu.facts.reading import Stored
from rongtu.facts.records.industry import Capability, Survey
from rongtu.facts.records.organisations import Organisation
from rongtu.vocab.chains import BasisGrade, CapacityBasis, Completeness
from rongtu.vocab.money import with_unit

PROVEN = frozenset({BasisGrade.NAMED, BasisGrade.REGISTRY})
"""Grades that name a body; the others only say "of this trade" and count where they come with a figure."""

GRADES = tuple(BasisGrade)

Placed = Stored[Capability]


@dataclass(frozen=True, slots=True)
class NodeSupply:
    """The supply of one node in scope: a figure a body, what is unseen, the survey, who is elsewhere, and remarks."""

    figures: tuple[Figure, ...] = ()
    unseen: Figure | None = None
    survey: Stored[Survey] | None = None
    elsewhere: bool = False
    notes: tuple[str, ...] = ()

    @property
    def completeness(self) -> Completeness:
        """How completely the node was looked at in this scope."""
        return self.survey.row.completeness if self.survey else Completeness.NONE


def supplies(rows: ValueRows, figures: Figures) -> dict[UUID, NodeSupply]:
    """The supply of every node, by its id."""
    bodies, names = rows.bodies, rows.node_names
    placed: defaultdict[tuple[Whereabouts, UUID], list[Placed]] = defaultdict(list)
    for capability in rows.capabilities:
        node, body = capability.row.node, bodies.get(capability.row.organisation)
        if node is not None and body is not None and _supplies(capability, figures):
            placed[_whereabouts(rows, body), node].append(capability)
    surveys = newest_surveys(rows.surveys, rows.scope)
    beyond = _items_made_elsewhere(rows, placed)
    return {
        node.id: _node_supply(
            placed.get((Whereabouts.INSIDE, node.id), []),
            surveys.get(node.id),
            figures,
            Names(bodies, names[node.id], node.ref),
            elsewhere=node.row.item in beyond,
            lost=placed.get((Whereabouts.UNKNOWN, node.id), []),
        )
        for node in rows.nodes
    }


@dataclass(frozen=True, slots=True)
class Names:
    """What remarks on a node's supply call things by: bodies, the node, and the node's row."""

    bodies: Mapping[UUID, Stored[Organisation]]
    node: str
    ref: str


def _supplies(placed: Stored[Capability], figures: Figures) -> bool:
    """A lead (by industry class, name or text) supplies only where a figure, observed or assumed, says so."""
    row = placed.row
    figured = row.capacity is not None or not figures.stated(placed, "capacity").is_missing
    return row.role in SUPPLYING and (row.grade in PROVEN or figured)


def _whereabouts(rows: ValueRows, body: Stored[Organisation]) -> Whereabouts:
    return rows.scope.whereabouts(body.row.zone, body.row.city, body.row.region)


def _items_made_elsewhere(rows: ValueRows, placed: Mapping[tuple[Whereabouts, UUID], list[Placed]]) -> set[UUID]:
    """The items somebody makes in the nation outside the scope, on whichever chain."""
    items = {node.id: node.row.item for node in rows.nodes}
    return {items[node] for place, node in placed if place is Whereabouts.ELSEWHERE and node in items}


def _node_supply(
    placed: Sequence[Placed],
    survey: Stored[Survey] | None,
    figures: Figures,
    names: Names,
    *,
    elsewhere: bool,
    lost: Sequence[Placed],
) -> NodeSupply:
    by_body: defaultdict[UUID, list[Placed]] = defaultdict(list)
    for capability in placed:
        by_body[capability.row.organisation].append(capability)
    found = [_figure(sorted(own, key=_first), figures, names) for own in by_body.values()]
    return NodeSupply(
        figures=tuple(figure for figure, _ in found),
        unseen=_unseen(survey, figures, names.ref),
        survey=survey,
        elsewhere=elsewhere,
        notes=(*(note for _, notes in found for note in notes), *_lost_notes(lost, names)),
    )


def _lost_notes(lost: Sequence[Placed], names: Names) -> list[str]:
    """What is said of bodies on a node of which it is not known whether they are in the scope."""
    bodies = {names.bodies[one.row.organisation].row.name: None for one in lost}
    return [f"“{body}”在“{names.node}”：所在地不明或在境外，未计入区内供给。" for body in bodies]


def _first(capability: Placed) -> tuple[int, int]:
    """Newest first, then best founded; rows come in the order of their keys."""
    return -recency(capability.row.as_of), GRADES.index(capability.row.grade)


def _figure(own: Sequence[Placed], figures: Figures, names: Names) -> tuple[Figure, list[str]]:
    """The one figure of a body on a node, and what is to be said of its other rows."""
    who = f"“{names.bodies[own[0].row.organisation].row.name}”在“{names.node}”"
    capacities = [one for one in own if one.row.capacity is not None and not _is_sales(one.row)]
    sales = [one for one in own if one.row.capacity is not None and _is_sales(one.row)]
    if capacities:
        first, *aside = capacities
        told = "、".join(_amount(one.row) for one in aside)
        notes = [f"{who}有 {len(capacities)} 个产能：采用 {_amount(first.row)}，{told}搁置，不相加。"] if aside else []
        return figures.of(first, "capacity"), notes
    stated = [figure for one in own if not (figure := figures.stated(one, "capacity")).is_missing]
    if sales:
        most = max(sales, key=lambda one: one.row.capacity or 0)
        known = "按推定计" if stated else "产能未知"
        bound = f"{who}只有销售额 {_amount(most.row)}，是产能的下限；{known}。"
        return (stated[0] if stated else missing(*(one.ref for one in own))), [bound]
    return (stated[0] if stated else missing(*(one.ref for one in own))), []


def _is_sales(row: Capability) -> bool:
    return row.capacity_basis is CapacityBasis.SALES


def _amount(row: Capability) -> str:
    return with_unit(row.capacity) if row.capacity is not None else ""


def _unseen(survey: Stored[Survey] | None, figures: Figures, node: str) -> Figure | None:
    """What bodies nobody found could add: nothing under a census, else what is assumed of it, else missing."""
    if survey is None:
        return missing(node)
    if survey.row.completeness is Completeness.CENSUS:
        return None
    return figures.stated(survey, BOUND)
