"""What the ESRI engine is given: a supply network of firms or chain nodes, and the shocks whose spread is asked for.

One representation serves firms and nodes. A link says who sells how much to whom, to which *input class* of the buyer
it counts (members of a class substitute for one another: the supplier's sector, or the input group of a node) and how
important that class is to the buyer. Firms are numbered 0 to size - 1; any unit of money will do, as long as it is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rongtu.engines.chain.esri.checking import (
    Places,
    as_floats,
    as_numbers,
    class_problems,
    figure_problems,
    link_problems,
    raise_any,
    shock_problems,
    weight_problems,
)
from rongtu.vocab.problems import InputError, Problem

Numbers = NDArray[np.int32]
Floats = NDArray[np.float64]


class Importance(IntEnum):
    """What an input class is to its buyer: nothing that matters, a share of what it makes, or indispensable."""

    NONE = 0
    SHARE = 1
    ESSENTIAL = 2


class Mode(StrEnum):
    """The authors' synchronous sweep with its stop, or the limit to 1e-10."""

    PUBLISHED = "published"
    CONVERGED = "converged"


class Stop(IntEnum):
    """When the published sweep ends: no loss moved by more than eps, or the index grew by at most eps of itself."""

    MOVEMENT = 1
    INDEX = 2


@dataclass(frozen=True, slots=True, eq=False)
class SupplyNetwork:
    """Who supplies whom. Raises InputError with every bad link and firm (at most a hundred).

    `supplier`, `buyer`, `value`, `input_class` and `importance` are (links,): W_ij > 0, the class of the buyer's inputs
    the link counts to and its importance, which is one for all links of a buyer and class. Of each firm, (size,):
    `market`, the class whose members can take over one another's buyers; `revenue` R with final demand and sales
    outside, `costs` K; `sector`, for tables by sector. `weights` is (weights, size); without it firms weigh as their
    sales: those in the network as published, their revenue in converged mode. `names` are told in messages.
    """

    size: int
    supplier: Numbers
    buyer: Numbers
    value: Floats
    input_class: Numbers
    importance: NDArray[np.int8]
    market: Numbers | None = None
    revenue: Floats | None = None
    costs: Floats | None = None
    weights: Floats | None = None
    sector: Numbers | None = None
    names: Sequence[str] = ()
    places: Places = field(default_factory=Places)

    def __post_init__(self) -> None:
        raise_any(link_problems(self.size, self.supplier, self.buyer, self.value, self.input_class, self.places))
        raise_any(class_problems(self.buyer, self.input_class, self.importance, self.places))
        found = figure_problems("revenue", self.revenue, self.size, self.places)
        found += figure_problems("costs", self.costs, self.size, self.places)
        found += weight_problems(self.weights, self.size, self.places)
        for called, of in (("market", self.market), ("sector", self.sector)):
            if of is not None and (of.shape != (self.size,) or of.min() < 0):
                rule = f"each of the {self.size} firms has one, numbered from 0"
                found.append(Problem(called, rule, str(of.shape), "Give all of them."))
        raise_any(found)

    @classmethod
    def from_sectors(
        cls,
        supplier: ArrayLike,
        buyer: ArrayLike,
        value: ArrayLike,
        sector: ArrayLike,
        essential: ArrayLike,
        *,
        market: ArrayLike | None = None,
        revenue: ArrayLike | None = None,
        costs: ArrayLike | None = None,
        weights: ArrayLike | None = None,
        names: Sequence[str] = (),
        places: Places = Places(),  # noqa: B008 - frozen
    ) -> SupplyNetwork:
        """A network of firms: an input's class is its supplier's sector, `essential[k, l]` what sector k is to l.

        `sector` is (size,), numbers of the rows and columns of `essential`, (sectors, sectors) of 0, 1 or 2.
        """
        of, matrix = as_numbers(sector), np.asarray(essential)
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.isin(matrix, (0, 1, 2)).all():
            rule = "the importance of sectors is a square table of 0, 1 and 2"
            raise InputError.single("essential", rule, matrix.shape, "Correct the table.")
        if of.size and (of.min() < 0 or of.max() >= len(matrix)):
            rule = f"a firm's sector is one of the {len(matrix)} of the table of importance"
            raise InputError.single("sector", rule, int(of.max()), "Add the sector to the table.")
        sells, buys = as_numbers(supplier), as_numbers(buyer)
        amounts = as_floats(value)
        raise_any(link_problems(len(of), sells, buys, amounts, None, places))
        return cls(
            size=len(of),
            supplier=sells,
            buyer=buys,
            value=amounts,
            input_class=of[sells],
            importance=matrix.astype(np.int8)[of[sells], of[buys]],
            market=None if market is None else as_numbers(market),
            revenue=None if revenue is None else as_floats(revenue),
            costs=None if costs is None else as_floats(costs),
            weights=None if weights is None else np.atleast_2d(as_floats(weights)),
            sector=of,
            names=names,
            places=places,
        )

    @classmethod
    def from_groups(  # noqa: PLR0917 - what a link is
        cls,
        size: int,
        supplier: ArrayLike,
        buyer: ArrayLike,
        value: ArrayLike,
        group: ArrayLike,
        essential: ArrayLike,
        *,
        market: ArrayLike | None = None,
        revenue: ArrayLike | None = None,
        costs: ArrayLike | None = None,
        weights: ArrayLike | None = None,
        names: Sequence[str] = (),
    ) -> SupplyNetwork:
        """A network of chain nodes: an input's class is the buyer's input group, which is `essential` or not.

        `group` and `essential` are per link; an essential link's class is indispensable, another's costs its share.
        """
        chosen = np.where(np.asarray(essential, dtype=bool), Importance.ESSENTIAL, Importance.SHARE)
        return cls(
            size=size,
            supplier=as_numbers(supplier),
            buyer=as_numbers(buyer),
            value=as_floats(value),
            input_class=as_numbers(group),
            importance=chosen.astype(np.int8),
            market=None if market is None else as_numbers(market),
            revenue=None if revenue is None else as_floats(revenue),
            costs=None if costs is None else as_floats(costs),
            weights=None if weights is None else np.atleast_2d(as_floats(weights)),
            names=names,
        )

    @property
    def sales(self) -> Floats:
        """s^out, (size,): what each firm sells within the network."""
        return sums(self.supplier, self.value, self.size)

    @property
    def purchases(self) -> Floats:
        """s^in, (size,): what each firm buys within the network."""
        return sums(self.buyer, self.value, self.size)

    def name(self, firm: int) -> str:
        """How a firm is called in messages."""
        return str(self.names[firm]) if len(self.names) else self.places.of_firm(firm)


