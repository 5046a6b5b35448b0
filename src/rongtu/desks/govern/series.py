"""Series of one vintage: which figures of an indicator count, so that no two vintages ever stand in one series.

A vintage is chosen for each indicator and block of years, for all regions together, since regions are ranked against
one another: the one that gives figures for most regions and years; among those that give as many, the one published
last, and one nobody can date (`unstated`) only where there is no other. Whatever is of another vintage is left aside,
counted, and stays in the store.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from rongtu.desks.govern.comparing import by_age
from rongtu.engines.index.inputs import Block
from rongtu.facts.reading import Stored
from rongtu.facts.records.evidence import Observation

Figure = Stored[Observation]


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one indicator in one block of years that count, all of `vintage`, and how many were left aside."""

    indicator: UUID
    block: Block
    vintage: str
    figures: tuple[Figure, ...]
    aside: int


def one_vintage(figures: Iterable[Figure], blocks: Sequence[Block]) -> tuple[Series, ...]:
    """The series these figures make, of one vintage each; figures of a year in no block are in none."""
    grouped: defaultdict[tuple[UUID, Block], list[Figure]] = defaultdict(list)
    for figure in figures:
        for block in blocks:
            if block.holds(figure.row.year):
                grouped[figure.row.indicator, block].append(figure)
    return tuple(_series(indicator, block, found) for (indicator, block), found in grouped.items())


def _series(indicator: UUID, block: Block, figures: Sequence[Figure]) -> Series:
    covered = Counter(vintage for vintage, _, _ in {_cell(figure) for figure in figures})
    vintage = max(covered, key=lambda one: (covered[one], by_age(one)))
    chosen = tuple(figure for figure in figures if figure.row.vintage == vintage)
    return Series(indicator, block, vintage, chosen, len(figures) - len(chosen))


def _cell(figure: Figure) -> tuple[str, UUID | None, int]:
    return figure.row.vintage, figure.row.region, figure.row.year
