"""How members may lie in regions: every pattern by the pairs across regions it has, cheapest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rongtu.engines.match.consortium.inputs import Coordination


@dataclass(frozen=True, slots=True)
class Pattern:
    """Members in known regions by region, the largest first, and how many are of no known one: away from all."""

    parts: tuple[int, ...]
    away: int = 0

    @property
    def members(self) -> int:
        """How many members there are."""
        return sum(self.parts) + self.away

    @property
    def cross_pairs(self) -> int:
        """Pairs of members of different regions: ½ (n² − Σ n_r²)."""
        return (self.members**2 - sum(part * part for part in self.parts) - self.away) // 2

    def cost(self, coordination: Coordination) -> float:
        """What it costs to coordinate."""
        return coordination.member * self.members + coordination.pair * self.cross_pairs


@dataclass(frozen=True, slots=True)
class Shape:
    """What patterns are asked for: members from and to, at least so many known regions, so many known and not at most.

    `largest` is the most candidates of one region, `away` those of no known one.
    """

    fewest: int
    most: int
    least_regions: int
    regions: int
    largest: int
    away: int


def patterns(shape: Shape, coordination: Coordination, dearest: float) -> list[Pattern]:
    """Every pattern that costs no more than `dearest`, cheapest first; of equals fewer members, then larger parts."""
    found = [
        pattern
        for members in range(shape.fewest, shape.most + 1)
        for away in range(min(shape.away, members) + 1)
        for parts in _partitions(members - away, shape.largest, shape.regions)
        if len(parts) >= shape.least_regions and (pattern := Pattern(parts, away)).cost(coordination) <= dearest
    ]
    return sorted(found, key=lambda one: (one.cost(coordination), one.members, one.away, [-part for part in one.parts]))


def _partitions(members: int, largest: int, regions: int) -> Iterator[tuple[int, ...]]:
    """Numbers that add up to `members`, none above `largest`, at most `regions` of them, falling."""
    if members == 0:
        yield ()
    elif regions > 0:
        for first in range(min(members, largest), 0, -1):
            for rest in _partitions(members - first, first, regions - 1):
                yield (first, *rest)
