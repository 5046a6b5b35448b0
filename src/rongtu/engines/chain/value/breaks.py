"""Breaks 断点: needed nodes of which scope supplies nothing, or at most a tenth of the need.

    severity = (V(n unbounded) − V(capacity_n = m_n = 0)) × (1 − min(1, κ)) × (1 − access)
    access   = bought from elsewhere / bought in all

Only a census lets "nobody found" count as nobody. Where nothing is bought at all, nothing is met from elsewhere.
"""

from __future__ import annotations

from dataclasses import replace

from rongtu.engines.chain.value.draws import Sampler, Values
from rongtu.engines.chain.value.grounds import Quantity, derive, estimate, ratio, total
from rongtu.engines.chain.value.inputs import Purchase, ValueNode
from rongtu.engines.chain.value.needs import COVERED, shortfall
from rongtu.engines.chain.value.required import bought
from rongtu.engines.chain.value.results import Break, BreakKind, BreakPlace
from rongtu.vocab.chains import Completeness
from rongtu.vocab.disclosure import highest
from rongtu.vocab.geography import Origin


def access(item: str, rows: tuple[Purchase, ...], sampler: Sampler) -> Quantity:
    """The share of scope's demand for an item that is met from elsewhere."""
    grounds = bought(item, rows)
    elsewhere = total((row.bought for row in rows if row.origin is Origin.ELSEWHERE), grounds, sampler)
    return derive(
        lambda part, whole: ratio(part, whole, 0.0), elsewhere, total((row.bought for row in rows), grounds, sampler)
    )


def kind(node: ValueNode, needed: bool, supplied: Quantity, need: Quantity) -> BreakKind | None:
    """Hard, weak or no break, at the points of all figures."""
    if node.survey is not Completeness.CENSUS or not needed or supplied.point is None or need.point is None:
        return None
    if supplied.point == 0:
        return BreakKind.HARD
    return BreakKind.WEAK if supplied.point <= COVERED * need.point else None


def place(node: ValueNode, rows: tuple[Purchase, ...]) -> BreakPlace:
    """Whether somebody in the nation outside the scope is known to supply it."""
    elsewhere = (row for row in rows if row.origin is Origin.ELSEWHERE)
    offered = any(figure.high > 0 for row in elsewhere for figure in (row.available, row.bought))
    return BreakPlace.ELSEWHERE if node.elsewhere or offered else BreakPlace.NOWHERE


def severity(worth: Quantity, supplied: Quantity, need: Quantity, met: Quantity) -> Quantity:
    """What the node is worth to scope in all, times the part not covered, times the part not met from elsewhere."""
    return derive(_severity, worth, shortfall(supplied, need), met)


def _severity(worth: Values, short: Values, met: Values) -> Values:
    return worth * short * (1.0 - met)


def break_of(
    node: ValueNode,
    rows: tuple[Purchase, ...],
    needed: bool,
    *,
    supplied: Quantity,
    need: Quantity,
    how_bad: Quantity,
) -> Break | None:
    """The break at a node, or None."""
    found = kind(node, needed, supplied, need)
    if found is None:
        return None
    where, told = place(node, rows), estimate(how_bad)
    # the place is told with the figure, so that both are shown to the same people
    level = highest((told.level, node.elsewhere_level)) if where is BreakPlace.ELSEWHERE else told.level
    return Break(found, where, replace(told, level=level))
