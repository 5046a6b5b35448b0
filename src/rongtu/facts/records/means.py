"""Means: facilities, policies, finance products, and the projects of R&D programmes."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.money import Fen


@record(zh="平台设施", en="Facility", section="means", key=("code",))
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


@record(zh="研发项目", en="R&D project", section="means", key=("code",))
class Project(Record):
    """A project or subject of a public R&D programme: who worked on what, not a result on offer."""

    code: Annotated[str, Field("编号", "number")]
    title: Annotated[str, Field("名称", "title")]
    kind: Annotated[str, Field("层级", "kind", note="national_rd_project or national_rd_subject")]
    programme: Annotated[str, Field("专项", "programme")]
    performer: Annotated[str | None, Field("承担单位", "performing body as found")]
    organisation: Annotated[UUID | None, Field("承担单位（组织）", "performer", refers="organisation")]
    region: Annotated[UUID | None, Field("省级行政区", "province", refers="region")]
