"""The parts of a need that are encoded one by one: its title, the beginning of its whole text, and its sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

BODY_CHARACTERS = 300
SENTENCE_CHARACTERS = 96
SENTENCES = 12
SHORTEST = 6
"""Below so many characters a sentence says too little to be encoded."""

_WHITE = re.compile(r"\s+")
_ENDS = re.compile(r"[。！？!?；;\n]")


@dataclass(frozen=True, slots=True)
class NeedParts:
    """Texts to be encoded as what is sought."""

    title: str
    body: str
    sentences: tuple[str, ...]

    def texts(self) -> tuple[str, ...]:
        """All of them: title, body, then the sentences."""
        return self.title, self.body, *self.sentences


def need_parts(title: str, text: str = "") -> NeedParts:
    """The parts of a need; where it has no text, or no sentence long enough, its title stands for them.

    The beginning of its text stands for a title that is missing.
    """
    title = _WHITE.sub(" ", title).strip()
    whole = text if text.strip().startswith(title) else f"{title}\n{text}"
    sentences = [part.strip() for part in _ENDS.split(whole[: SENTENCES * SENTENCE_CHARACTERS * 4])]
    told = tuple(part[:SENTENCE_CHARACTERS] for part in sentences if len(part) >= SHORTEST)[:SENTENCES]
    body = _WHITE.sub(" ", whole).strip()[:BODY_CHARACTERS]
    name = (title if len(title) > 1 else body)[:SENTENCE_CHARACTERS]
    return NeedParts(name, body, told or (name,))
