"""Jobs as people follow them: which there are, how far they have come, what came of them; and cancelling one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row, Select, select

from rongtu.acts import jobs
from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import OPERATIONS, Context, OperationKind, operation
from rongtu.acts.payloads import open_payload
from rongtu.facts.records.acts import Actor, Job
from rongtu.facts.schema import table
from rongtu.vocab.evidence import Nature
from rongtu.vocab.jobs import FINAL, JobState
from rongtu.vocab.labels import label
from rongtu.vocab.problems import RefusedError

ERASED = "已删除 erased"
"""What stands for the name of a principal who was erased."""


class JobsRequest(Model):
    """How many jobs, and in which state."""

    most: int = Field(default=20, ge=1, le=1_000, description="显示几个，新的在前 (jobs, newest first)")
    state: JobState | None = Field(default=None, description="只看某种状态 (only those in this state)")


class JobRequest(Model):
    """Which job."""

    job: UUID = Field(description="作业编号，见 rongtu job list (job id)")


class JobSummary(Model):
    """A job: what was asked by whom, how far it has come; `seconds` is how long its newest attempt has taken."""

    job: str
    operation: str
    title: str
    state: JobState
    progress: str | None
    nature: Nature
    principal: str
    attempts: int
    asked_at: str
    seconds: float | None


class JobList(Model):
    """The newest jobs that one may see."""

    jobs: tuple[JobSummary, ...]


class JobShown(Model):
    """A job with what it was asked and what came of it: the answer in canonical JSON, or the error in words."""

    summary: JobSummary
    asked: str | None
    answer: str | None
    error: str | None


class Cancelled(Model):
    """What became of a job that was to be cancelled: cancelled, or, while it runs, asked to stop at its next step."""

    job: str
    state: JobState

    def headline(self) -> str:
        """In words."""
        if self.state is JobState.CANCELLED:
            return f"已取消 {self.job} (cancelled)"
        return f"已要求停止 {self.job}，下一步时停 (asked to stop at its next step)"


@operation("job.list", kind=OperationKind.QUERY, right=Right.FOLLOW_JOBS, zh="列出作业", en="List jobs, newest first")
def list_jobs(context: Context, request: JobsRequest) -> JobList:
    """The newest jobs: one's own, or of everybody for who oversees them."""
    found = table(Job)
    query = _jobs().order_by(found.c.asked_at.desc(), found.c.id).limit(request.most)
    if request.state is not None:
        query = query.where(found.c.state == request.state)
    return JobList(jobs=tuple(map(_summary, context.connection.execute(query))))


@operation(
    "job.show",
    kind=OperationKind.QUERY,
    right=Right.FOLLOW_JOBS,
    zh="查看一个作业",
    en="Show a job and what came of it",
)
def show_job(context: Context, request: JobRequest) -> JobShown:
    """The job; RefusedError where there is none, or it is somebody else's."""
    row = context.connection.execute(_jobs().where(table(Job).c.id == request.job)).one_or_none()
    if row is None:
        raise _unknown(request.job)
    asked = _opened(row, row.request)
    outcome = json.loads(_opened(row, row.outcome) or "{}")
    answer = outcome.get("answer")
    return JobShown(
        summary=_summary(row),
        asked=asked,
        answer=None if answer is None else json.dumps(answer, ensure_ascii=False, sort_keys=True),
        error=outcome.get("error"),
    )


@operation(
    "job.cancel",
    kind=OperationKind.COMMAND,
    right=Right.FOLLOW_JOBS,
    zh="取消一个作业",
    en="Cancel a job, or ask it to stop",
)
def cancel_job(context: Context, request: JobRequest) -> Cancelled:
    """Cancel a job that waits; one that runs stops at its next step, and nothing of it remains.

    RefusedError where there is none, it is somebody else's, or it has ended.
    """
    before = jobs.cancel(context.connection, request.job)
    if before is None:
        raise _unknown(request.job)
    if before in FINAL:
        raise RefusedError(f"Job {request.job} has ended already: {label(before).en}.")
    after = JobState.RUNNING if before is JobState.RUNNING else JobState.CANCELLED
    return Cancelled(job=str(request.job), state=after)


def _jobs() -> Select[Any]:
    """Jobs with the name and the key of whoever asked for them, while there is one."""
    found, people = table(Job), table(Actor)
    return select(found, people.c.name, people.c.key).outerjoin(people, people.c.id == found.c.actor)


def _summary(row: Row[Any]) -> JobSummary:
    known = OPERATIONS.get(row.operation)
    return JobSummary(
        job=str(row.id),
        operation=row.operation,
        title=known.zh if known else row.operation,
        state=JobState(row.state),
        progress=row.progress,
        nature=Nature(row.nature),
        principal=row.name or ERASED,
        attempts=row.attempts,
        asked_at=row.asked_at.isoformat(timespec="seconds"),
        seconds=_seconds(row),
    )


def _seconds(row: Row[Any]) -> float | None:
    if row.begun_at is None or row.state == JobState.WAITING:
        return None
    ended = row.ended_at or datetime.now(row.begun_at.tzinfo)
    taken: float = (ended - row.begun_at).total_seconds()
    return round(taken, 3)


def _opened(row: Row[Any], sealed: str | None) -> str | None:
    """What was kept under the key of whoever asked; None once that was destroyed."""
    if sealed is None or row.key is None:
        return None
    return open_payload(bytes.fromhex(row.key), row.id, sealed).decode()


def _unknown(job: UUID) -> RefusedError:
    return RefusedError(f"There is no job {job} of yours; rongtu job list shows those there are.")
