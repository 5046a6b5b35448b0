"""The loop: diagnose every chain → match every node → evaluate, on one snapshot of facts, kept with its result."""

from __future__ import annotations

import hashlib

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from rongtu import __version__
from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.facts.fields import record_id
from rongtu.facts.records.acts import Run
from rongtu.facts.schema import table
from rongtu.flows.computing import LoopRequest, compute
from rongtu.flows.result import LoopResult
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.problems import RefusedError

LOOP = "run.loop"


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
