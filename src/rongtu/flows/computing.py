"""What one loop computes on one snapshot: diagnose every chain, value the scope, match nodes and needs, evaluate."""

from __future__ import annotations

from pydantic import Field
from sqlalchemy import Connection

from rongtu.acts.models import Model
from rongtu.acts.operation import Context
from rongtu.desks.cluster.diagnosis import diagnose_chain, list_chains
from rongtu.desks.cluster.models import DiagnoseRequest, ListRequest
from rongtu.desks.govern.evaluation import evaluate_integration
from rongtu.desks.govern.models import EvaluateRequest
from rongtu.desks.transfer.leads import find_leads
from rongtu.desks.transfer.models import LeadsRequest
from rongtu.facts import snapshot
from rongtu.facts.places import find_zone
from rongtu.facts.provenance import rows_named, sources_of
from rongtu.facts.reading import rows
from rongtu.facts.records.evidence import Source
from rongtu.flows.result import LoopResult, Snapshot, SourceState


class LoopRequest(Model):
    """What the loop runs over: the zone in scope, and how many bodies it names for a node."""

    zone: str = Field(default="京津冀", max_length=40, description="scope: name of a zone")
    most: int = Field(default=3, ge=1, le=50, description="bodies named for each node")


def compute(context: Context, request: LoopRequest) -> LoopResult:
    """One loop over the facts visible in this transaction."""
    find_zone(context.connection, request.zone)
    context.progress("快照 snapshot")
    facts = snapshot.take(context.connection)
    chains = []
    for chain in list_chains(context, ListRequest()).chains:
        context.progress(f"诊断 {chain.name}")
        chains.append(diagnose_chain(context, DiagnoseRequest(chain=chain.code)))
    context.progress("匹配 match")
    leads = find_leads(context, LeadsRequest(zone=request.zone, most=request.most))
    context.progress("评价 evaluate")
    evaluation = evaluate_integration(context, EvaluateRequest(zone=request.zone))
    trace = dict(evaluation.trace)
    draft = LoopResult(
        nature=context.nature,
        snapshot=Snapshot(id=facts.id, rows=facts.rows),
        parameters=_parameters(request, leads.reference_year),
        assumptions=(),
        chains=tuple(chains),
        leads=leads.leads,
        evaluation=evaluation.model_copy(update={"trace": {}}),
        sources=(),
        row_sources={},
        trace=trace,
    )
    return _with_sources(context.connection, draft)


def _parameters(request: LoopRequest, reference_year: int | None) -> dict[str, str | int | float]:
    parameters: dict[str, str | int | float] = dict(request.model_dump(mode="json"))
    if reference_year is not None:
        parameters["reference_year"] = reference_year
    return parameters


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
