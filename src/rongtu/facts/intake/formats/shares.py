"""Shares of supply by country: the indicators that hold them, and how data sets write country and share."""

from __future__ import annotations

from collections.abc import Sequence

from rongtu.facts.fields import KINDS
from rongtu.facts.intake.formats.opened import MOST_PROBLEMS, Opened
from rongtu.facts.intake.formats.origins import Origin
from rongtu.facts.intake.sheets import Sheet
from rongtu.vocab.evidence import Confidence, Direction, PeriodType, Side
from rongtu.vocab.problems import InputError, Problem
from rongtu.vocab.text import half_width

BY_COUNTRY = "supplier_share"
OF_OTHERS = "supplier_share_other"

OWN = Origin("融图项目组编写：供给份额两项指标的定义，2026-11", "融图项目组自编，随本软件许可（Apache-2.0）")
"""The source of the definitions, not of any figure."""

INDICATOR = ("code", "name_zh", "name_en", "definition", "unit", "side", "direction", "kind", "family", "source")
OBSERVATION = (
    *("item", "country", "indicator", "period", "period_type", "year", "value", "unit"),
    *("vintage", "remark", "confidence", "source"),
)

DEFINED = (
    (
        *(BY_COUNTRY, "一国供给份额", "Supply share of a country"),
        "某条目的全部供给中一国供给者所占份额，口径（产值、销售额或数量；按总部或产地）以来源为准",
    ),
    (
        *(OF_OTHERS, "其余各国供给份额合计", "Supply share of countries not named"),
        "来源合并列出、不分国别的供给份额",
    ),
)

NO_COUNTRY = ("various", "other", "others", "rest of world")
"""How data sets call what they do not break down."""

COUNTRIES = {"MAL": "MYS"}
"""Codes found that ISO 3166-1 has otherwise: Malaysia."""

UNDATED = "来源未给年份，按其发布年记"


def indicators() -> Sheet:
    """The definitions, to be staged before the figures."""
    cells = [
        (number, (*defined, "%", Side.NONE, Direction.NONE, "ratio", "产业链数据", OWN.code))
        for number, defined in enumerate(DEFINED, start=1)
    ]
    return Sheet("供给份额指标 indicators", KINDS["indicator"], INDICATOR, lambda: iter(cells), row_word="definition")


def check(opened: Opened, field: str) -> None:
    """InputError with every share that does not say that it is one in a hundred."""
    problems = [
        Problem(
            f"{opened.name} {opened.row_word} {number}, column {field}",
            "a share says that it is in per cent",
            repr(record[field][:80]),
            "Write it with the sign, such as 58%.",
        )
        for number, record in opened.records()
        if (share := half_width(record[field])) and not share.endswith("%")
    ]
    if problems:
        raise InputError(problems[:MOST_PROBLEMS])


def observation(item: str, provider: str, share: str, *, year: str, remark: str, source: str) -> Sequence[str]:
    """The cells of a share as published (58%); what is no share or no country stays, to be refused by the checks."""
    country = half_width(provider).upper()
    named = country.lower() not in NO_COUNTRY
    return (
        item,
        COUNTRIES.get(country, country) if named else "",
        BY_COUNTRY if named else OF_OTHERS,
        *(year, PeriodType.ANNUAL, year),
        half_width(share).removesuffix("%"),
        *("%", "unstated", remark, Confidence.QUOTED, source),
    )
