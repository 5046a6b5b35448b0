"""The loop: diagnose every chain → match every node → evaluate, on one snapshot of facts, kept with its result."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from sqlalchemy.dialects.postgresql import insert

from rongtu import __version__
from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, OutdatedError, StageContext, operation
from rongtu.facts import snapshot
from rongtu.facts.fields import record_id
from rongtu.facts.records.acts import Run
from rongtu.facts.schema import table
from rongtu.flows.computing import LoopRequest, compute
from rongtu.flows.result import LoopResult
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.evidence import Visibility

LOOP = "run.loop"


class LoopAnswer(Model):
    """The run that holds the result, its snapshot of facts, and the digest of its canonical JSON."""

    run: str
    snapshot: str
    result_hash: str
    known: bool


def _stage(context: StageContext, request: LoopRequest) -> LoopResult:
    """The result on one snapshot of facts: the desks read as they compute, so one transaction, which only reads, stays
    open the while. It holds no row of anybody's up.
    """
    with context.short() as connection:
        return compute(Context(context.principal, connection, context.progress, context.nature), request)


@operation(
    LOOP,
    kind=OperationKind.JOB,
    right=Right.RUN_LOOP,
    zh="运行诊断—匹配—评价",
    en="Run diagnose, match and evaluate, and keep the result",
    stage=_stage,
)
def run_loop(context: Context, request: LoopRequest) -> LoopAnswer:
    """Keep the result of a loop, if the facts are those it was computed from still.

    The same facts and request give the same run, whose result is not kept twice.
    """
    result: LoopResult = context.staged
    if snapshot.take(context.connection).id != result.snapshot.id:
        raise OutdatedError
    told = canonical_bytes(result.model_dump(mode="json")).decode()
    run = Run(
        operation=LOOP,
        snapshot=result.snapshot.id,
        parameters=canonical_bytes(request.model_dump(mode="json")).decode(),
        version=__version__,
        result_hash=hashlib.sha256(told.encode()).hexdigest(),
        result=told,
        visibility=Visibility.PUBLIC,
        kept_at=datetime.now(UTC),
    )
    identity = record_id("run", run.operation, run.snapshot, run.parameters, run.version, run.result_hash)
    kept = insert(table(Run)).values(id=identity, **vars(run)).on_conflict_do_nothing().returning(table(Run).c.id)
    new = context.connection.execute(kept).one_or_none() is not None
    return LoopAnswer(run=str(identity), snapshot=run.snapshot, result_hash=run.result_hash, known=not new)
