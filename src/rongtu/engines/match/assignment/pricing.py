"""Assignments of many needs whose hours differ, by prices on needs: a near one, and a bound that is nearly reached.

    L(λ) = Σ_j k_j λ_j + Σ_i max { Σ_p (f_p − λ_need(p)) x_p : Σ_p h_p x_p ≤ H_i, x ∈ {0, 1} }

For any λ ≥ 0 no assignment has more fit than L(λ) (Lagrange; each offer on its own is a knapsack of few hours, solved
exactly). λ follows the subgradient k_j − Σ x by Polyak's step. What the knapsacks take is mended into an assignment:
needs that are taken too often keep what fits best, hours left over go to the best pairs that fit in, and offers in turn
choose anew (`improving`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.assignment.improving import improved
from rongtu.engines.match.assignment.task import WHOLE, Chosen, Floats, Task

ROUNDS = 120
MENDED_EVERY = 6
MOST_UNITS = 1_000
"""Hours an offer has at most, in the largest unit that divides all hours asked for."""

CENTIHOURS = 100
FIRST_STEP, SHORTER, PATIENCE = 1.0, 0.7, 8
"""Polyak's factor, what it is multiplied by when the bound has not fallen for PATIENCE rounds."""


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """Pairs chosen, a bound on the fit, and what an hour more of each offer would bring at the last prices."""

    chosen: Chosen
    bound: float
    margins: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """Pairs laid out for all knapsacks at once: layer t has the t-th pair of each offer that has so many.

    Offers are by number of pairs, most first, so that a layer is a beginning: `columns` of each layer, `units` of room.
    """

    offers: NDArray[np.int64]
    columns: tuple[NDArray[np.int64], ...]
    hours: tuple[NDArray[np.int64], ...]
    units: NDArray[np.int64]
    unit: float

    @property
    def by_place(self) -> NDArray[np.int64]:
        """Units of room of each offer, by its place in what is given."""
        found = np.zeros(len(self.units), np.int64)
        found[self.offers] = self.units
        return found


def layers_of(task: Task) -> Layers | None:
    """The pairs laid out; None where hours have no common unit that is not too small."""
    parts = np.round(task.hours * CENTIHOURS).astype(np.int64)
    if np.abs(parts / CENTIHOURS - task.hours).max(initial=0.0) > WHOLE:
        return None
    unit = int(np.gcd.reduce(parts))
    asked = np.bincount(task.pairs.offer, parts, len(task.room))
    room = np.minimum(task.room * CENTIHOURS + WHOLE, asked)
    units = np.floor(room / unit).astype(np.int64)
    if units.max(initial=0) > MOST_UNITS:
        return None
    number = np.bincount(task.pairs.offer, minlength=len(task.room))
    offers = np.argsort(-number, kind="stable")
    by_offer = np.argsort(task.pairs.offer, kind="stable")
    first = np.concatenate(([0], np.cumsum(number)[:-1]))
    columns = []
    for layer in range(int(number.max(initial=0))):
        deep = offers[: int(np.searchsorted(-number[offers], -layer, side="left"))]
        columns.append(by_offer[first[deep] + layer])
    hours = tuple(parts[one] // unit for one in columns)
    return Layers(offers, tuple(columns), hours, units[offers], unit / CENTIHOURS)


def priced(task: Task, layers: Layers) -> Priced:
    """The best assignment met on the way, and the lowest bound."""
    prices = np.zeros(len(task.wanted))
    bound, total, step, waited = math.inf, -1.0, FIRST_STEP, 0
    chosen: Chosen = np.zeros(len(task.pairs), np.bool_)
    margins = np.zeros(len(task.room))
    for turn in range(ROUNDS):
        worth = task.pairs.fit - prices[task.pairs.need]
        value, taken, edge = _knapsacks(layers, worth, len(task.pairs))
        level = float(task.wanted @ prices) + value
        if level < bound - WHOLE * abs(bound if bound < math.inf else level):
            bound, waited = level, 0
            margins[layers.offers] = edge
        else:
            waited += 1
            step, waited = (step * SHORTER, 0) if waited >= PATIENCE else (step, waited)
        if turn % MENDED_EVERY == 0 or turn == ROUNDS - 1:
            mended = _mended(task, taken, worth)
            reached = float(task.pairs.fit[mended].sum())
            if reached > total:
                chosen, total = mended, reached
        slope = task.wanted - np.bincount(task.pairs.need[taken], minlength=len(task.wanted))
        slope[(prices <= 0) & (slope > 0)] = 0.0
        steep = float(slope @ slope)
        if steep == 0 or bound - total <= WHOLE * bound:
            break
        prices = np.maximum(0.0, prices - step * (level - total) / steep * slope)
    chosen = improved(task, layers.by_place.tolist(), np.round(task.hours / layers.unit).astype(int).tolist(), chosen)
    return Priced(chosen, max(bound, float(task.pairs.fit[chosen].sum())), margins)


def _knapsacks(layers: Layers, worth: Floats, pairs: int) -> tuple[float, Chosen, Floats]:
    """All knapsacks at once: their values together, the pairs taken, and the worth of each offer's last hour."""
    most = int(layers.units.max(initial=0))
    best = np.zeros((len(layers.offers), most + 1))
    places = np.arange(most + 1)
    kept = []
    for columns, hours in zip(layers.columns, layers.hours, strict=True):
        top = best[: len(columns)]
        before = places[None, :] - hours[:, None]
        reached = np.take_along_axis(top, np.maximum(before, 0), axis=1) + worth[columns][:, None]
        better = (before >= 0) & (reached > top)
        top[better] = reached[better]
        kept.append(better)
    rows = np.arange(len(layers.offers))
    value = best[rows, layers.units]
    edge = np.where(layers.units > 0, value - best[rows, np.maximum(layers.units - 1, 0)], 0.0) / layers.unit
    left, taken = layers.units.copy(), np.zeros(pairs, np.bool_)
    for columns, hours, better in zip(reversed(layers.columns), reversed(layers.hours), reversed(kept), strict=True):
        deep = len(columns)
        into = better[rows[:deep], left[:deep]]
        taken[columns[into]] = True
        left[:deep] -= np.where(into, hours, 0)
    return float(value.sum()), taken, edge


def _mended(task: Task, taken: Chosen, worth: Floats) -> Chosen:
    """An assignment near what the knapsacks take."""
    need, offer, fit = task.pairs.need, task.pairs.offer, task.pairs.fit
    held = np.flatnonzero(taken)
    order = held[np.lexsort((held, -fit[held], need[held]))]
    first = np.searchsorted(need[order], need[order], side="left")
    keeps = np.arange(len(order)) - first < task.wanted[need[order]]
    chosen: Chosen = np.zeros(len(fit), np.bool_)
    chosen[order[keeps]] = True
    wants = task.wanted - np.bincount(need[chosen], minlength=len(task.wanted))
    room = task.room - np.bincount(offer, task.hours * chosen, len(task.room))
    open_ones = np.flatnonzero(~chosen & (wants[need] > 0) & (task.hours <= room[offer] + WHOLE))
    for pair in open_ones[np.lexsort((open_ones, -fit[open_ones]))].tolist():
        if wants[need[pair]] > 0 and task.hours[pair] <= room[offer[pair]] + WHOLE:
            chosen[pair] = True
            wants[need[pair]] -= 1
            room[offer[pair]] -= task.hours[pair]
    return chosen
