"""Valuing a scope: what its chains can deliver together, where they are stuck, what to do with a budget."""

from __future__ import annotations

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.disclosing.withholding import withhold
from rongtu.desks.cluster.value.assessing import Assessed, assessed
from rongtu.desks.cluster.value.models import ScopeValue, ValueRequest
from rongtu.desks.cluster.value.presenting import present, present_unknown
from rongtu.engines.chain.value.inputs import Network


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
    value, _network = value_of(context, request)
    return value


def value_of(context: Context, request: ValueRequest) -> tuple[ScopeValue, Network | None]:
    """What `value_chains` answers, and the network it was computed from; None where no chain has its inputs."""
    found = assessed(context, request)
    return _answer(found, request), found.facts.network


def _answer(found: Assessed, request: ValueRequest) -> ScopeValue:
    if found.assessment is None:
        return present_unknown(found.facts, request.zone, found.parameters, draws=request.draws, seed=request.seed)
    return present(found.facts, request.zone, found.assessment, found.parameters)
