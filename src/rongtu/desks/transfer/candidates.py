"""Who may be worth a call: organisations, platforms and projects as offers, chain nodes as needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from rongtu.desks.transfer.offering.reading import read_offers
from rongtu.engines.match.inputs import Evidence, Need, Offer
from rongtu.facts.places import Places, read_places
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.industry import Capability, ChainNode, Item
from rongtu.facts.records.means import Facility
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.records.projects import Project
from rongtu.vocab.dates import year_of

CALLED = ("organisation", "facility", "project")
"""The kinds of offers that are called for a chain node."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Offers, needs and evidence for the match engine, with the rows behind each by key."""

    offers: tuple[Offer, ...]
    needs: dict[str, Need]
    evidence: tuple[Evidence, ...]
    organisations: dict[str, Stored[Organisation]]
    facilities: dict[str, Stored[Facility]]
    projects: dict[str, Stored[Project]]
    capabilities: dict[str, Stored[Capability]]
    places: Places
    user_words: tuple[str, ...]

    def place(self, *places: UUID | None) -> str | None:
        """Name of the first of these regions and zones that is known."""
        return self.places.name(*places)

    def newest_year(self) -> int | None:
        """The newest year any capability speaks of."""
        years = [year_of(row.row.as_of) for row in self.capabilities.values() if row.row.as_of]
        return max(years, default=None)


def read_candidates(connection: Connection) -> Candidates:
    """Everything visible that could be called, and every chain node as a need."""
    capabilities = {row.ref: row for row in rows(connection, Capability)}
    nodes = rows(connection, ChainNode)
    items = {item.id: item.row for item in rows(connection, Item)}
    return Candidates(
        offers=tuple(read_offers(connection, kinds=CALLED)),
        needs={node.row.code: _need(node, items[node.row.item]) for node in nodes},
        evidence=_evidence(capabilities, {node.id: node.row.code for node in nodes}),
        organisations={row.ref: row for row in rows(connection, Organisation)},
        facilities={row.ref: row for row in rows(connection, Facility)},
        projects={row.ref: row for row in rows(connection, Project)},
        capabilities=capabilities,
        places=read_places(connection),
        user_words=user_words(items.values()),
    )


def user_words(items: Iterable[Item]) -> tuple[str, ...]:
    """The names of things, which are kept whole when text is cut into words."""
    return tuple(sorted({word for item in items for word in (item.name, *item.synonyms)}))


def _need(node: Stored[ChainNode], item: Item) -> Need:
    words = (item.name, *item.synonyms)
    text = " ".join((*words, item.name_en or ""))
    return Need(key=node.row.code, title=item.name, text=text, terms=words)


def _evidence(capabilities: dict[str, Stored[Capability]], codes: dict[UUID, str]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            offer=f"organisation:{row.row.organisation}",
            need=codes[row.row.node],
            role=row.row.role,
            grade=row.row.grade,
            as_of=year_of(row.row.as_of) if row.row.as_of else None,
            fact=ref,
        )
        for ref, row in capabilities.items()
        if row.row.node is not None
    )
