"""Reading: rows of a kind as they are stored, with their ids, in the order of their natural key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from rongtu.facts.fields import KINDS
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
    kind = next(kind for kind in KINDS.values() if kind.record is record)
    source = table(kind.name)
    order = [source.c[name] for name in kind.key] + [source.c.id]
    types = {column.name: column.codes for column in kind.columns if column.codes}
    arrays = [column.name for column in kind.columns if column.type == tuple[str, ...]]
    bodies = [column.name for column in kind.columns if column.field.refers == BODY and kind.section != "review"]
    same = merged(connection) if bodies or kind.name == BODY else {}
    found = []
    for line in connection.execute(select(source).where(*where).order_by(*order).limit(most)).mappings():
        values: dict[str, Any] = dict(line)
        identity = values.pop("id")
        if kind.name == BODY and identity in same:
            continue
        for name in bodies:
            values[name] = same.get(values[name], values[name])
        for name, codes in types.items():
            values[name] = codes(values[name]) if values[name] is not None else None
        for name in arrays:
            values[name] = tuple(values[name])
        found.append(Stored(identity, record(**values), kind.name))
    return found
