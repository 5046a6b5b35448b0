"""Reading: rows of a kind as they are stored, with their ids, in the order of their natural key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from rongtu.facts.fields import KINDS, Column, Kind
from rongtu.facts.merges import merged
from rongtu.facts.schema import table

R = TypeVar("R")

BODY = "organisation"


@dataclass(frozen=True, slots=True)
class Stored(Generic[R]):
    """A row with its id; `ref` is how results and traces name it."""

    id: UUID
    row: R
    kind: str

    @property
    def ref(self) -> str:
        """KIND:UUID, the name of this row in results."""
        return f"{self.kind}:{self.id}"


def rows(
    connection: Connection, record: type[R], *where: ColumnElement[bool], most: int | None = None
) -> list[Stored[R]]:
    """Visible rows of the kind that `record` defines, filtered by `where`, in the order of natural key, then id.

    All of them, or the first `most`. Organisations that were merged into another are left out, and what refers to them
    refers to that other.
    """
    kind = _kind(record)
    return _read(connection, (kind, kind.names, record), where, most)


def glances(connection: Connection, record: type, glance: type[R], *where: ColumnElement[bool]) -> list[Stored[R]]:
    """Rows as `rows` gives them, of which only the columns named by the fields of `glance` (a named tuple) are read.

    For kinds that have many rows, of which a computation needs few columns.
    """
    names: tuple[str, ...] = glance._fields  # type: ignore[attr-defined]
    return _read(connection, (_kind(record), names, glance), where, None)


def _kind(record: type) -> Kind:
    return next(kind for kind in KINDS.values() if kind.record is record)


def _read(
    connection: Connection,
    wanted: tuple[Kind, Sequence[str], type[R]],
    where: Sequence[ColumnElement[bool]],
    most: int | None,
) -> list[Stored[R]]:
    """Rows of a kind, of some of its columns, as what is made of them."""
    kind, names, made = wanted
    source = table(kind.name)
    order = [source.c[name] for name in kind.key] + [source.c.id]
    columns = [kind.column(name) for name in names]
    same = merged(connection) if kind.name == BODY or any(_names_body(kind, column) for column in columns) else {}
    read = {name: _reader(kind, column, same) for name, column in zip(names, columns, strict=True)}
    told = {name: reader for name, reader in read.items() if reader is not None}
    found = []
    query = select(source.c.id, *(source.c[name] for name in names)).where(*where).order_by(*order).limit(most)
    for identity, *cells in connection.execute(query):
        if kind.name == BODY and identity in same:
            continue
        values: dict[str, Any] = dict(zip(names, cells, strict=True))
        for name, reader in told.items():
            if values[name] is not None:
                values[name] = reader(values[name])
        found.append(Stored(identity, made(**values), kind.name))
    return found


def _names_body(kind: Kind, column: Column) -> bool:
    """Whether a column names an organisation that may have been merged; a review names them as they were found."""
    return column.field.refers == BODY and kind.section != "review"


def _reader(kind: Kind, column: Column, same: Mapping[UUID, UUID]) -> Callable[[Any], Any] | None:
    """What makes the value of a record of that in the store; None where they are the same."""
    if column.codes:
        return {code.value: code for code in column.codes}.__getitem__
    if column.type == tuple[str, ...]:
        return tuple
    if same and _names_body(kind, column):
        return lambda body: same.get(body, body)
    return None
