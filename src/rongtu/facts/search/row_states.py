"""Row states: which version of which rows is visible, in a form that is compared without reading the rows.

A row's mark is a hash of its id and of the transaction that wrote this version of it (`xmin`); a kind's total is how
many rows there are and the exclusive or of their marks. Where totals are equal, nothing has come, gone or changed.
Where they differ, rows written by transactions from the watermark on are read first - every earlier one had ended when
the watermark was taken - and all of the kind only where those do not explain the difference: rows were hidden, removed,
or belong to another state of the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from rongtu.facts.search.array_files import Arrays
from rongtu.facts.search.manifests import Total

MARKED = "hashtextextended(xmin::text, uuid_hash_extended(id, 0))"
WRITTEN_SINCE = "age(xmin) <= age(CAST(CAST(:since AS text) AS xid))"
EPOCH = 1 << 32
FAR = 1 << 30
"""Transactions since the watermark beyond which the server's 32-bit count no longer tells before from after."""

AT_A_TIME = 50_000

ID = np.dtype("S16")


@dataclass(frozen=True, slots=True)
class Moment:
    """Where and when facts are read: the database, the oldest transaction under way, and the snapshot in words."""

    database: str
    watermark: int
    latest: int
    snapshot: str


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of a kind, sorted by id: `ids` (n,) as 16 bytes each, `marks` (n,)."""

    ids: NDArray[np.bytes_]
    marks: NDArray[np.uint64]

    def total(self) -> Total:
        """Of all of them."""
        return Total(len(self.ids), int(np.bitwise_xor.reduce(self.marks)) if len(self.marks) else 0)

    def find(self, ids: NDArray[np.bytes_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where each id stands or would, and whether it does."""
        places = np.searchsorted(self.ids, ids)
        inside = np.minimum(places, max(0, len(self.ids) - 1))
        found = (self.ids[inside] == ids) if len(self.ids) else np.zeros(len(ids), dtype=np.bool_)
        return places, found

    def without(self, ids: NDArray[np.bytes_]) -> Rows:
        """Those that are none of these."""
        places, found = self.find(ids)
        left = np.ones(len(self.ids), dtype=np.bool_)
        left[places[found]] = False
        return Rows(self.ids[left], self.marks[left])

    def joined(self, other: Rows) -> Rows:
        """These and others, no id in both."""
        ids, marks = np.concatenate([self.ids, other.ids]), np.concatenate([self.marks, other.marks])
        order = np.argsort(ids, kind="stable")
        return Rows(ids[order], marks[order])


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows (KIND:UUID) that are new or another version now, and those that are not to be seen any more.

    `rows` are the kinds' rows as they are now.
    """

    changed: frozenset[str]
    gone: frozenset[str]
    rows: Mapping[str, Rows]


def moment(connection: Connection) -> Moment:
    """Where and when this transaction reads."""
    found = connection.execute(
        text(
            "SELECT (SELECT system_identifier FROM pg_control_system()) AS system,"
            " (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline,"
            " (SELECT oid FROM pg_database WHERE datname = current_database()) AS database,"
            " CAST(CAST(pg_snapshot_xmin(now.snapshot) AS text) AS bigint) AS oldest,"
            " CAST(CAST(pg_snapshot_xmax(now.snapshot) AS text) AS bigint) AS next,"
            " CAST(now.snapshot AS text) AS snapshot FROM (SELECT pg_current_snapshot() AS snapshot) now"
        )
    ).one()
    return Moment(f"{found.system}-{found.timeline}-{found.database}", found.oldest, found.next, found.snapshot)


def totals(connection: Connection, kinds: Iterable[str]) -> dict[str, Total]:
    """The total of each kind, as far as this transaction sees; one reading of each table by the server."""
    parts = (
        f"SELECT '{kind}' AS kind, count(*) AS rows, coalesce(bit_xor({MARKED}), 0) AS mark FROM {kind}"
        for kind in kinds
    )
    found = connection.execute(text(" UNION ALL ".join(parts)))
    return {row.kind: Total(row.rows, row.mark % (1 << 64)) for row in found}


def read_rows(connection: Connection, kind: str, since: int | None = None) -> Rows:
    """Every visible row of a kind, or those written by transactions from `since` on."""
    where = f" WHERE {WRITTEN_SINCE}" if since is not None else ""
    given = {} if since is None else {"since": str(since % EPOCH)}
    ids, marks = bytearray(), []
    query = text(f"SELECT id, {MARKED} AS mark FROM {kind}{where}").execution_options(yield_per=AT_A_TIME)
    with connection.execute(query, given) as found:
        for identity, mark in found:
            ids += identity.bytes
            marks.append(mark)
    told = np.array(marks, dtype=np.int64).view(np.uint64)
    return Rows(np.zeros(0, ID), np.zeros(0, np.uint64)).joined(Rows(np.frombuffer(bytes(ids), ID), told))


def changes(
    connection: Connection, now: Moment, found: Mapping[str, Total], base: Mapping[str, Rows], watermark: int
) -> Changes:
    """What is another than in `base`, which was read when the watermark was taken; `found` are the totals now."""
    changed: set[str] = set()
    gone: set[str] = set()
    rows = dict(base)
    near = 0 <= now.latest - watermark < FAR
    for kind, total in found.items():
        before = base.get(kind, NONE)
        if total == before.total():
            continue
        after = _after(connection, kind, total, before, watermark) if near else read_rows(connection, kind)
        rows[kind] = after
        places, same = before.find(after.ids)
        same[same] = before.marks[places[same]] == after.marks[same]
        changed |= refs(kind, after.ids[~same])
        gone |= refs(kind, before.without(after.ids).ids)
    return Changes(frozenset(changed), frozenset(gone), rows)


def refs(kind: str, ids: NDArray[np.bytes_]) -> set[str]:
    """The rows' names."""
    content = ids.tobytes()
    return {f"{kind}:{UUID(bytes=content[i : i + 16])}" for i in range(0, len(content), 16)}


def flat(rows: Mapping[str, Rows]) -> dict[str, NDArray[np.generic]]:
    """Rows of several kinds as named arrays."""
    named: dict[str, NDArray[np.generic]] = {}
    for kind, found in rows.items():
        named |= {f"{kind}.ids": found.ids, f"{kind}.marks": found.marks}
    return named


def restored(arrays: Arrays, kinds: Sequence[str]) -> dict[str, Rows]:
    """What `flat` was given, of those kinds that are there."""
    return {kind: Rows(arrays[f"{kind}.ids"], arrays[f"{kind}.marks"]) for kind in kinds if f"{kind}.ids" in arrays}


def _after(connection: Connection, kind: str, total: Total, before: Rows, watermark: int) -> Rows:
    """The rows now, from those written since where they explain the total, else all read."""
    recent = read_rows(connection, kind, watermark)
    assumed = before.without(recent.ids).joined(recent)
    return assumed if assumed.total() == total else read_rows(connection, kind)


NONE = Rows(np.zeros(0, ID), np.zeros(0, np.uint64))
