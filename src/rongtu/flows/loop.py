"""The loop: diagnose every chain → match every node → evaluate, on one snapshot of facts, kept with its result."""

from __future__ import annotations

import hashlib

from pydantic import Field
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from rongtu import __version__
from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.diagnosis import diagnose_chain, list_chains
from rongtu.desks.cluster.models import DiagnoseRequest, ListRequest
from rongtu.desks.govern.evaluation import evaluate_integration
from rongtu.desks.govern.models import EvaluateRequest
from rongtu.desks.transfer.leads import find_leads
from rongtu.desks.transfer.models import LeadsRequest
from rongtu.facts import snapshot
from rongtu.facts.fields import record_id
from rongtu.facts.places import find_zone
from rongtu.facts.provenance import rows_named, sources_of
from rongtu.facts.reading import rows
from rongtu.facts.records.acts import Run
from rongtu.facts.records.evidence import Source
from rongtu.facts.schema import table
from rongtu.flows.result import LoopResult, Snapshot, SourceState
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.problems import RefusedError

LOOP = "run.loop"


class LoopRequest(Model):
    """What the loop runs over: the zone in scope, and how many bodies it names for a node."""

    zone: str = Field(default="京津冀", max_length=40, description="scope: name of a zone")
    most: int = Field(default=3, ge=1, le=50, description="bodies named for each node")


class LoopAnswer(Model):
    """The run that holds the result, its snapshot of facts, and the digest of its canonical JSON."""

    run: str
    snapshot: str
    result_hash: str
    known: bool


class ShowRequest(Model):
    """Which run, by the id the loop answered with."""

    run: str = Field(pattern=r"^[0-9a-f-]{36}$", description="run id")


@operation(
    LOOP,
    kind=OperationKind.COMMAND,
    right=Right.RUN_LOOP,
    zh="运行诊断—匹配—评价",
    en="Run diagnose, match and evaluate, and keep the result",
)
def run_loop(context: Context, request: LoopRequest) -> LoopAnswer:
    """Compute the loop and keep it; the same facts and request give the same run, whose result is not kept twice."""
    result = compute(context, request)
    told = canonical_bytes(result.model_dump(mode="json")).decode()
    run = Run(
        operation=LOOP,
        snapshot=result.snapshot.id,
        parameters=canonical_bytes(request.model_dump(mode="json")).decode(),
        version=__version__,
        result_hash=hashlib.sha256(told.encode()).hexdigest(),
        result=told,
        visibility=Visibility.PUBLIC,
    )
    identity = record_id("run", run.operation, run.snapshot, run.parameters, run.version, run.result_hash)
    kept = insert(table(Run)).values(id=identity, **vars(run)).on_conflict_do_nothing().returning(table(Run).c.id)
    new = context.connection.execute(kept).one_or_none() is not None
    return LoopAnswer(run=str(identity), snapshot=run.snapshot, result_hash=run.result_hash, known=not new)


@operation(
    "run.show",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="查看一次运行的结果",
    en="Show the result of a run",
)
def show_run(context: Context, request: ShowRequest) -> LoopResult:
    """The result kept under that run id; RefusedError where there is none."""
    runs = table(Run)
    kept = context.connection.execute(select(runs.c.result).where(runs.c.id == request.run)).scalar_one_or_none()
    if kept is None:
        raise RefusedError(f"There is no run {request.run}.")
    return LoopResult.model_validate_json(kept)


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
