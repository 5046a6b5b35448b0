"""Gives rows of 示例区 levels and values for the time of a test, as the owner of the tables, and takes them back."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from rongtu.facts.store.roles import Role


@dataclass(frozen=True)
class Row:
    """A row to change: its kind, a condition that only it fulfils, its level, and other columns."""

    kind: str
    where: str
    level: str
    values: dict[str, Any] = field(default_factory=dict)


def capability(body, node, level, **values):
    """The capacity of a body of 示例区 on a node, as the register has it."""
    where = (
        f"organisation = (SELECT id FROM organisation WHERE name = '{body}' AND nature = 'fictional') "
        f"AND node = (SELECT id FROM chain_node WHERE code = '{node}' AND nature = 'fictional') AND grade = 'registry'"
    )
    return Row("capability", where, level, values)


@contextmanager
def levelled(store, *rows):
    """The rows as said while this lasts; the refs of those there are, in order."""
    before, refs = [], []
    try:
        with store.engine(Role.OWNER).begin() as connection:
            for row in rows:
                told = {"visibility": row.level, **row.values}
                columns = ", ".join(told)
                found = connection.execute(text(f"SELECT id, {columns} FROM {row.kind} WHERE {row.where}")).mappings()
                (line,) = found.all()
                before.append((row.kind, dict(line)))
                refs.append(f"{row.kind}:{line['id']}")
                _write(connection, row.kind, {"id": line["id"], **told})
        yield refs
    finally:
        with store.engine(Role.OWNER).begin() as connection:
            for kind, line in reversed(before):
                _write(connection, kind, line)


def _write(connection, kind, line):
    told = ", ".join(f"{name} = :{name}" for name in line if name != "id")
    connection.execute(text(f"UPDATE {kind} SET {told} WHERE id = :id"), line)
