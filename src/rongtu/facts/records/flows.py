"""Flows: who supplies whom, what a scope buys from where, what is finally demanded, and who holds a supply."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.chains import ControlKind
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.geography import COUNTRY_PATTERN, Origin
from rongtu.vocab.money import Fen


@record(zh="供货关系", en="Supply", section="industry", key=("seller", "buyer", "item", "year", "source"))
class Supply(Record):
    """One body's yearly deliveries to another, of an item or of all together."""

    seller: Annotated[UUID, Field("供方", "seller", refers="organisation")]
    buyer: Annotated[UUID, Field("需方", "buyer", refers="organisation")]
    item: Annotated[UUID | None, Field("条目", "item", refers="item")]
    year: Annotated[int, Field("年", "year", least=1900, most=2100)]
    amount: Annotated[Fen | None, Field("金额", "amount", unit="fen", least=0)]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]


@record(zh="采购", en="Trade", section="industry", key=("zone", "item", "origin", "country", "year", "source"))
class Trade(Record):
    """What buyers in a scope bought of an item in a year, by where it came from, and what they could have bought."""

    zone: Annotated[UUID, Field("范围", "scope", refers="zone")]
    item: Annotated[UUID, Field("条目", "item", refers="item")]
    origin: Annotated[Origin, Field("来源地", "origin")]
    country: Annotated[str | None, Field("国别", "country", pattern=COUNTRY_PATTERN, note="ISO 3166, three letters")]
    year: Annotated[int, Field("年", "year", least=1900, most=2100)]
    amount: Annotated[Fen | None, Field("采购额", "bought", unit="fen", least=0)]
    available: Annotated[Fen | None, Field("可购额", "could be bought in a year", unit="fen", least=0)]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]


@record(zh="最终需求", en="Demand", section="industry", key=("node", "zone", "year", "source"))
class Demand(Record):
    """Final demand for a final product of a chain in a year, and the value weight of a yuan of it."""

    node: Annotated[UUID, Field("环节", "node", refers="chain_node")]
    zone: Annotated[UUID, Field("范围", "scope", refers="zone")]
    year: Annotated[int, Field("年", "year", least=1900, most=2100)]
    amount: Annotated[Fen, Field("需求额", "amount", unit="fen", least=0)]
    weight: Annotated[Decimal, Field("价值权重", "weight", least=0)]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]


@record(zh="控制方", en="Controller", section="industry", key=("node", "name", "kind", "source"))
class Controller(Record):
    """Who ultimately controls a supply of a node, by what, how much of it, and how much could be replaced in a year."""

    node: Annotated[UUID, Field("环节", "node", refers="chain_node")]
    name: Annotated[str, Field("名称", "name", note="a country or a firm")]
    kind: Annotated[ControlKind, Field("方式", "kind")]
    country: Annotated[str, Field("国别", "country", pattern=COUNTRY_PATTERN, note="ISO 3166, three letters")]
    share: Annotated[Decimal | None, Field("供给份额", "share of the supply", least=0, most=1)]
    replaceable: Annotated[Decimal | None, Field("一年内可替代份额", "replaceable within a year", least=0, most=1)]
    as_of: Annotated[PartialDate | None, Field("所指时间", "as of")]
    confidence: Annotated[Confidence, Field("可信度", "confidence")]
