"""The value model as one linear programme over all chains of a scope, kept hot between thousands of solves.

    V = max Σ_p w_p f_p − Σ_g c_g s_g   under (1), (2), (3) of the module `layout`

It is built once; a set of numbers only moves bounds and coefficients, and each question about them starts from the
optimal basis of those numbers, so that no answer depends on what was asked before. A question whose answer is proved
to be V itself is not solved: a bound that was raised where its dual is zero, or lowered to what the optimum keeps.
One thread, simplex, fixed order. Inside, money is counted in a power of two of yuan such that all demand is about 10^4,
so that the solver's tolerances are small beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np

from rongtu.engines.chain.value.layout import Array, Layout, layout, matrix
from rongtu.engines.chain.value.parameters import Parameters
from rongtu.engines.chain.value.solver import new_solver, optimum
from rongtu.engines.chain.value.structure import Structure

ALL_DEMAND = 1e4

LARGE = 20_000
"""Columns from which the first solve, which has no basis to start from, is by interior point and crossover."""

ZERO_DUAL = 1e-12

DUAL, PRIMAL = 1, 4
"""HiGHS's simplex: dual where bounds moved, primal where the objective did; each starts where it is feasible."""

OWN_USE = 1e-4
"""Of several optima with the least Σ y + Σ m, the one that uses most of the node asked about; small beside 1."""

NOISE = 1e-9
"""Relative to V: a difference below it is rounding."""

DIGITS = 1e-14


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a question changes: scope's capacity and purchases at nodes, what can be bought of items; in yuan."""

    capacity: Mapping[int, float] = field(default_factory=dict)
    purchases: Mapping[int, float] = field(default_factory=dict)
    available: Mapping[int, float] = field(default_factory=dict)


def difference(more: Array, less: Array) -> Array:
    """more − less without what is rounding: 0 within NOISE of the larger, else to the last digit that counts."""
    larger = np.maximum(np.abs(more), np.abs(less))
    found = more - less
    return np.where(np.abs(found) <= NOISE * larger, 0.0, rounded(found, larger))


def rounded(found: Array, of: Array) -> Array:
    """To a power of two, about DIGITS of what it was computed from: what is below only tells the solver's path."""
    grain = np.exp2(np.floor(np.log2(np.maximum(DIGITS * of, np.finfo(np.float64).tiny))))
    return np.round(found / grain) * grain


def unit_of(numbers: Parameters) -> float:
    """The yuan that count as 1 inside: a power of two, so that scaling loses no digit."""
    everything = float(numbers.demand @ np.maximum(numbers.weight, 1.0))
    return 2.0 ** round(math.log2(everything / ALL_DEMAND)) if everything > 0 else 1.0


def linear_programme(structure: Structure, at: Layout, numbers: Parameters, unit: float) -> highspy.HighsLp:
    """The programme for one set of numbers."""
    cells = matrix(structure, at, numbers.share, numbers.weight, numbers.loss)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = at.columns, at.rows
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = value_costs(at, numbers)
    lp.col_lower_ = np.zeros(at.columns)
    lp.col_upper_ = upper_bounds(structure, at, numbers, unit)
    lp.row_lower_, lp.row_upper_ = _row_bounds(at, numbers, unit)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = at.columns, at.rows
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = cells.start, cells.index, cells.value
    return lp


def value_costs(at: Layout, numbers: Parameters) -> Array:
    """The objective, (n_columns,): w of each f, −c of each s."""
    costs = np.zeros(at.columns)
    costs[at.final] = numbers.weight
    costs[at.missed] = -numbers.loss
    return costs


def upper_bounds(structure: Structure, at: Layout, numbers: Parameters, unit: float) -> Array:
    """The bounds of (3) on columns, (n_columns,)."""
    upper = np.full(at.columns, np.inf)
    upper[at.produced] = numbers.capacity / unit
    upper[at.bought] = numbers.available[structure.node_item] / unit
    upper[at.final] = numbers.demand / unit
    return upper


