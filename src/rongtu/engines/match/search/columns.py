"""What conditions ask of offers, as codes into small sorted tables: a condition looks at the table only.

Code -1 is unknown. Days are compared as they are written (YYYY-MM-DD), so their sorted table keeps their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.inputs import Facet, Offer, Slot
from rongtu.engines.match.search.arrays import sealed
from rongtu.engines.match.search.numbering import numbered
from rongtu.engines.match.search.strings import Strings

Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One word of each offer: `codes` (n_offers,) into the sorted `table`."""

    codes: Codes
    table: Strings

    def values(self) -> list[str]:
        """The words of the table."""
        return self.table.take(np.arange(len(self.table)))


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """One number of each offer: `codes` (n_offers,) into the sorted `table`."""

    codes: Codes
    table: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """A set of labels of each offer: `codes` (n_offers,) of the distinct sets; set s is `members[starts[s]…]`."""

    codes: Codes
    starts: NDArray[np.int64]
    members: Codes
    table: Strings

    def holding(self, wanted: Iterable[str]) -> NDArray[np.bool_]:
        """Which of the distinct sets hold one of the labels wanted."""
        among = np.zeros(len(self.table) + 1, dtype=np.bool_)
        among[self.table.find(list(wanted))] = True
        among[-1] = False
        met = np.concatenate([[0], np.cumsum(among[self.members])])
        holding: NDArray[np.bool_] = met[self.starts[1:]] > met[self.starts[:-1]]
        return holding


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """What offers have free, one row for each slot: `owners` the offer's number; code -1 of `ends` is open."""

    owners: NDArray[np.int64]
    amounts: NDArray[np.float64]
    units: Words
    begins: Words
    ends: Words


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The columns (n_offers,) of a segment; `until` is the last day on offer."""

    kind: Words
    region: Words
    holder: Words
    until: Words
    year: Measures
    trl: Measures
    price: Measures
    rights: Labels
    certificate: Labels
    size: Labels
    stage: Labels
    jurisdiction: Labels
    slots: Slots

    def facet(self, facet: Facet) -> Labels:
        """The labels of this facet."""
        column: Labels = getattr(self, facet.value)
        return column


def columns_of(offers: Sequence[Offer]) -> Columns:
    """The columns of these offers; O(offers)."""
    return Columns(
        kind=_words([offer.kind for offer in offers]),
        region=_words([offer.region for offer in offers]),
        holder=_words([offer.holder for offer in offers]),
        until=_words([offer.offered_until or None for offer in offers]),
        year=_measures([offer.as_of_year for offer in offers]),
        trl=_measures([offer.trl for offer in offers]),
        price=_measures([offer.price for offer in offers]),
        slots=_slots([(i, slot) for i, offer in enumerate(offers) for slot in offer.slots]),
        **_facets(offers),
    )


def _facets(offers: Sequence[Offer]) -> Mapping[str, Labels]:
    return {facet.value: _labels([offer.facets.get(facet) for offer in offers]) for facet in Facet}


def _words(values: Sequence[str | None]) -> Words:
    codes, _, table = numbered([[value for value in values if value is not None]])
    spread = np.full(len(values), -1, dtype=np.int32)
    spread[[value is not None for value in values]] = codes
    return Words(sealed(spread), table)


def _measures(values: Sequence[float | None]) -> Measures:
    numbers = np.array(values, dtype=np.float64)
    known = ~np.isnan(numbers)
    table, codes = np.unique(numbers[known], return_inverse=True)
    spread = np.full(len(values), -1, dtype=np.int32)
    spread[known] = codes
    return Measures(sealed(spread), sealed(table))


def _labels(sets: Sequence[frozenset[str] | None]) -> Labels:
    distinct: dict[frozenset[str] | None, int] = {}
    for labels in sets:
        if labels is not None:
            distinct.setdefault(labels, len(distinct))
    codes = np.array([-1 if labels is None else distinct[labels] for labels in sets], dtype=np.int32)
    members, sizes, table = numbered(sorted(labels) for labels in distinct if labels is not None)
    starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    return Labels(sealed(codes), sealed(starts), sealed(members), table)


def _slots(rows: Sequence[tuple[int, Slot]]) -> Slots:
    return Slots(
        owners=sealed(np.array([owner for owner, _ in rows], dtype=np.int64)),
        amounts=sealed(np.array([slot.amount for _, slot in rows], dtype=np.float64)),
        units=_words([slot.unit for _, slot in rows]),
        begins=_words([slot.begins for _, slot in rows]),
        ends=_words([slot.ends for _, slot in rows]),
    )