@dataclass(frozen=True, slots=True, eq=False)
class Shocks:
    """What is lost at first in each scenario: psi^d and psi^u, each as rows `start[s]:start[s + 1]` of firm and share.

    Make one with `failures`, `every` or `partial`. Raises InputError for shares outside [0, 1].
    """

    scenarios: int
    down_start: NDArray[np.int64]
    down_firm: Numbers
    down_share: Floats
    up_start: NDArray[np.int64]
    up_firm: Numbers
    up_share: Floats

    @classmethod
    def failures(cls, firms: ArrayLike) -> Shocks:
        """One scenario for each of these firms: it stops altogether."""
        failed = as_numbers(firms)
        start = np.arange(len(failed) + 1, dtype=np.int64)
        share = np.ones(len(failed))
        return cls(len(failed), start, failed, share, start, failed, share)

    @classmethod
    def every(cls, size: int) -> Shocks:
        """As many scenarios as firms: in scenario i firm i stops altogether."""
        return cls.failures(np.arange(size))

    @classmethod
    def partial(  # noqa: PLR0917 - what a shock is
        cls,
        scenarios: int,
        firm: ArrayLike,
        scenario: ArrayLike,
        share: ArrayLike,
        up: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
        places: tuple[Places, ...] = (Places("psi, shock {}"), Places("psi_up, shock {}")),
    ) -> Shocks:
        """Shares lost by firms in scenarios; `up` likewise (firm, scenario, share), without it the same."""
        down = _by_scenario(scenarios, places[0], firm, scenario, share)
        return cls(scenarios, *down, *(down if up is None else _by_scenario(scenarios, places[1], *up)))


def sums(at: NDArray[np.integer], amounts: Floats, size: int) -> Floats:
    """Amounts added up by where they belong, (size,)."""
    return np.bincount(at, amounts, size).astype(np.float64)


def _by_scenario(
    scenarios: int, places: Places, firm: ArrayLike, scenario: ArrayLike, share: ArrayLike
) -> tuple[NDArray[np.int64], Numbers, Floats]:
    firms, of, shares = as_numbers(firm), as_numbers(scenario), as_floats(share)
    raise_any(shock_problems(places, scenarios, firms, of, shares))
    order = np.lexsort((firms, of))
    start = np.searchsorted(of[order], np.arange(scenarios + 1)).astype(np.int64)
    return start, firms[order], shares[order]
