"""Reads the TOML files of 示例区, all of it invented: every row is said to be fictional.

Its observations speak of indicators of the public sample, since definitions serve real and fictional figures alike:
those `definitions` are in the store before `sheets` are loaded.
"""

from __future__ import annotations

from importlib.resources import files

from rongtu.facts.fields import KINDS
from rongtu.facts.intake.sheets import Sheet
from rongtu.facts.intake.toml_documents import Document, read
from rongtu.facts.intake.toml_files import sheets_of
from rongtu.facts.sample import reader as sample
from rongtu.vocab.evidence import Nature

NAME = "示例区"

MEASURED = ("observation", "step_change")
"""Kinds whose rows speak of an indicator."""


def documents() -> tuple[Document, ...]:
    """The files, in the order of their names."""
    folder = files(__package__).joinpath("data")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return tuple(read(path, f"{NAME}/{path.name}") for path in paths)


def sheets() -> tuple[Sheet, ...]:
    """A sheet for each kind, so ordered that a row refers only to kinds before its own, or to its own."""
    return sheets_of(documents(), Nature.FICTIONAL)


def definitions() -> tuple[Sheet, ...]:
    """Rows of the public sample, real: its ratios, the indicators of those and of the figures here, their sources."""
    ratios = list(sample.read(KINDS["ratio"]))
    spoken_of = {row[part] for row in ratios for part in ("published", "numerator", "denominator")}
    spoken_of |= {
        entry["indicator"] for file in documents() for kind in MEASURED for entry in file.entries.get(kind, ())
    }
    indicators = [row for row in sample.read(KINDS["indicator"]) if row["code"] in spoken_of]
    return sample.some({"indicator": indicators, "ratio": ratios})
