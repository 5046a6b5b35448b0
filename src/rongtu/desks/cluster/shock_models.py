"""What stopping a body or a node takes and gives, and the list of those whose stop would cost most (ESRI)."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from rongtu.acts.models import Derivation, Model
from rongtu.desks.cluster.value_models import Estimated


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
    """What one body or node loses: the share of its output lost downstream, upstream, and the worse of the two."""

    name: str
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
    """What a stop does: `impact` on V by the value model, and its spread between firms; each unknown where it is."""

    zone: str
    name: str
    lost: float
    impact: Estimated | None
    spread: Spread | None
    notes: tuple[str, ...]
    parameters: dict[str, str | int | float]
    trace: dict[str, Derivation]


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
