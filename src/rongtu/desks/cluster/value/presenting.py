"""From the engine's assessment of a scope to what valuing answers: names, refs, derivations, assumptions used."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from rongtu.desks.cluster.presenting import INPUT_ZH
from rongtu.desks.cluster.value import models as told
from rongtu.desks.cluster.value.depending import dependence
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.nodes import node_states
from rongtu.desks.cluster.value.pieces import ChainPiece
from rongtu.desks.cluster.value.ranking import rankings
from rongtu.desks.cluster.value.tracing import Tracing, ref
from rongtu.desks.cluster.value.words import Rule, assumption_state
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.inputs import Network
from rongtu.engines.chain.value.rankings import rank
from rongtu.engines.chain.value.results import Assessment, Estimate, InterventionWorth, Plan

Parameters = dict[str, str | int | float]


def present(facts: ValueFacts, zone: str, assessment: Assessment, parameters: Parameters) -> told.ScopeValue:
    """The answer where at least one chain has its inputs."""
    assert facts.network is not None
    tracing = Tracing(dict(facts.gathered))
    whole = ref(f"V/{zone}")
    value = tracing.told(f"V/{zone}", assessment.value, Rule.VALUE)
    chains = {part.chain.row.code: part for part in facts.chains}
    nodes = tuple(node_states(facts.network, assessment.nodes, tracing, whole))
    return told.ScopeValue(
        zone=zone,
        chains=tuple(chains),
        left_out=tuple(left_out(part) for part in facts.left_out),
        value=value,
        parts=tuple(
            told.ChainPart(
                chain=one.chain,
                name=chains[one.chain].chain.row.name,
                least=one.least,
                most=one.most,
                ref=tracing.rule(f"part/{one.chain}", Rule.PART, (whole, chains[one.chain].chain.ref)),
            )
            for one in assessment.parts
        ),
        nodes=nodes,
        interventions=tuple(intervention_states(facts, facts.network, assessment.interventions, tracing, whole)),
        plans=tuple(plan_states(facts, assessment.plans, tracing, whole)),
        rankings=rankings(rank(assessment), nodes),
        dependence=dependence(facts, tracing, draws=assessment.draws, seed=assessment.seed),
        assumptions=assumptions(facts, assessment),
        notes=facts.notes,
        parameters=parameters,
        trace=tracing.trace,
    )


def present_unknown(facts: ValueFacts, zone: str, parameters: Parameters, *, draws: int, seed: int) -> told.ScopeValue:
    """The answer where no chain has its inputs: unknown, with what each lacks; where it buys may still be known."""
    tracing = Tracing(dict(facts.gathered))
    return told.ScopeValue(
        zone=zone,
        chains=(),
        left_out=tuple(left_out(part) for part in facts.left_out),
        value=None,
        parts=(),
        nodes=(),
        interventions=(),
        plans=(),
        dependence=dependence(facts, tracing, draws=draws, seed=seed),
        assumptions=(),
        notes=facts.notes,
        parameters=parameters,
        trace=tracing.trace,
    )


def left_out(part: ChainPiece) -> told.LeftOut:
    """A chain that cannot be valued, with the number of figures it lacks of each input."""
    missing = {INPUT_ZH[needed]: count for needed, count in part.missing.items()}
    return told.LeftOut(chain=part.chain.row.code, name=part.chain.row.name, missing=missing, ref=part.chain.ref)


def intervention_states(
    facts: ValueFacts, network: Network, worths: Iterable[InterventionWorth], tracing: Tracing, whole: str
) -> Iterator[told.InterventionWorth]:
    """Interventions alone, each figure with its derivation; `whole` is the ref of V."""
    rows = {row.row.code: row for row in facts.rows.interventions}
    given = {one.code: one for one in network.interventions}
    technologies = {row.id: row.row.title for row in facts.rows.technologies}
    bodies = facts.rows.bodies
    for worth in worths:
        code, row, figures = worth.code, rows[worth.code], given[worth.code]
        fact = row.ref
        body = bodies.get(row.row.organisation) if row.row.organisation else None
        adds = tracing.figure(f"adds/{code}", figures.adds, Rule.ADDS, RequiredInput.EFFECT, fact)
        success = tracing.figure(f"success/{code}", figures.success, Rule.SUCCESS, RequiredInput.EFFECT, fact)
        yield told.InterventionWorth(
            code=code,
            node=worth.node,
            title=row.row.title,
            kind=row.row.kind,
            technology=technologies.get(row.row.technology) if row.row.technology else None,
            organisation=body.row.name if body else None,
            lead_months=row.row.lead_months,
            adds=adds,
            cost=tracing.figure(f"cost/{code}", figures.cost, Rule.COST, RequiredInput.COST, fact),
            success=success,
            gain=tracing.told(f"gain/{code}", worth.gain, Rule.GAIN, (whole, ref(f"adds/{code}"))),
            worth=tracing.told(
                f"worth/{code}", worth.worth, Rule.WORTH, (ref(f"gain/{code}"), ref(f"success/{code}"), fact)
            ),
            net=tracing.told(f"net/{code}", worth.net, Rule.NET, (ref(f"worth/{code}"), ref(f"cost/{code}"))),
            ref=fact,
        )


def plan_states(facts: ValueFacts, plans: Iterable[Plan], tracing: Tracing, whole: str) -> Iterator[told.Plan]:
    """Plans, numbered in their order."""
    yield from (_plan(facts, plan, number, tracing, whole) for number, plan in enumerate(plans))


def _plan(facts: ValueFacts, plan: Plan, number: int, tracing: Tracing, whole: str) -> told.Plan:
    rows = {row.row.code: row for row in facts.rows.interventions}
    chosen = [step.code for step in plan.steps]
    effects = tuple(ref(f"adds/{code}") for code in chosen)
    costs = tuple(ref(f"cost/{code}") for code in chosen)
    return told.Plan(
        budget=plan.budget,
        cost=plan.cost,
        gain=tracing.told(f"plan/{number}/gain", plan.gain, Rule.PLAN_GAIN, (whole, *effects)),
        expected=plan.expected,
        bound=plan.bound,
        gap=plan.gap,
        steps=tuple(
            told.PlanStep(
                code=step.code,
                title=rows[step.code].row.title,
                cost=step.cost,
                within=step.within,
                ref=rows[step.code].ref,
            )
            for step in plan.steps
        ),
        left_out=plan.left_out,
        method=plan.method,
        ref=tracing.rule(f"plan/{number}", Rule.PLAN, (ref(f"plan/{number}/gain"), *costs)),
    )


def assumptions(facts: ValueFacts, assessment: Assessment) -> tuple[told.AssumptionState, ...]:
    """The assumptions some figure of the assessment used, by code."""
    used = {key for estimate in _estimates(assessment) for key in estimate.assumptions}
    found = [
        assumption_state(facts.rows, row, stated)
        for (row, _), stated in facts.rows.assumptions.ranges.items()
        if stated.stated.ref in used
    ]
    return tuple(sorted(found, key=lambda state: state.code))


def _estimates(part: object) -> Iterator[Estimate]:
    """Every estimate within a result of the engine."""
    if isinstance(part, Estimate):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _estimates(one)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from _estimates(getattr(part, field.name))
