"""Plans under budgets: which interventions to choose together, what they add, and what each adds within.

Only interventions whose cost, addition, lead time and chance of success are all known are chosen from. A plan is sought
by the mixed-integer programme of `selection`; beyond its size by `greedy`, whose distance to the bound of the relaxed
programme is told. What a plan adds is then computed again by the linear programme, so that it hangs on no tolerance of
the search. No constant of approximation is claimed: inputs are complements, so the value is not submodular.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from rongtu.engines.chain.value.asking import Case, Change, Shift, ask
from rongtu.engines.chain.value.blocks import Blocks
from rongtu.engines.chain.value.greedy import greedy
from rongtu.engines.chain.value.grounds import Grounds, Quantity, estimate, union
from rongtu.engines.chain.value.inputs import Intervention
from rongtu.engines.chain.value.interventions import added, adds_of
from rongtu.engines.chain.value.programme import NOISE, Bounds, difference
from rongtu.engines.chain.value.results import Plan, Step
from rongtu.engines.chain.value.selection import Option, Selector
from rongtu.engines.chain.value.stakes import gain
from rongtu.engines.chain.value.success import expected

MOST_OPTIONS = 400
MOST_NODES = 20_000
QUARTERS = (0.25, 0.5, 0.75, 1.0)

EXACT_METHOD = "mixed-integer programme"
GREEDY_METHOD = "greedy"


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A plan before its range is known: numbers of the options chosen, the bound of V, and how it was sought."""

    chosen: tuple[int, ...]
    bound: float
    method: str


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """What can be chosen from, and V of any choice, each solved once."""

    case: Case
    steps: tuple[Intervention, ...]
    options: tuple[Option, ...]
    programme: Blocks
    _known: dict[frozenset[int], float] = field(default_factory=dict)

    def value(self, chosen: frozenset[int]) -> float:
        """V at the points, all chosen working."""
        useful = frozenset(one for one in chosen if self.options[one].node is not None)
        if useful not in self._known:
            self._known[useful] = self.programme.value(self._bounds(useful))
        return self._known[useful]

    def gain(self, chosen: frozenset[int]) -> float:
        """What they add to V."""
        return self.more(chosen, frozenset())

    def more(self, chosen: frozenset[int], than: frozenset[int]) -> float:
        """What a choice is worth more than a part of it."""
        values = (np.array([self.value(each)]) for each in (chosen, than))
        return max(0.0, float(difference(*values)[0]))

    def cost(self, chosen: Sequence[int]) -> float:
        """What they cost."""
        return float(sum(self.options[one].cost for one in sorted(chosen)))

    def _bounds(self, chosen: frozenset[int]) -> Bounds:
        capacity: dict[int, float] = {}
        for one in sorted(chosen):
            node = self.options[one].node
            if node is not None:
                before = capacity.get(node, float(self.case.table.capacity[node][0]))
                capacity[node] = before + self.options[one].adds
        return Bounds(capacity=capacity)


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Choices made for budgets, before it is asked what each adds at the draws."""

    offer: Offer
    budgets: tuple[float, ...]
    choices: tuple[Choice, ...]
    left_out: tuple[str, ...]

    @property
    def changes(self) -> dict[Hashable, Change]:
        """What each choice changes, by what was chosen."""
        steps, of = self.offer.steps, self.offer.case
        return {one.chosen: added(of, tuple(steps[step] for step in one.chosen)) for one in self.choices}

    def told(self, shifts: Mapping[Hashable, Shift]) -> tuple[Plan, ...]:
        """The plans, V with each choice being known."""
        return tuple(
            _plan(self.offer, budget, one, gain(shifts[one.chosen].after, shifts[one.chosen].before), self.left_out)
            for budget, one in zip(self.budgets, self.choices, strict=True)
        )


def plans(of: Case, budgets: Sequence[float], *, most_options: int = MOST_OPTIONS) -> tuple[Plan, ...]:
    """A plan for each budget, in the order given; none where V is unknown or nothing can be chosen."""
    proposal = propose(of, budgets, most_options=most_options)
    return () if proposal is None else proposal.told(ask(of, proposal.changes).shifts)


def propose(of: Case, budgets: Sequence[float], *, most_options: int = MOST_OPTIONS) -> Proposal | None:
    """A choice for each budget; None where V is unknown or nothing can be chosen."""
    if not of.known:
        return None
    steps = sorted(of.network.interventions, key=lambda step: step.code)
    ready = tuple(step for step in steps if _complete(of, step))
    left_out = tuple(step.code for step in steps if not _complete(of, step))
    asked = tuple(budgets) or _quarters(ready)
    if not asked:
        return None
    offer = Offer(of, ready, tuple(_option(of, step) for step in ready), of.programme())
    choose = _greedy(offer) if len(ready) > most_options or len(of.structure.nodes) > MOST_NODES else _exact(offer)
    return Proposal(offer, asked, tuple(_lean(offer, choose(budget)) for budget in asked), left_out)


def _complete(of: Case, step: Intervention) -> bool:
    others = (step.cost, step.lead_months, step.success)
    return adds_of(of, step).values is not None and not any(figure.is_missing for figure in others)


def _option(of: Case, step: Intervention) -> Option:
    node = of.structure.index.get(step.node)
    return Option(step.code, node, step.adds.point, step.cost.point, step.success.point)


def _quarters(steps: Sequence[Intervention]) -> tuple[float, ...]:
    everything = sum(step.cost.point for step in steps)
    return tuple(share * everything for share in QUARTERS) if everything > 0 else ()


def _exact(offer: Offer) -> Callable[[float], Choice]:
    of = offer.case
    selector = Selector(of.structure, of.table.at(0), offer.options, whole=True)

    def choose(budget: float) -> Choice:
        selection = selector.choose(budget)
        cheapest = selector.cheapest(budget, offer.value(frozenset(selection.chosen)))
        return Choice(selection.chosen if cheapest is None else cheapest, selection.bound, EXACT_METHOD)

    return choose


def _greedy(offer: Offer) -> Callable[[float], Choice]:
    of = offer.case
    relaxed = Selector(of.structure, of.table.at(0), offer.options, whole=False)
    costs = [option.cost for option in offer.options]

    def choose(budget: float) -> Choice:
        bound = relaxed.choose(budget)
        return Choice(greedy(costs, bound.share, budget, offer.value), bound.bound, GREEDY_METHOD)

    return choose


def _lean(offer: Offer, choice: Choice) -> Choice:
    """Without what adds nothing, the dearest first: the search keeps what costs nothing or a hair."""
    chosen = frozenset(choice.chosen)
    for one in sorted(chosen, key=lambda one: (-offer.options[one].cost, offer.options[one].code)):
        if offer.more(chosen, chosen - {one}) == 0.0:
            chosen -= {one}
    return Choice(tuple(sorted(chosen)), choice.bound, choice.method)


def _plan(offer: Offer, budget: float, choice: Choice, gained: Quantity, left_out: tuple[str, ...]) -> Plan:
    chosen = frozenset(choice.chosen)
    reached = offer.gain(chosen)
    bound = max(reached, choice.bound - offer.programme.base)
    if bound - reached <= NOISE * max(abs(choice.bound), abs(offer.programme.base)):
        bound = reached
    numbers = {offer.options[one].code: one for one in chosen}
    chance = {code: offer.options[one].chance for code, one in numbers.items()}
    return Plan(
        budget=float(budget),
        cost=offer.cost(choice.chosen),
        gain=estimate(Quantity(gained.values, _grounds(offer, gained, choice.chosen))),
        expected=expected(
            frozenset(numbers),
            chance,
            lambda works: offer.gain(frozenset(numbers[code] for code in works)),
            offer.case.sampler.seed,
        ),
        bound=bound,
        gap=(bound - reached) / bound if bound > 0 else 0.0,
        steps=tuple(_step(offer, chosen, one) for one in choice.chosen),
        left_out=left_out,
        method=choice.method,
    )


def _grounds(offer: Offer, gained: Quantity, chosen: Sequence[int]) -> Grounds:
    steps = (offer.steps[one] for one in chosen)
    return union(gained.grounds, *(adds_of(offer.case, step).grounds for step in steps))


def _step(offer: Offer, chosen: frozenset[int], one: int) -> Step:
    return Step(offer.options[one].code, offer.options[one].cost, offer.more(chosen, chosen - {one}))
