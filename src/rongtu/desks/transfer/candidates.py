"""Who may be worth a call: organisations, platforms and projects as offers, chain nodes as needs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from rongtu.engines.match.inputs import Evidence, Need, Offer
from rongtu.facts.places import place_names
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.industry import Capability, ChainNode, Item
from rongtu.facts.records.means import Facility
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.records.projects import Project
from rongtu.vocab.chains import BasisGrade
from rongtu.vocab.dates import year_of


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
    places: dict[UUID, str]
    user_words: tuple[str, ...]

    def place(self, identity: UUID | None) -> str | None:
        """Name of a region or zone, None where unknown."""
        return self.places.get(identity) if identity else None

    def newest_year(self) -> int | None:
        """The newest year any capability speaks of."""
        years = [year_of(row.row.as_of) for row in self.capabilities.values() if row.row.as_of]
        return max(years, default=None)


def read_candidates(connection: Connection) -> Candidates:
    """Everything visible that could be called, and every chain node as a need."""
    organisations = {row.ref: row for row in rows(connection, Organisation)}
    facilities = {row.ref: row for row in rows(connection, Facility)}
    projects = {row.ref: row for row in rows(connection, Project)}
    capabilities = {row.ref: row for row in rows(connection, Capability)}
    places = place_names(connection)
    nodes = rows(connection, ChainNode)
    items = {item.id: item.row for item in rows(connection, Item)}
    return Candidates(
        offers=_offers(organisations, facilities, projects, capabilities, places),
        needs={node.row.code: _need(node, items[node.row.item]) for node in nodes},
        evidence=_evidence(capabilities, {node.id: node.row.code for node in nodes}),
        organisations=organisations,
        facilities=facilities,
        projects=projects,
        capabilities=capabilities,
        places=places,
        user_words=tuple(sorted({word for item in items.values() for word in (item.name, *item.synonyms)})),
    )


def _need(node: Stored[ChainNode], item: Item) -> Need:
    words = (item.name, *item.synonyms)
    text = " ".join((*words, item.name_en or ""))
    return Need(key=node.row.code, title=item.name, text=text, terms=words)


def _offers(
    organisations: dict[str, Stored[Organisation]],
    facilities: dict[str, Stored[Facility]],
    projects: dict[str, Stored[Project]],
    capabilities: dict[str, Stored[Capability]],
    places: dict[UUID, str],
) -> tuple[Offer, ...]:
    """One offer for each body, platform and project; a body's text is what sources say it does."""
    said: defaultdict[UUID, list[Stored[Capability]]] = defaultdict(list)
    for capability in capabilities.values():
        said[capability.row.organisation].append(capability)
    names = {row.id: row.row.name for row in organisations.values()}
    offers = [_organisation(ref, row, said[row.id], places) for ref, row in organisations.items()]
    for ref, facility in facilities.items():
        offers.append(
            Offer(
                key=ref,
                kind="facility",
                name=facility.row.name,
                text=" ".join(filter(None, (facility.row.field, facility.row.kind))),
                region=places.get(facility.row.region) if facility.row.region else None,
                facts=(ref,),
                holder=_held_by(facility.row.host, facility.row.host_organisation, names),
            )
        )
    for ref, project in projects.items():
        offers.append(
            Offer(
                key=ref,
                kind="project",
                name=project.row.title,
                region=places.get(project.row.region) if project.row.region else None,
                facts=(ref,),
                holder=_held_by(project.row.performer, project.row.organisation, names),
            )
        )
    return tuple(offers)


def _held_by(as_found: str | None, organisation: UUID | None, names: dict[UUID, str]) -> str | None:
    """Whom to phone: the body's name in the register, else as found."""
    return names.get(organisation, as_found) if organisation else as_found


def _organisation(
    ref: str, row: Stored[Organisation], said: list[Stored[Capability]], places: dict[UUID, str]
) -> Offer:
    years = [year_of(capability.row.as_of) for capability in said if capability.row.as_of]
    named = [capability for capability in said if capability.row.grade is BasisGrade.NAMED]
    place = row.row.region or row.row.zone
    return Offer(
        key=ref,
        kind="organisation",
        name=row.row.name,
        text=" ".join(filter(None, (row.row.activity, *(capability.row.basis for capability in named)))),
        region=places.get(place) if place else None,
        as_of_year=max(years, default=None),
        facts=(ref, *sorted(capability.ref for capability in named)),
        holder=row.row.name,
    )


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
