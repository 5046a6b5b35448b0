"""Every word of the pages in Chinese and English; templates hold none of their own. Codes have theirs in the labels."""

from __future__ import annotations

from collections.abc import Mapping

from rongtu.faces.web.words_of_facts import NODE, PLACES
from rongtu.faces.web.words_of_frame import ERRORS, FRAME
from rongtu.faces.web.words_of_results import EVALUATION, VALUE
from rongtu.vocab.labels import Label

PARTS: tuple[Mapping[str, tuple[str, str]], ...] = (FRAME, ERRORS, PLACES, NODE, VALUE, EVALUATION)

WORDS: Mapping[str, Label] = {key: Label(zh, en) for part in PARTS for key, (zh, en) in part.items()}
"""Words by key; what stands in braces is put in where they are used."""
