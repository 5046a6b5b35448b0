"""Organisations: legal persons in a register, and bodies a public text names that wait for review."""

from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.money import Fen
from rongtu.vocab.organisations import BodyKind, SizeClass, Standing

USCC_PATTERN = "^[0-9A-HJ-NPQRTUWXY]{18}$"


@record(
    zh="组织",
    en="Organisation",
    section="identity",
    key=("code",),
    called=("uscc", "listed_code", "name_key", "short_name"),
)
class Organisation(Record):
    """A firm, university, institute or platform; none of the public sample's has a public USCC."""

    code: Annotated[
        str,
        Field(
            "识别码",
            "key",
            note="uscc:, listed:exchange code, moe:ministry code, else name:region code or 未知|name",
            derived=True,
        ),
    ]
    uscc: Annotated[
        str | None,
        Field("统一社会信用代码", "unified social credit code", pattern=USCC_PATTERN, form="uscc", looked_up=True),
    ]
    name: Annotated[str, Field("名称", "name")]
    name_key: Annotated[
        str, Field("名称（归一）", "name in one spelling", note="to find it by", derived=True, looked_up=True)
    ]
    short_name: Annotated[str | None, Field("简称", "short name")]
    kind: Annotated[BodyKind, Field("类别", "kind")]
    standing: Annotated[Standing, Field("身份", "standing")]
    region: Annotated[UUID | None, Field("省级行政区", "province", refers="region")]
    zone: Annotated[UUID | None, Field("区域", "zone", refers="zone")]
    city: Annotated[UUID | None, Field("城市或区县", "city or county", refers="region")]
    listed_code: Annotated[str | None, Field("证券代码", "exchange code", looked_up=True)]
    moe_code: Annotated[str | None, Field("学校标识码", "code of the Ministry of Education")]
    industry_sw: Annotated[str | None, Field("申万三级行业", "Shenwan level 3 industry, 2021")]
    industry_ts: Annotated[str | None, Field("行业（Tushare）", "industry (Tushare)")]
    industry: Annotated[
        str | None, Field("行业（国标）", "GB/T 4754 code", pattern=r"^[A-T]?\d{0,4}$", form="industry")
    ]
    size: Annotated[SizeClass | None, Field("规模", "size class of 2011")]
    established_on: Annotated[PartialDate | None, Field("成立日期", "established on")]
    capital: Annotated[Fen | None, Field("注册资本", "registered capital", unit="fen", least=0)]
    employees: Annotated[int | None, Field("从业人员", "employees", unit="人", least=0)]
    listed_on: Annotated[PartialDate | None, Field("上市日期", "listed on")]
    activity: Annotated[str | None, Field("从事", "what it does, in words")]


@record(zh="场所", en="Site", section="identity", key=("code",), called=("name",))
class Site(Record):
    """A place where an organisation works: plant, laboratory, branch; no legal person of its own."""

    code: Annotated[str, Field("编号", "code")]
    name: Annotated[str, Field("名称", "name")]
    organisation: Annotated[UUID, Field("所属组织", "organisation", refers="organisation")]
    region: Annotated[UUID | None, Field("行政区", "region", refers="region")]
    park: Annotated[UUID | None, Field("园区", "park", refers="park")]
    activity: Annotated[str | None, Field("从事", "what it does, in words")]
    opened_on: Annotated[PartialDate | None, Field("启用", "opened on")]
    closed_on: Annotated[PartialDate | None, Field("停用", "closed on")]
