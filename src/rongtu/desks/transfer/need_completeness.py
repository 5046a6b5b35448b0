"""How complete a posted need is, how old, and whether its owner should confirm it: weights and limits in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rongtu.facts.records.knowledge import Need
from rongtu.vocab.dates import PartialDate, interval
from rongtu.vocab.text import without_blanks

TELLING_TEXT = 20
"""Characters, blanks not counted, from which a text says more than its title."""

CONFIRMED_WITHIN = timedelta(days=180)
"""How long a need stands without a word from its owner: half a year, as for what blocks a chain (chain method)."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing a need should say: what it is called, the option that says it, what it counts, whom it helps."""

    zh: str
    option: str
    weight: int
    helps: str
    is_said: Callable[[Need], bool]


ASPECTS: tuple[Aspect, ...] = (
    Aspect("验收指标", "--criteria", 4, "对方据此判断做不做得到", lambda need: bool(need.criteria)),
    Aspect("预算", "--budget", 3, "报价合适的排到前面", lambda need: need.budget is not None),
    Aspect("期限", "--deadline", 3, "对方据此排期", lambda need: need.deadline is not None),
    Aspect("决策岗位", "--decides", 3, "约谈时找得到能定的人", lambda need: bool(need.decides)),
    Aspect("对应环节", "--node", 3, "名录和来源点名的单位排到前面", lambda need: need.node is not None),
    Aspect("说明文字", "TEXT", 2, f"写满 {TELLING_TEXT} 字，用词才对得上", lambda need: _tells(need.text)),
    Aspect("缺什么", "--lacks", 1, "只列能补上它的那几类", lambda need: need.lacks is not None),
    Aspect("所需就绪度", "--trl", 1, "太不成熟的不再占位", lambda need: need.trl_wanted is not None),
)
"""What a need should say, what helps most first. Budget, deadline, test criteria and a decision-maker weigh most of
all: without them the other side does not answer (DOMAIN, need first)."""

MOST = sum(aspect.weight for aspect in ASPECTS)
"""The points of a need that says everything."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """Points out of `MOST`, and what is not said, what helps most first."""

    score: int
    missing: tuple[Aspect, ...]


class Mark(StrEnum):
    """Whether a need may be relied on: its owner is to confirm it, or it is over."""

    CURRENT = "current"
    TO_CONFIRM = "to_confirm"
    OVER = "over"


MARK_ZH = {Mark.CURRENT: "有效", Mark.TO_CONFIRM: "待确认", Mark.OVER: "失效"}


@dataclass(frozen=True, slots=True)
class Life:
    """The age of a need on a day: whole days since it was posted and since its owner last spoke of it, and its mark.

    None where unknown; `why` says what the mark rests on.
    """

    age: int | None
    silent: int | None
    mark: Mark
    why: str


def completeness(need: Need) -> Completeness:
    """How complete the need is."""
    missing = tuple(aspect for aspect in ASPECTS if not aspect.is_said(need))
    return Completeness(MOST - sum(aspect.weight for aspect in missing), missing)


def life(need: Need, today: date) -> Life:
    """How old the need is on that day; one dated later is not old. A month or year counts by its last day."""
    spoken = [days for days in (_since(need.posted_on, today), _since(need.confirmed_on, today)) if days is not None]
    age, silent = _since(need.posted_on, today), min(spoken, default=None)
    for when, words in ((need.expires_on, "已过失效时间"), (need.deadline, "已过期限")):
        if when and interval(when)[1] < today:
            return Life(age, silent, Mark.OVER, f"{words} {when}")
    if silent is None:
        return Life(age, silent, Mark.TO_CONFIRM, "未注明发布和确认时间")
    if silent > CONFIRMED_WITHIN.days:
        return Life(age, silent, Mark.TO_CONFIRM, f"{silent} 天没有确认")
    return Life(age, silent, Mark.CURRENT, f"{silent} 天前确认" if silent else "今天确认")


def _since(when: PartialDate | None, today: date) -> int | None:
    return max(0, (today - interval(when)[1]).days) if when else None


def _tells(text: str | None) -> bool:
    return text is not None and len(without_blanks(text)) >= TELLING_TEXT
