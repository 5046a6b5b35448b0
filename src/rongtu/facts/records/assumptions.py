"""Assumptions: stated ranges with author, date and reason, kept apart from what was observed."""

from decimal import Decimal
from typing import Annotated

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Distribution


@record(
    zh="推定",
    en="Assumption",
    section="evidence",
    key=("code",),
    ordered=(("low", "high"), ("low", "likely"), ("likely", "high")),
)
class Assumption(Record):
    """A range taken for a figure nobody has observed; whatever uses it says *assumed* (推定)."""

    code: Annotated[str, Field("编号", "code")]
    kind: Annotated[
        str, Field("记录类别", "kind of record", pattern=r"^[a-z_]+$", form="kind", note="such as input_group")
    ]
    key: Annotated[str, Field("记录键", "key of the record", note="parts of a longer key joined by |")]
    field: Annotated[str, Field("字段", "field", pattern=r"^[a-z_]+$", note="such as share")]
    low: Annotated[Decimal, Field("下限", "low")]
    high: Annotated[Decimal, Field("上限", "high")]
    likely: Annotated[Decimal | None, Field("最可能值", "likely", note="peak of a triangular distribution")]
    unit: Annotated[str | None, Field("单位", "unit")]
    distribution: Annotated[Distribution, Field("分布", "distribution")]
    author: Annotated[str, Field("提出人", "author", note="an office or function, not a private person")]
    stated_on: Annotated[PartialDate, Field("提出时间", "stated on")]
    reason: Annotated[str, Field("理由", "reason")]
