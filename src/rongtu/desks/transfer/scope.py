"""Scope: whether a thing is within the zone that whoever asks looks at, as every desk counts it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection

from rongtu.facts.places import Places, find_zone
from rongtu.facts.scope import Scope, Whereabouts

TOLD: Mapping[Whereabouts, bool | None] = {
    Whereabouts.INSIDE: True,
    Whereabouts.ELSEWHERE: False,
    Whereabouts.UNKNOWN: None,
}


def zone_scope(connection: Connection, places: Places, name: str) -> Scope:
    """The scope of the zone of that name; RefusedError where there is no such zone."""
    return places.scope(find_zone(connection, name))


def in_scope(scope: Scope, *places: UUID | None) -> bool | None:
    """Whether a thing whose places are these, the narrowest first, is inside; None where they do not tell."""
    return TOLD[scope.whereabouts(*places)]
