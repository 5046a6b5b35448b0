"""Industry: chains, clusters, items, chain nodes, links, surveys, and who can do what on them."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.chains import (
    BasisGrade,
    CapabilityRole,
    CapacityBasis,
    Completeness,
    NodeKind,
    Precision,
    Relation,
    Strengthening,
    Tier,
)
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.money import Fen


@record(zh="产业链", en="Chain", section="industry", key=("code",), called=("name",))
class Chain(Record):
    """An industry chain as an official list words it; wordings differ and change, so it is data."""

    code: Annotated[str, Field("代码", "code", pattern=r"^[A-Z][A-Z0-9]*$")]
    name: Annotated[str, Field("名称", "name")]
    variants: Annotated[str | None, Field("其他表述", "other wordings")]
    lead: Annotated[str | None, Field("牵头地", "lead region, in words")]
    facts: Annotated[str | None, Field("已知情况", "what is known, in words")]
    valid_from: Annotated[PartialDate | None, Field("启用", "wording valid from")]
    valid_to: Annotated[PartialDate | None, Field("停用", "wording valid to")]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]


@record(zh="产业集群", en="Cluster", section="industry", key=("code",))
class Cluster(Record):
    """A cluster of an official list (`listing` says which)."""

    code: Annotated[str, Field("代码", "code")]
    listing: Annotated[str, Field("名单", "list it stands in")]
    name: Annotated[str, Field("名称", "name")]
    variants: Annotated[str | None, Field("其他表述", "other wordings")]
    lead: Annotated[str | None, Field("牵头地", "lead region, in words")]
    facts: Annotated[str | None, Field("已知情况", "what is known, in words")]
    valid_from: Annotated[PartialDate | None, Field("启用", "wording valid from")]
    valid_to: Annotated[PartialDate | None, Field("停用", "wording valid to")]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]


@record(zh="条目", en="Item", section="industry", key=("name",), called=("name_en", "synonyms"))
class Item(Record):
    """The canonical thing (product, material, part …) that may stand in several chains."""

    name: Annotated[str, Field("名称", "Chinese name")]
    name_en: Annotated[str | None, Field("英文名称", "English name")]
    kind: Annotated[NodeKind, Field("类别", "kind")]
    synonyms: Annotated[tuple[str, ...], Field("同义词", "synonyms")]


@record(zh="链上环节", en="Chain node", section="industry", key=("code",))
class ChainNode(Record):
    """An item in a chain, at its tier."""

    code: Annotated[str, Field("代码", "code", pattern=r"^[A-Z][A-Z0-9]*-[A-Z0-9-]+$")]
    chain: Annotated[UUID, Field("产业链", "chain", refers="chain")]
    item: Annotated[UUID, Field("条目", "item", refers="item")]
    tier: Annotated[Tier, Field("上中下游", "tier")]
    tier_basis: Annotated[str, Field("分层依据", "basis of the tier", note="source or editorial")]
    final: Annotated[
        bool | None, Field("是否最终产品", "final product", note="named by the chain's file, never inferred")
    ]


@record(zh="投入组", en="Input group", section="industry", key=("code",))
class InputGroup(Record):
    """Inputs of a node that substitute for one another; groups are complements (`a_gv` of the value model)."""

    code: Annotated[str, Field("编号", "code")]
    node: Annotated[UUID, Field("环节", "node", refers="chain_node")]
    name: Annotated[str, Field("名称", "name")]
    share: Annotated[Decimal | None, Field("投入份额", "share", least=0, most=1, note="yuan bought per yuan of output")]
    essential: Annotated[bool, Field("是否必需", "essential")]
    loss: Annotated[
        Decimal | None, Field("缺失损失", "loss per yuan missing", least=0, note="of a non-essential group")
    ]
    as_of: Annotated[PartialDate | None, Field("所指时间", "as of")]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]


@record(zh="卡点线索", en="Claim", section="industry", key=("node", "position"))
class Claim(Record):
    """What a public text says of an item's dependence or weakness, with its date: an observation, never a flag."""

    node: Annotated[UUID, Field("环节", "node", refers="chain_node")]
    position: Annotated[int, Field("次序", "position")]
    text: Annotated[str, Field("说法", "what is claimed")]
    as_of: Annotated[PartialDate | None, Field("所指时间", "as of")]


