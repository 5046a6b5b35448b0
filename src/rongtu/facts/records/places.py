"""Places: administrative regions by GB/T 2260, and zones that are sets or parts of them."""

from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.places import RegionLevel, ZoneKind


@record(zh="行政区", en="Region", section="identity", key=("code",))
class Region(Record):
    """An administrative region; the nation stands as CN because GB/T 2260 gives it no code."""

    code: Annotated[str, Field("代码", "GB/T 2260 code", pattern=r"^(\d{6}|CN)$")]
    name: Annotated[str, Field("简称", "short name")]
    full_name: Annotated[str, Field("全称", "full name")]
    level: Annotated[RegionLevel, Field("层级", "level")]
    parent: Annotated[UUID | None, Field("上级", "parent", refers="region")]
    aliases: Annotated[tuple[str, ...], Field("别名", "aliases", note="other ways texts write the name")]


@record(zh="区域", en="Zone", section="identity", key=("name",))
class Zone(Record):
    """A set of regions such as 京津冀, or an area that is none of them such as 雄安新区."""

    name: Annotated[str, Field("简称", "short name")]
    full_name: Annotated[str, Field("全称", "full name")]
    kind: Annotated[ZoneKind, Field("类别", "kind")]
    parent: Annotated[UUID | None, Field("所在行政区", "lies in", refers="region")]
    members: Annotated[tuple[str, ...], Field("组成", "members", note="region codes; empty: composition unknown")]
    note: Annotated[str | None, Field("备注", "note")]
