"""Means: facilities with their capacities and bookings, policies, finance products, offers of data."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.means import BookingState, DataLevel
from rongtu.vocab.money import Fen


@record(zh="平台设施", en="Facility", section="means", key=("code",), called=("name",))
class Facility(Record):
    """A laboratory, pilot plant, test field or computing centre; capacities are as found and never added up."""

    code: Annotated[str, Field("代码", "code", pattern=r"^PF\d{4}$")]
    name: Annotated[str, Field("名称", "name")]
    kind: Annotated[str, Field("类别", "kind")]
    region: Annotated[UUID | None, Field("省级行政区", "province", refers="region")]
    city: Annotated[UUID | None, Field("城市", "city", refers="region")]
    zone: Annotated[UUID | None, Field("区域", "zone", refers="zone")]
    field: Annotated[str | None, Field("领域", "field")]
    host: Annotated[str | None, Field("依托单位", "host as found")]
    host_organisation: Annotated[UUID | None, Field("依托单位（组织）", "host", refers="organisation")]
    capacity: Annotated[str | None, Field("能力", "capacity as found, with its date")]
    status_note: Annotated[str | None, Field("状态说明", "remark on its status")]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]


@record(zh="设施能力", en="Capacity", section="means", key=("code",), ordered=(("begins", "ends"),))
class Capacity(Record):
    """What a facility can give of one thing in a period, at what price; unlike units are never added up."""

    code: Annotated[str, Field("编号", "code")]
    facility: Annotated[UUID, Field("设施", "facility", refers="facility")]
    resource: Annotated[str, Field("资源", "resource", note="such as 中试线、测试台、GPU FP16")]
    amount: Annotated[Decimal, Field("数量", "amount", least=0)]
    unit: Annotated[str, Field("计量单位", "unit", note="such as 线·月 or 卡时")]
    begins: Annotated[PartialDate, Field("起", "begins")]
    ends: Annotated[PartialDate | None, Field("止", "ends")]
    price: Annotated[Fen | None, Field("单价", "price of one unit", unit="fen", least=0)]
    node: Annotated[UUID | None, Field("服务环节", "node served", refers="chain_node")]
    remark: Annotated[str | None, Field("说明", "remark")]


@record(zh="预约", en="Booking", section="means", key=("code",), ordered=(("begins", "ends"),))
class Booking(Record):
    """What a body asked or had of a capacity; asked and not served is the backlog."""

    code: Annotated[str, Field("编号", "code")]
    capacity: Annotated[UUID, Field("设施能力", "capacity", refers="capacity")]
    organisation: Annotated[UUID, Field("预约单位", "organisation", refers="organisation")]
    need: Annotated[UUID | None, Field("对应需求", "need", refers="need")]
    amount: Annotated[Decimal, Field("数量", "amount", least=0)]
    begins: Annotated[PartialDate, Field("起", "begins")]
    ends: Annotated[PartialDate | None, Field("止", "ends")]
    state: Annotated[BookingState, Field("状态", "state")]


@record(zh="数据产品", en="Data set offer", section="means", key=("code",), called=("title",))
class Dataset(Record):
    """An offer of data: what, whose, on which terms."""

    code: Annotated[str, Field("编号", "code")]
    title: Annotated[str, Field("名称", "title")]
    holder: Annotated[UUID | None, Field("持有单位", "holder", refers="organisation")]
    level: Annotated[DataLevel, Field("开放程度", "level")]
    item: Annotated[UUID | None, Field("对应条目", "item", refers="item")]
    terms: Annotated[str | None, Field("条件", "terms")]
    price: Annotated[Fen | None, Field("报价", "price", unit="fen", least=0)]
    updated_on: Annotated[PartialDate | None, Field("更新时间", "updated on")]


@record(zh="政策", en="Policy", section="means", key=("code",))
class Policy(Record):
    """One rule of a policy document, in words and pseudo-code; computable rules come with the rules engine."""

    code: Annotated[str, Field("代码", "code", pattern=r"^PL\d{3}$")]
    title: Annotated[str, Field("名称", "title")]
    doc_no: Annotated[str | None, Field("文号", "document number")]
    issuer: Annotated[str | None, Field("发布机关", "issuer")]
    region: Annotated[UUID | None, Field("适用行政区", "jurisdiction", refers="region")]
    zone: Annotated[UUID | None, Field("适用区域", "jurisdiction (zone)", refers="zone")]
    issued: Annotated[PartialDate | None, Field("发布时间", "issued")]
    effective_from: Annotated[PartialDate | None, Field("生效", "in force from")]
    effective_to: Annotated[PartialDate | None, Field("失效", "in force to")]
    dates_note: Annotated[str | None, Field("时间说明", "remark on dates")]
    instrument: Annotated[str, Field("工具类型", "instrument")]
    beneficiary: Annotated[str | None, Field("对象", "beneficiary")]
    eligibility: Annotated[str | None, Field("条件", "eligibility, pseudo-code")]
    benefit: Annotated[str | None, Field("支持标准", "benefit, pseudo-code")]
    rate: Annotated[Decimal | None, Field("比例", "rate", unit="%")]
    cap: Annotated[Fen | None, Field("上限", "cap", unit="fen")]
    cap_basis: Annotated[str | None, Field("上限口径", "what the cap is per")]
    stacking: Annotated[str | None, Field("叠加规则", "stacking rule, in words")]
    note: Annotated[str | None, Field("备注", "note")]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]


@record(zh="金融产品", en="Finance product", section="means", key=("code",))
class FinanceProduct(Record):
    """A loan, insurance, equity or pledge product; its validity is not known, only the date of its source."""

    code: Annotated[str, Field("代码", "code", pattern=r"^FP\d{3}$")]
    name: Annotated[str, Field("名称", "name")]
    kind: Annotated[str, Field("类别", "kind")]
    provider: Annotated[str | None, Field("提供方", "provider")]
    region: Annotated[UUID | None, Field("行政区", "region", refers="region")]
    zone: Annotated[UUID | None, Field("区域", "zone", refers="zone")]
    stages: Annotated[tuple[str, ...], Field("成长阶段", "growth stages")]
    limit: Annotated[Fen | None, Field("额度", "limit", unit="fen")]
    limit_note: Annotated[str | None, Field("额度说明", "limit as an expression")]
    rate: Annotated[str | None, Field("利率或费率", "rate, in words")]
    term: Annotated[str | None, Field("期限", "term")]
    conditions: Annotated[str | None, Field("条件", "conditions")]
    collateral: Annotated[str | None, Field("担保方式", "collateral")]
    note: Annotated[str | None, Field("备注", "note")]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]
