"""What people write for a region, read against the table of GB/T 2260: a code, a name, or names one after another."""

from __future__ import annotations

import re
from difflib import get_close_matches

from rongtu.vocab.places import RegionLevel
from rongtu.vocab.problems import InputError
from rongtu.vocab.regions import (
    EDITION,
    NATION,
    Region,
    RegionCode,
    is_fictional,
    lies_in,
    path_of,
    regions,
)
from rongtu.vocab.text import half_width, normalised_name

SIX_DIGITS = re.compile(r"[0-9]{6}")
SHORTENED = re.compile(r"(?:[0-9]{2}){1,2}")
BELOW_COUNTY = re.compile(r"([0-9]{6})(?:[0-9]{3}){1,2}")
LONGEST = 15
"""Characters of the longest name."""

SHOWN = 3
"""Regions a mend names at most where many would fit."""

ZONES = ("新区", "开发区", "高新区", "园区", "示范区")
"""How names of areas end that are no regions of GB/T 2260."""

NOT_OF_THE_STANDARD = (
    (r".{4}7[1-9]", "Codes that end in 71 to 79 are of development zones in the zoning for statistics: write {0}."),
    (r".{4}01|(?:11|12|31|50)0[12]00", "In some lists this stands for 市辖区 or 县, the sum of districts: write {0}."),
    (r".{2}9000", "In some lists this gathers the counties right under a province: write {0}, or one of them."),
)
"""Codes other lists have (checked against the lists of 1981 to 2024: none was ever one of a region) and what to do."""


def parse_region_code(text: str, where: str) -> RegionCode:
    """`text` as the code of a region of the table, of an invented one (99xxxx) or CN; else says what is wrong."""
    code = RegionCode(half_width(text).upper())
    if code in regions().by_code or is_fictional(code):
        return code
    if SIX_DIGITS.fullmatch(code):
        raise InputError.single(where, f"a region's code stands in {EDITION}", text, _instead_of_code(code))
    rule = "a region is given by the six digits of GB/T 2260, or CN for the nation"
    raise InputError.single(where, rule, text, _instead_of_text(code))


def find_region(name: str, where: str, within: RegionCode | None = None) -> Region:
    """The region of that full or short name, alone or after those above it; refuses a name that fits several.

    A full name goes before a short one. Of several with one name the province is meant (海南: not 海南藏族自治州), or
    else the region that holds all others (长沙: 长沙市, not the 长沙县 in it). `within` leaves only what lies in it.
    """
    found = _named(normalised_name(name), within)
    if len(found) == 1:
        return found[0]
    if not found:
        there = "" if within is None else f" in {within}"
        raise InputError.single(where, f"a region is named as in {EDITION}{there}", name, _alike(name, within))
    candidates = "、".join(_shown(region) for region in found)
    rule = f"a name fits one region, this fits {len(found)}"
    raise InputError.single(where, rule, name, f"Write the code or the whole name of the one meant: {candidates}.")


def _named(name: str, within: RegionCode | None) -> list[Region]:
    """Regions of that name; else of a name that begins with that of a region above."""
    table = regions()
    for names in (table.by_name, table.by_short):
        if found := [region for region in names.get(name, ()) if within is None or lies_in(region.code, within)]:
            return _meant(found)
    found = []
    for cut in range(2, min(len(name) - 1, LONGEST + 1)):
        for names in (table.by_name, table.by_short):
            for above in names.get(name[:cut], ()):
                if within is None or lies_in(above.code, within):
                    found += [region for region in _named(name[cut:], above.code) if region.code != above.code]
    return list(dict.fromkeys(found))


def _meant(found: list[Region]) -> list[Region]:
    """Of regions that share a name, the only province, or the one that holds all others; else all."""
    provinces = [region for region in found if region.level is RegionLevel.PROVINCE]
    holding = [region for region in found if all(lies_in(other.code, region.code) for other in found)]
    return provinces if len(provinces) == 1 else holding or found


def _instead_of_text(text: str) -> str:
    """What to write instead of what is no code: the code of a name, one cut short, one of a town."""
    if named := _named(normalised_name(text), None):
        return f"Write the code of {_list(named)}."
    if SHORTENED.fullmatch(text) and (whole := RegionCode(text.ljust(6, "0"))) in regions().by_code:
        return f"Write all six digits: {_shown(regions().by_code[whole])}."
    if (town := BELOW_COUNTY.fullmatch(text)) and town[1] in regions().by_code:
        return f"Towns and villages have no code there: write that of {_shown(regions().by_code[RegionCode(town[1])])}."
    return f"Write it so: {_shown(regions().by_code[RegionCode('110000')])}."


def _instead_of_code(code: RegionCode) -> str:
    """What to write instead of six digits that the table has not: the region above, and the nearest codes."""
    above = next((above for above in _prefixes(code) if above in regions().by_code), None)
    if above is None:
        return "No province begins so: the first two digits are 11 to 82. Look the region up by its name."
    for pattern, mend in NOT_OF_THE_STANDARD:
        if re.fullmatch(pattern, code):
            return mend.format(_shown(regions().by_code[above]))
    below = regions().children.get(above, ())
    near = sorted(
        sorted(below, key=lambda region: abs(int(region.code) - int(code)))[:SHOWN], key=lambda near: near.code
    )
    return (
        "It may be a former code, or one given later: write the code the region has in this edition. "
        f"Nearest to it are {_list([regions().by_code[above], *near])}."
    )


def _prefixes(code: str) -> tuple[RegionCode, RegionCode]:
    return RegionCode(f"{code[:4]}00"), RegionCode(f"{code[:2]}0000")


def _alike(name: str, within: RegionCode | None) -> str:
    """Names of the table that look like `name`, or where to look."""
    if name.endswith(ZONES):
        return "An area that is no region of GB/T 2260 is entered as a zone; or write the region it lies in."
    names = {**regions().by_short, **regions().by_name}
    close = get_close_matches(normalised_name(name)[: 2 * LONGEST], names, n=SHOWN)
    alike = [region for spelling in close for region in names[spelling]]
    if found := [region for region in alike if within is None or lies_in(region.code, within)]:
        return f"Is it {_list(found)}?"
    return "It may be a former name, or one given later. Write the code, or the name it has in this edition."


def _list(found: list[Region]) -> str:
    more = "…" if len(found) > SHOWN + 1 else ""
    return "、".join(_shown(region) for region in found[: SHOWN + 1]) + more


def _shown(region: Region) -> str:
    return f"{region.code} {region.name if region.code == NATION else path_of(region.code)}"
