"""How many hours a week somebody has for needs, by how he can be had: assumed, since nobody has recorded hours."""

from __future__ import annotations

from collections.abc import Mapping

from rongtu.vocab.assuming import Presumed
from rongtu.vocab.people import Availability

NEED = Presumed("一条需求一周占用", 4, 1, 16, "小时", "一次当面或线上对接，加半天准备")

PERSON: Mapping[Availability, Presumed] = {
    Availability.FULL_TIME: Presumed("全职可聘者一周可用", 35, 30, 40, "小时", "一周五天，扣除会议"),
    Availability.WEEKEND: Presumed("周末工程师一周可用", 8, 4, 12, "小时", "周末一天"),
    Availability.SEASONAL: Presumed("候鸟型专家一周可用", 9, 4, 14, "小时", "一年来一季，一季全时，摊到全年"),
    Availability.REMOTE: Presumed("远程专家一周可用", 4, 2, 10, "小时", "线上半天"),
    Availability.NONE: Presumed("无法到位者一周可用", 0, 0, 0, "小时", "登记为不可用"),
}

BODY = Presumed("一家单位一周可用", 16, 8, 40, "小时", "一个对接小组两天")
