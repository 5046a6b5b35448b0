"""Planning: what to do for a zone's chains within a budget, and what each intervention is worth alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.disclosing.withholding import withhold
from rongtu.desks.cluster.planning_models import LeftOutMeasure, PlanRequest, Plans
from rongtu.desks.cluster.value.assessing import Assessed, assessed
from rongtu.desks.cluster.value.models import InterventionWorth, ValueRequest
from rongtu.desks.cluster.value.presenting import assumptions, intervention_states, left_out, plan_states
from rongtu.desks.cluster.value.tracing import Tracing, ref
from rongtu.desks.cluster.value.words import Rule
from rongtu.engines.chain.value.results import Assessment


@operation(
    "chain.plan",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="在预算内选补链措施，并逐条估值",
    en="Choose interventions within a budget, and weigh each alone",
    withhold=withhold,
)
def plan_chains(context: Context, request: PlanRequest) -> Plans:
    """Plans of a zone, from the same assessment as `chain.value`. RefusedError: no such zone."""
    found = assessed(context, ValueRequest(**request.model_dump()))
    return _answer(found, request)


def _answer(found: Assessed, request: PlanRequest) -> Plans:
    waiting = tuple(left_out(part) for part in found.facts.left_out)
    if found.assessment is None:
        return Plans(
            zone=request.zone,
            value=None,
            plans=(),
            alternatives=(),
            unpriced=(),
            left_out=(),
            waiting=waiting,
            assumptions=(),
            notes=found.facts.notes,
            parameters=found.parameters,
            trace={},
        )
    facts, assessment, tracing = found.facts, found.assessment, Tracing(dict(found.facts.gathered))
    assert facts.network is not None
    whole = ref(f"V/{request.zone}")
    value = tracing.told(f"V/{request.zone}", assessment.value, Rule.VALUE)
    measures = tuple(intervention_states(facts, facts.network, assessment.interventions, tracing, whole))
    return Plans(
        zone=request.zone,
        value=value,
        plans=tuple(plan_states(facts, assessment.plans, tracing, whole)),
        alternatives=by_net(measures),
        unpriced=by_worth(measures),
        left_out=_left_out(assessment, measures),
        waiting=waiting,
        assumptions=assumptions(facts, dataclasses.replace(assessment, nodes=(), parts=())),
        notes=facts.notes,
        parameters=found.parameters,
        trace=tracing.trace,
    )


def by_net(measures: Iterable[InterventionWorth]) -> tuple[InterventionWorth, ...]:
    """Interventions whose net is known, the largest first."""
    known = [one for one in measures if one.net.point is not None]
    return tuple(sorted(known, key=lambda one: (-(one.net.point or 0.0), one.code)))


def by_worth(measures: Iterable[InterventionWorth]) -> tuple[InterventionWorth, ...]:
    """Interventions whose net is unknown, by what they are worth; those whose worth is unknown too at the end."""
    open_ones = [one for one in measures if one.net.point is None]
    return tuple(sorted(open_ones, key=lambda one: (one.worth.point is None, -(one.worth.point or 0.0), one.code)))


def _left_out(assessment: Assessment, measures: Iterable[InterventionWorth]) -> tuple[LeftOutMeasure, ...]:
    """What no plan may choose, with what is missing of it."""
    codes = {code for plan in assessment.plans for code in plan.left_out}
    return tuple(
        LeftOutMeasure(
            code=one.code,
            node=one.node,
            title=one.title,
            missing=tuple(
                dict.fromkeys((*one.adds.missing, *one.cost.missing, *one.success.missing, *one.net.missing))
            ),
            ref=one.ref,
        )
        for one in measures
        if one.code in codes
    )
