"""A scope assessed once: its facts, what the engine says of them, and what the answer depends on besides the facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rongtu.acts.operation import Context
from rongtu.desks.cluster.disclosing.reading_above import value_facts_for
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.models import ValueRequest
from rongtu.desks.cluster.value.pilots import months_ahead
from rongtu.desks.cluster.value.presenting import Parameters
from rongtu.engines.chain.value.results import Assessment
from rongtu.facts.places import find_zone

UNDATED = "未知"


@dataclass(frozen=True, slots=True)
class Assessed:
    """A scope's facts and their assessment, which is None where no chain has its inputs."""

    facts: ValueFacts
    assessment: Assessment | None
    parameters: Parameters


def assessed(context: Context, request: ValueRequest) -> Assessed:
    """The chains of a zone, assessed together; RefusedError where there is no such zone."""
    context.progress("估值 value")
    return assessed_from(value_facts_for(context, find_zone(context.connection, request.zone)), request)


def assessed_from(facts: ValueFacts, request: ValueRequest) -> Assessed:
    """The same from facts at hand."""
    if facts.network is None:
        return Assessed(facts, None, _parameters(request, facts, request.budgets))
    # the solver is loaded where it is needed: every command would start later
    from rongtu.engines.chain.value.assessment import assess

    found = assess(
        facts.network, budgets=request.budgets, draws=request.draws, seed=request.seed, discount=request.discount
    )
    return Assessed(facts, found, _parameters(request, facts, [plan.budget for plan in found.plans]))


def _parameters(request: ValueRequest, facts: ValueFacts, budgets: Iterable[float]) -> Parameters:
    """What the answer depends on besides the facts: the request, the budgets taken, the day the facts are as of."""
    return {
        "zone": request.zone,
        "as_of": facts.as_of.isoformat() if facts.as_of else UNDATED,
        "months": _run_of_months(facts.as_of) if facts.as_of else UNDATED,
        "draws": request.draws,
        "seed": request.seed,
        "discount": request.discount,
        "budgets": "、".join(f"{budget:.15g}" for budget in budgets),
    }


def _run_of_months(today: date) -> str:
    ahead = months_ahead(today)
    first, last = (f"{month // 12}-{month % 12 + 1:02d}" for month in (ahead.first, ahead.last))
    return f"{first}/{last}"
