"""What a figure rests on: its required inputs, what of them is missing, and the estimate that comes out.

evidence = required inputs that are observed / required inputs. A required input is one thing one must know (the supply
of a node, the share of a group), however many figures it is made of: it is observed if all of them are, and missing if
one is. A conventional 1 (a yuan of loss per yuan missing, a yuan of value per yuan of product) that no row states is
not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.draws import Sampler, Values
from rongtu.engines.chain.value.inputs import Figure, Standing
from rongtu.engines.chain.value.results import Estimate, Lack
from rongtu.vocab.disclosure import highest
from rongtu.vocab.evidence import Visibility

TAILS = (0.05, 0.95)
"""The ends of a range, as quantiles over the draws."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One required input; `given` is False where nobody so much as says that it exists.

    `level` is the highest of its figures'; `in_all` in its place where the model only sees their total. What a ground
    says is worked out once, as thousands of figures rest on the same ones: `missing`, whether what it is needed for is
    unknown; `observed`, whether all of it was; `assumptions`, keys of those in it; `rows`, ids of the facts it is from.
    """

    input: RequiredInput
    of: str
    figures: tuple[Figure, ...] = ()
    facts: tuple[str, ...] = ()
    given: bool = True
    in_all: Visibility | None = None
    level: Visibility = field(init=False, compare=False)
    missing: bool = field(init=False, compare=False)
    observed: bool = field(init=False, compare=False)
    assumptions: tuple[str, ...] = field(init=False, compare=False)
    rows: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        level = highest({figure.level for figure in self.figures}) if self.in_all is None else self.in_all
        figures = self.figures
        worked_out = {
            "level": level,
            "missing": not self.given or any(figure.is_missing for figure in figures),
            "observed": self.given and all(figure.standing is Standing.OBSERVED for figure in figures),
            "assumptions": tuple(figure.key for figure in figures if figure.is_assumed),
            "rows": tuple(fact for fact in (*self.facts, *(f for one in figures for f in one.facts)) if fact),
        }
        for name, value in worked_out.items():
            object.__setattr__(self, name, value)


Grounds = tuple[Ground, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """A figure on its grounds: the values, point first; None where an input is missing or there is nothing to tell."""

    values: Values | None
    grounds: Grounds = ()

    @property
    def point(self) -> float | None:
        """The value at the points of all figures."""
        return None if self.values is None else float(self.values[0])

    @property
    def told(self) -> bool:
        """Whether there is a number at the points of all figures."""
        return self.values is not None and not np.isnan(self.values[0])


def number(value: float, grounds: Grounds = ()) -> Quantity:
    """A figure that is simply known."""
    return Quantity(np.array([float(value)]), grounds)


def unknown(grounds: Grounds) -> Quantity:
    """A figure that is not known."""
    return Quantity(None, grounds)


def total(figures: Iterable[Figure], grounds: Grounds, sampler: Sampler) -> Quantity:
    """The sum of figures, unknown where one of them or of the grounds is missing."""
    figures = tuple(figures)
    if any(ground.missing for ground in grounds) or any(figure.is_missing for figure in figures):
        return unknown(grounds)
    return Quantity(sum((sampler.values(figure) for figure in figures), start=np.zeros(1)), grounds)


def union(*several: Grounds) -> Grounds:
    """All grounds, each once, in the order in which they first stand."""
    different = [grounds for number, grounds in enumerate(several) if grounds and grounds not in several[:number]]
    if len(different) == 1:
        return different[0]
    seen = {(one.input, one.of, one.figures, one.facts): one for grounds in different for one in grounds}
    return tuple(seen.values())


def derive(formula: Callable[..., Values], *parts: Quantity) -> Quantity:
    """What a formula makes of several figures: unknown where one of them is."""
    grounds = union(*(part.grounds for part in parts))
    if any(part.values is None for part in parts):
        return unknown(grounds)
    return Quantity(formula(*(part.values for part in parts)), grounds)


def ratio(above: Values, below: Values, otherwise: float | Values = np.nan) -> Values:
    """above / below where there is something below, `otherwise` where there is nothing."""
    above, below, rest = np.broadcast_arrays(above, below, otherwise)
    quotient: Values = np.divide(above, below, out=rest.astype(np.float64), where=below > 0)
    return quotient


def lacks(grounds: Iterable[Ground]) -> tuple[Lack, ...]:
    """What is missing of the grounds, each input of each thing once."""
    found: dict[tuple[RequiredInput, str], Lack] = {}
    for ground in grounds:
        if ground.missing:
            found.setdefault((ground.input, ground.of), Lack(ground.input, ground.of, ground.rows))
    return tuple(found.values())


def estimate(quantity: Quantity) -> Estimate:
    """The figure as it is told: point, 5 % and 95 % ends over the draws, evidence, what it rests on or lacks.

    A draw that is no number (nothing to divide by) is left out of the range.
    """
    grounds = quantity.grounds
    evidence = sum(one.observed for one in grounds) / len(grounds) if grounds else 1.0
    assumptions = tuple(dict.fromkeys(key for one in grounds for key in one.assumptions))
    rows = tuple(dict.fromkeys(row for one in grounds for row in one.rows))
    level = highest({one.level for one in grounds})
    values = quantity.values
    if values is None or not quantity.told:
        return Estimate(None, None, None, evidence, assumptions, rows, lacks(grounds), level)
    point, drawn = float(values[0]), values[1:][~np.isnan(values[1:])]
    low, high = (float(end) for end in np.quantile(drawn, TAILS)) if len(drawn) else (point, point)
    return Estimate(point, low, high, evidence, assumptions, rows, lacks(grounds), level)
