"""Assumptions by the row and field they speak of: ranges stated for figures that nobody has observed.

An assumption names its row by natural key. The id of a row is made from that key, so the id is made again, as intake
made it, and the row looked up by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from rongtu.facts.fields import KINDS, Kind, record_id
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.assumptions import Assumption
from rongtu.facts.schema import METADATA
from rongtu.vocab.chains import CapacityBasis
from rongtu.vocab.dates import interval
from rongtu.vocab.evidence import Distribution, Nature
from rongtu.vocab.money import FEN_PER_UNIT, Fen

BOUND = "bound"

UNSTORED = frozenset({("survey", BOUND)})
"""What is only ever assumed: the most that bodies a survey did not find could supply in a year, in money."""

DEALINGS: Mapping[str, str] = {
    "success": "做成的概率",
    "reply": "接通的概率",
    "years": "见效所需年数",
    "weight": "先验相当于几次对接",
    "closes": "补上缺口的份额",
}
"""What is assumed of dealings of a sort and of no single deal; `prospects` reads it."""

PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Range:
    """A stated range as it is computed with (money in yuan, shares as fractions), and the assumption it is from."""

    low: float
    high: float
    likely: float | None
    distribution: Distribution
    stated: Stored[Assumption]


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The ranges that count, by id of the row and field; `notes` say of each other assumption why it does not."""

    ranges: Mapping[tuple[UUID, str], Range]
    notes: tuple[str, ...] = ()


def read_assumptions(connection: Connection) -> Assumptions:
    """Every visible assumption whose row is there and whose field is empty; of several for one field the newest.

    What was observed wins over what was assumed.
    """
    ranges: dict[tuple[UUID, str], Range] = {}
    notes: list[str] = []
    by_kind: defaultdict[str, list[Stored[Assumption]]] = defaultdict(list)
    for stated in sorted(rows(connection, Assumption), key=newest_first):
        if not is_of_dealings(stated.row):
            by_kind[stated.row.kind].append(stated)
    for name, of_kind in sorted(by_kind.items()):
        targets = _targets(connection, name, of_kind)
        for stated in of_kind:
            fault = _fault(stated.row, targets.get(stated.id))
            place = (targets[stated.id]["id"], stated.row.field) if not fault else None
            if place in ranges:
                fault = f"同一字段另有推定 {ranges[place].stated.row.code}，以较新的为准"
            if fault or place is None:
                notes.append(f"推定 {stated.row.code} 未采用：{fault}。")
            else:
                ranges[place] = range_of(stated)
    return Assumptions(ranges, tuple(sorted(notes)))


def target_ids(assumption: Assumption) -> tuple[UUID, ...]:
    """The ids of the row an assumption may mean: one of its own nature, or a definition, which serves all."""
    own = record_id(assumption.kind, assumption.key, nature=assumption.nature)
    kind = KINDS.get(assumption.kind)
    if kind is None or not kind.definition or assumption.nature is Nature.REAL:
        return (own,)
    return (own, record_id(assumption.kind, assumption.key))


def is_of_dealings(assumption: Assumption) -> bool:
    """Whether it speaks of dealings of a sort, not of a row."""
    return assumption.kind == "deal" and assumption.field in DEALINGS


def newest_first(stated: Stored[Assumption]) -> tuple[int, str]:
    """For sorting: of several assumptions of one thing the newest counts."""
    return -interval(stated.row.stated_on)[1].toordinal(), stated.row.code


def _targets(
    connection: Connection, name: str, assumptions: Iterable[Stored[Assumption]]
) -> dict[UUID, Mapping[str, Any]]:
    """The stored row each assumption speaks of, by the id of the assumption."""
    if name not in KINDS or "source" not in KINDS[name].names:
        return {}
    source = METADATA.tables[name]
    wanted = {one.id: target_ids(one.row) for one in assumptions}
    ids = [identity for own in wanted.values() for identity in own]
    found = {line["id"]: line for line in connection.execute(select(source).where(source.c.id.in_(ids))).mappings()}
    return {
        assumption: dict(found[identity])
        for assumption, own in wanted.items()
        for identity in reversed(own)
        if identity in found
    }


def _fault(assumption: Assumption, target: Mapping[str, Any] | None) -> str:
    """Why an assumption does not count; empty where it does."""
    return next(_faults(assumption, target), "")


def _faults(assumption: Assumption, target: Mapping[str, Any] | None) -> Iterator[str]:
    kind = KINDS.get(assumption.kind)
    if kind is None:
        yield f"没有“{assumption.kind}”这类记录"
        return
    if target is None:
        yield f"没有它所指的{kind.zh}（{assumption.key}）"
        return
    if not _is_field(kind, assumption.field):
        yield f"{kind.zh}没有可推定的字段 {assumption.field}"
        return
    if _is_observed(assumption, target):
        yield f"{kind.zh}（{assumption.key}）的{kind.column(assumption.field).field.zh}已有观测值，以观测为准"
    if _is_money(kind, assumption.field) and assumption.unit not in FEN_PER_UNIT:
        yield f"钱要注明单位（{'、'.join(FEN_PER_UNIT)}）"


def _is_field(kind: Kind, field: str) -> bool:
    """Whether a field holds a number that may be assumed."""
    if (kind.name, field) in UNSTORED:
        return True
    return field in kind.names and kind.column(field).type in (int, Decimal, Fen)


def _is_observed(assumption: Assumption, target: Mapping[str, Any]) -> bool:
    """Whether the field is filled in; sales do not fill in a capacity, of which they are a lower bound."""
    if target.get(assumption.field) is None:
        return False
    only_sales = target.get("capacity_basis") == CapacityBasis.SALES.value
    return not (assumption.kind == "capability" and assumption.field == "capacity" and only_sales)


def _is_money(kind: Kind, field: str) -> bool:
    return (kind.name, field) in UNSTORED or kind.column(field).type is Fen


def range_of(stated: Stored[Assumption]) -> Range:
    """The range of an assumption as it is computed with."""
    row = stated.row
    factor = Decimal(FEN_PER_UNIT[row.unit]) / 100 if row.unit in FEN_PER_UNIT else Decimal(1)
    if row.unit == PERCENT:
        factor = Decimal(1) / 100
    likely = None if row.likely is None else float(row.likely * factor)
    return Range(float(row.low * factor), float(row.high * factor), likely, row.distribution, stated)


def words_about(stated: Stored[Assumption]) -> str:
    """What an assumption is about, in words: kind, key and field."""
    kind = KINDS[stated.row.kind]
    field = stated.row.field
    named = "区内至多未知供给" if (kind.name, field) in UNSTORED else kind.column(field).field.zh
    return f"{kind.zh} {stated.row.key} 的{named}"
