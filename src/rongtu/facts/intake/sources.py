"""Sources of what is loaded: the code a text gives a source, and the sheet with that one source."""

from __future__ import annotations

import hashlib

from rongtu.facts.fields import KINDS
from rongtu.facts.intake.sheets import Sheet
from rongtu.vocab.evidence import Nature

OWN_TERMS = "自有资料 own data of the office that loaded it"


def source_code(told: str) -> str:
    """The code of the source with that text."""
    return f"S{hashlib.sha256(told.encode()).hexdigest()[:10]}"


def source_sheet(told: str, terms: str, nature: Nature, file_hash: str | None = None) -> Sheet:
    """A sheet with the one source of that text, to be staged before the rows that name it."""
    header = ("code", "text", "terms", "file_hash", "nature")
    row = (source_code(told), told, terms, file_hash or "", nature.value)
    return Sheet("source", KINDS["source"], header, lambda: iter([(2, row)]))