@record(zh="环节关系", en="Link", section="industry", key=("from_node", "to_node", "relation"))
class Link(Record):
    """A relation between two nodes; `stage_flow` and `complements` never enter arithmetic."""

    from_node: Annotated[UUID, Field("起点", "from", refers="chain_node")]
    to_node: Annotated[UUID, Field("终点", "to", refers="chain_node")]
    relation: Annotated[Relation, Field("关系", "relation")]
    input_group: Annotated[UUID | None, Field("投入组", "input group", refers="input_group")]
    basis: Annotated[str, Field("依据", "basis")]
    remark: Annotated[str | None, Field("说明", "remark", note="cost shares and the like, in words")]


@record(zh="摸底", en="Survey", section="industry", key=("node", "zone", "as_of"))
class Survey(Record):
    """How completely a node was looked at; without a census absence proves nothing."""

    node: Annotated[UUID, Field("环节", "node", refers="chain_node")]
    zone: Annotated[UUID, Field("范围", "scope", refers="zone")]
    as_of: Annotated[PartialDate, Field("时间", "as of")]
    completeness: Annotated[Completeness, Field("完整程度", "completeness")]


@record(
    zh="能力",
    en="Capability",
    section="industry",
    key=("organisation", "node", "chain", "cluster", "role", "grade", "source"),
    exactly_one=(("node", "chain", "cluster"),),
)
class Capability(Record):
    """What a body can do on a node (or chain, or cluster): role, date, basis; whom to ask, not proof."""

    organisation: Annotated[UUID, Field("组织", "organisation", refers="organisation")]
    node: Annotated[UUID | None, Field("环节", "node", refers="chain_node")]
    chain: Annotated[UUID | None, Field("产业链", "chain", refers="chain")]
    cluster: Annotated[UUID | None, Field("集群", "cluster", refers="cluster")]
    role: Annotated[CapabilityRole, Field("角色", "role")]
    grade: Annotated[BasisGrade, Field("依据等级", "grade of the basis")]
    basis: Annotated[str, Field("依据", "basis, in words")]
    as_of: Annotated[PartialDate | None, Field("所指时间", "as of")]
    as_of_note: Annotated[str | None, Field("时间说明", "date as found", note="where it is no plain date")]
    site: Annotated[UUID | None, Field("场所", "site", refers="site")]
    trl: Annotated[int | None, Field("技术就绪度", "TRL", least=1, most=9, note="GB/T 22900-2022")]
    capacity: Annotated[Fen | None, Field("年供给能力", "yearly supply", unit="fen", least=0)]
    capacity_basis: Annotated[CapacityBasis | None, Field("能力口径", "what the yearly figure is")]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]


@record(
    zh="行业对照",
    en="Crosswalk",
    section="industry",
    key=("scheme", "class_name", "node", "chain", "cluster"),
    exactly_one=(("node", "chain", "cluster"),),
)
class Crosswalk(Record):
    """How a class of another scheme (or a word in a name) is read as a place on a chain, and how far to trust it."""

    scheme: Annotated[str, Field("分类体系", "scheme", note="shenwan_l3, tushare_industry, gbt4754, name_word")]
    class_name: Annotated[str, Field("类名", "class or word")]
    node: Annotated[UUID | None, Field("环节", "node", refers="chain_node")]
    chain: Annotated[UUID | None, Field("产业链", "chain", refers="chain")]
    cluster: Annotated[UUID | None, Field("集群", "cluster", refers="cluster")]
    grade: Annotated[BasisGrade, Field("依据等级", "grade of the basis")]
    precision: Annotated[Precision, Field("精度", "precision")]
    priority: Annotated[int, Field("优先级", "priority", least=1, most=99, note="1 first")]
    applies_when: Annotated[str | None, Field("适用条件", "applies when, in words")]


@record(zh="补链措施", en="Intervention", section="industry", key=("code",))
class Intervention(Record):
    """What could be done for a node: what it adds in a year, what it costs, how long it takes, on which result."""

    code: Annotated[str, Field("编号", "code")]
    node: Annotated[UUID, Field("环节", "node", refers="chain_node")]
    kind: Annotated[Strengthening, Field("类别", "kind")]
    title: Annotated[str, Field("内容", "title")]
    adds: Annotated[Fen | None, Field("新增年供给", "yearly supply added", unit="fen", least=0)]
    cost: Annotated[Fen | None, Field("费用", "cost", unit="fen", least=0)]
    lead_months: Annotated[int | None, Field("所需月数", "months until it works", least=0, most=600)]
    success: Annotated[Decimal | None, Field("成功率", "success rate", least=0, most=1)]
    technology: Annotated[UUID | None, Field("依托成果", "technology", refers="technology")]
    organisation: Annotated[UUID | None, Field("承担单位", "organisation", refers="organisation")]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]
