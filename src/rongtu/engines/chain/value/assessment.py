"""A scope assessed: V, each chain's part of it, every node, every intervention, and a plan for each budget.

Definitions: sections 2 to 5 of the chain engine; each module beside this one states its formulas. Time is about
(1 + draws) × (4 nodes + controllers + interventions) hot solves of one linear programme, plus the plans; memory is
linear in the network and in what is asked times (1 + draws).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from rongtu.engines.chain.value.asking import Answers, Case, Change, ask, case
from rongtu.engines.chain.value.draws import Sampler
from rongtu.engines.chain.value.grounds import estimate
from rongtu.engines.chain.value.inputs import Network
from rongtu.engines.chain.value.interventions import added, worth_of
from rongtu.engines.chain.value.nodes import node_worths, questions, stops_of
from rongtu.engines.chain.value.portfolio import propose
from rongtu.engines.chain.value.results import Assessment, ChainPart, InterventionWorth
from rongtu.vocab.drawing import DISCOUNT, DRAWS, SEED
from rongtu.vocab.problems import InputError, Problem

ADDED = "intervention works"


def assess(
    network: Network,
    *,
    budgets: Sequence[float] = (),
    draws: int = DRAWS,
    seed: int = SEED,
    discount: float = DISCOUNT,
) -> Assessment:
    """Value a scope's network.

    `budgets` in yuan (none: a quarter, half, three quarters and all of what the interventions cost), `discount` a year.
    Labels deliver nothing themselves and are not among the nodes of the result. Raises InputError for a negative
    budget, fewer than one draw or a discount of −1 or less.
    """
    _check(budgets, draws, discount)
    of = case(network, Sampler(seed, draws))
    stops = stops_of(of)
    proposal = propose(of, budgets)
    asked: dict[Hashable, Change] = {**dict(questions(of, stops)), **_interventions(of)}
    if proposal is not None:
        asked |= proposal.changes
    answers = ask(of, asked, range(len(of.structure.nodes)))
    return Assessment(
        value=estimate(answers.value),
        parts=_parts(of),
        nodes=node_worths(of, stops, answers),
        interventions=_worths(of, answers, discount),
        plans=proposal.told(answers.shifts) if proposal is not None else (),
        draws=draws,
        seed=seed,
    )


def _check(budgets: Sequence[float], draws: int, discount: float) -> None:
    problems = [
        Problem("budget", "a budget is finite and not negative", f"{budget:g}", "Correct it.")
        for budget in budgets
        if not 0 <= budget < float("inf")
    ]
    if draws < 1:
        problems.append(Problem("draws", "at least one draw", f"{draws}", "Ask for more."))
    if not -1 < discount < float("inf"):
        problems.append(Problem("discount", "a finite discount above −1", f"{discount:g}", "Correct it."))
    if problems:
        raise InputError(problems)


def _interventions(of: Case) -> dict[Hashable, Change]:
    return {
        (ADDED, step.code): added(of, (step,))
        for step in of.network.interventions
        if step.node in of.structure.index and not step.adds.is_missing
    }


def _worths(of: Case, answers: Answers, discount: float) -> tuple[InterventionWorth, ...]:
    steps = sorted(of.network.interventions, key=lambda step: step.code)
    return tuple(worth_of(of, step, answers.shifts.get((ADDED, step.code)), discount) for step in steps)


def _parts(of: Case) -> tuple[ChainPart, ...]:
    """The least and the most of V, at the points of all figures, that each chain may have."""
    if not of.known:
        return ()
    seen, programme = of.structure, of.programme()
    chain = [node.chain for node in seen.nodes]
    found = []
    for name in sorted({node.chain for node in of.network.nodes}):
        products = [one for one, node in enumerate(seen.product_node.tolist()) if chain[node] == name]
        losing = [one for one, group in enumerate(seen.losing) if chain[int(seen.group_node[group])] == name]
        found.append(ChainPart(name, *programme.part(products, losing)))
    return tuple(found)
