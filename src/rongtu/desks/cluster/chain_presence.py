"""Who is placed where on a chain, counted where the rows are: a chain of a region has a hundred thousand placements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import polars as pl
from sqlalchemy import Connection

from rongtu.desks.cluster.models import RoleCount
from rongtu.desks.cluster.value.placed import PROVEN
from rongtu.facts.columns import columns
from rongtu.facts.merges import merged
from rongtu.vocab.chains import CapabilityRole

LISTED = 200
"""Rows that a count names; the pages of a node list the others."""

KINDS: Mapping[str, type[pl.DataType]] = {
    "id": pl.String,
    "node": pl.Categorical,
    "body": pl.String,
    "role": pl.Categorical,
    "named": pl.Categorical,
}

READ = """
    SELECT c.id, c.node, coalesce(m.into_body, c.organisation),
        c.role, CASE WHEN c.node IS NULL OR c.grade = ANY(%(proven)s) THEN 'named' ELSE 'class' END
    FROM capability c
    LEFT JOIN unnest(%(merged)s::uuid[], %(into)s::uuid[]) AS m (merged, into_body) ON m.merged = c.organisation
    WHERE c.node = ANY(%(nodes)s::uuid[]) OR c.chain = %(chain)s
"""

Roles = tuple[RoleCount, ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """Distinct bodies by role: on each node (by code) those named and those of a trade, and on the chain as a whole."""

    named: Mapping[str, Roles]
    by_class: Mapping[str, Roles]
    whole: Roles


def read_presence(connection: Connection, chain: UUID, codes: Mapping[UUID, str]) -> Presence:
    """Who is placed on a chain and its nodes, `codes` by their ids; the first rows of each count are named."""
    same = merged(connection)
    given = {
        "proven": sorted(PROVEN),
        "merged": list(same),
        "into": list(same.values()),
        "chain": chain,
        "nodes": list(codes),
    }
    counted = (
        columns(connection, READ, given, KINDS)
        .sort("id")
        .group_by("node", "role", "named", maintain_order=True)
        .agg(bodies=pl.col("body").n_unique(), ids=pl.col("id").head(LISTED))
    )
    found: defaultdict[tuple[str | None, str], list[RoleCount]] = defaultdict(list)
    for node, role, named, bodies, ids in counted.iter_rows():
        refs = tuple(f"capability:{identity}" for identity in ids)
        found[node, named].append(RoleCount(role=CapabilityRole(role), bodies=bodies, refs=refs))
    return Presence(
        named={code: _in_order(found.get((str(node), "named"), ())) for node, code in codes.items()},
        by_class={code: _in_order(found.get((str(node), "class"), ())) for node, code in codes.items()},
        whole=_in_order(found.get((None, "named"), ())),
    )


def _in_order(counts: Iterable[RoleCount]) -> Roles:
    order = tuple(CapabilityRole)
    return tuple(sorted(counts, key=lambda one: order.index(one.role)))
