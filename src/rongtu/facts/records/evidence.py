"""Evidence: sources, indicators, ratios over them, observations with their vintage, marks on steps."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Confidence, Dimension, Direction, Nature, PeriodType, Side, Visibility
from rongtu.vocab.geography import COUNTRY_PATTERN


@record(zh="来源", en="Source", section="evidence", key=("code",), called=("text",), definition=True)
class Source:
    """A document or data set facts were taken from, as found; the one record that names no source of its own."""

    code: Annotated[str, Field("编号", "code", pattern=r"^S[0-9a-f]{10}$", note="S and 10 hex digits of SHA-256(text)")]
    text: Annotated[str, Field("出处", "source text", note="publisher, title, date or page as found")]
    terms: Annotated[str, Field("使用条件", "terms of use")]
    notice: Annotated[str | None, Field("须附声明", "notice to print")]
    published: Annotated[PartialDate | None, Field("发布时间", "published")]
    file_hash: Annotated[str | None, Field("文件摘要", "SHA-256 of the file loaded", pattern="^[0-9a-f]{64}$")]
    nature: Annotated[Nature, Field("性质", "nature", note="real, fictional or synthetic")]
    visibility: Annotated[Visibility, Field("可见范围", "visibility")]


@record(zh="指标", en="Indicator", section="evidence", key=("code",), called=("name_zh",), definition=True)
class Indicator(Record):
    """A statistical figure as defined by its publisher."""

    code: Annotated[str, Field("代码", "code", pattern=r"^[a-z][a-z0-9_]*$")]
    name_zh: Annotated[str, Field("名称", "Chinese name")]
    name_en: Annotated[str, Field("英文名称", "English name")]
    definition: Annotated[str, Field("定义", "definition")]
    unit: Annotated[str, Field("单位", "unit", note="1: a pure number")]
    side: Annotated[Side, Field("买卖方", "side")]
    direction: Annotated[Direction, Field("方向", "direction")]
    kind: Annotated[str, Field("类别", "kind", note="amount, count, ratio, rate, index, rank, target")]
    family: Annotated[str, Field("来源类别", "family of sources")]
    vintage_note: Annotated[str | None, Field("口径与批次说明", "remark on vintages")]


@record(zh="评价比率", en="Ratio", section="evidence", key=("code",), definition=True)
class Ratio(Record):
    """A ratio of the integration index: numerator / denominator × factor, or as published."""

    code: Annotated[str, Field("代码", "code", pattern=r"^[a-z][a-z0-9_]*$")]
    name_zh: Annotated[str, Field("名称", "Chinese name")]
    name_en: Annotated[str, Field("英文名称", "English name")]
    published: Annotated[UUID | None, Field("公布值", "published as", refers="indicator")]
    numerator: Annotated[UUID, Field("分子", "numerator", refers="indicator")]
    denominator: Annotated[UUID, Field("分母", "denominator", refers="indicator")]
    factor: Annotated[Decimal, Field("系数", "factor")]
    unit: Annotated[str, Field("单位", "unit")]
    direction: Annotated[Direction, Field("方向", "direction")]
    dimension: Annotated[Dimension, Field("维度", "dimension")]
    position: Annotated[int, Field("次序", "position")]
    caution: Annotated[str | None, Field("使用注意", "caution")]


@record(
    zh="观测值",
    en="Observation",
    section="evidence",
    key=(
        "region",
        "zone",
        "to_region",
        "to_zone",
        "indicator",
        "period",
        "vintage",
        "source",
        "item",
        "organisation",
        "country",
    ),
    exactly_one=(("region", "zone", "item", "organisation"),),
    append_only=True,
)
class Observation(Record):
    """One published figure: subject × indicator × period × source; superseded, never overwritten.

    A flow has a seller (`region` or `zone`) and a buyer (`to_region` or `to_zone`). What an item depends on is told by
    figures about it (cost share, supply by country, domestic rate), never by a flag.
    """

    region: Annotated[UUID | None, Field("行政区", "region", refers="region")]
    zone: Annotated[UUID | None, Field("区域", "zone", refers="zone")]
    to_region: Annotated[UUID | None, Field("流向行政区", "to region", refers="region")]
    to_zone: Annotated[UUID | None, Field("流向区域", "to zone", refers="zone")]
    indicator: Annotated[UUID, Field("指标", "indicator", refers="indicator")]
    period: Annotated[
        str, Field("时期", "period", form="period", note="as published: 2023, 2023H1, 2021-2024, 2027(目标)")
    ]
    period_type: Annotated[PeriodType, Field("时期类型", "period type")]
    year: Annotated[int, Field("年", "year", note="last year of the period")]
    value: Annotated[Decimal, Field("值", "value")]
    unit: Annotated[str | None, Field("单位", "unit")]
    vintage: Annotated[str, Field("批次", "vintage", form="vintage", note="unstated where the source gives none")]
    remark: Annotated[str | None, Field("说明", "remark", note="what the published name says of this one row")]
    item: Annotated[UUID | None, Field("条目", "item", refers="item")]
    organisation: Annotated[UUID | None, Field("组织", "organisation", refers="organisation")]
    country: Annotated[str | None, Field("国别", "country", pattern=COUNTRY_PATTERN, note="of a figure by country")]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]


@record(zh="跳变标记", en="Step change", section="evidence", key=("region", "indicator", "year"))
class StepChange(Record):
    """A jump that stands in the source data and was not verified: shown with a mark, never smoothed."""

    region: Annotated[UUID, Field("行政区", "region", refers="region")]
    indicator: Annotated[UUID, Field("指标", "indicator", refers="indicator")]
    year: Annotated[int, Field("年", "year")]
    remark: Annotated[str, Field("说明", "remark")]
