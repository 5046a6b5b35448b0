"""Regions: the zones with their members, the provinces, and how many bodies and figures there are of each."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, func, select

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.facts.provenance import source_codes
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.evidence import Observation
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.records.places import Region, Zone
from rongtu.facts.schema import table
from rongtu.vocab.places import RegionLevel, ZoneKind


class Held(Model):
    """How much the store holds of a place: bodies, figures, and the years the figures speak of."""

    bodies: int
    figures: int
    first: int | None
    last: int | None


class MemberState(Model):
    """A region in a zone; one the store has no row of has no name."""

    code: str
    name: str | None


class ZoneState(Model):
    """A zone: a set of regions, or a part of one whose composition may be unknown (no members)."""

    name: str
    full_name: str
    kind: ZoneKind
    parent: str | None
    members: tuple[MemberState, ...]
    note: str | None
    valid_from: str | None
    held: Held
    ref: str
    source: str


class ProvinceState(Model):
    """A province with how much the store holds of it."""

    code: str
    name: str
    full_name: str
    held: Held
    ref: str


class RegionList(Model):
    """Zones, those that are sets of regions first, and provinces by code.

    Real provinces stand beside invented facts only where these speak of them.
    """

    zones: tuple[ZoneState, ...]
    provinces: tuple[ProvinceState, ...]


class RegionsRequest(Model):
    """Nothing to say: all of them."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """Bodies, figures and years by the id of a place."""

    bodies: dict[UUID, int]
    figures: dict[UUID, tuple[int, int, int]]

    def holds(self, place: UUID) -> bool:
        """Whether there is anything."""
        return place in self.bodies or place in self.figures

    def held(self, place: UUID) -> Held:
        """How much there is."""
        count, first, last = self.figures.get(place, (0, None, None))
        return Held(bodies=self.bodies.get(place, 0), figures=count, first=first, last=last)


@operation(
    "region.list",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="列出区域与省份",
    en="List zones and provinces",
)
def list_regions(context: Context, request: RegionsRequest) -> RegionList:
    """The zones with their members and the provinces, with how many bodies and figures there are of each."""
    connection = context.connection
    sources = source_codes(connection)
    regions = {row.id: row.row for row in rows(connection, Region)}
    provinces = rows(connection, Region, table(Region).c.level == RegionLevel.PROVINCE.value)
    zones = rows(connection, Zone)
    counted = _counted(connection)
    names = {region.code: region.name for region in regions.values()}
    listed = [_zone(zone, regions, names, counted, sources) for zone in zones]
    return RegionList(
        zones=tuple(sorted(listed, key=lambda zone: zone.kind is not ZoneKind.GROUP)),
        provinces=tuple(
            ProvinceState(
                code=province.row.code,
                name=province.row.name,
                full_name=province.row.full_name,
                held=counted.held(province.id),
                ref=province.ref,
            )
            for province in provinces
            if province.row.nature is context.nature or counted.holds(province.id)
        ),
    )


def _zone(
    zone: Stored[Zone],
    regions: dict[UUID, Region],
    names: dict[str, str],
    counted: _Counted,
    sources: dict[UUID, str],
) -> ZoneState:
    row = zone.row
    return ZoneState(
        name=row.name,
        full_name=row.full_name,
        kind=row.kind,
        parent=regions[row.parent].name if row.parent else None,
        members=tuple(MemberState(code=code, name=names.get(code)) for code in row.members),
        note=row.note,
        valid_from=row.valid_from,
        held=counted.held(zone.id),
        ref=zone.ref,
        source=sources[row.source],
    )


def _counted(connection: Connection) -> _Counted:
    """Counts over the bodies and figures visible; a body in a zone without a region counts there."""
    body, figure = table(Organisation).c, table(Observation).c
    bodies: dict[UUID, int] = {}
    figures: dict[UUID, tuple[int, int, int]] = {}
    for place in (body.region, body.zone):
        bodies |= {
            row[0]: row[1]
            for row in connection.execute(select(place, func.count()).where(place.isnot(None)).group_by(place))
        }
    for place in (figure.region, figure.zone):
        counted = select(place, func.count(), func.min(figure.year), func.max(figure.year))
        rows_ = connection.execute(counted.where(place.isnot(None)).group_by(place))
        figures |= {row[0]: (row[1], row[2], row[3]) for row in rows_}
    return _Counted(bodies, figures)
