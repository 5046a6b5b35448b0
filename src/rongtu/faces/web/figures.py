"""Numbers as the pages print them: enough digits, thousands set apart, yuan in the units people use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from rongtu.desks.cluster.value.models import Estimated
from rongtu.vocab.money import WAN, YI

Lang = Literal["zh", "en"]

MONEY: Mapping[Lang, tuple[tuple[float, str], ...]] = {
    "zh": ((YI, "亿元"), (WAN, "万元"), (0, "元")),
    "en": ((1e9, "bn yuan"), (1e6, "m yuan"), (0, "yuan")),
}
"""From how many yuan up each unit is used, the largest first."""

PERCENT = "\u00a0%"

SMALLEST = 1e-9
"""Below this a figure is none: solvers leave such crumbs."""


def number(value: float) -> str:
    """A number to three or more digits: 12,345, 123, 12.3, 1.23."""
    value = 0.0 if abs(value) < SMALLEST else value
    size = abs(value)
    decimals = 0 if size >= 100 or value == int(value) else 1 if size >= 10 else 2 if size >= 0.1 else 3
    return f"{value:,.{decimals}f}"


def percent(share: float) -> str:
    """A share in [0, 1] as per cent."""
    return number(share * 100) + PERCENT


def money(yuan: float, lang: Lang) -> str:
    """An amount with its unit."""
    return _in(yuan, _unit(abs(yuan), lang))


def span(estimated: Estimated, lang: Lang, *, of: Literal["money", "share", "number"]) -> tuple[str, str] | None:
    """The point of a figure and its range (empty where there is none), both in one unit; None where it is unknown."""
    if estimated.point is None:
        return None
    ends = (estimated.low, estimated.high)
    low, high = (estimated.point if end is None else end for end in ends)
    if of == "money":
        size, unit = _unit(max(abs(estimated.point), abs(low), abs(high)), lang)
        told = [number(value / (size or 1)) for value in (low, high)]
        return _in(estimated.point, (size, unit)), "" if told[0] == told[1] else f"{told[0]}–{told[1]}"
    show = percent if of == "share" else number
    told = [show(low), show(high)]
    return show(estimated.point), "" if told[0] == told[1] else f"{told[0].removesuffix(PERCENT)}–{told[1]}"


def _unit(size: float, lang: Lang) -> tuple[float, str]:
    return next(one for one in MONEY[lang] if size >= one[0])


def _in(yuan: float, unit: tuple[float, str]) -> str:
    return f"{number(yuan / (unit[0] or 1))} {unit[1]}"
