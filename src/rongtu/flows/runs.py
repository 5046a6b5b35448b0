"""Runs kept: which there are, one as it was, and what moved between two."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row, and_, or_, select

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.disclosing.withholding import withhold
from rongtu.desks.cluster.value.headlines import money
from rongtu.facts.records.acts import Run
from rongtu.facts.schema import table
from rongtu.flows.explained import Explained, explained
from rongtu.flows.moved import FactsMoved, Moved, facts_moved, moved
from rongtu.flows.result import LoopResult
from rongtu.flows.runs_kept import result_of, side_of, summaries, unknown
from rongtu.vocab.aspects import MONEY, Aspect
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.labels import label

RUN_ID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

SHOWN = 10
"""Results that moved which a headline names."""


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
    level: Visibility = Visibility.PUBLIC


class RunList(Model):
    """Runs, newest first."""

    runs: tuple[RunSummary, ...]


class Comparison(Model):
    """Two runs side by side: which kinds of facts are others, what moved in the results, and by what V moved."""

    before: RunSummary
    after: RunSummary
    facts: tuple[FactsMoved, ...]
    moved: tuple[Moved, ...]
    notes: tuple[str, ...]
    explained: Explained | None = None

    def headline(self) -> str:
        """By what V moved, how much else did, and what to bear in mind."""
        kinds = "、".join(one.kind for one in self.facts) or "无"
        return "\n".join(
            [
                *(self.explained.in_words() if self.explained else ()),
                *(
                    f"{label(one.aspect).zh} {one.what}：{_told(one, one.before)} → {_told(one, one.after)}"
                    for one in self._first()
                ),
                f"结果共 {len(self.moved)} 项不同；事实有变动的：{kinds}；全部见 -v (all of it: -v)",
                *(f"须注意：{note}" for note in self.notes),
            ]
        )

    def _first(self) -> tuple[Moved, ...]:
        """What moved, those of one aspect together, as the headline lists it."""
        order = tuple(Aspect)
        return tuple(sorted(self.moved, key=lambda one: order.index(one.aspect))[:SHOWN])


@operation("run.list", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="列出保存的运行", en="List the runs kept")
def list_runs(context: Context, request: RunsRequest) -> RunList:
    """A page of the runs, newest first; those of unknown time last."""
    runs, page = table(Run), select(table(Run).c.id)
    if request.after is not None:
        last = context.connection.execute(select(runs.c.kept_at).where(runs.c.id == request.after)).one_or_none()
        if last is None:
            raise unknown(str(request.after))
        same = and_(runs.c.kept_at.is_not_distinct_from(last.kept_at), runs.c.id > request.after)
        later = same if last.kept_at is None else or_(runs.c.kept_at < last.kept_at, runs.c.kept_at.is_(None), same)
        page = page.where(later)
    newest = (runs.c.kept_at.desc().nulls_last(), runs.c.id)
    # the page first: what is read off a result is read off those on it alone
    listed = summaries().where(runs.c.id.in_(page.order_by(*newest).limit(request.most))).order_by(*newest)
    return RunList(runs=tuple(map(_summary, context.connection.execute(listed))))


@operation(
    "run.show",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="查看一次运行的结果",
    en="Show the result of a run",
    withhold=withhold,
)
def show_run(context: Context, request: ShowRequest) -> LoopResult:
    """The result kept under that run id; RefusedError where there is none, or this version cannot read it."""
    return result_of(context, request.run)


@operation(
    "run.compare",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="比较两次运行",
    en="Compare two runs: what moved, by which facts V did, and which facts changed",
    withhold=withhold,
)
def compare_runs(context: Context, request: CompareRequest) -> Comparison:
    """What is not the same in both beyond the rounding of results; RefusedError as of `run.show`."""
    ids = (request.before, request.after)
    told = {
        str(row.id): _summary(row) for row in context.connection.execute(summaries().where(table(Run).c.id.in_(ids)))
    }
    old, new = (result_of(context, run) for run in ids)
    before, after = (told[run] for run in ids)
    return Comparison(
        before=before,
        after=after,
        facts=facts_moved(old.snapshot, new.snapshot),
        moved=moved(old, new),
        notes=tuple(_notes(before, after, old, new)),
        explained=explained(
            side_of(context.connection, before.run, before.version, old),
            side_of(context.connection, after.run, after.version, new),
        ),
    )


def _told(one: Moved, value: float | str | None) -> str:
    """A value of what moved, as people read it."""
    if value is None or isinstance(value, str):
        return value or "无或未知"
    return money(value) if one.aspect in MONEY else f"{value:.6g}"


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
        level=Visibility(row.visibility),
    )
