"""Tables derived from the record definitions: one table per kind, its checks, keys and references."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy import Column as TableColumn
from sqlalchemy.dialects.postgresql import ARRAY

from rongtu.facts import records
from rongtu.facts.fields import KINDS, Column, Kind
from rongtu.vocab.dates import PATTERN as PARTIAL_DATE_PATTERN
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.money import Fen

__all__ = ["METADATA", "records", "table"]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

TYPES: dict[Any, Any] = {
    str: Text,
    PartialDate: Text,
    int: BigInteger,
    Fen: BigInteger,
    Decimal: Numeric,
    bool: Boolean,
    UUID: Uuid,
    datetime: lambda: DateTime(timezone=True),
    tuple[str, ...]: lambda: ARRAY(Text),
}

METADATA = MetaData(naming_convention=NAMING)
"""Every table of the store."""


def table(kind: str | type) -> Table:
    """The table of a kind, by its name or its record class."""
    name = kind if isinstance(kind, str) else next(k.name for k in KINDS.values() if k.record is kind)
    return METADATA.tables[name]


def _build(kind: Kind) -> Table:
    columns = [_column(column) for column in kind.columns]
    checks = [check for column in kind.columns for check in _checks(column)]
    groups = [
        CheckConstraint(f"num_nonnulls({', '.join(group)}) = 1", name=f"one_{'_'.join(group)}")
        for group in kind.exactly_one
    ]
    key = [UniqueConstraint(*kind.unique, postgresql_nulls_not_distinct=True)] if kind.key else []
    indexes = [
        Index(None, column.name)
        for column in kind.columns
        if column.field.looked_up or (column.field.refers and column.name != (kind.key or "-")[0])
    ]
    return Table(
        kind.name,
        METADATA,
        TableColumn("id", Uuid, nullable=False),
        *columns,
        PrimaryKeyConstraint("id"),
        *key,
        *checks,
        *groups,
        *indexes,
        comment=f"{kind.zh} {kind.en}",
    )


def _column(column: Column) -> TableColumn[Any]:
    kind = Text if column.codes else TYPES[column.type]
    references = [ForeignKey(f"{column.field.refers}.id")] if column.field.refers else []
    return TableColumn(column.name, kind(), *references, nullable=column.optional, comment=column.field.zh)


def _checks(column: Column) -> list[CheckConstraint]:
    conditions = []
    if column.codes:
        listed = ", ".join(f"'{code.value}'" for code in column.codes)
        conditions.append(f"{column.name} IN ({listed})")
    pattern = PARTIAL_DATE_PATTERN if column.type is PartialDate else column.field.pattern
    if pattern:
        conditions.append(f"{column.name} ~ '{pattern}'")
    if column.field.least is not None:
        conditions.append(f"{column.name} >= {column.field.least}")
    if column.field.most is not None:
        conditions.append(f"{column.name} <= {column.field.most}")
    return [CheckConstraint(" AND ".join(conditions), name=column.name)] if conditions else []


for _kind in KINDS.values():
    _build(_kind)
