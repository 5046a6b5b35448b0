"""What one loop computes on one snapshot: diagnose every chain, value the scope, match nodes and needs, evaluate."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field
from sqlalchemy import Connection

from rongtu.acts.models import Model
from rongtu.acts.operation import Context
from rongtu.desks.cluster.ask_models import AskRequest
from rongtu.desks.cluster.asking import questions_of
from rongtu.desks.cluster.diagnosis import list_chains, read_from
from rongtu.desks.cluster.disclosing.reading_above import level_of_facts, value_facts_for
from rongtu.desks.cluster.disclosing.withholding import withhold
from rongtu.desks.cluster.models import ListRequest
from rongtu.desks.cluster.shock.models import SystemicRequest
from rongtu.desks.cluster.shocking import systemic_of
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.models import Budgets, Draws, ScopeValue, Seed, ValueRequest
from rongtu.desks.cluster.valuing import value_of
from rongtu.desks.govern.evaluation import evaluate_integration
from rongtu.desks.govern.models import EvaluateRequest
from rongtu.desks.transfer.leads import find_leads
from rongtu.desks.transfer.models import LeadsAnswer, LeadsRequest
from rongtu.desks.transfer.need_models import NeedsRequest
from rongtu.desks.transfer.needs import match_needs
from rongtu.engines.chain.value.inputs import Network
from rongtu.facts import snapshot
from rongtu.facts.places import find_zone
from rongtu.facts.provenance import rows_named, sources_of
from rongtu.facts.reading import rows
from rongtu.facts.records.evidence import Source
from rongtu.flows.funding import funding_records
from rongtu.flows.funding_models import FundingRequest
from rongtu.flows.match_value.matching import Scene, lacking_of, value_matches
from rongtu.flows.result import LoopResult, Snapshot, SourceState
from rongtu.vocab.disclosure import highest
from rongtu.vocab.drawing import DISCOUNT, DRAWS, SEED
from rongtu.vocab.evidence import Visibility

CALLS = 10
"""Matches worth a call that a result lists."""


class LoopRequest(Model):
    """What the loop runs over: the zone in scope, bodies named for a node, budgets of plans, draws and their seed.

    The result is for those who see `level`, by default the highest that whoever asks does.
    """

    zone: str = Field(default="京津冀", max_length=40, description="scope: name of a zone")
    most: int = Field(default=3, ge=1, le=50, description="bodies named for each node")
    budgets: Budgets = Field(default=(), description="预算，元 (budgets of plans, in yuan)")
    draws: Draws = DRAWS
    runs: int = Field(default=1_000, ge=1, le=100_000, description="抽样次数 (runs over the choices of the index)")
    seed: Seed = SEED
    level: Visibility | None = Field(default=None, description="给谁看：public 为公开 (level: for whom the result is)")


@dataclass(frozen=True, slots=True)
class Computed:
    """The result of a loop, and the network its scope was valued from; None where no chain has its inputs."""

    result: LoopResult
    network: Network | None


def compute(context: Context, request: LoopRequest) -> Computed:
    """One loop over the facts that those see for whom it is, with totals of others' where they may be shown."""
    context = for_whom(context, request)
    zone = find_zone(context.connection, request.zone)
    context.progress("快照 snapshot")
    taken = snapshot.take(context.connection)
    # the chains' facts are read once for all that is made of them
    facts = value_facts_for(context, zone)
    listed, chains = list_chains(context, ListRequest()).chains, []
    for number, chain in enumerate(listed, start=1):
        context.progress(f"诊断 diagnose {number}/{len(listed)}")
        chains.append(read_from(context, chain.code, facts))
    context.progress("估值 value")
    value = value_of(
        facts, ValueRequest(zone=request.zone, budgets=request.budgets, draws=request.draws, seed=request.seed)
    )
    context.progress("追问 ask")
    plan = value.middle_plan
    asked = questions_of(
        context, facts, AskRequest(zone=request.zone, budgets=(plan.budget,) if plan else (), seed=request.seed)
    )
    systemic = systemic_of(context, facts, SystemicRequest(zone=request.zone))
    context.progress("匹配 match")
    leads = find_leads(context, LeadsRequest(zone=request.zone, most=request.most))
    needs = match_needs(context, NeedsRequest(zone=request.zone))
    context.progress("评价 evaluate")
    evaluation = evaluate_integration(context, EvaluateRequest(zone=request.zone, runs=request.runs, seed=request.seed))
    draft = LoopResult(
        nature=context.nature,
        snapshot=Snapshot(id=taken.id, rows=taken.rows, digests=taken.digests),
        parameters=_parameters(request, leads, value),
        assumptions=tuple(one.ref for one in value.assumptions),
        chains=tuple(chains),
        leads=leads.leads,
        evaluation=evaluation.model_copy(update={"trace": {}}),
        value=value.model_copy(update={"trace": {}}),
        needs=needs.needs,
        encoder=leads.encoder,
        asked=asked.model_copy(update={"trace": {}}),
        systemic=systemic.model_copy(update={"trace": {}}),
        funding=funding_records(context, FundingRequest(zone=request.zone)),
        sources=(),
        row_sources={},
        trace={**evaluation.trace, **value.trace, **asked.trace, **systemic.trace},
    )
    seen = withhold(context, draft)
    context.progress("匹配的价值 value of matches")
    seen = _with_matches(context, seen, facts)
    context.progress("来源 sources")
    level = highest((seen.level, level_of_facts(context.connection)))
    return Computed(_with_sources(context.connection, seen.model_copy(update={"level": level})), facts.network)


def for_whom(context: Context, request: LoopRequest) -> Context:
    """The context narrowed to those for whom the result is; RefusedError where whoever asks does not see so much."""
    return context if request.level is None else context.at(request.level)


def _parameters(request: LoopRequest, leads: LeadsAnswer, value: ScopeValue) -> dict[str, str | int | float]:
    """What the result depends on besides facts: the request, and the dates and budgets taken where none was named."""
    told = request.model_dump(mode="json", exclude={"budgets"}, exclude_none=True)
    asked: dict[str, str | int | float] = dict(told)
    if leads.reference_year is not None:
        asked["reference_year"] = leads.reference_year
    return {**asked, **value.parameters}


def _with_matches(context: Context, seen: LoopResult, facts: ValueFacts) -> LoopResult:
    """The result with what its matches are worth, made of what is left of it for whom it is."""
    assert seen.value is not None
    scene = Scene(seen.value, lacking_of(facts), seen.needs, seen.leads, DISCOUNT, CALLS)
    found = value_matches(context, scene)
    return seen.model_copy(
        update={
            "matches": found.model_copy(update={"trace": {}}),
            "assumptions": (*seen.assumptions, *(one.ref for one in found.assumptions)),
            "trace": {**seen.trace, **found.trace},
        }
    )


def _with_sources(connection: Connection, draft: LoopResult) -> LoopResult:
    """The result with the source of every row it names, and those sources numbered by code."""
    found = sources_of(connection, rows_named(draft.model_dump(mode="json")))
    used = set(found.values())
    sources = [source for source in rows(connection, Source) if source.row.code in used]
    return draft.model_copy(
        update={
            "row_sources": dict(sorted({**found, **{source.ref: source.row.code for source in sources}}.items())),
            "sources": tuple(
                SourceState(
                    number=number,
                    code=source.row.code,
                    text=source.row.text,
                    terms=source.row.terms,
                    notice=source.row.notice,
                    ref=source.ref,
                    nature=source.row.nature,
                )
                for number, source in enumerate(sources, start=1)
            ),
        }
    )
