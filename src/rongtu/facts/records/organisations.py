"""Organisations: legal persons in a register, and bodies a public text names that wait for review."""

from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.organisations import BodyKind, Standing


@record(zh="组织", en="Organisation", section="identity", key=("code",))
class Organisation(Record):
    """A firm, university, institute or platform; none of the public sample's has a public USCC."""

    code: Annotated[
        str,
        Field("识别码", "key", note="listed:exchange code, moe:ministry code, else name:region code or 未知|name"),
    ]
    name: Annotated[str, Field("名称", "name")]
    short_name: Annotated[str | None, Field("简称", "short name")]
    kind: Annotated[BodyKind, Field("类别", "kind")]
    standing: Annotated[Standing, Field("身份", "standing")]
    region: Annotated[UUID | None, Field("省级行政区", "province", refers="region")]
    zone: Annotated[UUID | None, Field("区域", "zone", refers="zone")]
    city: Annotated[UUID | None, Field("城市或区县", "city or county", refers="region")]
    listed_code: Annotated[str | None, Field("证券代码", "exchange code")]
    moe_code: Annotated[str | None, Field("学校标识码", "code of the Ministry of Education")]
    industry_sw: Annotated[str | None, Field("申万三级行业", "Shenwan level 3 industry, 2021")]
    industry_ts: Annotated[str | None, Field("行业（Tushare）", "industry (Tushare)")]
    listed_on: Annotated[PartialDate | None, Field("上市日期", "listed on")]
    activity: Annotated[str | None, Field("从事", "what it does, in words")]
