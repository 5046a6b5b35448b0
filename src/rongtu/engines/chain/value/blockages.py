"""Blockages 堵点: both sides exist in scope and do not meet; four kinds, each in [0, 1].

    market     = max(0, 1 − observed / expected)    observed: bought from scope / bought in all
                                                    expected: scope's capacity / all capacity that could be bought from
    bridge     = max(0, 1 − available / asked)      pilot-months of the next twelve; needs waiting, no facility: 1
    factor     = open needs older than 180 days / open needs
    conversion = results nobody took up / results of the cohort

Severity = stake × the worst kind that is known. What is not known stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.asking import Case
from rongtu.engines.chain.value.draws import Sampler, Values
from rongtu.engines.chain.value.grounds import (
    Ground,
    Grounds,
    Quantity,
    derive,
    estimate,
    number,
    ratio,
    total,
    union,
    unknown,
)
from rongtu.engines.chain.value.inputs import Cohort, OpenNeeds, Pilot, ValueNode
from rongtu.engines.chain.value.required import OUTSIDE, bought, outside
from rongtu.engines.chain.value.results import Blockage, BlockageKind
from rongtu.vocab.geography import Origin


@dataclass(frozen=True, slots=True, eq=False)
class Degree:
    """A kind of blockage before it is told."""

    kind: BlockageKind
    degree: Quantity
    numerator: Quantity
    denominator: Quantity
    note: str = ""

    def told(self) -> Blockage:
        """The blockage as a result."""
        degree, numerator, denominator = (estimate(one) for one in (self.degree, self.numerator, self.denominator))
        return Blockage(self.kind, degree, numerator, denominator, self.note)


def degrees(of: Case, node: ValueNode, supplied: Quantity) -> tuple[Degree, ...]:
    """Every kind of blockage at a node, the unknown among them; a kind with several rows stands several times."""
    return (
        _market(of, node, supplied),
        *_bridges(of, node.code),
        *_factors(of, node.code),
        *_conversions(of, node.code),
    )


def severity(stake: Quantity, kinds: Sequence[Degree]) -> Quantity:
    """The stake times the worst degree known; unknown where no degree is. What the others lack is among its grounds."""
    known = [one.degree for one in kinds if one.degree.told]
    grounds = union(stake.grounds, *(one.degree.grounds for one in kinds))
    if not known or stake.values is None:
        return unknown(grounds)
    worst = derive(lambda *degrees: np.fmax.reduce(np.broadcast_arrays(*degrees)), *known)
    return Quantity(derive(np.multiply, stake, worst).values, grounds)


def _market(of: Case, node: ValueNode, supplied: Quantity) -> Degree:
    rows, sampler = of.rows.get(node.item, ()), of.sampler
    grounds = bought(node.item, rows)
    everything = total((row.bought for row in rows), grounds, sampler)
    here = total((row.bought for row in rows if row.origin is Origin.SCOPE), grounds, sampler)
    offered = (row.available for row in rows if row.origin in OUTSIDE)
    beside = total(offered, outside(node.item, rows), sampler)
    observed, expected = derive(ratio, here, everything), derive(_expected, supplied, beside)
    note = "nothing of it was bought" if everything.point == 0 else ""
    return Degree(BlockageKind.MARKET, derive(_unmet, observed, expected), observed, expected, note)


def _expected(supplied: Values, beside: Values) -> Values:
    return ratio(supplied, supplied + beside, 0.0)


def _unmet(have: Values, want: Values) -> Values:
    """max(0, 1 − have / want); nothing wanted is nothing unmet."""
    return np.maximum(0.0, 1.0 - ratio(have, want, 1.0))


def _bridges(of: Case, node: str) -> Iterator[Degree]:
    pilots = sorted((one for one in of.network.pilots if one.node == node), key=lambda one: (one.unit, one.facts))
    if not pilots:
        nobody = unknown((Ground(RequiredInput.PILOT_MONTHS, node, given=False),))
        yield Degree(BlockageKind.BRIDGE, nobody, nobody, nobody)
    yield from (_bridge(pilot, of.sampler) for pilot in pilots)


def _bridge(pilot: Pilot, sampler: Sampler) -> Degree:
    def months(*figures: str) -> Quantity:
        named = tuple(getattr(pilot, figure) for figure in figures)
        return total(
            named, (Ground(RequiredInput.PILOT_MONTHS, pilot.node, named, pilot.facts, in_all=pilot.level),), sampler
        )

    available, asked = months("available"), months("asked")
    if pilot.facilities == 0 and pilot.waiting > 0:
        stated = (Ground(RequiredInput.PILOT_MONTHS, pilot.node, facts=pilot.facts, in_all=pilot.level),)
        note = f"no facility, needs waiting: {pilot.waiting}"
        return Degree(BlockageKind.BRIDGE, number(1.0, stated), available, asked, note)
    return Degree(BlockageKind.BRIDGE, derive(_unmet, available, asked), available, asked, pilot.unit)


def _factors(of: Case, node: str) -> Iterator[Degree]:
    rows = sorted((one for one in of.network.needs if one.node == node), key=lambda one: one.facts)
    if not rows:
        nobody = unknown((Ground(RequiredInput.OPEN_NEEDS, node, given=False),))
        yield Degree(BlockageKind.FACTOR, nobody, nobody, nobody)
    yield from (_factor(row) for row in rows)


def _factor(row: OpenNeeds) -> Degree:
    old = sum(count for _, count in row.old)
    note = "; ".join(f"{lack}: {count}" for lack, count in row.old)
    grounds = (Ground(RequiredInput.OPEN_NEEDS, row.node, facts=row.facts, in_all=row.level),)
    return Degree(BlockageKind.FACTOR, *_share(old, row.open, grounds), note)


def _conversions(of: Case, node: str) -> Iterator[Degree]:
    rows = sorted((one for one in of.network.cohorts if one.node == node), key=lambda one: one.facts)
    if not rows:
        nobody = unknown((Ground(RequiredInput.CONVERSION_COHORT, node, given=False),))
        yield Degree(BlockageKind.CONVERSION, nobody, nobody, nobody)
    yield from (_conversion(row) for row in rows)


def _conversion(row: Cohort) -> Degree:
    grounds = (Ground(RequiredInput.CONVERSION_COHORT, row.node, facts=row.facts, in_all=row.level),)
    share, idle, results = _share(row.idle, row.results, grounds)
    if row.results:
        return Degree(BlockageKind.CONVERSION, share, idle, results)
    old = Ground(RequiredInput.CONVERSION_COHORT, row.node, facts=row.facts, given=False, in_all=row.level)
    nobody = unknown((old,))
    return Degree(BlockageKind.CONVERSION, nobody, idle, results, "no result is old enough yet")


def _share(count: int, of: int, grounds: Grounds) -> tuple[Quantity, Quantity, Quantity]:
    """The share, 0 of none, and what it is a share of what."""
    return number(min(1.0, count / of) if of else 0.0, grounds), number(count, grounds), number(of, grounds)
