"""Size classes of firms by the four-ministry standard of 2011 (中小企业划型标准规定, 工信部联企业〔2011〕300号).

Each industry group has lower limits of large, medium and small for one or two of: employees, revenue, assets. A firm is
of the highest class all of whose limits it meets; below any limit of small it is micro. Limits and their sources stand
in data/size_classes.toml. The statistical rule of 2017 (统计上大中小微型企业划分办法) keeps the limits and serves
statistics only; finance has a standard of its own. What a firm may claim is decided by the office that asks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from rongtu.vocab.industries import IndustryCode, parents, parse_industry_code
from rongtu.vocab.money import FEN_PER_UNIT, Fen
from rongtu.vocab.organisations import SizeClass
from rongtu.vocab.problems import InputError
from rongtu.vocab.text import half_width

CLASSES = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)
"""Smallest first: a class stands at the number of limits that are met."""


class Measure(StrEnum):
    """A figure of a firm that the standard sets limits on: people, or fen."""

    EMPLOYEES = "employees"
    REVENUE = "revenue"
    ASSETS = "assets"


@dataclass(frozen=True, slots=True)
class IndustryGroup:
    """A group of industries with one set of limits: of large, medium and small, for each measure that counts."""

    code: str
    zh: str
    en: str
    limits: Mapping[Measure, tuple[int, int, int]]
    industries: tuple[IndustryCode, ...]


@dataclass(frozen=True, slots=True)
class SizeFinding:
    """What can be said of a firm's size: the class, or the classes it may be of and the figures that would tell."""

    group: IndustryGroup
    possible: tuple[SizeClass, ...]
    missing: tuple[Measure, ...]

    @property
    def size(self) -> SizeClass | None:
        """The class, where only one is possible."""
        return self.possible[0] if len(self.possible) == 1 else None


def classify(
    industry: str, *, employees: int | None, revenue: Fen | None, assets: Fen | None, where: str = "size class"
) -> SizeFinding:
    """The size of a firm of that industry (a group, or a GB/T 4754-2017 code); None is a figure nobody knows.

    A figure that is not known may be any: it can only lower the class, so only micro is certain without it.
    Raises InputError for an industry without limits or not told precisely enough, and for a count below zero.
    """
    group = group_of(industry, where)
    figures = {Measure.EMPLOYEES: employees, Measure.REVENUE: revenue, Measure.ASSETS: assets}
    for measure in (Measure.EMPLOYEES, Measure.ASSETS):
        figure = figures[measure]
        if figure is not None and figure < 0:
            raise InputError.single(where, f"{measure} are not below zero", figure, "Leave it empty if unknown.")
    known = [met(group, measure, figure) for measure in group.limits if (figure := figures[measure]) is not None]
    missing = tuple(measure for measure in group.limits if figures[measure] is None)
    highest = min(known, default=len(CLASSES) - 1)
    if not missing or highest == 0:
        return SizeFinding(group, (CLASSES[highest],), ())
    return SizeFinding(group, CLASSES[: highest + 1], missing)


def met(group: IndustryGroup, measure: Measure, figure: int) -> int:
    """How many of the three lower limits on `measure` the figure meets; an index into CLASSES."""
    return sum(figure >= limit for limit in group.limits[measure])


def group_of(industry: str, where: str) -> IndustryGroup:
    """The group with that code (software) or Chinese name, or the one that holds that GB/T 4754-2017 code (I65, 6513).

    Raises InputError where the standard has no limits for it, or where its parts belong to several groups.
    """
    text = half_width(industry)
    for group in groups().values():
        if text in (group.code, half_width(group.zh)):
            return group
    code = parse_industry_code(industry, where)
    above = {code, *parents(code)}
    for group in groups().values():
        if above.intersection(group.industries):
            return group
    within = [group for group in groups().values() if any(code in parents(part) for part in group.industries)]
    if not within:
        mend = "Leave the size empty: rail transport, finance, education, health and public bodies have no class in it."
        raise InputError.single(where, "the standard of 2011 has no limits for this industry", industry, mend)
    names = "、".join(f"{group.zh} ({group.code})" for group in within)
    mend = f"Give a finer code, or the group: {names}; other parts of it may have no limits."
    raise InputError.single(where, "this industry is not of one group", industry, mend)


@cache
def groups() -> Mapping[str, IndustryGroup]:
    """The groups of the standard by their code, in its order."""
    return {code: _group(code, entry) for code, entry in _data()["groups"].items()}


def _group(code: str, entry: Mapping[str, Any]) -> IndustryGroup:
    fen = FEN_PER_UNIT["万元"]
    per_unit = {Measure.EMPLOYEES: 1, Measure.REVENUE: fen, Measure.ASSETS: fen}
    limits = {}
    for measure in Measure:
        if measure in entry:
            large, medium, small = (limit * per_unit[measure] for limit in entry[measure])
            limits[measure] = (large, medium, small)
    industries = tuple(IndustryCode(industry) for industry in entry["industries"])
    return IndustryGroup(code, entry["zh"], entry["en"], limits, industries)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("rongtu.vocab").joinpath("data", "size_classes.toml").read_text(encoding="utf-8"))
