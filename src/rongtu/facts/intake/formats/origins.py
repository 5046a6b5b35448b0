"""Where a file of a public format is from: the source its rows name, with its terms, as the first sheet of a format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import rongtu.facts.records  # noqa: F401  (declares every kind)
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.formats.opened import Opened
from rongtu.facts.intake.sheets import Rows, Sheet
from rongtu.facts.intake.sources import source_code
from rongtu.facts.sample import reader

HEADER = ("code", "text", "terms", "notice", "file_hash")


@dataclass(frozen=True, slots=True)
class Origin:
    """A source as it will be kept; the same text is the same source on every machine."""

    text: str
    terms: str
    notice: str = ""
    file_hash: str = ""

    @property
    def code(self) -> str:
        """The code rows name it by."""
        return source_code(self.text)


def of_file(opened: Opened, what: str, terms: str) -> Origin:
    """The source of a file that is known by its name and its content only; `what` says in words what it is."""
    digest = opened.digest()
    return Origin(f"{what} {opened.name}（SHA-256 {digest[:16]}）", terms, file_hash=digest)


def of_sample(code: str) -> Origin:
    """A source of the built-in sample, by its code; KeyError if the sample has none such."""
    return {row["code"]: Origin(row["text"], row["terms"], row["notice"]) for row in reader.read(KINDS["source"])}[code]


def origins_sheet(origins: Iterable[Origin]) -> Sheet:
    """A sheet of the sources, each once."""
    known = {origin.code: origin for origin in origins}
    return Sheet("来源 sources", KINDS["source"], HEADER, lambda: _rows(known.values()), row_word="source")


def _rows(origins: Iterable[Origin]) -> Rows:
    yield from enumerate(map(_cells, origins), start=1)


def _cells(origin: Origin) -> tuple[str, ...]:
    return (origin.code, origin.text, origin.terms, origin.notice, origin.file_hash)
