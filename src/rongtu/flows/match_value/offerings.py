"""What may be phoned for: the offers of posted needs and the leads of nodes, in one shape."""

from __future__ import annotations

from dataclasses import dataclass

from rongtu.desks.cluster.value.models import InterventionWorth, ScopeValue
from rongtu.desks.transfer.models import Lead
from rongtu.desks.transfer.need_models import DealSoFar, NeedOffers, Offered
from rongtu.engines.match.results import Feature
from rongtu.vocab.chains import BasisGrade

TECHNOLOGY = "technology"

NAMING = frozenset({BasisGrade.NAMED, BasisGrade.REGISTRY})
"""Grades by which a source or a register names a body; the others say only that it may be of the trade."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what it is for: a need, or a node for which no need is posted; `budget` in yuan."""

    need: str | None
    node: str | None
    title: str
    budget: float | None
    refs: tuple[str, ...]

    @property
    def key(self) -> str:
        """How derivations name it."""
        return self.need or self.node or ""


@dataclass(frozen=True, slots=True)
class Offering:
    """An offer at its place by fit; `offer` is its row, `named` whether a source or register names it."""

    offer: str
    kind: str
    code: str | None
    name: str
    holder: str | None
    fit: float
    place: int
    named: bool
    trl: int | None
    deal: DealSoFar | None
    refs: tuple[str, ...]


def of_need(need: NeedOffers) -> tuple[Subject, tuple[Offering, ...]]:
    """A posted need with its offers."""
    subject = Subject(need.code, need.node, need.title, need.budget, need.refs)
    return subject, tuple(_offered(one, place) for place, one in enumerate(need.offers, start=1))


def of_node(node: str, name: str, ref: str, leads: tuple[Lead, ...]) -> tuple[Subject, tuple[Offering, ...]]:
    """A node with its leads."""
    found = tuple(
        Offering(
            offer=one.refs[0],
            kind=one.refs[0].partition(":")[0],
            code=None,
            name=one.name,
            holder=None,
            fit=one.score,
            place=place,
            named=one.grade in NAMING,
            trl=None,
            deal=None,
            refs=one.refs,
        )
        for place, one in enumerate(leads, start=1)
    )
    return Subject(None, node, name, None, (ref,)), found


def _offered(one: Offered, place: int) -> Offering:
    return Offering(
        offer=one.refs[0],
        kind=one.kind,
        code=one.code,
        name=one.name,
        holder=one.holder,
        fit=one.score,
        place=place,
        named=any(part.feature == Feature.NAMED.value and part.value > 0 for part in one.contributions),
        trl=one.trl,
        deal=one.deal,
        refs=one.refs,
    )


def measure_of(value: ScopeValue, node: str | None, one: Offering) -> InterventionWorth | None:
    """The measure at the node that rests on what is offered, that of most worth if there are several."""
    found = [step for step in value.interventions if step.node == node and _rests_on(step, one)]
    return max(found, key=lambda step: (step.worth.point or 0.0, step.code), default=None)


def _rests_on(step: InterventionWorth, one: Offering) -> bool:
    """By its result's code or title; else by the body that would do it, where it rests on no result."""
    if one.kind == TECHNOLOGY and step.technology:
        return step.technology in (one.code, one.name)
    bodies = (one.holder,) if one.kind == TECHNOLOGY else (one.code, one.name)
    return step.organisation is not None and step.organisation in bodies
