"""Industries by GB/T 4754-2017: sections, divisions and groups by code and name, classes by the form of their code.

The table holds what independent public copies of the standard agree on: 20 sections, 97 divisions and 473 groups, as
many as the standard counts. The names of its classes are not in it: a class is taken if its group is known, and checked
by name only against a tree of one's own (`industry_tree`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NewType

from rongtu.vocab.code_tables import table_rows
from rongtu.vocab.problems import InputError
from rongtu.vocab.text import half_width

IndustryCode = NewType("IndustryCode", str)
"""A letter for a section, else two to four digits without it: C, 39, 398, 3985."""

EDITION = "GB/T 4754-2017"
"""The edition the table holds, as published in 2017: amendment No. 1 of 2019 is known in part only (see `readings`)."""

FORM = re.compile(r"(?P<section>[A-Z])?(?P<digits>[0-9]{2,4})?")


class IndustryLevel(StrEnum):
    """Level of the classification: 门类, 大类, 中类, 小类."""

    SECTION = "section"
    DIVISION = "division"
    GROUP = "group"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class Industry:
    """An entry of the classification; only a section has no parent."""

    code: IndustryCode
    name: str
    level: IndustryLevel
    parent: IndustryCode | None


Industries = Mapping[IndustryCode, Industry]
"""A tree of the classification by code: ours, which ends at groups, or one of the user's own with classes."""


@cache
def industries() -> Industries:
    """The table of sections, divisions and groups, read once."""
    rows = table_rows("gbt4754.csv")
    found = (
        Industry(
            IndustryCode(row["code"]),
            row["name"],
            IndustryLevel(row["level"]),
            IndustryCode(row["parent"]) if row["parent"] else None,
        )
        for row in rows
    )
    return {industry.code: industry for industry in found}


@cache
def readings() -> Mapping[IndustryCode, tuple[str, ...]]:
    """Other names that one public copy alone has for a code; among them what amendment No. 1 is said to call 923."""
    found: dict[IndustryCode, tuple[str, ...]] = {}
    for row in table_rows("gbt4754_readings.csv"):
        code = IndustryCode(row["code"])
        found[code] = (*found.get(code, ()), row["name"])
    return found


def level_of(code: IndustryCode) -> IndustryLevel:
    """The level of a code, by its form."""
    return IndustryLevel.SECTION if code.isalpha() else tuple(IndustryLevel)[len(code) - 1]


def parent_of(code: IndustryCode) -> IndustryCode | None:
    """The code right above a known one; None for a section."""
    if level_of(code) in (IndustryLevel.GROUP, IndustryLevel.CLASS):
        return IndustryCode(code[:-1])
    return industries()[code].parent


def parents(code: IndustryCode) -> Iterator[IndustryCode]:
    """The codes above a known one, the nearest first, its section last."""
    above = parent_of(code)
    while above is not None:
        yield above
        above = parent_of(above)


def section_of(code: IndustryCode) -> IndustryCode:
    """The section a known code belongs to; a section is its own."""
    return (code, *parents(code))[-1]


def full_code(code: IndustryCode) -> str:
    """The code as the standard writes it in full, the letter of its section before the digits: C3985."""
    return code if code.isalpha() else section_of(code) + code


def industry_label(code: IndustryCode, tree: Industries | None = None) -> str:
    """The Chinese name of a code; of a class whose name is not in the tree, that of its group with the class's code."""
    known = tree or industries()
    return known[code].name if code in known else f"{industry_label(IndustryCode(code[:3]), tree)}（小类 {code}）"


def parse_industry_code(text: str, where: str, tree: Industries | None = None) -> IndustryCode:
    """`text` as an industry: C, 39, 398 or 3985, with the section's letter before the digits or without.

    With a `tree` of one's own, its codes are those there are; without, a class is taken if its group is known.
    """
    found = FORM.fullmatch(half_width(text).upper())
    if found is None or not found[0]:
        rule = f"an industry is a section's letter or two to four digits of {EDITION}"
        mend = "Write it so: C, C39, C398, C3985, or without the letter: 3985, 0111 (a sheet may have dropped a 0)."
        raise InputError.single(where, rule, text, mend)
    code = IndustryCode(found["digits"] or found["section"])
    known = tree or industries()
    if code not in known and (tree or len(code) < 4 or code[:3] not in known):
        raise InputError.single(where, f"an industry's code stands in {EDITION}", text, _instead(code, known))
    if found["section"] and found["section"] != section_of(code):
        belongs = f"{code} {industry_label(code, tree)} belongs to section {section_of(code)}"
        raise InputError.single(
            where, "the letter is the section of the digits", text, f"{belongs}: {full_code(code)}."
        )
    return code


def _instead(code: IndustryCode, tree: Industries) -> str:
    """Which codes there are below the nearest known code above."""
    above = next((above for above in (code[:3], code[:2]) if above != code and above in tree), None)
    if above is None:
        return "Sections are A to T, divisions 01 to 97. It may be of another edition."
    listed = "、".join(f"{entry.code} {entry.name}" for entry in tree.values() if entry.parent == above)
    return f"In {above} {tree[IndustryCode(above)].name} there are {listed}. It may be of another edition."
