"""Every offer that may be seen, or those that some rows take part in: read once through, in time linear in the rows.

Offers come kind by kind, each kind in the order of its ids; a closed need and a person who cannot be had are none.
`region` is a place label (`rongtu.facts.places`), a jurisdiction likewise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from uuid import UUID

from sqlalchemy import Connection

from rongtu.desks.transfer.offering import bodies, means, people, results
from rongtu.desks.transfer.offering.surroundings import Surroundings, read_surroundings
from rongtu.desks.transfer.offering.touching import touched
from rongtu.engines.match.inputs import Offer

Reader = Callable[[Connection, Surroundings, "frozenset[UUID] | None"], Iterator[Offer]]

KINDS: Mapping[str, str] = {"finance_product": "finance"}
"""Kinds of rows whose offers are of a kind called otherwise."""

READERS: Mapping[str, Reader] = {
    "organisation": bodies.organisations,
    "technology": results.technologies,
    "facility": means.facilities,
    "person": people.people,
    "project": results.projects,
    "dataset": results.datasets,
    "policy": means.policies,
    "finance_product": means.finance,
    "need": results.needs,
}
"""What reads the offers of a kind of rows."""


def read_offers(
    connection: Connection, refs: Iterable[str] | None = None, kinds: Collection[str] | None = None
) -> Iterator[Offer]:
    """Every visible offer; with `refs` (KIND:UUID of rows of any kind) those that `touched` names, as they are now.

    With `kinds` offers of these kinds alone. The connection may be used for other queries in between. What `touched`
    names and this does not give is no offer (any more), or not to be seen.
    """
    around = read_surroundings(connection)
    readers = {kind: read for kind, read in READERS.items() if kinds is None or KINDS.get(kind, kind) in kinds}
    if refs is None:
        for read in readers.values():
            yield from read(connection, around, None)
        return
    wanted: defaultdict[str, set[UUID]] = defaultdict(set)
    for key in touched(connection, refs):
        kind, _, identity = key.partition(":")
        wanted[kind].add(UUID(identity))
    for kind, read in readers.items():
        if wanted[kind]:
            yield from read(connection, around, frozenset(wanted[kind]))
