"""Places by the names people use, the names of places, and where a thing is in one short text.

A *place label* says in one text what is known of where a thing is: name and code of its narrowest region, and `@` with
the name of its zone where the zone says more than that: 北京(110000), @雄安, 石家庄(130100)@石家庄高新区. The same
place has the same label wherever it stands, so that things are chosen by a set of labels without looking at each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import Connection

from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.places import Region, Zone
from rongtu.facts.schema import table
from rongtu.facts.scope import Scope, Whereabouts, nation_of, scope_of
from rongtu.vocab.places import RegionLevel
from rongtu.vocab.problems import RefusedError

SAME_CITY, SAME_PROVINCE, SAME_ZONE = 1.0, 0.7, 0.4
"""How near two places are, by the narrowest thing they share; 0 where they share none of these."""


@dataclass(frozen=True)
class Places:
    """Every visible region and zone by id, with what follows from how they lie in one another."""

    regions: Mapping[UUID, Stored[Region]]
    zones: Mapping[UUID, Stored[Zone]]

    def name(self, *places: UUID | None) -> str | None:
        """The short name of the first of these that is known."""
        for place in places:
            found = (self.regions.get(place) or self.zones.get(place)) if place else None
            if found:
                return found.row.name
        return None

    def label(self, region: UUID | None, *, city: UUID | None = None, zone: UUID | None = None) -> str | None:
        """The label of a place told by province, by city or county, and by zone; None where nothing is known."""
        narrowest = city if city in self.regions else region
        where = self.regions.get(narrowest) if narrowest else None
        area = self.zones.get(zone) if zone else None
        if where is None:
            return f"@{area.row.name}" if area else None
        told = area is not None and where.id in self._around[area.id]
        return f"{_label(where)}@{area.row.name}" if area and told else _label(where)

    def within(self, scope: Scope) -> frozenset[str]:
        """The labels of places that are inside a scope."""
        inside = Whereabouts.INSIDE
        found = {label for region in self.regions if scope.whereabouts(region) is inside for label in self._of(region)}
        for zone in self.zones:
            if scope.whereabouts(zone) is inside:
                found |= set(self._at(zone))
        return frozenset(found)

    def inside(self, region: UUID) -> frozenset[str]:
        """The labels of places that are inside a region."""
        return frozenset(self._labels_in([region]))

    def nearness(self, region: UUID | None, *, city: UUID | None = None, zone: UUID | None = None) -> dict[str, float]:
        """How near each place is to this one, by label; places that share nothing with it are not among them.

        The same development zone counts as the same city.
        """
        near: dict[str, float] = {}
        narrowest = city if city in self.regions else region
        above = self.above(narrowest)
        codes = {self.regions[place].row.code for place in above}
        for group in self.zones.values():
            if group.id not in self._nation and codes & set(group.row.members):
                near |= dict.fromkeys(self._labels_in(self._members[group.id]), SAME_ZONE)
                near |= dict.fromkeys(self._at(group.id), SAME_ZONE)
        for place in above:
            level = self.regions[place].row.level
            if level is RegionLevel.PROVINCE:
                near |= dict.fromkeys(self._labels_in([place]), SAME_PROVINCE)
        for place in above:
            if self._is_city(place):
                near |= dict.fromkeys(self._labels_in([place]), SAME_CITY)
        if zone is not None and zone in self.zones and not self._members[zone]:
            near |= dict.fromkeys(self._at(zone), SAME_CITY)
        return near

    def governing(self, region: UUID | None, *, city: UUID | None = None, zone: UUID | None = None) -> frozenset[str]:
        """The labels of what a rule may be made for and so hold at this place: all it lies in, and its zone."""
        narrowest = city if city in self.regions else region
        above = self.above(narrowest)
        own = {self.regions[place].row.code for place in above}
        regions = {_label(self.regions[place]) for place in above}
        zones = {area.row.name for area in self.zones.values() if area.id == zone or own & set(area.row.members)}
        return frozenset(regions | {f"@{name}" for name in zones})

    def scope(self, zone: Stored[Zone]) -> Scope:
        """The scope of a zone."""
        return scope_of(zone, self.regions.values(), self.zones.values())

    def above(self, place: UUID | None) -> tuple[UUID, ...]:
        """A region and all it lies in, widest first; empty where it is none."""
        met: list[UUID] = []
        while place is not None and place in self.regions and place not in met:
            met.append(place)
            place = self.regions[place].row.parent
        return tuple(reversed(met))

    def _is_city(self, place: UUID) -> bool:
        """Whether it is a city, or a county that lies in no city, such as a district of a municipality."""
        row = self.regions[place].row
        if row.level is not RegionLevel.COUNTY:
            return row.level is RegionLevel.CITY
        around = self.regions.get(row.parent) if row.parent else None
        return around is None or around.row.level is not RegionLevel.CITY

    def _labels_in(self, regions: Iterable[UUID]) -> Iterator[str]:
        """The labels of everything in these regions."""
        for region in regions:
            for part in self._parts[region]:
                yield from self._of(part)

    def _of(self, region: UUID) -> Iterator[str]:
        """The labels whose region is this one."""
        own = _label(self.regions[region])
        yield own
        for zone in self._zones_around[region]:
            yield f"{own}@{self.zones[zone].row.name}"

    def _at(self, zone: UUID) -> Iterator[str]:
        """The labels that name this zone."""
        name = self.zones[zone].row.name
        yield f"@{name}"
        for region in self._around[zone]:
            yield f"{_label(self.regions[region])}@{name}"

    @cached_property
    def _nation(self) -> frozenset[UUID]:
        return nation_of(self.regions.values(), self.zones.values())

    @cached_property
    def _parts(self) -> Mapping[UUID, tuple[UUID, ...]]:
        """For each region, itself and all that lie in it."""
        found: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for region in self.regions:
            for above in self.above(region):
                found[above].append(region)
        return {region: tuple(parts) for region, parts in found.items()}

    @cached_property
    def _members(self) -> Mapping[UUID, tuple[UUID, ...]]:
        """For each zone, the regions it is made of."""
        ids = {region.row.code: region.id for region in self.regions.values()}
        return {zone.id: tuple(ids[c] for c in zone.row.members if c in ids) for zone in self.zones.values()}

    @cached_property
    def _around(self) -> Mapping[UUID, frozenset[UUID]]:
        """For each zone, the regions beside which it still says something: around it or, if it has no parts, in it.

        Of a region within one of its members a zone says nothing that the region does not.
        """
        found = {}
        for zone in self.zones.values():
            members = self._members[zone.id]
            own = members or tuple(place for place in (zone.row.parent,) if place and place in self.regions)
            regions = {above for place in own for above in self.above(place)}
            if not members:
                regions |= {part for place in own for part in self._parts[place]}
            found[zone.id] = frozenset(regions - set(members))
        return found

    @cached_property
    def _zones_around(self) -> Mapping[UUID, tuple[UUID, ...]]:
        found: dict[UUID, list[UUID]] = {region: [] for region in self.regions}
        for zone, regions in self._around.items():
            for region in regions:
                found[region].append(zone)
        return {region: tuple(zones) for region, zones in found.items()}


def _label(region: Stored[Region]) -> str:
    """Districts of many cities have the same name: the code tells them apart."""
    return f"{region.row.name}({region.row.code})"


def read_places(connection: Connection) -> Places:
    """Every visible region and zone."""
    regions, zones = rows(connection, Region), rows(connection, Zone)
    return Places({region.id: region for region in regions}, {zone.id: zone for zone in zones})


def place_names(connection: Connection) -> dict[UUID, str]:
    """The short name of every region and zone, by id."""
    names = {region.id: region.row.name for region in rows(connection, Region)}
    return names | {zone.id: zone.row.name for zone in rows(connection, Zone)}


def find_zone(connection: Connection, name: str) -> Stored[Zone]:
    """The zone of that name; RefusedError where there is none, telling which there are."""
    found = rows(connection, Zone, table(Zone).c.name == name)
    if found:
        return found[0]
    known = [zone.row.name for zone in rows(connection, Zone, most=20)]
    if not known:
        raise RefusedError("There are no facts yet: load the built-in sample with `rongtu sample load`.")
    raise RefusedError(f"There is no zone {name}; there are {'、'.join(known)}.")
