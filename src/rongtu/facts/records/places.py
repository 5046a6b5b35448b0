"""Places: administrative regions by GB/T 2260, zones that are sets or parts of them, parks."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.places import RegionLevel, ZoneKind


@record(
    zh="行政区",
    en="Region",
    section="identity",
    key=("code",),
    called=("name", "full_name", "aliases"),
    definition=True,
)
class Region(Record):
    """An administrative region; the nation stands as CN because GB/T 2260 gives it no code."""

    code: Annotated[str, Field("代码", "GB/T 2260 code", pattern=r"^(\d{6}|CN)$")]
    name: Annotated[str, Field("简称", "short name")]
    full_name: Annotated[str, Field("全称", "full name")]
    level: Annotated[RegionLevel, Field("层级", "level")]
    parent: Annotated[UUID | None, Field("上级", "parent", refers="region")]
    aliases: Annotated[tuple[str, ...], Field("别名", "aliases", note="other ways texts write the name")]
    valid_from: Annotated[PartialDate | None, Field("启用", "valid from", note="unknown in the snapshot of codes")]
    valid_to: Annotated[PartialDate | None, Field("停用", "valid to")]


@record(zh="区域", en="Zone", section="identity", key=("name",), called=("full_name",))
class Zone(Record):
    """A set of regions such as 京津冀, or an area that is none of them such as 雄安新区."""

    name: Annotated[str, Field("简称", "short name")]
    full_name: Annotated[str, Field("全称", "full name")]
    kind: Annotated[ZoneKind, Field("类别", "kind")]
    parent: Annotated[UUID | None, Field("所在行政区", "lies in", refers="region")]
    members: Annotated[tuple[str, ...], Field("组成", "members", note="region codes; empty: composition unknown")]
    note: Annotated[str | None, Field("备注", "note")]
    valid_from: Annotated[PartialDate | None, Field("启用", "valid from")]
    valid_to: Annotated[PartialDate | None, Field("停用", "valid to")]


@record(zh="园区", en="Park", section="industry", key=("code",), called=("name",))
class Park(Record):
    """A park or base where firms of some trades settle, in a region and if known in a zone."""

    code: Annotated[str, Field("编号", "code")]
    name: Annotated[str, Field("名称", "name")]
    kind: Annotated[str, Field("类别", "kind")]
    region: Annotated[UUID, Field("行政区", "region", refers="region")]
    zone: Annotated[UUID | None, Field("区域", "zone", refers="zone")]
    trades: Annotated[tuple[str, ...], Field("主导产业", "leading trades")]
    land: Annotated[Decimal | None, Field("可用土地", "land on offer", unit="hm²", least=0)]
    as_of: Annotated[PartialDate | None, Field("所指时间", "as of")]
