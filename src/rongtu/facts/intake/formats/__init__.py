"""Readers of public formats: one module each, from files to sheets; what is read goes the way of every other row.

A reader says which files it wants and what becomes of their rows, and nothing else: it touches no store, and checks no
more than the form of the files. A new format is a module and its name in `MODULES`.
"""

from __future__ import annotations

from collections.abc import Mapping

from rongtu.facts.intake.formats import (
    chain_file,
    chain_graph,
    chain_tables,
    coinr,
    eto,
    listed,
    qrels,
    techme,
)
from rongtu.facts.intake.formats.wanted import Format, Wanted
from rongtu.vocab.problems import InputError

__all__ = ["FORMATS", "Format", "Wanted", "format_named"]

MODULES = (chain_file, chain_graph, chain_tables, coinr, eto, listed, qrels, techme)

FORMATS: Mapping[str, Format] = {module.FORMAT.name: module.FORMAT for module in MODULES}
"""Every format by its name."""


def format_named(name: str) -> Format:
    """The format of that name; InputError where there is none, telling which there are."""
    if name not in FORMATS:
        known = "、".join(f"{one.name}（{one.zh}）" for one in FORMATS.values())
        raise InputError.single("format", "one of the public formats", name, f"Choose one of {known}.")
    return FORMATS[name]
