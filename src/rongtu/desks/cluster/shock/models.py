"""What stopping a body or a node takes and gives, and the list of those whose stop would cost most (ESRI)."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from rongtu.acts.models import Derivation, Model
from rongtu.desks.cluster.value import headlines
from rongtu.desks.cluster.value.models import Estimated


class ShockMode(StrEnum):
    """The published sweep with its stop, or the limit it converges to."""

    PUBLISHED = "published"
    CONVERGED = "converged"


class ShockLevel(StrEnum):
    """Whether the network is of bodies or of the nodes they stand on."""

    BODY = "body"
    NODE = "node"


class ShockRequest(Model):
    """Who or what stops, and how much of it: one body by name or code, or one node by code."""

    zone: str = Field(default="京津冀", max_length=40, description="范围：区域名称 (scope: name of a zone)")
    body: str = Field(default="", max_length=200, description="停产的单位：名称或编号 (name or code of a body)")
    node: str = Field(default="", max_length=40, description="中断的环节代码 (code of a node)")
    lost: float = Field(default=1.0, gt=0, le=1, description="失去的份额，0—1 (share lost)")
    mode: ShockMode = Field(default=ShockMode.CONVERGED, description="收敛解或论文原法 (converged or published)")
    most: int = Field(default=20, ge=1, le=500, description="列出受影响最大的几家 (bodies listed)")


class ShockLoss(Model):
    """What one body or node loses: the share of its output lost downstream, upstream, and the worse of the two; of
    `sales` yuan a year that are on record.
    """

    name: str
    node: str | None = None
    down: float
    up: float
    loss: float
    sales: float
    ref: str


class Spread(Model):
    """How far a stop spreads over recorded deliveries: ESRI with its parts, how it was computed, who loses most."""

    level: ShockLevel
    mode: ShockMode
    esri: float
    down: float
    up: float
    steps: int
    eps: float
    size: int
    links: int
    losses: tuple[ShockLoss, ...]
    ref: str


class Shock(Model):
    """What a stop does: `impact` on V by the value model, and its spread between firms; each unknown where it is.

    An impact `by_control` is a figure of the list of choke points, and restricted as that is.
    """

    zone: str
    name: str
    lost: float
    impact: Estimated | None
    by_control: bool = False
    spread: Spread | None
    notes: tuple[str, ...]
    parameters: dict[str, str | int | float]
    trace: dict[str, Derivation]

    def headline(self) -> str:
        """What V loses, how far the stop spreads, who loses most, and what is to be said of it."""
        lost = "全部停产" if self.lost == 1 else f"失去 {self.lost:.0%}"
        impact = headlines.graded(self.impact) if self.impact else "未知，原因见下"
        lines = [f"{self.name} {lost} · {self.zone}", f"最终产品年产值减少（V）  {impact}"]
        lines += _spread_lines(self.spread) if self.spread else ["沿供货网络的波及（ESRI）  未知，原因见下"]
        return "\n".join([*lines, *(f"注：{note}" for note in self.notes)])


class SystemicRequest(Model):
    """Over which network the index is told, and of how many."""

    zone: str = Field(default="京津冀", max_length=40, description="范围：区域名称 (scope: name of a zone)")
    level: ShockLevel = Field(default=ShockLevel.BODY, description="按单位或按环节 (bodies or nodes)")
    mode: ShockMode = Field(default=ShockMode.CONVERGED, description="收敛解或论文原法 (converged or published)")
    most: int = Field(default=20, ge=1, le=500, description="列出几家 (listed)")


class SystemicRank(Model):
    """One body or node with the share of all sales that would be lost if it stopped; `own` is its own share of it."""

    position: int
    name: str
    node: str | None
    esri: float
    down: float
    up: float
    own: float
    ref: str


class Systemic(Model):
    """The economic systemic risk index of a scope's bodies or nodes, largest first; none where no deliveries are on
    record.
    """

    zone: str
    level: ShockLevel
    mode: ShockMode
    eps: float
    steps: int
    size: int
    links: int
    ranked: tuple[SystemicRank, ...]
    notes: tuple[str, ...]
    parameters: dict[str, str | int | float]
    trace: dict[str, Derivation]

    def headline(self) -> str:
        """Whose stop would cost most, and how that was computed."""
        if not self.ranked:
            first = f"{self.zone}  系统性风险指数（ESRI）未知 (unknown)"
        else:
            what = f"{self.size} {UNITS_ZH[self.level]}，{self.links} 条供货关系"
            how = f"{MODES_ZH[self.mode]}，eps {self.eps:.0e}，至多 {self.steps} 步"
            first = f"{self.zone}  谁停产损失最大（ESRI：区内记录在案的产出损失的份额）  {what}；{how}"
        rows = [
            f"  {one.position} {one.name}{f' {one.node}' if one.node else ''}  {one.esri:.2%}"
            f"（自身 {one.own:.2%}，下游 {one.down:.2%}，上游 {one.up:.2%}）"
            for one in self.ranked
        ]
        return "\n".join([first, *rows, *(f"注：{note}" for note in self.notes)])


UNITS_ZH = {ShockLevel.BODY: "家单位", ShockLevel.NODE: "个环节"}
MODES_ZH = {ShockMode.CONVERGED: "收敛解", ShockMode.PUBLISHED: "论文原法"}


def _spread_lines(spread: Spread) -> list[str]:
    what = f"{spread.size} {UNITS_ZH[spread.level]}，{spread.links} 条供货关系"
    how = f"{MODES_ZH[spread.mode]}，eps {spread.eps:.0e}，{spread.steps} 步；{what}"
    share = f"{spread.esri:.2%}（下游 {spread.down:.2%}，上游 {spread.up:.2%}，含自身）"
    first = f"沿供货网络波及区内记录在案产出的  {share}  {how}"
    if not spread.losses:
        return [first, "  没有别的区内单位受影响"]
    return [
        first,
        "受影响最大的（按损失额）：",
        *(
            f"  {number} {one.name}{f' {one.node}' if one.node else ''}  损失 {one.loss:.1%}"
            f"（下游 {one.down:.1%}，上游 {one.up:.1%}），约 {headlines.money(one.loss * one.sales)}/年"
            for number, one in enumerate(spread.losses[: 2 * headlines.SHOWN], start=1)
        ),
    ]
