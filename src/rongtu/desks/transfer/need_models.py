"""What matching posted needs takes and gives: for each need, offers ranked by fit, and how complete the need is."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Model
from rongtu.desks.transfer.models import Contribution, Removal
from rongtu.vocab.means import NeedKind


class DealSoFar(Model):
    """How far this need and this offer's holder have come with each other already."""

    stage: str
    stage_on: str
    outcome: str | None
    ref: str


class Offered(Model):
    """An offer for a need (technology, organisation, facility, project, dataset): why, and what speaks against it."""

    kind: str
    code: str
    name: str
    holder: str | None
    region: str | None
    trl: int | None
    in_scope: bool | None
    score: float
    contributions: tuple[Contribution, ...]
    matched: tuple[str, ...]
    why: str
    cautions: tuple[str, ...]
    deal: DealSoFar | None
    refs: tuple[str, ...]
    source: str


class NeedOffers(Model):
    """A need as posted, what it does not say, how old it is, and its offers best first."""

    code: str
    kind: NeedKind
    title: str
    node: str | None
    organisation: str | None
    region: str | None
    budget: float | None
    deadline: str | None
    lacks: str | None
    state: str | None
    posted_on: str | None
    unsaid: tuple[str, ...]
    considered: int
    removals: tuple[Removal, ...]
    offers: tuple[Offered, ...]
    refs: tuple[str, ...]
    source: str


class NeedsRequest(Model):
    """Which needs (all open ones where none is named), in which scope, how many offers each."""

    needs: tuple[str, ...] = Field(default=(), max_length=10_000, description="需求编号；不写则全部未解决的 (needs)")
    zone: str = Field(default="京津冀", max_length=40, description="范围：区域名称 (scope: name of a zone)")
    most: int = Field(default=5, ge=1, le=50, description="每条需求列几项 (offers for each need)")


class NeedsAnswer(Model):
    """Offers by need code; `encoder` is who made the vectors, None where words alone ranked (`remark` says why)."""

    needs: dict[str, NeedOffers]
    encoder: str | None
    remark: str | None = None
