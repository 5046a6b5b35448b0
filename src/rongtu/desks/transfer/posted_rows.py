"""Of the rows that connect needs with offers, what is read; and the newest dates that facts speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select, union_all

from rongtu.facts.reading import Stored
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.industry import Capability
from rongtu.facts.records.knowledge import Judgement, Need, Technology
from rongtu.facts.records.means import Dataset
from rongtu.facts.schema import table
from rongtu.vocab.chains import BasisGrade, CapabilityRole
from rongtu.vocab.dates import PartialDate

R = TypeVar("R")

TOLD_ON = (
    (Capability, "as_of"),
    (Technology, "confirmed_on"),
    (Technology, "trl_on"),
    (Need, "posted_on"),
    (Need, "confirmed_on"),
    (Dataset, "updated_on"),
    (Deal, "stage_on"),
    (Judgement, "judged_on"),
)
"""The dates on which something was said, posted, confirmed, judged or agreed: never one to come."""


class Said(NamedTuple):
    """Of a capability, what tells whom to ask for a need, and why."""

    node: UUID | None
    organisation: UUID
    role: CapabilityRole
    grade: BasisGrade
    as_of: PartialDate | None
    basis: str


class ResultOf(NamedTuple):
    """Of a result, what connects it with a need."""

    item: UUID | None
    trl_on: PartialDate | None


class DataOf(NamedTuple):
    """Of a data set, what connects it with a need."""

    item: UUID | None
    updated_on: PartialDate | None


class CapacityAt(NamedTuple):
    """Of what a facility can give, what connects it with a need."""

    node: UUID | None
    facility: UUID
    resource: str
    begins: PartialDate


def newest_dates(connection: Connection) -> tuple[PartialDate, ...]:
    """Of each kind of date the newest of each precision that may be seen."""
    wanted = []
    for record, name in TOLD_ON:
        column = table(record).c[name]
        bytewise: ColumnElement[Any] = column.collate("C")
        wanted.append(select(func.max(bytewise)).where(column.is_not(None)).group_by(func.length(column)))
    return tuple(connection.execute(union_all(*wanted)).scalars())


def grouped(found: Iterable[Stored[R]], column: str) -> dict[UUID, tuple[Stored[R], ...]]:
    """The rows by what they name in a column."""
    groups: defaultdict[UUID, list[Stored[R]]] = defaultdict(list)
    for row in found:
        groups[getattr(row.row, column)].append(row)
    return {key: tuple(group) for key, group in groups.items()}
