"""Which offers rows take part in: whatever has to be looked at again when those rows have changed.

A row that named something else before it changed takes no part in that any more: natural keys hold what most rows name,
so that such a row is another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from rongtu.desks.transfer.offering.streams import one_of
from rongtu.facts.merges import merged
from rongtu.facts.schema import table

ORGANISATION = "organisation"

OFFERED = frozenset(
    {
        ORGANISATION,
        "technology",
        "facility",
        "person",
        "project",
        "dataset",
        "policy",
        "finance_product",
        "need",
    }
)
"""Kinds of rows that are offers themselves: an offer's key is the ref of its row."""


class Step(NamedTuple):
    """From rows of a kind to others: of the rows of `table` that name them in `by`, what `gives` names."""

    kind: str
    table: str
    by: str
    gives: str
    found: str


def _of(kind: str, table: str, by: str) -> Step:
    """From a thing to the rows that name it."""
    return Step(kind, table, by, "id", table)


def _part(kind: str, gives: str, found: str) -> Step:
    """From a row to what it is part of."""
    return Step(kind, kind, "id", gives, found)


TO_BODIES = (
    _part("duplicate", "first", ORGANISATION),
    _part("duplicate", "second", ORGANISATION),
    _part("capability", ORGANISATION, ORGANISATION),
    _part("deal", "partner", ORGANISATION),
    _of("region", ORGANISATION, "region"),
    _of("region", ORGANISATION, "city"),
    _of("zone", ORGANISATION, "zone"),
)
"""What touches a body, and so all that it holds."""

TO_OFFERS = (
    _of(ORGANISATION, "technology", "holder"),
    _of(ORGANISATION, "dataset", "holder"),
    _of(ORGANISATION, "facility", "host_organisation"),
    _of(ORGANISATION, "project", ORGANISATION),
    _of(ORGANISATION, "need", ORGANISATION),
    Step(ORGANISATION, "role", ORGANISATION, "person", "person"),
    _part("role", "person", "person"),
    *(_of("region", kind, "region") for kind in sorted(OFFERED - {ORGANISATION, "technology", "dataset"})),
    _of("region", "facility", "city"),
    *(_of("zone", kind, "zone") for kind in ("facility", "policy", "finance_product")),
    _part("chain_node", "item", "item"),
    _of("item", "technology", "item"),
    _of("item", "dataset", "item"),
    _of("item", "chain_node", "item"),
    _of("chain_node", "need", "node"),
    Step("chain_node", "capacity", "node", "facility", "facility"),
    _part("booking", "capacity", "capacity"),
    _part("capacity", "facility", "facility"),
)
"""What else touches an offer; each step goes on from what those before it found."""


def touched(connection: Connection, refs: Iterable[str]) -> frozenset[str]:
    """The keys of the offers that these rows (KIND:UUID, of any kind) take part in, whether or not they stand now.

    Bodies that were merged are touched together. Rows of kinds that tell nothing of an offer touch none.
    """
    ids: defaultdict[str, set[UUID]] = defaultdict(set)
    for ref in refs:
        kind, _, identity = ref.partition(":")
        ids[kind].add(UUID(identity))
    _follow(connection, ids, TO_BODIES)
    if ids[ORGANISATION]:
        same = merged(connection)
        ends = {same.get(body, body) for body in ids[ORGANISATION]}
        ids[ORGANISATION] |= ends | {second for second, end in same.items() if end in ends}
    _follow(connection, ids, TO_OFFERS)
    return frozenset(f"{kind}:{identity}" for kind in OFFERED for identity in ids[kind])


def _follow(connection: Connection, ids: defaultdict[str, set[UUID]], steps: Iterable[Step]) -> None:
    for step in steps:
        if ids[step.kind]:
            columns = table(step.table).c
            query = select(columns[step.gives]).where(one_of(columns[step.by], ids[step.kind])).distinct()
            ids[step.found] |= {found for found in connection.execute(query).scalars() if found is not None}
