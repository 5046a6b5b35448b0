"""Runs kept: which there are, one as it was, and what moved between two."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import Field, ValidationError
from sqlalchemy import Connection, Row, Select, Text, and_, cast, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.facts.records.acts import Run
from rongtu.facts.schema import table
from rongtu.flows.moved import FactsMoved, Moved, facts_moved, moved
from rongtu.flows.result import LoopResult
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import RefusedError

RUN_ID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class ShowRequest(Model):
    """Which run, by the id the loop answered with."""

    run: str = Field(pattern=RUN_ID, description="运行编号，见 rongtu run list (run id)")


class RunsRequest(Model):
    """A page of the runs kept, newest first."""

    after: UUID | None = Field(default=None, description="从哪次运行之后接着列 (show what comes after this run)")
    most: int = Field(default=20, ge=1, le=200, description="显示几次 (runs on a page)")


class CompareRequest(Model):
    """Which two runs, the earlier one first."""

    before: str = Field(pattern=RUN_ID, description="前一次运行 (run id)")
    after: str = Field(pattern=RUN_ID, description="后一次运行 (run id)")


class RunSummary(Model):
    """A run kept: over what, by which version, when; the time is unknown of runs kept by early versions."""

    run: str
    kept_at: str | None
    nature: Nature
    zone: str | None
    chains: int
    operation: str
    version: str
    snapshot: str
    result_hash: str


class RunList(Model):
    """Runs, newest first."""

    runs: tuple[RunSummary, ...]


class Comparison(Model):
    """Two runs side by side: which kinds of facts are others, and what moved in the results."""

    before: RunSummary
    after: RunSummary
    facts: tuple[FactsMoved, ...]
    moved: tuple[Moved, ...]
    notes: tuple[str, ...]


@operation("run.list", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="列出保存的运行", en="List the runs kept")
def list_runs(context: Context, request: RunsRequest) -> RunList:
    """A page of the runs, newest first; those of unknown time last."""
    runs, page = table(Run), select(table(Run).c.id)
    if request.after is not None:
        last = context.connection.execute(select(runs.c.kept_at).where(runs.c.id == request.after)).one_or_none()
        if last is None:
            raise _unknown(str(request.after))
        same = and_(runs.c.kept_at.is_not_distinct_from(last.kept_at), runs.c.id > request.after)
        later = same if last.kept_at is None else or_(runs.c.kept_at < last.kept_at, runs.c.kept_at.is_(None), same)
        page = page.where(later)
    newest = (runs.c.kept_at.desc().nulls_last(), runs.c.id)
    # the page first: what is read off a result is read off those on it alone
    listed = _summaries().where(runs.c.id.in_(page.order_by(*newest).limit(request.most))).order_by(*newest)
    return RunList(runs=tuple(map(_summary, context.connection.execute(listed))))


@operation(
    "run.show",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="查看一次运行的结果",
    en="Show the result of a run",
)
def show_run(context: Context, request: ShowRequest) -> LoopResult:
    """The result kept under that run id; RefusedError where there is none, or this version cannot read it."""
    return _result(context.connection, request.run)


@operation(
    "run.compare",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="比较两次运行",
    en="Compare two runs: what moved, and which facts changed",
)
def compare_runs(context: Context, request: CompareRequest) -> Comparison:
    """What is not the same in both beyond the rounding of results; RefusedError as of `run.show`."""
    ids = (request.before, request.after)
    summaries = {
        str(row.id): _summary(row) for row in context.connection.execute(_summaries().where(table(Run).c.id.in_(ids)))
    }
    old, new = (_result(context.connection, run) for run in ids)
    before, after = (summaries[run] for run in ids)
    return Comparison(
        before=before,
        after=after,
        facts=facts_moved(old.snapshot, new.snapshot),
        moved=moved(old, new),
        notes=tuple(_notes(before, after, old, new)),
    )


def _notes(before: RunSummary, after: RunSummary, old: LoopResult, new: LoopResult) -> list[str]:
    """What to bear in mind when reading the comparison."""
    notes = []
    if before.version != after.version:
        notes.append(f"程序版本不同：{before.version} → {after.version}，变动可能来自方法而非事实")
    if old.nature is not new.nature:
        notes.append(f"性质不同：{old.nature} → {new.nature}，两者不可比")
    changed = sorted(
        name
        for name in old.parameters.keys() | new.parameters.keys()
        if old.parameters.get(name) != new.parameters.get(name)
    )
    notes += [f"参数不同：{name} {old.parameters.get(name)} → {new.parameters.get(name)}" for name in changed]
    if not (old.snapshot.digests and new.snapshot.digests):
        notes.append("较早的运行没有逐类摘要：事实是否变动只能看行数")
    return notes


def _result(connection: Connection, run: str) -> LoopResult:
    runs = table(Run)
    kept = connection.execute(select(runs.c.result, runs.c.version).where(runs.c.id == UUID(run))).one_or_none()
    if kept is None:
        raise _unknown(run)
    try:
        return LoopResult.model_validate_json(kept.result)
    except ValidationError as error:
        raise RefusedError(
            f"Run {run} was kept by version {kept.version}, whose result this version cannot read "
            f"({error.error_count()} fields do not fit). It is as it was in the store; that version opens it."
        ) from error


def _summaries() -> Select[Any]:
    """Runs with what is read off their results by the server: a result is a megabyte or more."""
    runs = table(Run)
    result = cast(runs.c.result, JSONB)
    return select(
        *(runs.c[name] for name in ("id", "kept_at", "operation", "version", "snapshot", "result_hash")),
        cast(runs.c.parameters, JSONB)["zone"].astext.label("zone"),
        func.coalesce(result["nature"].astext, cast(Nature.REAL.value, Text)).label("nature"),
        func.coalesce(func.jsonb_array_length(result["chains"]), 0).label("chains"),
    )


def _summary(row: Row[Any]) -> RunSummary:
    return RunSummary(
        run=str(row.id),
        kept_at=row.kept_at.isoformat(timespec="seconds") if row.kept_at else None,
        nature=Nature(row.nature),
        zone=row.zone,
        chains=row.chains,
        operation=row.operation,
        version=row.version,
        snapshot=row.snapshot,
        result_hash=row.result_hash,
    )


def _unknown(run: str) -> RefusedError:
    return RefusedError(f"There is no run {run}; rongtu run list shows those there are.")
