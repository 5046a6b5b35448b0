"""Valuing a scope: what its chains can deliver together, where they are stuck, what to do with a budget."""

from __future__ import annotations

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.disclosing.withholding import withhold
from rongtu.desks.cluster.value.assessing import Assessed, assessed, assessed_from
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.models import ScopeValue, ValueRequest
from rongtu.desks.cluster.value.presenting import present, present_unknown


@operation(
    "chain.value",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="为一个区域的产业链估值：断点、堵点、卡点、补链组合",
    en="Value a zone's chains together: stakes, breaks, blockages, chokes, portfolios",
    withhold=withhold,
)
def value_chains(context: Context, request: ValueRequest) -> ScopeValue:
    """The zone's chains that have their inputs, valued; the others with what they lack. RefusedError: no such zone."""
    return _answer(assessed(context, request), request)


def value_of(facts: ValueFacts, request: ValueRequest) -> ScopeValue:
    """What `value_chains` answers, from facts at hand."""
    return _answer(assessed_from(facts, request), request)


def _answer(found: Assessed, request: ValueRequest) -> ScopeValue:
    if found.assessment is None:
        return present_unknown(found.facts, request.zone, found.parameters, draws=request.draws, seed=request.seed)
    return present(found.facts, request.zone, found.assessment, found.parameters)
