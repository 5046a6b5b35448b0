"""The tongue a page speaks: its words, codes, names and numbers in Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from markupsafe import Markup

from rongtu.desks.cluster.value.models import Estimated
from rongtu.faces.reports.svg import clean
from rongtu.faces.web import figures
from rongtu.faces.web.figures import Lang
from rongtu.faces.web.words import WORDS
from rongtu.vocab.labels import label

TAGS = {"zh": "zh-CN", "en": "en"}
"""Language tags of the pages."""

CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e]")

NOTHING = "—"


class Tongue:
    """Says everything in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def t(self, key: str, **values: object) -> str:
        """The words under `key`, with values put in; KeyError where there are none."""
        word = WORDS[key]
        return (word.zh if self.lang == "zh" else word.en).format(**values)

    def code(self, code: StrEnum | None) -> str:
        """A code by its label."""
        if code is None:
            return NOTHING
        found = label(code)
        return found.zh if self.lang == "zh" else found.en

    def listed(self, prefix: str, code: str) -> str | Markup:
        """A code that is no list of the vocabulary: its words, else as it stands."""
        return self.t(f"{prefix}_{code}") if f"{prefix}_{code}" in WORDS else self.data(code)

    def name(self, zh: str, en: str | None) -> str:
        """A name in this language where it has one."""
        return en if self.lang == "en" and en else zh

    def data(self, zh: str | None, en: str | None = None) -> str | Markup:
        """Words from the data; on an English page, Chinese ones are marked as such."""
        if zh is None or zh == "":
            return NOTHING
        told = clean(self.name(zh, en))
        if self.lang == "en" and CHINESE.search(told):
            return Markup('<span lang="zh-CN">{}</span>').format(told)
        return told

    def joined(self, parts: tuple[str, ...]) -> str | Markup:
        """Words from the data, one after another."""
        return self.data(("、" if self.lang == "zh" or any(map(CHINESE.search, parts)) else ", ").join(parts))

    def lacking(self, inputs: tuple[str, ...]) -> Markup:
        """Inputs that are missing, one after another."""
        return Markup("{}").format(self.t("comma")).join(self.listed("input", one) for one in inputs)

    def money(self, yuan: float | None) -> str:
        """An amount of yuan."""
        return NOTHING if yuan is None else figures.money(yuan, self.lang)

    def number(self, value: float | None) -> str:
        """A number."""
        return NOTHING if value is None else figures.number(value)

    def percent(self, share: float | None) -> str:
        """A share."""
        return NOTHING if share is None else figures.percent(share)

    def moment(self, told: str | None) -> str:
        """A moment, by the clock of this machine, to the minute."""
        return f"{datetime.fromisoformat(told).astimezone():%Y-%m-%d %H:%M}" if told else self.t("time_unknown")

    def estimated(self, estimated: Estimated, of: Literal["money", "share", "number"] = "money") -> Markup:
        """A figure with its range and whether it is assumed; an unknown one with what is missing."""
        if estimated.withheld:
            return Markup('<span class="unknown">{}</span>').format(
                self.t("withheld", level=self.code(estimated.level))
            )
        told = figures.span(estimated, self.lang, of=of)
        if told is None:
            lack = Markup('<span class="lack">{}{}</span>').format(self.t("lacks"), self.lacking(estimated.missing))
            return Markup('<span class="unknown">{}</span>{}').format(
                self.t("unknown"), lack if estimated.missing else ""
            )
        point, ends = told
        parts = [Markup('<b class="figure">{}</b>').format(point)]
        if ends:
            parts.append(Markup('<span class="range">{}</span>').format(ends))
        if estimated.assumed:
            parts.append(Markup('<span class="mark">{}</span>').format(self.t("assumed")))
        return Markup(" ").join(parts)

    def placed(self, proved: int, possible: int) -> str:
        """Places in a list by what is proved and by what is possible, in one where they are the same."""
        if proved == possible:
            return self.t("one_place", place=proved)
        return self.t("two_places", proved=proved, possible=possible)

    def assumed_range(self, low: float, high: float, unit: str | None) -> str | Markup:
        """The range of an assumption in its unit; shares of one in per cent."""
        if unit == "元":
            return f"{self.money(low)}–{self.money(high)}"
        if unit is None and high <= 1:
            return f"{self.percent(low)}–{self.percent(high)}"
        return Markup("{}–{} {}").format(self.number(low), self.number(high), self.data(unit) if unit else "")

    def words(self) -> dict[str, Callable[..., Any] | str]:
        """What templates call."""
        calls = (
            self.t, self.code, self.listed, self.data, self.joined, self.lacking, self.money, self.number, self.percent,
            self.estimated, self.moment, self.placed, self.assumed_range,
        )  # fmt: skip
        return {call.__name__: call for call in calls} | {"lang": self.lang, "tag": TAGS[self.lang]}
