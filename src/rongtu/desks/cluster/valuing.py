"""Valuing a scope: what its chains can deliver together, where they are stuck, what to do with a budget."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.value_facts import ValueFacts, read_value_facts
from rongtu.desks.cluster.value_models import ScopeValue, ValueRequest
from rongtu.desks.cluster.value_pilots import months_ahead
from rongtu.desks.cluster.value_presenting import Parameters, present, present_unknown
from rongtu.facts.places import find_zone

UNDATED = "未知"


@operation(
    "chain.value",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="为一个区域的产业链估值：断点、堵点、卡点、补链组合",
    en="Value a zone's chains together: stakes, breaks, blockages, chokes, portfolios",
)
def value_chains(context: Context, request: ValueRequest) -> ScopeValue:
    """The zone's chains that have their inputs, valued; the others with what they lack. RefusedError: no such zone."""
    zone = find_zone(context.connection, request.zone)
    facts = read_value_facts(context.connection, zone)
    if facts.network is None:
        return present_unknown(facts, request.zone, _parameters(request, facts, request.budgets))
    # the solver is loaded where it is needed: every command would start later
    from rongtu.engines.chain.value.assessment import assess

    assessment = assess(
        facts.network, budgets=request.budgets, draws=request.draws, seed=request.seed, discount=request.discount
    )
    budgets = [plan.budget for plan in assessment.plans]
    return present(facts, request.zone, assessment, _parameters(request, facts, budgets))


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
