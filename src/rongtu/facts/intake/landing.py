"""Landing: rows of one kind go from a staging table into the store, within the caller's transaction.

COPY into a temporary table, then one INSERT … ON CONFLICT: a row already there and equal is left alone, so loading
the same file again changes nothing. Cost is linear in the rows landed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg
from sqlalchemy import Connection, text

from rongtu.facts.fields import Kind
from rongtu.facts.intake.parsing import MOST_PROBLEMS, Values
from rongtu.vocab.problems import InputError, Problem


@dataclass(frozen=True, slots=True)
class Landed:
    """How many rows of a kind came in, what that did, and how many the store holds beside them."""

    read: int
    added: int
    changed: int
    beside: int


def land(connection: Connection, kind: Kind, rows: Iterable[Values]) -> Landed:
    """Land `rows`; InputError where a key comes twice, a reference leads nowhere, or a figure would be overwritten."""
    names = ["id", *(column.name for column in kind.columns)]
    listed = ", ".join(f'"{name}"' for name in names)
    connection.execute(
        text(f"CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT {listed} FROM {kind.name} LIMIT 0")
    )
    read = _copy(connection, names, listed, rows)
    _check_once(connection, kind)
    _check_references(connection, kind)
    if kind.append_only:
        _check_not_overwritten(connection, kind, names)
    added, changed = _merge(connection, kind, names, listed)
    beside = connection.execute(
        text(f"SELECT count(*) FROM {kind.name} t WHERE NOT EXISTS (SELECT FROM staged s WHERE s.id = t.id)")
    ).scalar_one()
    connection.execute(text("DROP TABLE staged"))
    return Landed(read, added, changed, beside)


def _copy(connection: Connection, names: list[str], listed: str, rows: Iterable[Values]) -> int:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    count = 0
    with driver.cursor() as cursor, cursor.copy(f"COPY staged ({listed}) FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])
            count += 1
    return count


def _check_once(connection: Connection, kind: Kind) -> None:
    own = [column.name for column in kind.columns if column.name in kind.key and not column.field.refers]
    shown = ", ".join(f"min({name}::text)" for name in own) or "''"
    query = f"SELECT count(*), {shown} FROM staged GROUP BY id HAVING count(*) > 1 ORDER BY 2 LIMIT {MOST_PROBLEMS}"
    problems = [
        Problem(
            kind.name,
            f"one row for each {', '.join(kind.key)}",
            f"{times} rows with {', '.join(f'{name} {value}' for name, value in zip(own, values, strict=False))}",
            "Keep one of them; a second figure for the same subject has a source or a vintage of its own.",
        )
        for times, *values in connection.execute(text(query))
    ]
    if problems:
        raise InputError(problems)


def _check_references(connection: Connection, kind: Kind) -> None:
    problems = []
    for column in kind.columns:
        if not column.field.refers:
            continue
        own = "UNION SELECT id FROM staged" if column.field.refers == kind.name else ""
        lost = connection.execute(
            text(
                f'SELECT count(*) FROM staged WHERE "{column.name}" IS NOT NULL '
                f'AND "{column.name}" NOT IN (SELECT id FROM {column.field.refers} {own})'
            )
        ).scalar_one()
        if lost:
            problems.append(
                Problem(
                    f"{kind.name}.{column.name}",
                    f"refers to a {column.field.refers} that exists",
                    f"{lost} rows that refer to none",
                    f"Load the {column.field.refers} rows first, or correct the key.",
                )
            )
    if problems:
        raise InputError(problems)


def _check_not_overwritten(connection: Connection, kind: Kind, names: list[str]) -> None:
    new, old = _tuples(names)
    lost = connection.execute(
        text(f"SELECT count(*) FROM staged s JOIN {kind.name} t ON t.id = s.id WHERE {new} IS DISTINCT FROM {old}")
    ).scalar_one()
    if lost:
        raise InputError.single(
            kind.name,
            "a row is superseded by a new vintage, never overwritten",
            f"{lost} rows that differ from those known under the same key",
            "Give the changed rows a vintage of their own.",
        )


def _merge(connection: Connection, kind: Kind, names: list[str], listed: str) -> tuple[int, int]:
    assignments = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
    new, old = _tuples(names, new="excluded")
    result = connection.execute(
        text(
            f"INSERT INTO {kind.name} AS t ({listed}) SELECT {listed} FROM staged "
            f"ON CONFLICT (id) DO UPDATE SET {assignments} WHERE {new} IS DISTINCT FROM {old} RETURNING xmax = 0"
        )
    )
    inserted = [row[0] for row in result]
    return sum(inserted), len(inserted) - sum(inserted)


def _tuples(names: list[str], new: str = "s") -> tuple[str, str]:
    def row(side: str) -> str:
        return "(" + ", ".join(f'{side}."{name}"' for name in names) + ")"

    return row(new), row("t")
