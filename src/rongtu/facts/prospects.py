"""Prospects: what is assumed of dealings between a need and an offer, by sort; nobody has counted them here yet.

An assumption of kind `deal` speaks of all dealings of a sort, which its key names:

- `success` (that what was begun is implemented) and `years` (until it works) of `trl:1-3`, `trl:4-6`, `trl:7-8`,
  `trl:9`, or of `other` offers, which have no TRL;
- `reply` (that whoever is asked answers) of those `named` by a source or register and of those found by `text`;
- `weight` of `all`: how many dealings of one's own the ranges above count for;
- `closes` of `all`: the share of a node's gap that one match closes where nobody says how much it adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from rongtu.facts.assumed import DEALINGS, Range, is_of_dealings, newest_first, range_of
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.assumptions import Assumption

OTHER, NAMED, TEXT, ALL = "other", "named", "text", "all"

BANDS: Mapping[str, tuple[int, int]] = {"trl:1-3": (1, 3), "trl:4-6": (4, 6), "trl:7-8": (7, 8), "trl:9": (9, 9)}
"""Bands of TRL, both ends inclusive: in principle, in the laboratory, in a prototype, in use."""

SORTS: Mapping[str, tuple[str, ...]] = {
    "success": (*BANDS, OTHER),
    "years": (*BANDS, OTHER),
    "reply": (NAMED, TEXT),
    "weight": (ALL,),
    "closes": (ALL,),
}
"""Of which sorts each of these is assumed."""

SHARES = frozenset({"success", "reply", "closes"})

SORT_ZH: Mapping[str, str] = {
    "trl:1-3": "就绪度 1—3 级的成果",
    "trl:4-6": "就绪度 4—6 级的成果",
    "trl:7-8": "就绪度 7—8 级的成果",
    "trl:9": "就绪度 9 级的成果",
    OTHER: "没有就绪度的对象",
    NAMED: "有来源点名或登记在册的对象",
    TEXT: "只凭文字找到的对象",
    ALL: "各类匹配",
}


@dataclass(frozen=True, slots=True)
class Prospects:
    """The ranges that count, by what is assumed and of which sort; `notes` say of each other one why it does not."""

    ranges: Mapping[tuple[str, str], Range]
    notes: tuple[str, ...] = ()

    def of(self, field: str, sort: str) -> Range | None:
        """The range assumed; None where nobody stated one."""
        return self.ranges.get((field, sort))


def band_of(trl: int) -> str:
    """The band a TRL lies in."""
    return next(band for band, (low, high) in BANDS.items() if low <= trl <= high)


def read_prospects(connection: Connection) -> Prospects:
    """Every visible assumption of dealings; of several for one thing the newest."""
    ranges: dict[tuple[str, str], Range] = {}
    notes = []
    stated = [one for one in rows(connection, Assumption) if is_of_dealings(one.row)]
    for one in sorted(stated, key=newest_first):
        place, found = (one.row.field, one.row.key), range_of(one)
        fault = _fault(one.row, found)
        if not fault and place in ranges:
            fault = f"同一项另有推定 {ranges[place].stated.row.code}，以较新的为准"
        if fault:
            notes.append(f"推定 {one.row.code} 未采用：{fault}。")
        else:
            ranges[place] = found
    return Prospects(ranges, tuple(sorted(notes)))


def _fault(row: Assumption, found: Range) -> str:
    """Why an assumption does not count; empty where it does."""
    if row.key not in SORTS[row.field]:
        return f"{DEALINGS[row.field]}只按{'、'.join(SORTS[row.field])}分，没有 {row.key}"
    if row.field in SHARES and not 0 <= found.low <= found.high <= 1:
        return "份额在 0 与 1 之间"
    if found.low < 0 or (row.field == "weight" and found.low == 0):
        return "须大于零" if row.field == "weight" else "不得小于零"
    return ""


def words_of(stated: Stored[Assumption]) -> str:
    """What such an assumption is about, in words."""
    return f"{SORT_ZH[stated.row.key]}：{DEALINGS[stated.row.field]}"
