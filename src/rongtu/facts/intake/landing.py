"""Landing: what was staged is checked against the store and put into it, in the caller's transaction.

Each kind is one UPDATE of rows that differ and one INSERT of rows that are new: a row that is there already and equal
is left alone, so loading a file again changes nothing. Cost is linear in the rows landed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from rongtu.facts.fields import Column, Kind
from rongtu.facts.intake import identity
from rongtu.facts.intake.headers import GIVEN
from rongtu.facts.intake.staged import Staged
from rongtu.vocab.problems import Problem

LANDED = "facts.landed"
"""The event that rows came in or changed; it tells how many rows of each kind were landed."""

FEW = 5_000
"""Rows that may be looked up one by one in a large table, which is faster than to read it through."""


@dataclass(frozen=True, slots=True)
class Landed:
    """How many rows of a kind came in, and what that did."""

    kind: str
    read: int
    added: int
    changed: int
    refused: int


def land(
    connection: Connection, staged: Staged, *, partial: bool, progress: Callable[[str], None]
) -> tuple[tuple[Landed, ...], int]:
    """Land what was staged: what came of each kind, and how many organisations went to the review list.

    InputError with every problem found so far and now, unless `partial`: then the rows without one land alone.
    """
    landed = []
    for kind in staged.kinds:
        progress(f"核对 {kind.zh}")
        connection.execute(text(f"ANALYZE staged_{kind.name}"))
        _plan_for(connection, staged.read[kind.name])
        _check(connection, kind, staged)
    if staged.problems and not partial:
        raise staged.error()
    for kind in staged.kinds:
        progress(f"入库 {kind.zh}")
        _plan_for(connection, staged.read[kind.name])
        _put_aside(connection, kind, staged)
        landed.append(_merge(connection, kind, staged))
    duplicates = 0
    if any(kind.name == identity.ORGANISATION for kind in staged.kinds):
        _plan_for(connection, staged.read[identity.ORGANISATION])
        duplicates = identity.list_duplicates(connection)
    return tuple(landed), duplicates


def natures_of(connection: Connection, staged: Staged) -> dict[str, dict[str, int]]:
    """How many rows of each kind were landed of each nature; those that were put aside do not count."""
    found: dict[str, dict[str, int]] = {}
    for kind in staged.kinds:
        if "nature" in kind.names:
            query = text(f"SELECT nature, count(*) FROM staged_{kind.name} GROUP BY nature ORDER BY nature")
            for nature, rows in connection.execute(query).all():
                found.setdefault(nature, {})[kind.name] = rows
    return found


def _plan_for(connection: Connection, rows: int) -> None:
    """Let many rows be joined by hash or merge alone.

    What the server knows of a table may be older than what was just put into it: taken for empty, a table of a million
    rows would be gone through once for each row staged.
    """
    connection.execute(text(f"SET LOCAL enable_nestloop = {'off' if rows > FEW else 'on'}"))


def _check(connection: Connection, kind: Kind, staged: Staged) -> None:
    """Refuse staged rows whose key comes twice, that refer to a staged row that was refused, or that overwrite."""
    _check_once(connection, kind, staged)
    if kind.append_only:
        _check_not_overwritten(connection, kind, staged)
    doubtful = {staged.sheets[sheet].kind.name for sheet, rows in staged.refused.items() if rows} | {kind.name}
    for column in kind.columns:
        if column.field.refers in doubtful and any(column.field.refers == other.name for other in staged.kinds):
            _check_reference(connection, kind, column.name, column.field.refers or "", staged)


def _check_once(connection: Connection, kind: Kind, staged: Staged) -> None:
    own = [column.name for column in kind.columns if column.name in kind.key and not column.field.refers]
    shown = "concat_ws(', ', " + ", ".join(f"'{name} ' || {name}" for name in own) + ")" if own else "''"
    query = (
        f"SELECT in_sheet, in_row, {shown}, string_agg(in_row::text, ', ') OVER same, count(*) OVER same "
        f"FROM staged_{kind.name} WHERE id IN (SELECT id FROM staged_{kind.name} GROUP BY id HAVING count(*) > 1) "
        "WINDOW same AS (PARTITION BY id) ORDER BY in_sheet, in_row"
    )
    for sheet, row, key, rows, times in connection.execute(text(query)).all():
        problem = Problem(
            staged.where(sheet, row),
            f"one row for each {', '.join(kind.key)}",
            f"{times} rows with {key or 'the same key'} (rows {rows})",
            "Keep one of them; a second figure for the same subject has a source or a vintage of its own.",
        )
        staged.refuse(sheet, row, problem)


def _check_not_overwritten(connection: Connection, kind: Kind, staged: Staged) -> None:
    for number in _sheets(kind, staged):
        new, old = _tuples(_spoken_of(kind, staged, number))
        query = (
            f"SELECT in_row FROM staged_{kind.name} s JOIN {kind.name} t ON t.id = s.id "
            f"WHERE in_sheet = {number} AND {new} IS DISTINCT FROM {old} ORDER BY in_row"
        )
        for (row,) in connection.execute(text(query)).all():
            problem = Problem(
                staged.where(number, row),
                f"a {kind.name} is superseded by a new vintage, never overwritten",
                "another content than the one known under the same key",
                "Give the changed row a vintage (批次) of its own.",
            )
            staged.refuse(number, row, problem)


def _check_reference(connection: Connection, kind: Kind, column: str, target: str, staged: Staged) -> None:
    """A reference was resolved among staged rows: those that were refused since, or never came, cannot be meant.

    Where rows refer to their own kind, refusing one may leave others without what they mean: until none is left.
    """
    query = text(
        f'SELECT s.in_sheet, s.in_row FROM staged_{kind.name} s WHERE s."{column}" IS NOT NULL '
        f"AND (s.in_sheet, s.in_row) NOT IN ({REFUSED}) "
        f'AND NOT EXISTS (SELECT FROM {target} t WHERE t.id = s."{column}") '
        f'AND NOT EXISTS (SELECT FROM staged_{target} t WHERE t.id = s."{column}" '
        f"AND (t.in_sheet, t.in_row) NOT IN ({REFUSED})) ORDER BY 1, 2"
    )
    while lost := connection.execute(query, _refused(staged)).all():
        for sheet, row in lost:
            problem = Problem(
                f"{staged.where(sheet, row)}, column {column}",
                f"refers to a {target} that exists",
                "one that does not, or that was refused",
                f"Load or mend the {target} first, or correct the cell.",
            )
            staged.refuse(sheet, row, problem)


REFUSED = "SELECT * FROM unnest(CAST(:sheets AS int[]), CAST(:rows AS int[]))"


def _refused(staged: Staged) -> dict[str, list[int]]:
    """Sheet and row of what was refused, as `REFUSED` takes them."""
    refused = [(sheet, row) for sheet, rows in staged.refused.items() for row in rows]
    return {"sheets": [sheet for sheet, _ in refused], "rows": [row for _, row in refused]}


def _put_aside(connection: Connection, kind: Kind, staged: Staged) -> None:
    """Take the rows refused out of those staged."""
    if any(staged.refused.values()):
        statement = text(f"DELETE FROM staged_{kind.name} WHERE (in_sheet, in_row) IN ({REFUSED})")
        connection.execute(statement, _refused(staged))


def _merge(connection: Connection, kind: Kind, staged: Staged) -> Landed:
    names = ("id", *kind.names)
    listed, given = (", ".join(f'{side}"{name}"' for name in names) for side in ("", "s."))
    changed = 0
    if not kind.append_only:
        changed = sum(_update(connection, kind, staged, number) for number in _sheets(kind, staged))
    added = connection.execute(
        text(
            f"INSERT INTO {kind.name} ({listed}) SELECT {given} FROM staged_{kind.name} s "
            f"WHERE NOT EXISTS (SELECT FROM {kind.name} t WHERE t.id = s.id)"
        )
    ).rowcount
    refused = sum(len(rows) for sheet, rows in staged.refused.items() if staged.sheets[sheet].kind is kind)
    return Landed(kind.name, read=staged.read[kind.name], added=added, changed=changed, refused=refused)


def _update(connection: Connection, kind: Kind, staged: Staged, number: int) -> int:
    """Bring known rows to what a sheet says of them, or let it fill in what they do not say; how many change."""
    columns, sheet = _spoken_of(kind, staged, number), staged.sheets[number]
    values = {column.name: _filled(column) if sheet.fills else f's."{column.name}"' for column in columns}
    assignments = ", ".join(f'"{name}" = {value}' for name, value in values.items())
    telling = [column for column in columns if column.name not in sheet.beside]
    new = f"({', '.join(values[column.name] for column in telling)})"
    _, old = _tuples(telling)
    update = (
        f"UPDATE {kind.name} t SET {assignments} FROM staged_{kind.name} s "
        f"WHERE s.id = t.id AND s.in_sheet = {number} AND {new} IS DISTINCT FROM {old}"
    )
    return connection.execute(text(update)).rowcount


def _sheets(kind: Kind, staged: Staged) -> list[int]:
    return [number for number, sheet in enumerate(staged.sheets) if sheet.kind is kind]


def _spoken_of(kind: Kind, staged: Staged, number: int) -> list[Column]:
    """The columns a sheet speaks of: those it has, and those that are made or said of all its rows."""
    said = staged.said[number] | set(GIVEN)
    return [column for column in kind.columns if column.name in said or column.field.derived]


def _filled(column: Column) -> str:
    """The known value of a column, or the new one where none is known."""
    known = f't."{column.name}"'
    if column.type == tuple[str, ...]:
        return f'CASE WHEN cardinality({known}) = 0 THEN s."{column.name}" ELSE {known} END'
    return f'coalesce({known}, s."{column.name}")'


def _tuples(columns: Sequence[Column]) -> tuple[str, str]:
    def row(side: str) -> str:
        return "(" + ", ".join(f'{side}."{column.name}"' for column in columns) + ")"

    return row("s"), row("t")
