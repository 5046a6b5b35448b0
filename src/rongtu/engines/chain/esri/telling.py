"""What is told of single scenarios beside the index: losses of each firm, and what sectors lose."""

from __future__ import annotations

import numpy as np

from rongtu.engines.chain.esri.inputs import Floats, Mode, Numbers, Shocks, sums
from rongtu.engines.chain.esri.layout import Layout
from rongtu.engines.chain.esri.results import Losses, SectorImpacts
from rongtu.engines.chain.esri.space import DOWN, ROWS, UP, WHOLE_DOWN, WHOLE_UP, Space

Kept = tuple[Numbers, Floats, Floats]
"""Firms that lost something, and what: downstream and upstream."""


def losses_in(space: Space) -> Kept:
    """The firms that lost something in the scenario a space is at, in their order."""
    if space.counts[WHOLE_DOWN] or space.counts[WHOLE_UP]:
        hit = np.flatnonzero((space.down > 0) | (space.up > 0)).astype(np.int32)
        return hit, space.down[hit], space.up[hit]
    rows = int(space.counts[ROWS])
    firm, down, up = space.firm[:rows], space.state[:rows, DOWN], space.state[:rows, UP]
    order = np.argsort(firm)
    order = order[(down[order] > 0) | (up[order] > 0)]
    return firm[order], down[order], up[order]


def losses(kept: dict[int, Kept]) -> Losses:
    """The losses of the scenarios asked for, one after the other."""
    of = sorted(kept)
    scenario = [np.full(len(kept[one][0]), one, dtype=np.int32) for one in of]
    empty = [(np.zeros(0, dtype=np.int32), np.zeros(0), np.zeros(0))]
    firms, down, up = (np.concatenate(parts) for parts in zip(*([kept[one] for one in of] or empty), strict=True))
    return Losses(np.concatenate(scenario or [empty[0][0]]), firms, down, up)


class Sectors:
    """Tables of what sectors lose, filled scenario by scenario.

    A sector's loss is the weighted mean of its firms', less that of the first shock. As published, the first shock
    downstream weighs by the first weight whichever weight is asked, and jointly the larger of the two is taken off.
    """

    def __init__(self, net: Layout, sector: Numbers, shocks: Shocks, mode: Mode) -> None:
        self._sector, self._shocks, self._weights = sector, shocks, net.weights
        self._sectors = int(sector.max()) + 1
        self._first = np.zeros(len(net.weights), dtype=int) if mode is Mode.PUBLISHED else np.arange(len(net.weights))
        self._sums = np.array([sums(sector, weight, self._sectors) for weight in net.weights])
        self._tables = np.zeros((6, len(net.weights), shocks.scenarios, self._sectors))

    def fill(self, scenario: int, kept: Kept) -> None:
        """Take in what a scenario's firms lost."""
        firms, down, up = kept
        shocks = self._shocks
        first_down = slice(shocks.down_start[scenario], shocks.down_start[scenario + 1])
        first_up = slice(shocks.up_start[scenario], shocks.up_start[scenario + 1])
        for number, first in enumerate(self._first.tolist()):
            before_down = self._mean(first, shocks.down_firm[first_down], shocks.down_share[first_down])
            before_up = self._mean(number, shocks.up_firm[first_up], shocks.up_share[first_up])
            before = np.maximum(before_down, before_up)
            self._tables[:, number, scenario] = (
                self._mean(number, firms, down) - before_down,
                self._mean(number, firms, up) - before_up,
                self._mean(number, firms, np.maximum(down, up)) - before,
                before_down,
                before_up,
                before,
            )

    def impacts(self) -> SectorImpacts:
        """The tables."""
        return SectorImpacts(*self._tables)

    def _mean(self, number: int, firms: Numbers, lost: Floats) -> Floats:
        """What sectors lose, as a share of their weight; nothing is known of a sector without weight."""
        total = sums(self._sector[firms], self._weights[number][firms] * lost, self._sectors)
        mean = np.full(self._sectors, np.nan)
        np.divide(total, self._sums[number], out=mean, where=self._sums[number] > 0)
        return mean
