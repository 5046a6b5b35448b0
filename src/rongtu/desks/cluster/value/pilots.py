"""Pilot months of a scope: what facilities offer for a node over the next twelve months, and what is asked of them.

The twelve months begin with the one after the day the facts are *as of*. Unlike units are never added up; what is known
to be outside the scope is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from rongtu.desks.cluster.value.figures import level_in_all
from rongtu.desks.cluster.value.glances import ASKING, BookingSeen, NeedSeen
from rongtu.desks.cluster.value.needs import Needs, needs_level
from rongtu.desks.cluster.value.rows import ValueRows
from rongtu.engines.chain.value.inputs import Figure, Pilot, observed
from rongtu.facts.reading import Stored
from rongtu.facts.records.means import Capacity
from rongtu.facts.scope import Whereabouts
from rongtu.vocab.dates import PartialDate, interval
from rongtu.vocab.disclosure import highest
from rongtu.vocab.means import Lack

R = TypeVar("R", Capacity, BookingSeen)

MONTH_UNIT = "月"
"""How the units of pilot capacity end (线·月, 台·月); card-hours and the like are no pilot months."""

MONTHS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Months:
    """A run of months, each counted from year 0; both ends are in it."""

    first: int
    last: int

    def share(self, begins: PartialDate, ends: PartialDate | None) -> float:
        """The share of a period's months that lies in the run; of a period without an end, all or nothing."""
        start = _month(interval(begins)[0])
        if ends is None:
            return 1.0 if start <= self.last else 0.0
        stop = _month(interval(ends)[1])
        met = min(stop, self.last) - max(start, self.first) + 1
        return max(0, met) / (stop - start + 1)


def months_ahead(today: date) -> Months:
    """The twelve months that begin with the one after `today`'s."""
    return Months(_month(today) + 1, _month(today) + MONTHS_AHEAD)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def pilots(rows: ValueRows, needs: Needs, today: date) -> dict[UUID, tuple[Pilot, ...]]:
    """Pilot months over the next twelve months by node, one for each unit; of nodes too that only wait for a facility.

    What lies partly in the twelve months counts by its share of months in them. A capacity that has ended offers
    nothing, but what is still asked of it is asked.
    """
    ahead = months_ahead(today)
    asked = _asked(rows, ahead)
    hosts = {facility.id: facility.row.host_organisation for facility in rows.facilities}
    served: defaultdict[tuple[UUID, str], list[Stored[Capacity]]] = defaultdict(list)
    for capacity in _pilot_capacities(rows):
        node = capacity.row.node
        if node and (_offers(capacity, ahead) or capacity.id in asked):
            served[node, capacity.row.unit].append(capacity)
    found: defaultdict[UUID, list[Pilot]] = defaultdict(list)
    for (node, unit), capacities in served.items():
        waiting = _waiting(needs, node)
        on_offer = [one for one in capacities if _offers(one, ahead)]
        available = _sum(on_offer, ahead, lambda one: hosts.get(one.facility))
        bookings = [booking for one in capacities for booking in asked.get(one.id, ())]
        wanted = _sum(bookings, ahead, lambda one: one.organisation)
        found[node].append(
            Pilot(
                rows.node_codes[node],
                available,
                wanted,
                unit,
                waiting=len(waiting),
                facilities=len({one.row.facility for one in on_offer}),
                facts=(*available.facts, *wanted.facts, *(need.ref for need in waiting)),
                level=highest((available.level, wanted.level, needs_level(waiting))),
            )
        )
    for node in rows.node_codes:
        if node not in found and (waiting := _waiting(needs, node)):
            found[node].append(_only_waiting(rows.node_codes[node], waiting))
    return {node: tuple(own) for node, own in found.items()}


def _waiting(needs: Needs, node: UUID) -> list[Stored[NeedSeen]]:
    """The open needs of a node that wait for a facility."""
    return [need for need in needs.get(node, ()) if need.row.lacks is Lack.FACILITY]


def _only_waiting(code: str, needs: list[Stored[NeedSeen]]) -> Pilot:
    nothing, refs = observed(0.0), tuple(need.ref for need in needs)
    return Pilot(code, nothing, nothing, "", waiting=len(needs), facts=refs, level=needs_level(needs))


def _pilot_capacities(rows: ValueRows) -> Iterable[Stored[Capacity]]:
    """Capacities in pilot months, on nodes at hand, that are not known to be outside the scope."""
    facilities = {facility.id: facility.row for facility in rows.facilities}
    for capacity in rows.capacities:
        facility = facilities.get(capacity.row.facility)
        places = (facility.zone, facility.city, facility.region) if facility else ()
        beyond = rows.scope.whereabouts(*places) is Whereabouts.ELSEWHERE
        if capacity.row.unit.endswith(MONTH_UNIT) and not beyond and capacity.row.node in rows.node_codes:
            yield capacity


def _offers(capacity: Stored[Capacity], ahead: Months) -> bool:
    return ahead.share(capacity.row.begins, capacity.row.ends) > 0


def _asked(rows: ValueRows, ahead: Months) -> Mapping[UUID, list[Stored[BookingSeen]]]:
    """The bookings of the months ahead that are asked or confirmed, by capacity."""
    found: defaultdict[UUID, list[Stored[BookingSeen]]] = defaultdict(list)
    for booking in rows.bookings:
        if booking.row.state in ASKING and ahead.share(booking.row.begins, booking.row.ends):
            found[booking.row.capacity].append(booking)
    return found


def _sum(found: Sequence[Stored[R]], ahead: Months, whose: Callable[[R], UUID | None]) -> Figure:
    """The months of rows together; a facility or booking of one body alone is not told where its row is not."""
    months = [float(one.row.amount) * ahead.share(one.row.begins, one.row.ends) for one in found]
    level = level_in_all((one, whose(one.row), own) for one, own in zip(found, months, strict=True))
    return replace(observed(sum(months), *(one.ref for one in found)), level=level)
