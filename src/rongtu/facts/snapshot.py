"""Snapshot: which facts a result rests on, as a digest of every row a reader may see.

Per kind: the MD5 of the concatenated MD5s of its rows in the order of their ids, computed by the server; the snapshot
id is the SHA-256 of the canonical JSON of all of these. Ids come from natural keys, so the same facts give the same
snapshot on every machine. Which organisations were merged counts, what waits for review does not. Cost is linear in
the rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from rongtu.facts import records
from rongtu.facts.fields import KINDS
from rongtu.facts.merges import merged
from rongtu.vocab.canonical import digest

__all__ = ["FactSnapshot", "records", "take"]


@dataclass(frozen=True, slots=True)
class FactSnapshot:
    """Id of the snapshot, and of each kind in it the number of rows and their digest (empty where there are none)."""

    id: str
    rows: dict[str, int]
    digests: dict[str, str]


def take(connection: Connection) -> FactSnapshot:
    """The snapshot of the facts visible in this transaction."""
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    for kind in sorted(kind.name for kind in KINDS.values() if kind.section not in ("trace", "review")):
        counts[kind], digests[kind] = connection.execute(
            text(f"SELECT count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY id)), '') FROM {kind} t")
        ).one()
    if same := merged(connection):
        counts["duplicate"] = len(same)
        digests["duplicate"] = digest({str(second): str(first) for second, first in same.items()})
    return FactSnapshot(digest(digests), counts, digests)
