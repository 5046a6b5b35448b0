"""Scope: which places lie within a zone, which lie elsewhere in the nation, and of which that is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection

from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.places import Region, Zone
from rongtu.vocab.places import RegionLevel


class Whereabouts(StrEnum):
    """Where something is, seen from a scope; a body abroad has no region and is *unknown* here."""

    INSIDE = "inside"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scope:
    """A zone as places: those within it, and those elsewhere in the nation. None as zone takes in every place.

    `nation` are the zones that are the whole nation; it is asked for where there is no zone.
    """

    zone: Stored[Zone] | None
    inside: frozenset[UUID] = frozenset()
    elsewhere: frozenset[UUID] = frozenset()
    nation: frozenset[UUID] = frozenset()

    def whereabouts(self, *places: UUID | None) -> Whereabouts:
        """Where a thing is whose places are these, the narrowest first: the first that tells decides."""
        if self.zone is None:
            return Whereabouts.INSIDE
        for place in places:
            if place in self.inside:
                return Whereabouts.INSIDE
            if place in self.elsewhere:
                return Whereabouts.ELSEWHERE
        return Whereabouts.UNKNOWN

    def takes(self, zone: UUID) -> bool:
        """Whether figures of that zone are figures of this scope."""
        return self.zone is None or zone == self.zone.id

    def surveyed_by(self, zone: UUID) -> bool:
        """Whether a survey of that zone looked at this scope: that of a part proves nothing of the whole."""
        return zone in self.nation if self.zone is None else zone == self.zone.id


def read_scope(connection: Connection, zone: Stored[Zone] | None) -> Scope:
    """The scope of a zone, from the regions and zones visible."""
    if zone is None:
        return Scope(None, nation=nation_of(rows(connection, Region), rows(connection, Zone)))
    return scope_of(zone, rows(connection, Region), rows(connection, Zone))


def nation_of(regions: Iterable[Stored[Region]], zones: Iterable[Stored[Zone]]) -> frozenset[UUID]:
    """The zones that are the whole nation: made of it, or of all its provinces."""
    every = [region.row for region in regions]
    whole = {region.code for region in every if region.level is RegionLevel.NATION}
    provinces = {region.code for region in every if region.level is RegionLevel.PROVINCE}
    made_of = {zone.id: set(zone.row.members) for zone in zones}
    return frozenset(
        zone for zone, members in made_of.items() if members & whole or (provinces and provinces <= members)
    )


def scope_of(zone: Stored[Zone], regions: Iterable[Stored[Region]], zones: Iterable[Stored[Zone]]) -> Scope:
    """The scope of a zone: its members and all within them; places that only overlap it tell nothing.

    Of a zone without members only the zone itself is known to be inside.
    """
    every = {region.id: region.row for region in regions}
    members = {identity for identity, region in every.items() if region.code in zone.row.members}
    inside = {identity for identity in every if members & _upwards(every, identity)}
    vague = {above for member in members for above in _upwards(every, member)} - members
    vague |= {identity for identity, region in every.items() if region.level is RegionLevel.NATION}
    if not members and zone.row.parent:
        around = zone.row.parent
        vague |= _upwards(every, around) | {identity for identity in every if around in _upwards(every, identity)}
    elsewhere = set(every) - inside - vague if members or zone.row.parent else set()
    by_place = _zones_within(every, zones)
    within = {identity for identity, own in by_place.items() if own and own <= inside}
    beyond = {identity for identity, own in by_place.items() if own and own <= elsewhere}
    return Scope(zone, frozenset(inside | within | {zone.id}), frozenset(elsewhere | beyond - {zone.id}))


def _upwards(every: Mapping[UUID, Region], identity: UUID) -> set[UUID]:
    """A region and all it lies in."""
    met: set[UUID] = set()
    at: UUID | None = identity
    while at is not None and at not in met and at in every:
        met.add(at)
        at = every[at].parent
    return met


def _zones_within(every: Mapping[UUID, Region], zones: Iterable[Stored[Zone]]) -> Mapping[UUID, set[UUID]]:
    """For each zone, the regions it is made of, or else the one it lies in."""
    ids = {region.code: identity for identity, region in every.items()}
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for zone in zones:
        found[zone.id] = {ids[code] for code in zone.row.members if code in ids}
        if not zone.row.members and zone.row.parent:
            found[zone.id] = {zone.row.parent}
    return found
