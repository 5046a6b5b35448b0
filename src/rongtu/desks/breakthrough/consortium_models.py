"""What forming a consortium takes and gives: rules in; members, reasons, alternatives and ways out."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from rongtu.acts.models import Model
from rongtu.engines.match.consortium import Stage
from rongtu.vocab.evidence import Visibility


class Ground(StrEnum):
    """Why somebody may be kept out: talks with the poster about this need ended, or he is in another's consortium."""

    ENDED = "ended"
    RIVAL = "rival"


class ProposeRequest(Model):
    """For which need, covering what, under which rules."""

    need: str = Field(max_length=200, description="需求编号 (code of the need)")
    zone: str | None = Field(default=None, max_length=40, description="只从该区域找；不写则不限 (members from a zone)")
    node: tuple[str, ...] = Field(default=(), max_length=50, description="另加的环节代码 (further nodes)")
    links: int = Field(default=0, ge=0, le=5, description="连同上游几级环节 (nodes upstream within so many links)")
    stage: tuple[Stage, ...] = Field(default=(), description="要覆盖的阶段；不写则四个阶段 (stages; all four if none)")
    leader: str | None = Field(default=None, max_length=200, description="牵头企业；不写则提出单位 (who leads)")
    regions_least: int = Field(default=2, ge=0, le=34, description="至少几个省级地区 (regions at least)")
    research_least: int = Field(default=1, ge=0, le=50, description="至少几家高校院所 (universities, institutes)")
    budget: float | None = Field(default=None, ge=0, description="预算，元；不写则按需求 (budget in yuan)")
    most_members: int | None = Field(default=None, ge=1, le=64, description="至多几家 (members at most)")
    with_: tuple[str, ...] = Field(default=(), max_length=50, description="必须有的单位 (who must be in)")
    without: tuple[str, ...] = Field(default=(), max_length=200, description="不要的单位 (who must not)")
    bar: tuple[Ground, ...] = Field(
        default=(), description="排除：ended 本需求谈过已终止的、rival 在同链他人联合体的 (whom to keep out)"
    )
    unknown_cost: float | None = Field(
        default=None, ge=0, description="费用不详者按几元计；不写则不计 (yuan where a cost is unknown)"
    )
    member_cost: float | None = Field(default=None, gt=0, description="每名成员协调成本，元 (cost of a member)")
    pair_cost: float | None = Field(default=None, ge=0, description="每对跨地区成员另加，元 (cost of a pair)")


class MemberShown(Model):
    """A member: what it covers, why it is in, and what to mind."""

    name: str
    part: str
    kind: str
    region: str | None
    covers: tuple[str, ...]
    why: tuple[str, ...]
    cautions: tuple[str, ...]
    cost: float | None
    fit: float
    code: str
    refs: tuple[str, ...]


class CellShown(Model):
    """A node at a stage: who of the members covers it, and how many candidates could."""

    node: str
    stage: str
    by: tuple[str, ...]
    could: int


class RuleShown(Model):
    """A rule as asked, and as the consortium has it."""

    rule: str
    asked: str
    found: str


class OtherShown(Model):
    """One of the next best: who is in, and what differs from the best."""

    members: tuple[str, ...]
    coordination: float
    joins: tuple[str, ...]
    leaves: tuple[str, ...]


class WayShown(Model):
    """A way out: what to relax, what that is priced at, and what becomes possible."""

    relax: tuple[str, ...]
    price: float
    members: tuple[str, ...]
    coordination: float
    misses: tuple[str, ...]


class AssumedShown(Model):
    """A figure that is assumed, with range, author, date and reason."""

    name: str
    value: float
    range: str
    stated: str
    reason: str


class ConsortiumAnswer(Model):
    """A consortium for a need, or why there is none and the cheapest ways out.

    `coordination` is yuan a year, from assumed figures; `gap` how far it may lie above the least, as a share;
    `known_cost` adds up what is known of the members' prices. `level` is the highest of what went in.
    """

    need: str
    title: str
    summary: str
    nodes: tuple[str, ...]
    members: tuple[MemberShown, ...]
    cells: tuple[CellShown, ...]
    rules: tuple[RuleShown, ...]
    coordination: float | None
    gap: float
    known_cost: float | None
    uncovered: tuple[str, ...]
    ways: tuple[WayShown, ...]
    others: tuple[OtherShown, ...]
    considered: int
    notes: tuple[str, ...]
    assumed: tuple[AssumedShown, ...]
    refs: tuple[str, ...]
    level: Visibility
