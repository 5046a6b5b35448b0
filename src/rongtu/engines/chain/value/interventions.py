"""What an intervention is worth alone.

    gain  = V(capacity_n + adds) − V
    worth = gain × success × (1 + discount)^(−lead / 12)
    net   = worth − cost

One of unknown cost keeps its gain and its worth; its net stays unknown.
"""

from __future__ import annotations

import numpy as np

from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.asking import Case, Change, Shift
from rongtu.engines.chain.value.draws import Sampler, Values
from rongtu.engines.chain.value.grounds import Ground, Quantity, derive, estimate, total, union, unknown
from rongtu.engines.chain.value.inputs import Figure, Intervention
from rongtu.engines.chain.value.results import InterventionWorth
from rongtu.engines.chain.value.stakes import aside, gain


def added(of: Case, steps: tuple[Intervention, ...]) -> Change:
    """Capacity as it is when all of these work; what they add must be known."""
    capacity: dict[int, Values] = {}
    for step in steps:
        node = of.structure.index.get(step.node)
        if node is not None:
            before = capacity.get(node, of.table.capacity[node])
            capacity[node] = before + of.sampler.values(step.adds)
    return Change(capacity=capacity)


def effect(step: Intervention, figure: Figure, sampler: Sampler) -> Quantity:
    """What it adds, its lead time or its chance of success."""
    return total((figure,), (Ground(RequiredInput.EFFECT, step.code, (figure,), (step.fact,)),), sampler)


def adds_of(of: Case, step: Intervention) -> Quantity:
    """What it adds; unknown at a label, where nobody says to which type it is added."""
    label = any(node.label for node in of.network.nodes if node.code == step.node)
    ground = Ground(RequiredInput.EFFECT, step.code, (step.adds,), (step.fact,), not label)
    return total((step.adds,), (ground,), of.sampler)


def cost(step: Intervention, sampler: Sampler) -> Quantity:
    """What it costs."""
    return total((step.cost,), (Ground(RequiredInput.COST, step.code, (step.cost,), (step.fact,)),), sampler)


def worth_of(of: Case, step: Intervention, works: Shift | None, discount: float) -> InterventionWorth:
    """An intervention weighed; `works` is V with it, None where that could not be asked."""
    rise, price = _rise(of, step, works), cost(step, of.sampler)
    lead, success = effect(step, step.lead_months, of.sampler), effect(step, step.success, of.sampler)

    def discounted(gained: Values, chance: Values, months: Values) -> Values:
        return gained * chance * (1.0 + discount) ** (-months / 12.0)

    worth = derive(discounted, rise, success, lead)
    net = derive(np.subtract, worth, price)
    return InterventionWorth(step.code, step.node, estimate(rise), estimate(worth), estimate(net), estimate(price))


def _rise(of: Case, step: Intervention, works: Shift | None) -> Quantity:
    adds, node = adds_of(of, step), of.structure.index.get(step.node)
    if node is None:
        return aside(of, of.network.node(step.node).chain) if adds.values is not None else adds
    if works is None or adds.values is None:
        return unknown(union(of.grounds[of.block_of[node]], adds.grounds))
    rise = gain(works.after, works.before)
    return Quantity(rise.values, union(rise.grounds, adds.grounds))
