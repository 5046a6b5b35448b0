"""Places by the names people use, and the names of places."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.places import Region, Zone
from rongtu.facts.schema import table
from rongtu.vocab.problems import RefusedError


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
