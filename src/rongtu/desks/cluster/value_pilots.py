"""Pilot months of a scope: what facilities offer for a node over the next twelve months, and what is asked of them.

The twelve months begin with the one after the day the facts are *as of*. Unlike units are never added up; what is known
to be outside the scope is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rongtu.desks.cluster.scope import Whereabouts
from rongtu.desks.cluster.value_needs import open_needs
from rongtu.desks.cluster.value_rows import ValueRows
from rongtu.engines.chain.value.inputs import Figure, Pilot, observed
from rongtu.facts.reading import Stored
from rongtu.facts.records.means import Booking, Capacity
from rongtu.vocab.dates import PartialDate, interval
from rongtu.vocab.means import BookingState, Lack

MONTH_UNIT = "月"
"""How the units of pilot capacity end (线·月, 台·月); card-hours and the like are no pilot months."""

MONTHS_AHEAD = 12

ASKING = frozenset({BookingState.ASKED, BookingState.CONFIRMED})


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


def pilots(rows: ValueRows, codes: Mapping[UUID, str], today: date) -> tuple[Pilot, ...]:
    """Pilot months of each node and unit over the next twelve months, and of nodes that only wait for a facility.

    What lies partly in the twelve months counts by its share of months in them.
    """
    ahead = months_ahead(today)
    waiting = {
        node: tuple(need.ref for need in needs if need.row.lacks is Lack.FACILITY)
        for node, needs in open_needs(rows, today).items()
    }
    offered: defaultdict[tuple[UUID, str], list[Stored[Capacity]]] = defaultdict(list)
    for capacity in _pilot_capacities(rows):
        if capacity.row.node in codes and capacity.row.node and ahead.share(capacity.row.begins, capacity.row.ends):
            offered[capacity.row.node, capacity.row.unit].append(capacity)
    found = []
    for (node, unit), capacities in offered.items():
        available, asked = _sum(capacities, ahead), _sum(_asked(rows, capacities, ahead), ahead)
        refs = waiting.get(node, ())
        facilities = len({one.row.facility for one in capacities})
        told = (*available.facts, *asked.facts, *refs)
        found.append(Pilot(codes[node], available, asked, unit, len(refs), facilities, told))
    served = {node for node, _ in offered}
    found += [
        Pilot(codes[node], observed(0.0), observed(0.0), "", waiting=len(refs), facts=refs)
        for node, refs in waiting.items()
        if refs and node in codes and node not in served
    ]
    return tuple(found)


def _pilot_capacities(rows: ValueRows) -> Iterable[Stored[Capacity]]:
    facilities = {facility.id: facility.row for facility in rows.facilities}
    for capacity in rows.capacities:
        facility = facilities.get(capacity.row.facility)
        places = (facility.zone, facility.city, facility.region) if facility else ()
        beyond = rows.scope.whereabouts(*places) is Whereabouts.ELSEWHERE
        if capacity.row.unit.endswith(MONTH_UNIT) and not beyond:
            yield capacity


def _asked(rows: ValueRows, capacities: list[Stored[Capacity]], ahead: Months) -> list[Stored[Booking]]:
    own = {capacity.id for capacity in capacities}
    return [
        booking
        for booking in rows.bookings
        if booking.row.capacity in own
        and booking.row.state in ASKING
        and ahead.share(booking.row.begins, booking.row.ends)
    ]


def _sum(found: Sequence[Stored[Capacity]] | Sequence[Stored[Booking]], ahead: Months) -> Figure:
    months = sum(float(one.row.amount) * ahead.share(one.row.begins, one.row.ends) for one in found)
    return observed(months, *(one.ref for one in found))
