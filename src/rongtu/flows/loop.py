"""The loop: diagnose every chain → match every node → evaluate, on one snapshot of facts, kept with its result."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from rongtu import __version__
from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, OutdatedError, StageContext, operation
from rongtu.desks.cluster.disclosing.withholding import withhold
from rongtu.facts import snapshot
from rongtu.facts.fields import record_id
from rongtu.facts.records.acts import Run, RunInputs
from rongtu.facts.schema import table
from rongtu.flows.computing import Computed, LoopRequest, compute, for_whom
from rongtu.flows.inputs_kept import inputs_of, level_of, to_json
from rongtu.vocab.canonical import canonical_bytes

LOOP = "run.loop"


class LoopAnswer(Model):
    """The run that holds the result, its snapshot of facts, and the digest of its canonical JSON."""

    run: str
    snapshot: str
    result_hash: str
    known: bool


def _stage(context: StageContext, request: LoopRequest) -> Computed:
    """The result on one snapshot of facts: the desks read as they compute, so one transaction, which only reads, stays
    open the while. It holds no row of anybody's up.
    """
    with context.short() as connection:
        return compute(context.reading(connection), request)


@operation(
    LOOP,
    kind=OperationKind.JOB,
    right=Right.RUN_LOOP,
    zh="运行诊断—匹配—评价",
    en="Run diagnose, match and evaluate, and keep the result",
    stage=_stage,
    withhold=withhold,
)
def run_loop(context: Context, request: LoopRequest) -> LoopAnswer:
    """Keep the result of a loop with its inputs, if the facts are those it was computed from still.

    The same facts and request give the same run, whose result is not kept twice.
    """
    computed: Computed = context.staged
    result = computed.result
    context = for_whom(context, request)
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
        visibility=result.level,
        kept_at=datetime.now(UTC),
    )
    identity = record_id("run", run.operation, run.snapshot, run.parameters, run.version, run.result_hash)
    kept = insert(table(Run)).values(id=identity, **vars(run)).on_conflict_do_nothing().returning(table(Run).c.id)
    new = context.connection.execute(kept).one_or_none() is not None
    _keep_inputs(context, identity, computed)
    return LoopAnswer(run=str(identity), snapshot=run.snapshot, result_hash=run.result_hash, known=not new)


def _keep_inputs(context: Context, run: UUID, computed: Computed) -> None:
    """Keep what V was computed from beside its run, at the level of the highest figure in it."""
    if computed.network is None:
        return
    row = RunInputs(
        run=run,
        inputs=to_json(inputs_of(computed.result, computed.network)),
        visibility=level_of(computed.network, computed.result.level),
    )
    identity = record_id("run_inputs", str(run))
    # they may be above whoever asked for the result; a run kept before inputs were has them from now on
    with context.above():
        context.connection.execute(insert(table(RunInputs)).values(id=identity, **vars(row)).on_conflict_do_nothing())
