"""Shared facilities: laboratories, pilot plants, test fields and computing centres, capacities as found."""

from __future__ import annotations

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.acts.paging import PageRequest
from rongtu.facts.reading import rows
from rongtu.facts.records.means import Facility
from rongtu.facts.records.places import Region
from rongtu.facts.schema import table


class FacilityState(Model):
    """One facility; computing capacities state unlike precisions and are never added up."""

    code: str
    name: str
    kind: str
    region: str | None
    field: str | None
    host: str | None
    capacity: str | None
    status_note: str | None
    ref: str


class FacilityPage(Model):
    """A page of facilities by code."""

    facilities: tuple[FacilityState, ...]


@operation("facility.list", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="列出平台设施", en="List facilities")
def list_facilities(context: Context, request: PageRequest) -> FacilityPage:
    """Facilities by code."""
    regions = {row.id: row.row.name for row in rows(context.connection, Region)}
    page = rows(context.connection, Facility, table(Facility).c.code > request.after, most=request.most)
    return FacilityPage(
        facilities=tuple(
            FacilityState(
                code=row.row.code,
                name=row.row.name,
                kind=row.row.kind,
                region=regions[row.row.region] if row.row.region else None,
                field=row.row.field,
                host=row.row.host,
                capacity=row.row.capacity,
                status_note=row.row.status_note,
                ref=row.ref,
            )
            for row in page
        )
    )
