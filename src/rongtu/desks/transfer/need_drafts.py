"""What posting a need takes and gives: the need in its poster's words, what is added to it, what became of it."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Model
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.means import Lack, NeedKind, NeedState


class NeedDetails(Model):
    """What a need may say beside its text; None says nothing."""

    title: str | None = Field(default=None, description="名称；不写取第一句 (title; none: the first clause)")
    organisation: str | None = Field(default=None, description="提出单位：名称或编号 (who wants it: name or key)")
    node: str | None = Field(default=None, description="对应环节，如 EXES-SEP (chain node it stands at)")
    region: str | None = Field(default=None, description="行政区：名称或代码 (region: name or code)")
    budget: str | None = Field(default=None, description="预算，带单位，如 1,800万元 (budget with its unit)")
    deadline: str | None = Field(default=None, description="期限，如 2027-09 (deadline)")
    criteria: str | None = Field(default=None, description="验收指标：怎样算做到 (test criteria)")
    decides: str | None = Field(default=None, description="谁能拍板：岗位，不写人名 (a function, not a name)")
    trl: int | None = Field(default=None, description="所需就绪度 1–9 (TRL wanted)")
    lacks: Lack | None = Field(default=None, description="缺什么 (what it lacks)")
    expires: str | None = Field(default=None, description="失效时间；不写为一年后 (expires on; none: in a year)")
    level: Visibility | None = Field(
        default=None, description="谁能看：public（默认）、members 或 private (who sees it)"
    )
    today: str | None = Field(
        default=None, description="基准日；不写则真实数据为今天，虚构数据为其最新一天 (reference day)"
    )


class NeedDraft(NeedDetails):
    """A need as somebody posts it: the text alone will do."""

    text: str = Field(description="用自己的话说：想做到什么 (what you want to reach, in your own words)")
    kind: NeedKind | None = Field(default=None, description="类别：demand 需求（默认）、challenge 揭榜、scenario 场景")


class NeedAmendment(NeedDetails):
    """What is added to a need of one's own; nothing at all confirms that it still stands."""

    code: str = Field(max_length=100, description="需求编号 (code of the need)")
    state: NeedState | None = Field(default=None, description="状态：met 已解决、withdrawn 撤回、open 重开 (state)")


class NeedPosted(Model):
    """What became of it: the code, whether the need is new or says something new, who may see it."""

    code: str
    added: bool
    changed: bool
    posted_on: str
    level: Visibility

    def headline(self) -> str:
        """What became of it in one line."""
        done = "已发布 posted" if self.added else "已更新 updated" if self.changed else "未变 unchanged"
        return f"需求 {self.code}  {done}"
