"""Which needs are open in a scope."""

from __future__ import annotations

from sqlalchemy import Connection

from rongtu.desks.transfer.posted import is_open
from rongtu.facts.places import find_zone
from rongtu.facts.reading import rows
from rongtu.facts.records.knowledge import Need
from rongtu.facts.scope import Whereabouts, read_scope


def open_codes(connection: Connection, zone: str | None) -> list[str]:
    """The codes of the open needs not known to be outside the zone (None: of all); RefusedError for an unknown one."""
    needs = [one.row for one in rows(connection, Need) if is_open(one.row)]
    if zone:
        scope = read_scope(connection, find_zone(connection, zone))
        needs = [need for need in needs if scope.whereabouts(need.region) is not Whereabouts.ELSEWHERE]
    return [need.code for need in needs]
