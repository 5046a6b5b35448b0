"""Choke points 卡点: what scope loses if a controller abroad stops, and what of that could not be replaced in a year.

    impact I_nc = V − V(c's supply of n gone)
    choke       = (1 − s) × I, s the part that others could take over; K_n the largest over the controllers

What goes, with h the controller's share of scope's supply of n and T all that scope bought of it:
- a supplier: of what can be bought from his country the part min(1, h T / bought from that country);
- key equipment or a licence: of scope's own capacity the part min(1, h T / bought from scope), as what is made with
  them is made in scope.

A node nobody buys abroad has no choke; one that is bought abroad and has no controller on record is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.asking import Case, Change
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
from rongtu.engines.chain.value.inputs import Controller, Figure, Purchase, ValueNode
from rongtu.engines.chain.value.required import bought, outside, supply, supply_figures
from rongtu.engines.chain.value.results import Control
from rongtu.vocab.chains import ControlKind
from rongtu.vocab.geography import Origin


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    """A controller who stops: what of the model that changes, and what is required to say so beyond V.

    `change` is None where something required is missing.
    """

    controller: Controller
    change: Change | None
    grounds: Grounds


@dataclass(frozen=True, slots=True, eq=False)
class Choke:
    """A controller weighed, before it is told."""

    controller: Controller
    impact: Quantity
    replaceable: Quantity
    choke: Quantity

    def told(self) -> Control:
        """The controller as a result."""
        one = self.controller
        impact, replaceable, choke = (estimate(each) for each in (self.impact, self.replaceable, self.choke))
        return Control(one.name, one.kind, one.country, impact, replaceable, choke, one.fact)


def stop(of: Case, controller: Controller) -> Stop:
    """What goes if a controller stops; the node is one from which a product can be reached."""
    node = of.structure.index[controller.node]
    item = of.structure.nodes[node].item
    rows = of.rows.get(item, ())
    if controller.kind is ControlKind.SUPPLIER:
        his = tuple(row for row in rows if row.origin is Origin.ABROAD and row.country == controller.country)
        lost = _part_lost(controller, item, rows, his, of.sampler)
        offered = total((row.available for row in his), outside(item, rows), of.sampler)
        everything = Quantity(of.table.available[int(of.structure.node_item[node])])
        left = derive(_less, everything, lost, offered)
        change = None if left.values is None else Change(available={int(of.structure.node_item[node]): left.values})
        return Stop(controller, change, lost.grounds)
    here = tuple(row for row in rows if row.origin is Origin.SCOPE)
    lost = _part_lost(controller, item, rows, here, of.sampler)
    own = of.structure.nodes[node]
    capacity = total(supply_figures(own), supply(own), of.sampler)
    left = derive(_less, capacity, lost, capacity)
    return Stop(controller, None if left.values is None else Change(capacity={node: left.values}), lost.grounds)


def weigh(controller: Controller, grounds: Grounds, impact: Quantity, sampler: Sampler) -> Choke:
    """A controller's impact, what of it could be replaced, and what is left."""
    lost = Quantity(impact.values, union(impact.grounds, grounds))
    replaceable = total((controller.replaceable,), _replaceable(controller), sampler)
    return Choke(controller, lost, replaceable, derive(_remaining, lost, replaceable))


def no_impact(controller: Controller, nothing: Quantity, sampler: Sampler) -> Choke:
    """A controller of a node that no final product is made from."""
    replaceable = total((controller.replaceable,), _replaceable(controller), sampler)
    return Choke(controller, nothing, replaceable, nothing)


def choke_of(node: ValueNode, rows: tuple[Purchase, ...], chokes: Sequence[Choke]) -> Quantity:
    """K_n: the largest of the controllers'; unknown where one that may be the largest is."""
    if not chokes:
        return _nobody(node, rows)
    known = [one for one in chokes if one.choke.values is not None]
    open_ones = [one for one in chokes if one.choke.values is None]
    grounds = union(*(one.choke.grounds for one in chokes))
    if not known:
        return unknown(grounds)
    largest = derive(lambda *each: np.max(np.broadcast_arrays(*each), axis=0), *(one.choke for one in known))
    if all(_not_above(one.impact, largest) for one in open_ones):
        return largest
    return unknown(grounds)


def _not_above(impact: Quantity, largest: Quantity) -> bool:
    """Whether a controller can be no larger, whatever of him can be replaced: his whole impact is not."""
    if impact.values is None or largest.values is None:
        return False
    return bool(np.all(impact.values <= largest.values))


def _nobody(node: ValueNode, rows: tuple[Purchase, ...]) -> Quantity:
    item = node.item
    grounds = (*bought(item, rows), *outside(item, rows))
    abroad = [figure for row in rows if row.origin is Origin.ABROAD for figure in (row.bought, row.available)]
    if rows and not any(_may_be(figure) for figure in abroad):
        named = tuple(row for row in rows if row.origin is Origin.ABROAD)
        figures = tuple(figure for row in named for figure in (row.bought, row.available))
        facts = tuple(row.fact for row in rows)
        return number(0.0, (Ground(RequiredInput.PURCHASES, item, figures, facts),))
    return unknown(
        (Ground(RequiredInput.CONTROLLERS, node.code, given=False), *(one for one in grounds if one.missing))
    )


def _may_be(figure: Figure) -> bool:
    return figure.is_missing or figure.high > 0


def _part_lost(
    controller: Controller, item: str, rows: tuple[Purchase, ...], his: tuple[Purchase, ...], sampler: Sampler
) -> Quantity:
    """min(1, h T / bought through these rows); unknown where nothing was bought through them."""
    grounds = bought(item, rows)
    share = total((controller.share,), _share(controller), sampler)
    everything = total((row.bought for row in rows), grounds, sampler)
    through = total((row.bought for row in his), grounds, sampler)
    if through.point == 0:
        none = Ground(RequiredInput.PURCHASES, item, facts=(controller.fact,), given=False)
        return unknown((*union(share.grounds, everything.grounds), none))
    return derive(_part, share, everything, through)


def _part(share: Values, everything: Values, through: Values) -> Values:
    return np.minimum(1.0, ratio(share * everything, through, 1.0))


def _less(everything: Values, lost: Values, of: Values) -> Values:
    return np.maximum(0.0, everything - lost * of)


def _remaining(impact: Values, replaceable: Values) -> Values:
    return (1.0 - replaceable) * impact


def _share(controller: Controller) -> Grounds:
    return (Ground(RequiredInput.CONTROLLERS, controller.node, (controller.share,), (controller.fact,)),)


def _replaceable(controller: Controller) -> Grounds:
    return (Ground(RequiredInput.SUBSTITUTABILITY, controller.node, (controller.replaceable,), (controller.fact,)),)
