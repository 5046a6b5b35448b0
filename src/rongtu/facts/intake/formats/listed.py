"""Lists of listed firms: Tushare's `stock_basic` and the like as CSV or workbook, with English or Chinese headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from rongtu.facts.intake.formats import mappings
from rongtu.facts.intake.formats.exchanges import listed_code
from rongtu.facts.intake.formats.opened import Opened, Record
from rongtu.facts.intake.formats.origins import Origin, of_file, origins_sheet
from rongtu.facts.intake.formats.wanted import Format, Wanted, sort_out
from rongtu.facts.intake.sheets import Sheet
from rongtu.vocab.dates import suggest_partial_date
from rongtu.vocab.organisations import BodyKind, Standing
from rongtu.vocab.places import RegionLevel
from rongtu.vocab.regions import Region, ancestors, regions
from rongtu.vocab.text import normalised_name, tidy

FIRMS = Wanted("stock_basic", ("code", "short_name"), several=True)

TERMS = "许可未注明：整表不得再分发 none stated, not to be passed on as a whole"

OWN = ("listed_code", "name", "short_name", "kind", "standing")
PLACES = {"region": ("area",), "city": ("area", "city")}
"""The places of a firm, by the columns they are read from."""

DATES = ("listed_on", "established_on")
PLAIN = ("uscc", "industry_sw", "industry_ts", "industry", *DATES, "activity")
"""Fields taken over as they stand, where the list has them."""

SHORTENED = {"内蒙": "内蒙古"}
"""Names of provinces as Tushare cuts them."""

EMPTY = ("", "None", "nan", "NaN", "-", "--", "—")


def read(files: Sequence[Path]) -> tuple[Sheet, ...]:
    """The firms of each list, with its source; a sheet has the columns its list can fill, and no others."""
    names = {row["heading"]: row["field"] for row in mappings.rows("listed_headings.csv")}
    lists = sort_out("listed", FORMAT.files, files, names)[FIRMS.name]
    origins = [of_file(opened, "上市公司表", TERMS) for opened in lists]
    return (origins_sheet(origins), *map(_sheet, lists, origins))


def _sheet(opened: Opened, origin: Origin) -> Sheet:
    where = [field for field, columns in PLACES.items() if any(column in opened.fields for column in columns)]
    header = (*OWN, *where, *(field for field in PLAIN if field in opened.fields))
    return opened.sheet("organisation", header, partial(_firm, header[len(OWN) :]), origin.code)


def _firm(wanted: Sequence[str], record: Record) -> Iterator[Sequence[str]]:
    short = _cell(record, "short_name")
    region, city = _place(_cell(record, "area"), _cell(record, "city"))
    told = {"region": region, "city": city} | {field: _plain(record, field) for field in PLAIN}
    code = listed_code(record["code"], record.get("exchange", ""))
    name = _cell(record, "full_name") or short
    yield (code, name, short, BodyKind.ENTERPRISE, Standing.REGISTERED, *(told[field] for field in wanted))


def _cell(record: Record, field: str) -> str:
    text = tidy(record.get(field, ""))
    return "" if text in EMPTY else text


def _plain(record: Record, field: str) -> str:
    text = _cell(record, field)
    if field in DATES:
        return suggest_partial_date(text) or text
    return text.removesuffix("Ⅲ") if field == "industry_sw" else text


def _place(area: str, city: str) -> tuple[str, str]:
    """Province and city: an area such as 深圳 is a city of its province; what is none stays as written."""
    found = _region(SHORTENED.get(area, area))
    if found is not None and found.level is RegionLevel.CITY:
        province = next(code for code in ancestors(found.code) if regions().by_code[code].level is RegionLevel.PROVINCE)
        return province, city or found.code
    return found.code if found is not None else area, city


def _region(name: str) -> Region | None:
    """The province of that name, else the city; None where there is none or several."""
    key = normalised_name(name)
    named = (*regions().by_name.get(key, ()), *regions().by_short.get(key, ()))
    for level in (RegionLevel.PROVINCE, RegionLevel.CITY):
        codes = {region.code: region for region in named if region.level is level}
        if len(codes) == 1:
            return next(iter(codes.values()))
    return None


FORMAT = Format("listed", "上市公司表", "lists of listed firms (Tushare stock_basic and the like)", (FIRMS,), read)
