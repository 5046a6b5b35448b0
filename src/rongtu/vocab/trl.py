"""Technology readiness levels 1 to 9 in the sense of GB/T 22900-2022, labels in our own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum

from rongtu.vocab.labels import Label
from rongtu.vocab.problems import InputError
from rongtu.vocab.text import half_width, without_blanks


class Trl(IntEnum):
    """How far a technology has come from a principle (1) to use (9); a higher level includes the lower ones."""

    PRINCIPLE = 1
    CONCEPT = 2
    FUNCTION = 3
    LABORATORY = 4
    RELEVANT_ENVIRONMENT = 5
    PROTOTYPE = 6
    OPERATING_ENVIRONMENT = 7
    PRODUCT = 8
    USE = 9


LABELS: Mapping[Trl, Label] = {
    Trl.PRINCIPLE: Label("发现并说明基本原理", "basic principle found and reported"),
    Trl.CONCEPT: Label("提出应用设想和技术方案", "application and technical concept formulated"),
    Trl.FUNCTION: Label("关键功能经分析和实验证明可行", "key functions shown to work by analysis and experiment"),
    Trl.LABORATORY: Label("部件或原理样机在实验室环境验证", "components validated in the laboratory"),
    Trl.RELEVANT_ENVIRONMENT: Label("部件在模拟使用环境验证", "components validated in a simulated environment"),
    Trl.PROTOTYPE: Label("样机在模拟使用环境演示", "prototype demonstrated in a simulated environment"),
    Trl.OPERATING_ENVIRONMENT: Label("样机在实际使用环境演示", "prototype demonstrated in the real environment"),
    Trl.PRODUCT: Label("产品定型并通过测试", "product finished and qualified by test"),
    Trl.USE: Label("产品在实际使用中得到证明", "product proven in use"),
}
"""Level to what is reached at it."""

CHINESE_DIGITS = "一二三四五六七八九"

LEVEL = re.compile(
    rf"(?:TRL|技术(?:就绪|成熟)(?:度|水平))?[:-]?第?([1-9{CHINESE_DIGITS}])级?", re.ASCII | re.IGNORECASE
)


def parse_trl(text: str, where: str) -> Trl:
    """The level `text` names (TRL 7, 7级, ７, 第七级); raises InputError naming `where` if it names none or several."""
    if found := LEVEL.fullmatch(without_blanks(half_width(text))):
        digit = found[1]
        return Trl(CHINESE_DIGITS.index(digit) + 1 if digit in CHINESE_DIGITS else int(digit))
    mend = "Write one number, of a range the lower one, or leave it empty if nobody has judged it."
    raise InputError.single(where, "a technology readiness level is 1 to 9", text, mend)
