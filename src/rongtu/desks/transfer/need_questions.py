"""What the questions about needs take: which needs, in which scope, how far down, told from which day."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rongtu.acts.models import Model

TODAY = "基准日；不写则真实数据为今天，虚构数据为其最新一天 (reference day)"
ZONE = "范围：区域名称；不写则不限 (scope: name of a zone)"


class NeedListRequest(Model):
    """Which needs: all open ones, a page at a time, in which order."""

    sort: Literal["attention", "complete", "age", "deadline", "code"] = Field(
        default="attention",
        description="次序：attention 有效且完整者先、complete 完整度、age 新者先、deadline 期限、code 编号 (order)",
    )
    zone: str | None = Field(default=None, max_length=40, description=ZONE)
    after: str = Field(default="", max_length=100, description="从该编号之后列起 (show what comes after this code)")
    most: int = Field(default=50, ge=1, le=1_000, description="列几条 (needs on a page)")
    today: str | None = Field(default=None, description=TODAY)


class NeedMatchRequest(Model):
    """For which needs, in which scope, how many offers each; by words alone where `words`."""

    needs: tuple[str, ...] = Field(min_length=1, max_length=1_000, description="需求编号 (codes of needs)")
    zone: str | None = Field(default=None, max_length=40, description=ZONE)
    most: int = Field(default=5, ge=1, le=50, description="每条列几项 (offers for each need)")
    words: bool = Field(default=False, description="只按文字，不等向量 (words alone, at once)")
    today: str | None = Field(default=None, description=TODAY)


class BatchRequest(Model):
    """The open needs of which scope, and how many offers each."""

    zone: str | None = Field(default=None, max_length=40, description=ZONE)
    most: int = Field(default=3, ge=1, le=20, description="每条列几项 (offers for each need)")
    words: bool = Field(default=False, description="只按文字，不等向量 (words alone, at once)")
    today: str | None = Field(default=None, description=TODAY)


class ExplainRequest(Model):
    """Which need and which offer."""

    need: str = Field(max_length=100, description="需求编号 (code of a need)")
    offer: str = Field(max_length=400, description="供给：编号、名称或 KIND:UUID (offer: its key, name or row)")
    zone: str | None = Field(default=None, max_length=40, description=ZONE)
    words: bool = Field(default=False, description="只按文字，不等向量 (words alone, at once)")
    today: str | None = Field(default=None, description=TODAY)