def _row_bounds(at: Layout, numbers: Parameters, unit: float) -> tuple[Array, Array]:
    lower, upper = np.full(at.rows, -np.inf), np.zeros(at.rows)
    lower[at.group_rows], upper[at.group_rows] = 0.0, np.inf
    upper[at.value_row] = np.inf
    for item, row in at.item_rows.items():
        upper[row] = numbers.available[item] / unit
    return lower, upper


class Programme:
    """One programme kept hot: `load` numbers, then ask for the value, a need or a part under changed bounds."""

    def __init__(self, structure: Structure, numbers: Parameters) -> None:
        """Build it at these numbers, and load them."""
        self._structure = structure
        self._at = layout(structure)
        self._unit = unit_of(numbers)
        self._loaded = numbers
        large = self._at.columns > LARGE
        self._solver = new_solver(presolve=large)
        self._solver.setOptionValue("solver", "ipm" if large else "simplex")
        self._solver.passModel(linear_programme(structure, self._at, numbers, self._unit))
        self._every = np.arange(self._at.columns, dtype=np.int32)
        self._remember()
        self._first = self._basis
        # from here on every solve starts from a basis, which presolve and the interior point would throw away
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("solver", "simplex")

    @property
    def base(self) -> float:
        """V at the numbers loaded, in yuan."""
        return self._base * self._unit

    @property
    def unit(self) -> float:
        """The yuan that count as 1 inside."""
        return self._unit

    @property
    def first(self) -> highspy.HighsBasis:
        """The optimal basis of the numbers it was built at."""
        return self._first

    @property
    def bound(self) -> float:
        """The dual objective at the numbers loaded, in yuan: no feasible solution is worth more."""
        at, upper = self._at, self._upper
        finite = np.isfinite(upper)
        columns = float(np.maximum(self._column_dual[finite], 0.0) @ upper[finite])
        rows = sum(max(float(self._row_dual[row]), 0.0) * self._available(item) for item, row in at.item_rows.items())
        return (columns + rows) * self._unit

    def load(self, numbers: Parameters) -> float:
        """Move to other numbers; V there, in yuan."""
        at, old, solver = self._at, self._loaded, self._solver
        self._loaded = numbers
        upper = upper_bounds(self._structure, at, numbers, self._unit)
        solver.changeColsBounds(at.columns, self._every, np.zeros(at.columns), upper)
        for item, row in at.item_rows.items():
            solver.changeRowBounds(row, -highspy.kHighsInf, self._available(item))
        for group in np.flatnonzero(numbers.share != old.share).tolist():
            column = int(at.produced[self._structure.group_node[group]])
            solver.changeCoeff(int(at.group_rows[group]), column, -float(numbers.share[group]))
        costs = value_costs(at, numbers)
        for number in np.flatnonzero(costs != value_costs(at, old)).tolist():
            solver.changeCoeff(at.value_row, number, float(costs[number]))
        solver.changeColsCost(at.columns, self._every, costs)
        solver.setBasis(self._first)
        self._remember()
        return self.base

    def value(self, bounds: Bounds) -> float:
        """V under changed bounds, in yuan."""
        changes = self._changes(bounds)
        if self._settled(changes):
            return self.base
        self._set(changes)
        self._solver.setBasis(self._basis)
        found = optimum(self._solver)
        self._undo(changes)
        return found * self._unit

    def need(self, node: int) -> float:
        """need_n, in yuan: Σ z_nv + f_n in the optimum with the node's capacity unbounded.

        Of several optima the one with least Σ y + Σ m, and of those the one that uses most of the node.
        """
        at, solver = self._at, self._solver
        uses = np.concatenate((at.delivered[at.supplier == node], at.final[self._structure.product_node == node]))
        costs = np.zeros(at.columns)
        costs[at.produced] = costs[at.bought] = -1.0
        costs[uses] += OWN_USE
        changes = self._changes(Bounds(capacity={node: math.inf}))
        best = self._base if self._settled(changes) else None
        self._set(changes)
        solver.setBasis(self._basis)
        self._seek(costs, optimum(solver) if best is None else best)
        need = float(np.asarray(solver.getSolution().col_value)[uses].sum())
        self._undo(changes)
        self._forget()
        if need <= NOISE * ALL_DEMAND:
            return 0.0
        return float(rounded(np.array(need), np.array(ALL_DEMAND))) * self._unit

    def part(self, products: Iterable[int], losing: Iterable[int]) -> tuple[float, float]:
        """The least and the most, over all optima, of w f of some products less c s of some groups; in yuan."""
        at = self._at
        costs = np.zeros(at.columns)
        whole = value_costs(at, self._loaded)
        chosen = np.concatenate((at.final[list(products)], at.missed[list(losing)]))
        costs[chosen] = whole[chosen]
        self._solver.setBasis(self._basis)
        least = -self._seek(-costs, self._base)
        most = self._seek(costs, self._base)
        self._forget()
        found = rounded(np.array([least, max(least, most)]), np.array(abs(self._base))) * self._unit
        return float(found[0]), float(found[1])

    def _available(self, item: int) -> float:
        return float(self._loaded.available[item]) / self._unit

    def _remember(self) -> None:
        self._base = optimum(self._solver)
        solution = self._solver.getSolution()
        self._upper = upper_bounds(self._structure, self._at, self._loaded, self._unit)
        self._column, self._column_dual = np.asarray(solution.col_value), np.asarray(solution.col_dual)
        self._row, self._row_dual = np.asarray(solution.row_value), np.asarray(solution.row_dual)
        self._basis = self._solver.getBasis()

    def _seek(self, costs: Array, value: float) -> float:
        """Another objective among the optima, that is with the value held, from the optimum at hand."""
        solver = self._solver
        solver.setOptionValue("simplex_strategy", PRIMAL)
        solver.changeRowBounds(self._at.value_row, value, highspy.kHighsInf)
        solver.changeColsCost(self._at.columns, self._every, costs)
        return optimum(solver)

    def _forget(self) -> None:
        solver = self._solver
        solver.setOptionValue("simplex_strategy", DUAL)
        solver.changeRowBounds(self._at.value_row, -highspy.kHighsInf, highspy.kHighsInf)
        solver.changeColsCost(self._at.columns, self._every, value_costs(self._at, self._loaded))

    def _changes(self, bounds: Bounds) -> list[tuple[bool, int, float]]:
        """Whether a row, its number, its new upper bound."""
        at, unit = self._at, self._unit
        available = {item: amount / unit for item, amount in bounds.available.items()}
        columns = {int(at.produced[node]): amount / unit for node, amount in bounds.capacity.items()}
        for item, amount in available.items():
            for node in np.flatnonzero(self._structure.node_item == item):
                columns[int(at.bought[node])] = amount
        columns |= {int(at.bought[node]): amount / unit for node, amount in bounds.purchases.items()}
        rows = [(True, at.item_rows[item], amount) for item, amount in available.items() if item in at.item_rows]
        return [(False, column, amount) for column, amount in columns.items()] + rows

    def _settled(self, changes: Iterable[tuple[bool, int, float]]) -> bool:
        """Whether the optimum loaded is still one: still feasible, and its dual still proves it."""
        for is_row, number, new in changes:
            now = self._bound_of(is_row, number)
            used, dual = (self._row, self._row_dual) if is_row else (self._column, self._column_dual)
            if new < now and used[number] > new:
                return False
            if new > now and abs(dual[number]) > ZERO_DUAL:
                return False
        return True

    def _bound_of(self, is_row: bool, number: int) -> float:
        if not is_row:
            return float(self._upper[number])
        item = next(item for item, row in self._at.item_rows.items() if row == number)
        return self._available(item)

    def _set(self, changes: Iterable[tuple[bool, int, float]]) -> None:
        for is_row, number, new in changes:
            if is_row:
                self._solver.changeRowBounds(number, -highspy.kHighsInf, new)
            else:
                self._solver.changeColBounds(number, 0.0, new)

    def _undo(self, changes: Iterable[tuple[bool, int, float]]) -> None:
        self._set([(is_row, number, self._bound_of(is_row, number)) for is_row, number, _ in changes])
