"""Checks of what the ESRI engine is given, over whole arrays; each problem says where, the rule, what stood there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rongtu.vocab.problems import InputError, Problem

MOST = 100
"""Problems told; more are cut."""

LARGEST = 2**31 - 1
"""The largest number of a firm, a link or a class."""


@dataclass(frozen=True, slots=True)
class Places:
    """How messages call a link, a firm: by its number, or as the row of a file whose first row of data is `first`."""

    link: str = "link {}"
    firm: str = "firm {}"
    first: int = 0

    def of_link(self, link: int) -> str:
        """Where a link stands."""
        return self.link.format(link + self.first)

    def of_firm(self, firm: int) -> str:
        """Where a firm stands."""
        return self.firm.format(firm + self.first)


def as_numbers(values: ArrayLike) -> NDArray[np.int32]:
    """Whole numbers as int32. Raises InputError for what is none or does not fit."""
    found = np.atleast_1d(np.asarray(values))
    if found.size and (found.dtype.kind not in "iu" or found.max() > LARGEST or found.min() < -LARGEST):
        rule = f"firms, scenarios and classes are numbered by whole numbers up to {LARGEST}"
        raise InputError.single("numbers", rule, str(found.dtype), "Number them from 0.")
    return found.astype(np.int32)


def as_floats(values: ArrayLike) -> NDArray[np.float64]:
    """Amounts as float64."""
    return np.asarray(values, dtype=np.float64)


def raise_any(problems: list[Problem]) -> None:
    """Raise InputError with the first hundred problems, if there are any."""
    if problems:
        raise InputError(problems[:MOST])


def link_problems(  # noqa: PLR0917 - what a link is
    size: int,
    supplier: NDArray[np.int32],
    buyer: NDArray[np.int32],
    value: NDArray[np.float64],
    input_class: NDArray[np.int32] | None,
    places: Places,
) -> list[Problem]:
    """Firms that are not there, amounts that are none, links that are told twice."""
    if size < 1:
        return [Problem("firms", "a network has at least one firm", str(size), "Give the firms.")]
    if not len(supplier) == len(buyer) == len(value) or (input_class is not None and len(input_class) != len(value)):
        found = f"{len(supplier)}, {len(buyer)}, {len(value)}"
        return [Problem("links", "suppliers, buyers and values are as many", found, "Give one of each for a link.")]
    problems = []
    for called, firms in (("supplier", supplier), ("buyer", buyer)):
        for row in _rows((firms < 0) | (firms >= size)):
            rule = f"a {called} is one of the {size} firms"
            problems.append(Problem(places.of_link(row), rule, str(firms[row]), "Add the firm or correct the link."))
    for row in _rows(~(np.isfinite(value) & (value >= 0))):
        rule = "a value is a number of 0 or more"
        problems.append(Problem(places.of_link(row), rule, repr(float(value[row])), "Correct the value."))
    if not problems and input_class is not None:
        problems += _twice(size, supplier, buyer, input_class, places)
    return problems


def class_problems(
    buyer: NDArray[np.int32], input_class: NDArray[np.int32], importance: NDArray[np.int8], places: Places
) -> list[Problem]:
    """Input classes and importances that are none, and classes that are important to their buyer in two ways."""
    if len(importance) != len(input_class):
        found = f"{len(input_class)}, {len(importance)}"
        return [Problem("links", "input classes and importances are as many", found, "Give one of each for a link.")]
    problems = [
        Problem(places.of_link(row), "an input class is numbered from 0", str(input_class[row]), "Number it.")
        for row in _rows(input_class < 0)
    ]
    for row in _rows((importance < 0) | (importance > 2)):
        rule = "an importance is 0, 1 or 2"
        problems.append(Problem(places.of_link(row), rule, str(importance[row]), "Correct it."))
    if problems:
        return problems
    key = (buyer.astype(np.int64) * (int(input_class.max(initial=0)) + 1) + input_class) * 4 + importance
    together = np.sort(key)
    if not ((np.diff(together // 4) == 0) & (np.diff(together) != 0)).any():
        return []
    order = np.lexsort((input_class, buyer))
    same = (np.diff(buyer[order]) == 0) & (np.diff(input_class[order]) == 0)
    for at in _rows(same & (np.diff(importance[order]) != 0)):
        first, other = sorted((int(order[at]), int(order[at + 1])))
        rule = "an input class is important to its buyer in one way"
        found = f"{importance[other]}, and {importance[first]} at {places.of_link(first)}"
        problems.append(Problem(places.of_link(other), rule, found, "Give one importance, or two classes."))
    return problems


def figure_problems(called: str, figures: NDArray[np.float64] | None, size: int, places: Places) -> list[Problem]:
    """Figures of firms that are negative, infinite or no numbers."""
    if figures is None:
        return []
    if figures.shape != (size,):
        return [Problem(called, f"there is one for each of the {size} firms", str(figures.shape), "Give all of them.")]
    return [
        Problem(f"{places.of_firm(row)}, {called}", "a number of 0 or more", repr(float(figures[row])), "Correct it.")
        for row in _rows(~(np.isfinite(figures) & (figures >= 0)))
    ]


def weight_problems(weights: NDArray[np.float64] | None, size: int, places: Places) -> list[Problem]:
    """Weights that are negative or no numbers, or nowhere above 0."""
    if weights is None:
        return []
    problems: list[Problem] = []
    for number, row in enumerate(weights, 1):
        problems += figure_problems(f"weight {number}", row, size, places)
        if not problems and not row.any():
            problems.append(Problem(f"weight {number}", "some firm weighs more than 0", "0", "Give the weights."))
    return problems


def shock_problems(
    places: Places,
    scenarios: int,
    firm: NDArray[np.int32],
    scenario: NDArray[np.int32],
    share: NDArray[np.float64],
) -> list[Problem]:
    """Shares outside [0, 1], scenarios that are not there, a firm shocked twice in one."""
    if not len(firm) == len(scenario) == len(share):
        found = f"{len(firm)}, {len(scenario)}, {len(share)}"
        return [Problem(places.link, "firms, scenarios and shares are as many", found, "Give one of each for a shock.")]
    problems = [
        Problem(places.of_link(row), "a share is in [0, 1]", repr(float(share[row])), "Correct the share.")
        for row in _rows(~((share >= 0) & (share <= 1)))
    ]
    for row in _rows((scenario < 0) | (scenario >= scenarios)):
        rule = f"a scenario is one of {scenarios}"
        problems.append(Problem(places.of_link(row), rule, str(scenario[row]), "Correct the scenario."))
    order = np.lexsort((firm, scenario))
    same = (np.diff(firm[order]) == 0) & (np.diff(scenario[order]) == 0)
    for at in _rows(same):
        first, again = sorted((int(order[at]), int(order[at + 1])))
        rule = "a firm has one shock in a scenario"
        problems.append(Problem(places.of_link(again), rule, f"{places.of_link(first)} too", "Remove one of the two."))
    return problems


def _twice(
    size: int,
    supplier: NDArray[np.int32],
    buyer: NDArray[np.int32],
    input_class: NDArray[np.int32],
    places: Places,
) -> list[Problem]:
    key = supplier.astype(np.int64) * size + buyer
    # sorting alone is several times faster than finding the order, which is needed only to tell what is wrong
    if not (np.diff(np.sort(key)) == 0).any():
        return []
    order = np.lexsort((input_class, key))
    problems = []
    for at in _rows((np.diff(key[order]) == 0) & (np.diff(input_class[order]) == 0)):
        first, again = sorted((int(order[at]), int(order[at + 1])))
        rule = "a supplier sells to a buyer in one link (of an input class)"
        found = f"{places.of_link(first)} is of the same two"
        problems.append(Problem(places.of_link(again), rule, found, "Add their values up in one link."))
    return problems


def _rows(bad: NDArray[np.bool_]) -> list[int]:
    found: list[int] = np.flatnonzero(bad)[:MOST].tolist()
    return found
