"""Scope: the places that count as inside."""

from __future__ import annotations

from sqlalchemy import Connection

from rongtu.facts.places import find_zone
from rongtu.facts.reading import rows
from rongtu.facts.records.places import Region
from rongtu.facts.schema import table


def scope_names(connection: Connection, name: str) -> frozenset[str]:
    """Names of the zone and of the regions in it; RefusedError where there is no such zone."""
    zone = find_zone(connection, name)
    members = rows(connection, Region, table(Region).c.code.in_(zone.row.members))
    return frozenset({region.row.name for region in members} | {name})
