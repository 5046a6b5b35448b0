"""Releasing: decisions that the list of choke points of a zone, restricted by default, may be shown to everybody.

A decision holds from the day it is made to its last day, or until it is withdrawn. What is decided is public, kept for
good, and audited as every command is.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from pydantic import Field
from sqlalchemy import Connection, func, insert, select, update

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.facts.places import find_zone
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.places import Zone
from rongtu.facts.records.releases import Release
from rongtu.facts.schema import table
from rongtu.vocab.dates import PartialDate, interval, parse_partial_date
from rongtu.vocab.evidence import Releasable, Visibility
from rongtu.vocab.problems import InputError, RefusedError


class ReleaseRequest(Model):
    """What of which zone is released, by whose decision, why, and to which last day."""

    zone: str = Field(max_length=40, description="区域名称 (name of a zone)")
    what: Releasable = Field(default=Releasable.CHOKES, description="公开内容：chokes 卡点清单 (what is released)")
    decided_by: str = Field(
        min_length=1, max_length=200, description="决定单位，写机构或岗位，不写个人 (an office or function)"
    )
    reason: str = Field(min_length=1, max_length=1_000, description="理由 (why)")
    until: str = Field(
        default="", max_length=10, description="有效至，不填为直到撤回 (last day; none: until withdrawn)"
    )


class WithdrawRequest(Model):
    """Of which zone the decisions in force are withdrawn."""

    zone: str = Field(max_length=40, description="区域名称 (name of a zone)")
    what: Releasable = Field(default=Releasable.CHOKES, description="公开内容：chokes 卡点清单 (what is withdrawn)")


class ReleasesRequest(Model):
    """Nothing to say: every decision."""


class ReleaseState(Model):
    """A decision, and whether it is in force today."""

    zone: str
    what: Releasable
    decided_by: str
    decided_on: str
    reason: str
    until: str | None
    withdrawn_on: str | None
    in_force: bool
    ref: str


class Releases(Model):
    """Decisions, newest first."""

    releases: tuple[ReleaseState, ...]


@operation(
    "chain.release",
    kind=OperationKind.COMMAND,
    right=Right.RELEASE_RESULTS,
    zh="决定公开一个区域的卡点清单",
    en="Decide that a zone's list of choke points may be shown",
)
def release(context: Context, request: ReleaseRequest) -> ReleaseState:
    """Decide it from today on; RefusedError where there is no such zone, InputError for a last day that has gone by."""
    zone, today = find_zone(context.connection, request.zone), _today(context.connection)
    until = parse_partial_date(request.until, "until") if request.until else None
    if until and interval(until)[1] < today:
        raise InputError.single("until", "the last day is today or later", request.until, "Name a later one.")
    made = Release(
        what=request.what,
        zone=zone.id,
        decided_by=request.decided_by,
        decided_on=PartialDate(today.isoformat()),
        reason=request.reason,
        until=until,
        withdrawn_on=None,
        nature=context.nature,
        visibility=Visibility.PUBLIC,
    )
    stored = Stored(uuid4(), made, "release")
    context.connection.execute(insert(table(Release)).values(id=stored.id, **vars(made)))
    return _state(stored, zone.row.name, today)


@operation(
    "chain.withdraw",
    kind=OperationKind.COMMAND,
    right=Right.RELEASE_RESULTS,
    zh="撤回公开决定",
    en="Withdraw the decisions that a zone's list of choke points may be shown",
)
def withdraw(context: Context, request: WithdrawRequest) -> Releases:
    """Withdraw every decision in force today; RefusedError where there is none."""
    connection = context.connection
    zone, today = find_zone(connection, request.zone), _today(connection)
    found = in_force(connection, zone.id, request.what)
    if not found:
        raise RefusedError(f"Nothing of {request.zone} is released; rongtu chain releases shows what was decided.")
    releases = table(Release)
    told = {"withdrawn_on": today.isoformat()}
    connection.execute(update(releases).where(releases.c.id.in_([one.id for one in found])).values(told))
    return _newest_first(connection, {one.id for one in found})


@operation(
    "chain.releases",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="列出公开决定",
    en="List the decisions that results may be shown",
)
def list_releases(context: Context, request: ReleasesRequest) -> Releases:
    """Every decision there is, those withdrawn or over among them."""
    return _newest_first(context.connection)


def in_force(connection: Connection, zone: UUID, what: Releasable) -> tuple[Stored[Release], ...]:
    """The decisions that hold today."""
    releases = table(Release)
    today = _today(connection)
    found = rows(connection, Release, releases.c.zone == zone, releases.c.what == what.value)
    return tuple(one for one in found if _holds(one.row, today))


def _newest_first(connection: Connection, only: set[UUID] | None = None) -> Releases:
    today, names = _today(connection), {zone.id: zone.row.name for zone in rows(connection, Zone)}
    found = sorted(rows(connection, Release), key=lambda one: (one.row.decided_on, str(one.id)), reverse=True)
    wanted = (one for one in found if only is None or one.id in only)
    return Releases(releases=tuple(_state(one, names[one.row.zone], today) for one in wanted))


def _state(one: Stored[Release], zone: str, today: date) -> ReleaseState:
    row = one.row
    return ReleaseState(
        zone=zone,
        what=row.what,
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        reason=row.reason,
        until=row.until,
        withdrawn_on=row.withdrawn_on,
        in_force=_holds(row, today),
        ref=one.ref,
    )


def _holds(row: Release, today: date) -> bool:
    begun = interval(row.decided_on)[0] <= today
    over = row.until is not None and interval(row.until)[1] < today
    return begun and not over and row.withdrawn_on is None


def _today(connection: Connection) -> date:
    found: date = connection.execute(select(func.current_date())).scalar_one()
    return found
