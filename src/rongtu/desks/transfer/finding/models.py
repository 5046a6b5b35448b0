"""What finding takes and gives: for one subject, what goes with it, by kind."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rongtu.acts.models import Model
from rongtu.desks.transfer.models import Contribution, Removal
from rongtu.engines.match.results import Footing


class FindRequest(Model):
    """From what, to what kinds of things, in which scope, how many of each."""

    subject: str = Field(
        min_length=1,
        max_length=400,
        description="从什么出发：编号、名称或 KIND:UUID；人员只认编号 (code, name or row to start from)",
    )
    for_: tuple[str, ...] = Field(
        default=(),
        max_length=9,
        description="找什么：technology、organisation、person、facility、need、project、dataset、policy、finance；"
        "不写则按类别 (kinds to look for)",
    )
    zone: str | None = Field(
        default=None, max_length=40, description="范围：区域名称；不写则不限 (scope: name of a zone)"
    )
    most: int = Field(default=5, ge=1, le=50, description="每类列几项 (results of each kind)")
    words: bool = Field(default=False, description="只按文字，不等向量 (words alone, at once)")


class SubjectSeen(Model):
    """What was started from."""

    kind: str
    code: str
    name: str
    holder: str | None
    region: str | None
    ref: str
    source: str


class Scored(Model):
    """One thing that goes with another: what it is and whose, how well, and in words.

    `why` says what connects the two, `glance` what to know before a call, `cautions` what speaks against it. The
    contributions add up to the score.
    """

    kind: str
    code: str
    name: str
    holder: str | None
    region: str | None
    in_scope: bool | None
    footing: Footing
    score: float
    contributions: tuple[Contribution, ...]
    matched: tuple[str, ...]
    why: str
    glance: tuple[str, ...]
    cautions: tuple[str, ...]
    refs: tuple[str, ...]
    source: str


class Found(Scored):
    """One thing that goes with the subject; `improvements` say what would bring it further up, largest gain first."""

    rank: int
    improvements: tuple[str, ...]


class FoundKind(Model):
    """What was found of one kind, best first; `remark` says so where it is nothing.

    `without_words` counts those left out because they share no telling word with the subject, `beyond_holder` those
    whose holder has its places already.
    """

    kind: str
    considered: int
    removals: tuple[Removal, ...]
    without_words: int
    beyond_holder: int
    found: tuple[Found, ...]
    remark: str | None = None


class FindAnswer(Model):
    """What goes with a subject, by kind; `encoder` is who made the vectors, None where words alone ranked."""

    subject: SubjectSeen
    groups: tuple[FoundKind, ...]
    encoder: str | None
    remark: str | None
    calibration: Literal["uncalibrated"] = "uncalibrated"
