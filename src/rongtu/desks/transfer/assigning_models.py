"""What assigning needs to people and bodies takes and gives; people stand under their codes alone."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from rongtu.acts.models import Model
from rongtu.desks.transfer.need_questions import ZONE
from rongtu.vocab.evidence import Visibility


class Assignee(StrEnum):
    """Whom needs are assigned to."""

    PERSON = "person"
    ORGANISATION = "organisation"


class AssignRequest(Model):
    """Which needs (all open ones where none is named), whom to assign, how many each, for how many hours."""

    needs: tuple[str, ...] = Field(default=(), max_length=10_000, description="需求编号；不写则全部待解决的 (needs)")
    zone: str | None = Field(default=None, max_length=40, description=ZONE)
    kind: tuple[Assignee, ...] = Field(
        default=tuple(Assignee), description="派谁：person 专家、organisation 单位 (whom to assign)"
    )
    each: int = Field(default=1, ge=1, le=10, description="每条需求至多派几个 (offers for each need)")
    hours: float | None = Field(default=None, gt=0, le=168, description="每条需求一周占用几小时 (hours a week)")
    candidates: int = Field(default=20, ge=1, le=100, description="每条需求考虑几个 (candidates for each need)")
    words: bool = Field(default=False, description="只按文字，不等向量 (words alone, at once)")


class AssignedShown(Model):
    """Who is to serve a need, and why."""

    need: str
    title: str
    offer: str
    kind: str
    fit: float
    why: str
    hours: float
    refs: tuple[str, ...]


class ShortShown(Model):
    """A need that has fewer than it wants, and why."""

    need: str
    title: str
    wanted: int
    got: int
    why: str
    refs: tuple[str, ...]


class LoadShown(Model):
    """Somebody's hours a week, in use and in all, and the fit an hour more would add at the margin."""

    offer: str
    kind: str
    used: float
    hours: float
    margin: float
    refs: tuple[str, ...]


class AssumedHours(Model):
    """A figure that is assumed, with range, author, date and reason."""

    name: str
    value: float
    range: str
    stated: str
    reason: str


class AssignAnswer(Model):
    """Needs and who is to serve each, so that fits add up to the most; a proposal, which people are to look at.

    `total` adds up scores of matches, which are not calibrated; `gap` is how far it may lie below the most, as a share.
    """

    summary: str
    assigned: tuple[AssignedShown, ...]
    short: tuple[ShortShown, ...]
    loads: tuple[LoadShown, ...]
    total: float
    gap: float
    method: str
    assumed: tuple[AssumedHours, ...]
    remarks: tuple[str, ...]
    level: Visibility
