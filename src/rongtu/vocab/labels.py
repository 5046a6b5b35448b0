"""How codes are shown to people: one table of the Chinese and English label of every code of every list.

Chinese terms as in the glossary. A sheet may hold either the code or its Chinese label.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rongtu.vocab.aspects import Aspect
from rongtu.vocab.chains import (
    BasisGrade,
    CapabilityRole,
    CapacityBasis,
    Completeness,
    ControlKind,
    NodeKind,
    Precision,
    Relation,
    Strengthening,
    Tier,
)
from rongtu.vocab.digests import HashAlgorithm
from rongtu.vocab.evidence import (
    Confidence,
    Dimension,
    Direction,
    Distribution,
    Nature,
    PeriodType,
    Releasable,
    Side,
    Visibility,
)
from rongtu.vocab.geography import Origin
from rongtu.vocab.jobs import JobState
from rongtu.vocab.means import BookingState, DataLevel, DealStage, Lack, NeedKind, NeedState, TransferMode
from rongtu.vocab.organisations import BodyKind, DuplicateState, SizeClass, Standing
from rongtu.vocab.people import Availability, LegalBasis, MemberRole, PersonRole
from rongtu.vocab.places import RegionLevel, ZoneKind


@dataclass(frozen=True, slots=True)
class Label:
    """How a code is shown to people: Chinese and English."""

    zh: str
    en: str


def label(code: StrEnum) -> Label:
    """The label of a code; KeyError if its list has none."""
    return LABELS[type(code)][code]


def _list(*pairs: tuple[StrEnum, str, str]) -> Mapping[StrEnum, Label]:
    return {code: Label(zh, en) for code, zh, en in pairs}


LABELS: Mapping[type[StrEnum], Mapping[StrEnum, Label]] = {
    Tier: _list(
        (Tier.UPSTREAM, "上游", "upstream"),
        (Tier.MIDSTREAM, "中游", "midstream"),
        (Tier.DOWNSTREAM, "下游", "downstream"),
    ),
    NodeKind: _list(
        (NodeKind.MATERIAL, "材料", "material"),
        (NodeKind.PART, "零部件", "part"),
        (NodeKind.EQUIPMENT, "装备", "equipment"),
        (NodeKind.PROCESS, "工艺", "process"),
        (NodeKind.SOFTWARE, "软件", "software"),
        (NodeKind.PRODUCT, "产品", "product"),
        (NodeKind.SERVICE, "服务", "service"),
    ),
    Relation: _list(
        (Relation.SUPPLIES, "供给", "supplies"),
        (Relation.STAGE_FLOW, "工序顺序", "stage order"),
        (Relation.IS_TYPE_OF, "属于", "is type of"),
        (Relation.COMPLEMENTS, "互补", "complements"),
    ),
    Completeness: _list(
        (Completeness.CENSUS, "全面摸底", "census"),
        (Completeness.PARTIAL, "部分摸底", "partial survey"),
        (Completeness.NONE, "未摸底", "not surveyed"),
    ),
    CapabilityRole: _list(
        (CapabilityRole.PRODUCES, "会造", "produces"),
        (CapabilityRole.DEVELOPS, "会研", "develops"),
        (CapabilityRole.TESTS, "会测", "tests"),
        (CapabilityRole.INTEGRATES, "会集成", "integrates"),
        (CapabilityRole.USES, "会用", "uses"),
        (CapabilityRole.OPERATES, "会运营", "operates"),
        (CapabilityRole.UNSTATED, "未注明", "role not stated"),
    ),
    BasisGrade: _list(
        (BasisGrade.NAMED, "来源点名", "named in a source"),
        (BasisGrade.REGISTRY, "官方名录", "official register"),
        (BasisGrade.INDUSTRY_CLASS, "行业分类", "industry class"),
        (BasisGrade.NAME_WORD, "名称用字", "word in the name"),
        (BasisGrade.TEXT, "文本线索", "lead by text"),
    ),
    CapacityBasis: _list((CapacityBasis.CAPACITY, "产能", "capacity"), (CapacityBasis.SALES, "销售额", "sales")),
    ControlKind: _list(
        (ControlKind.SUPPLIER, "供应商", "supplier"),
        (ControlKind.EQUIPMENT, "关键设备", "key equipment"),
        (ControlKind.LICENCE, "许可", "licence"),
    ),
    Precision: _list(
        (Precision.FINE, "到环节", "one node"),
        (Precision.COARSE, "多个环节", "several nodes"),
        (Precision.CHAIN_ONLY, "只到链", "chain only"),
        (Precision.CLUSTER_ONLY, "只到集群", "cluster only"),
    ),
    Strengthening: _list(
        (Strengthening.FILL, "补链", "fill"),
        (Strengthening.EXTEND, "延链", "extend"),
        (Strengthening.STRENGTHEN, "强链", "strengthen"),
        (Strengthening.SECURE, "固链", "secure"),
    ),
    Confidence: _list(
        (Confidence.QUOTED, "原文", "quoted"),
        (Confidence.DERIVED, "推算", "derived"),
        (Confidence.APPROXIMATE, "约数", "approximate"),
    ),
    Nature: _list(
        (Nature.REAL, "真实", "real"),
        (Nature.FICTIONAL, "虚构", "fictional"),
        (Nature.SYNTHETIC, "合成", "synthetic"),
    ),
    Visibility: _list(
        (Visibility.PUBLIC, "公开", "public"),
        (Visibility.MEMBERS, "成员", "members"),
        (Visibility.PRIVATE, "私有", "private"),
        (Visibility.RESTRICTED, "受限", "restricted"),
    ),
    Releasable: _list((Releasable.CHOKES, "卡点清单", "list of choke points")),
    PeriodType: _list(
        (PeriodType.ANNUAL, "全年", "annual"),
        (PeriodType.CUMULATIVE, "累计", "cumulative"),
        (PeriodType.PART_YEAR, "部分年度", "part of a year"),
        (PeriodType.TARGET, "目标", "target"),
    ),
    Direction: _list(
        (Direction.UP, "越大越好", "more is better"),
        (Direction.DOWN, "越小越好", "less is better"),
        (Direction.NONE, "无方向", "neither"),
    ),
    Side: _list(
        (Side.SELLER, "卖方", "seller"),
        (Side.BUYER, "买方", "buyer"),
        (Side.NONE, "不区分", "neither"),
    ),
    Dimension: _list(
        (Dimension.INPUT, "投入", "input"),
        (Dimension.LINK, "联系", "link"),
        (Dimension.OUTPUT, "产出", "output"),
    ),
    Aspect: _list(
        (Aspect.VALUE, "总价值", "value"),
        (Aspect.BREAK, "断点", "break"),
        (Aspect.SEVERITY, "断点严重度", "severity of a break"),
        (Aspect.CHOKE, "卡点", "choke point"),
        (Aspect.BLOCKAGE, "堵点", "blockage"),
        (Aspect.PLAN, "方案", "plan"),
        (Aspect.RANK, "位次", "rank"),
        (Aspect.STAKE, "牵连产值", "stake"),
        (Aspect.CLAIM, "线索", "claim"),
        (Aspect.SCORE, "指数", "score"),
        (Aspect.LEAD, "单位", "body to call"),
    ),
    JobState: _list(
        (JobState.WAITING, "等待", "waiting"),
        (JobState.RUNNING, "进行中", "running"),
        (JobState.DONE, "完成", "done"),
        (JobState.FAILED, "失败", "failed"),
        (JobState.CANCELLED, "已取消", "cancelled"),
    ),
    HashAlgorithm: _list((HashAlgorithm.SHA256, "SHA-256", "SHA-256 digest"), (HashAlgorithm.SM3, "SM3", "SM3 digest")),
    Distribution: _list(
        (Distribution.UNIFORM, "均匀分布", "uniform"),
        (Distribution.TRIANGULAR, "三角分布", "triangular"),
    ),
    Origin: _list(
        (Origin.SCOPE, "范围内", "within the scope"),
        (Origin.ELSEWHERE, "区外", "elsewhere"),
        (Origin.ABROAD, "境外", "abroad"),
    ),
    BookingState: _list(
        (BookingState.ASKED, "已申请", "asked"),
        (BookingState.CONFIRMED, "已确认", "confirmed"),
        (BookingState.USED, "已使用", "used"),
        (BookingState.CANCELLED, "已取消", "cancelled"),
    ),
    DataLevel: _list(
        (DataLevel.OPEN, "开放", "open"),
        (DataLevel.SHARED, "共享", "shared"),
        (DataLevel.CONTROLLED, "受控", "controlled"),
    ),
    DealStage: _list(
        (DealStage.CONTACTED, "已联系", "contacted"),
        (DealStage.REPLIED, "已回复", "replied"),
        (DealStage.MET, "已会面", "met"),
        (DealStage.NDA, "已签保密协议", "non-disclosure agreement signed"),
        (DealStage.SIGNED, "已签合同", "contract signed"),
        (DealStage.IMPLEMENTED, "已实施", "implemented"),
        (DealStage.ENDED, "已终止", "ended"),
    ),
    Lack: _list(
        (Lack.TECHNOLOGY, "缺技术", "technology"),
        (Lack.TALENT, "缺人才", "talent"),
        (Lack.FINANCE, "缺资金", "finance"),
        (Lack.DATA, "缺数据", "data"),
        (Lack.COMPUTE, "缺算力", "compute"),
        (Lack.STANDARD, "缺标准", "standard"),
        (Lack.FACILITY, "缺平台", "facility"),
    ),
    NeedKind: _list(
        (NeedKind.DEMAND, "技术需求", "demand"),
        (NeedKind.CHALLENGE, "揭榜挂帅", "open challenge"),
        (NeedKind.SCENARIO, "应用场景", "scenario"),
    ),
    NeedState: _list(
        (NeedState.OPEN, "待解决", "open"),
        (NeedState.MET, "已解决", "met"),
        (NeedState.WITHDRAWN, "已撤回", "withdrawn"),
        (NeedState.EXPIRED, "已过期", "expired"),
    ),
    TransferMode: _list(
        (TransferMode.LICENCE, "许可", "licence"),
        (TransferMode.TRANSFER, "转让", "transfer"),
        (TransferMode.EQUITY, "作价入股", "equity"),
        (TransferMode.JOINT, "合作开发", "joint development"),
        (TransferMode.SERVICE, "技术服务", "service"),
    ),
    BodyKind: _list(
        (BodyKind.ENTERPRISE, "企业", "enterprise"),
        (BodyKind.UNIVERSITY, "高校", "university"),
        (BodyKind.INSTITUTE, "科研院所", "institute"),
        (BodyKind.PLATFORM, "平台", "platform"),
        (BodyKind.OTHER, "其他", "other"),
    ),
    Standing: _list(
        (Standing.REGISTERED, "已登记", "registered"),
        (Standing.NAMED, "文中提及", "named in a text"),
        (Standing.PART, "内设机构", "part of a body"),
        (Standing.SITE, "场所", "site"),
        (Standing.FACILITY, "设施", "facility"),
        (Standing.CONSORTIUM, "联合体", "consortium"),
        (Standing.PROGRAMME, "计划", "programme"),
    ),
    SizeClass: _list(
        (SizeClass.LARGE, "大型", "large"),
        (SizeClass.MEDIUM, "中型", "medium"),
        (SizeClass.SMALL, "小型", "small"),
        (SizeClass.MICRO, "微型", "micro"),
    ),
    DuplicateState: _list(
        (DuplicateState.OPEN, "待核", "to be reviewed"),
        (DuplicateState.MERGED, "已合并", "merged"),
        (DuplicateState.DISTINCT, "确为两家", "two bodies"),
    ),
    Availability: _list(
        (Availability.FULL_TIME, "全职", "full time"),
        (Availability.WEEKEND, "周末工程师", "weekend engineer"),
        (Availability.SEASONAL, "候鸟型专家", "seasonal expert"),
        (Availability.REMOTE, "远程", "remote"),
        (Availability.NONE, "不可用", "not available"),
    ),
    LegalBasis: _list(
        (LegalBasis.CONSENT, "本人同意", "consent"),
        (LegalBasis.CONTRACT, "履行合同", "contract"),
        (LegalBasis.DUTY, "法定职责", "legal duty"),
        (LegalBasis.INVENTED, "虚构人物", "invented person"),
    ),
    MemberRole: _list(
        (MemberRole.LEADER, "牵头", "leader"),
        (MemberRole.MEMBER, "成员", "member"),
        (MemberRole.OBSERVER, "观察员", "observer"),
    ),
    PersonRole: _list(
        (PersonRole.EMPLOYEE, "员工", "employee"),
        (PersonRole.EXPERT, "专家", "expert"),
        (PersonRole.INVENTOR, "发明人", "inventor"),
        (PersonRole.TECHNOLOGY_MANAGER, "技术经理人", "technology manager"),
        (PersonRole.LEADER, "负责人", "leader"),
    ),
    RegionLevel: _list(
        (RegionLevel.NATION, "国家", "nation"),
        (RegionLevel.PROVINCE, "省级", "province"),
        (RegionLevel.CITY, "地级", "prefecture or city"),
        (RegionLevel.COUNTY, "县级", "county"),
    ),
    ZoneKind: _list(
        (ZoneKind.GROUP, "地区组合", "group of regions"),
        (ZoneKind.ZONE, "功能区", "zone"),
    ),
}
"""Code list to the label of each of its codes; kept by list, since a spelling may stand in several."""
