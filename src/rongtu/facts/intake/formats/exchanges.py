"""Codes of listed firms: six digits and the exchange, as 600000.SH, from the ways lists write them."""

from __future__ import annotations

import re

from rongtu.vocab.text import half_width

EXCHANGES = {
    "上海证券交易所": "SH",
    "深圳证券交易所": "SZ",
    "北京证券交易所": "BJ",
    "XSHG": "SH",
    "XSHE": "SZ",
    "SS": "SH",
}
"""Names and abbreviations of the exchanges; SS and XSHG are Shanghai's in data of other vendors."""

BEGINNINGS = (("SH", r"60|68|90"), ("SZ", r"00|20|30"), ("BJ", r"4|8|92"))
"""How codes of A and B shares begin at each exchange."""

BEFORE = re.compile(r"(SH|SZ|BJ)\.?(\d{6})")
BEHIND = re.compile(r"(\d{6})\.(\w+)")


def listed_code(written: str, exchange: str = "") -> str:
    """The code in its usual form; as written where it is of no known form, which the reader of a report can see."""
    code = half_width(written).upper()
    if found := BEFORE.fullmatch(code):
        return f"{found[2]}.{found[1]}"
    if found := BEHIND.fullmatch(code):
        return f"{found[1]}.{EXCHANGES.get(found[2], found[2])}"
    if not re.fullmatch(r"\d{6}", code):
        return code
    told = EXCHANGES.get(half_width(exchange), "")
    guessed = next((name for name, beginning in BEGINNINGS if re.match(beginning, code)), "")
    return f"{code}.{told or guessed}" if told or guessed else code
