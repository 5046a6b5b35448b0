"""Knowledge: results on offer, needs, patents and papers by reference, roadmap items, signals."""

from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.means import Lack, NeedKind, NeedState, TransferMode
from rongtu.vocab.money import Fen


@record(zh="科技成果", en="Technology", section="knowledge", key=("code",), called=("title",))
class Technology(Record):
    """A result on offer: what it does, how mature, whose, on what terms, and when its holder last confirmed it."""

    code: Annotated[str, Field("编号", "code")]
    title: Annotated[str, Field("名称", "title")]
    summary: Annotated[str | None, Field("简介", "summary")]
    holder: Annotated[UUID | None, Field("持有单位", "holder", refers="organisation")]
    item: Annotated[UUID | None, Field("对应条目", "item", refers="item")]
    keywords: Annotated[tuple[str, ...], Field("关键词", "keywords")]
    trl: Annotated[int | None, Field("技术就绪度", "TRL", least=1, most=9, note="GB/T 22900-2022")]
    trl_on: Annotated[PartialDate | None, Field("就绪度时间", "TRL as of")]
    evidence: Annotated[str | None, Field("成熟度依据", "evidence of maturity")]
    mode: Annotated[TransferMode | None, Field("合作方式", "mode of transfer offered")]
    price: Annotated[Fen | None, Field("报价", "price", unit="fen", least=0)]
    terms: Annotated[str | None, Field("条件", "terms")]
    offered_until: Annotated[PartialDate | None, Field("有效至", "offered until")]
    confirmed_on: Annotated[PartialDate | None, Field("最近确认", "last confirmed on")]


@record(zh="技术需求", en="Need", section="knowledge", key=("code",), called=("title",))
class Need(Record):
    """A demand, open challenge or scenario: with budget, deadline, test criteria and who decides, or without them."""

    code: Annotated[str, Field("编号", "code")]
    kind: Annotated[NeedKind, Field("类别", "kind")]
    title: Annotated[str, Field("名称", "title")]
    text: Annotated[str | None, Field("说明", "text")]
    organisation: Annotated[UUID | None, Field("提出单位", "organisation", refers="organisation")]
    node: Annotated[UUID | None, Field("对应环节", "node", refers="chain_node")]
    region: Annotated[UUID | None, Field("行政区", "region", refers="region")]
    budget: Annotated[Fen | None, Field("预算", "budget", unit="fen", least=0)]
    deadline: Annotated[PartialDate | None, Field("期限", "deadline")]
    criteria: Annotated[str | None, Field("验收指标", "test criteria")]
    decides: Annotated[str | None, Field("决策岗位", "who decides", note="a function, not a name")]
    trl_wanted: Annotated[int | None, Field("所需就绪度", "TRL wanted", least=1, most=9)]
    lacks: Annotated[Lack | None, Field("缺什么", "what it lacks")]
    state: Annotated[NeedState | None, Field("状态", "state")]
    posted_on: Annotated[PartialDate | None, Field("发布时间", "posted on")]
    expires_on: Annotated[PartialDate | None, Field("失效时间", "expires on")]
    confirmed_on: Annotated[PartialDate | None, Field("最近确认", "last confirmed on")]


@record(zh="匹配评判", en="Judgement", section="knowledge", key=("need", "technology", "source"))
class Judgement(Record):
    """How well a result serves a need, as somebody judged it: 3 strongly, 2 fairly, 1 weakly, 0 not at all."""

    need: Annotated[UUID, Field("需求", "need", refers="need")]
    technology: Annotated[UUID, Field("成果", "technology", refers="technology")]
    score: Annotated[int, Field("评分", "score", least=0, most=3)]
    judge: Annotated[str | None, Field("评判方", "judge", note="an office or function, not a private person")]
    judged_on: Annotated[PartialDate | None, Field("评判时间", "judged on")]


@record(zh="专利", en="Patent", section="knowledge", key=("number",))
class Patent(Record):
    """A patent by reference; its text stays with the office that published it."""

    number: Annotated[str, Field("公开号或专利号", "number")]
    title: Annotated[str, Field("名称", "title")]
    applicant: Annotated[str | None, Field("申请人", "applicant as found")]
    organisation: Annotated[UUID | None, Field("申请人（组织）", "applicant", refers="organisation")]
    item: Annotated[UUID | None, Field("对应条目", "item", refers="item")]
    technology: Annotated[UUID | None, Field("所属成果", "technology", refers="technology")]
    classes: Annotated[tuple[str, ...], Field("分类号", "IPC classes")]
    filed_on: Annotated[PartialDate | None, Field("申请日", "filed on")]
    granted_on: Annotated[PartialDate | None, Field("授权日", "granted on")]


@record(zh="论文", en="Paper", section="knowledge", key=("code",))
class Paper(Record):
    """A paper by reference: what it is called, where and when it stood."""

    code: Annotated[str, Field("编号", "code", note="DOI where there is one")]
    title: Annotated[str, Field("题名", "title")]
    venue: Annotated[str | None, Field("刊名", "venue")]
    published_on: Annotated[PartialDate | None, Field("发表时间", "published on")]
    organisation: Annotated[UUID | None, Field("单位", "organisation", refers="organisation")]
    item: Annotated[UUID | None, Field("对应条目", "item", refers="item")]
    keywords: Annotated[tuple[str, ...], Field("关键词", "keywords")]


@record(zh="路线图条目", en="Roadmap item", section="knowledge", key=("code",))
class RoadmapItem(Record):
    """What a technology roadmap wants of an item or chain by when."""

    code: Annotated[str, Field("编号", "code")]
    title: Annotated[str, Field("名称", "title")]
    chain: Annotated[UUID | None, Field("产业链", "chain", refers="chain")]
    item: Annotated[UUID | None, Field("对应条目", "item", refers="item")]
    target: Annotated[str, Field("目标", "target")]
    due: Annotated[PartialDate | None, Field("期限", "due")]


@record(zh="动态", en="Signal", section="knowledge", key=("code",))
class Signal(Record):
    """A public sign that something moves: a notice, an order, a plant begun; a lead, not a figure."""

    code: Annotated[str, Field("编号", "code")]
    title: Annotated[str, Field("标题", "title")]
    kind: Annotated[str, Field("类别", "kind")]
    seen_on: Annotated[PartialDate, Field("时间", "seen on")]
    organisation: Annotated[UUID | None, Field("组织", "organisation", refers="organisation")]
    item: Annotated[UUID | None, Field("对应条目", "item", refers="item")]
    text: Annotated[str | None, Field("说明", "text")]
