"""Needs and offers assigned to each other so that fits add up to the most, within the hours of each offer.

    max  Σ f_p x_p    s.t.  Σ_{p of need} x_p ≤ k,    Σ_{p of offer} h_p x_p ≤ H,    x_p ∈ {0, 1}

Where all needs an offer may serve want the same hours of it, its row divides to Σ x_p ≤ ⌊H / h⌋. Where that holds of
all offers the matrix is that of a flow from needs to offers, and the corners of the linear programme are whole. Else it
is a mixed-integer programme, and with more than EXACT pairs prices find a near one (`pricing`). The gap is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.assignment.inputs import Demand, Pairs, Supplier, check
from rongtu.engines.match.assignment.pricing import layers_of, priced
from rongtu.engines.match.assignment.results import Assigned, Assignment, Load, Method, Reason, Short
from rongtu.engines.match.assignment.task import WHOLE, Chosen, Floats, Task
from rongtu.engines.match.solver import HALF, INFINITE, Model, Solution

NODES = 2_000
EXACT = 1_000
"""Up to so many pairs whose hours differ are assigned by the mixed-integer programme."""


def assign(demands: Sequence[Demand], suppliers: Sequence[Supplier], pairs: Pairs, *, nodes: int = NODES) -> Assignment:
    """The assignment of the most fit; the same for the same input. Raises InputError for what cannot be meant.

    A linear programme of pairs columns and needs + offers rows, and no more than `nodes` branches where hours differ.
    """
    check(demands, suppliers, pairs)
    given = _task(demands, suppliers, pairs)
    fits_in = given.hours <= given.room[given.pairs.offer] + WHOLE
    task = given.of(fits_in)
    found = _found(task, nodes)
    total = float(np.sum(task.pairs.fit[found.chosen]))
    taken = np.zeros(len(given.pairs), np.bool_)
    taken[np.flatnonzero(fits_in)[found.chosen]] = True
    gap = max(0.0, found.bound - total) / found.bound if found.bound > 0 else 0.0
    return Assignment(
        assigned=tuple(
            Assigned(demands[need].key, suppliers[offer].key, fit, demands[need].hours)
            for need, offer, fit in _rows(given.pairs, taken)
        ),
        total=total,
        gap=gap if gap > WHOLE else 0.0,
        method=found.method,
        short=tuple(_short(demands, suppliers, given, taken, found.margins)),
        loads=_loads(suppliers, given, taken, found.margins),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Pairs chosen, a bound on the fit, what an hour more of each offer would bring, and how it was found."""

    chosen: Chosen
    bound: float
    margins: Floats
    method: Method


def _found(task: Task, nodes: int) -> Found:
    if not len(task.pairs):
        return Found(np.zeros(0, np.bool_), 0.0, np.zeros(len(task.room)), Method.FLOW)
    is_flow = bool(task.uniform.all())
    layers = None if is_flow or len(task.pairs) <= EXACT else layers_of(task)
    if layers is not None:
        near = priced(task, layers)
        return Found(near.chosen, near.bound, near.margins, Method.PRICES)
    relaxed = _solve(task, whole=False, nodes=nodes)
    margins, bound = _margins(task, relaxed), -relaxed.objective
    if is_flow:
        return Found(relaxed.values > HALF, bound, margins, Method.FLOW)
    found = _solve(task, whole=True, nodes=nodes)
    return Found(found.values > HALF, min(bound, -found.bound), margins, Method.WHOLE)


def _task(demands: Sequence[Demand], suppliers: Sequence[Supplier], pairs: Pairs) -> Task:
    order = np.lexsort((pairs.offer, pairs.need))
    ordered = Pairs(pairs.need[order], pairs.offer[order], pairs.fit[order])
    hours = np.array([one.hours for one in demands], np.float64)
    room = np.array([np.inf if one.hours is None else one.hours for one in suppliers], np.float64)
    wanted = np.array([one.offers for one in demands], np.float64)
    return Task(ordered, hours[ordered.need] if len(ordered) else np.zeros(0), wanted, room)


def _solve(task: Task, *, whole: bool, nodes: int) -> Solution:
    model = Model()
    model.add(len(task.pairs), whole=whole)
    for columns, wanted in zip(_groups(task.pairs.need, len(task.wanted)), task.wanted, strict=True):
        model.row(-INFINITE, wanted, columns)
    uniform = task.uniform
    for offer, columns in enumerate(_groups(task.pairs.offer, len(task.room))):
        room = task.room[offer]
        if not columns or np.isinf(room):
            model.row(-INFINITE, INFINITE, columns)
        elif uniform[offer]:
            model.row(-INFINITE, np.floor(room / task.hours[columns[0]] + WHOLE), columns)
        else:
            model.row(-INFINITE, room, columns, task.hours[columns].tolist())
    solution = model.minimise(-task.pairs.fit, nodes)
    assert solution is not None  # nothing assigned keeps every row
    return solution


def _groups(of: NDArray[np.int64], number: int) -> list[list[int]]:
    """The places of each group, in order."""
    order = np.argsort(of, kind="stable")
    ends = np.cumsum(np.bincount(of, minlength=number))
    return [part.tolist() for part in np.split(order, ends[:-1])] if number else []


def _margins(task: Task, relaxed: Solution) -> Floats:
    """(n_offers,) the dual of each offer's hours: of a row that counts pairs, divided by the hours of one."""
    duals = np.abs(relaxed.duals[len(task.wanted) :])
    hours = np.ones(len(task.room))
    hours[task.pairs.offer] = task.hours
    return np.where(task.uniform, duals / hours, duals)


def _rows(pairs: Pairs, taken: Chosen) -> list[tuple[int, int, float]]:
    return list(zip(pairs.need[taken].tolist(), pairs.offer[taken].tolist(), pairs.fit[taken].tolist(), strict=True))


def _loads(suppliers: Sequence[Supplier], task: Task, taken: Chosen, margins: Floats) -> tuple[Load, ...]:
    used = np.bincount(task.pairs.offer, task.hours * taken, len(suppliers))
    return tuple(
        Load(one.key, float(hours), one.hours, float(margin))
        for one, hours, margin in zip(suppliers, used, margins, strict=True)
    )


def _short(
    demands: Sequence[Demand], suppliers: Sequence[Supplier], task: Task, taken: Chosen, margins: Floats
) -> list[Short]:
    found = []
    for place, columns in enumerate(_groups(task.pairs.need, len(demands))):
        got, demand = int(taken[columns].sum()), demands[place]
        if got >= demand.offers:
            continue
        others = [column for column in columns if not taken[column]]
        offers = [int(task.pairs.offer[column]) for column in others if task.hours[column] <= _room(task, column)]
        reason = Reason.FULL if offers else Reason.TOO_LONG if others else Reason.NO_OFFER
        offers.sort(key=lambda offer: (-margins[offer], suppliers[offer].key))
        waits = tuple(suppliers[offer].key for offer in offers)
        found.append(Short(demand.key, demand.offers, got, reason, waits))
    return found


def _room(task: Task, column: int) -> float:
    return float(task.room[task.pairs.offer[column]]) + WHOLE
