"""What the value model is given: one scope's chains as a network of nodes, input groups, purchases and demand.

Money is float64 yuan a year. Every figure says how it stands: observed, assumed within a range, or missing. Nothing
here knows a default for a missing figure; what is missing makes what needs it unknown. `fact` ids are the caller's and
only travel through.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rongtu.engines.chain.value.checking import problems_of
from rongtu.vocab.chains import Completeness, ControlKind
from rongtu.vocab.evidence import Distribution, Visibility
from rongtu.vocab.geography import Origin
from rongtu.vocab.problems import InputError


class Standing(StrEnum):
    """How a figure is known."""

    OBSERVED = "observed"
    ASSUMED = "assumed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and how it stands: one value, a range with its distribution, or nothing.

    `key` is what draws are keyed by (the id of the assumption); `facts` are the rows it comes from, the assumption's
    among them. `level` is the highest level of those rows, `contributor` whose figure it is, where it is somebody's.
    """

    standing: Standing
    low: float = 0.0
    high: float = 0.0
    likely: float | None = None
    distribution: Distribution = Distribution.UNIFORM
    key: str = ""
    facts: tuple[str, ...] = ()
    level: Visibility = Visibility.PUBLIC
    contributor: str = ""

    @property
    def point(self) -> float:
        """The single value shown beside the range: the observed one, the likely one, else the middle."""
        return self.likely if self.likely is not None else (self.low + self.high) / 2

    @property
    def is_assumed(self) -> bool:
        """Whether somebody gave a range for it."""
        return self.standing is Standing.ASSUMED

    @property
    def is_missing(self) -> bool:
        """Whether nothing is known of it."""
        return self.standing is Standing.MISSING


def observed(value: float, *facts: str) -> Figure:
    """A figure that a source states."""
    return Figure(Standing.OBSERVED, value, value, facts=facts)


def assumed(
    low: float,
    high: float,
    key: str,
    *facts: str,
    likely: float | None = None,
    distribution: Distribution = Distribution.UNIFORM,
) -> Figure:
    """A figure somebody gave a range for; `key` is the id of the assumption."""
    return Figure(Standing.ASSUMED, low, high, likely, distribution, key, (key, *facts))


def missing(*facts: str) -> Figure:
    """A figure nobody knows; `facts` are the rows that ought to have it."""
    return Figure(Standing.MISSING, facts=facts)


@dataclass(frozen=True, slots=True)
class ValueNode:
    """A node as the model sees it.

    `supply` is what each body placed here in the scope can deliver a year. `unseen` is what bodies not yet found could
    add at most: None under a census, where nothing is unseen. A `label` stands for its types and delivers nothing
    itself. `elsewhere` says whether somebody in the nation outside the scope supplies it. `level` is that of the node
    itself and of its place among others, `elsewhere_level` who may know of a supplier elsewhere.
    """

    code: str
    name: str
    chain: str
    item: str
    survey: Completeness
    supply: tuple[Figure, ...] = ()
    unseen: Figure | None = None
    label: bool = False
    elsewhere: bool = False
    fact: str = ""
    level: Visibility = Visibility.PUBLIC
    elsewhere_level: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Group:
    """An input group of a node: yuan of it bought per yuan of the node's output; its members substitute.

    A member that is a label stands for its types. `loss` is what a yuan missing of a group that is not essential costs.
    A node without a group is made of nothing, so a supply whose share nobody knows is a group with its share missing.
    """

    code: str
    node: str
    name: str
    share: Figure
    members: tuple[str, ...]
    essential: bool = True
    loss: Figure = Figure(Standing.OBSERVED, 1.0, 1.0)
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Purchase:
    """What the scope bought of an item from one origin in a year, and what it could have bought there."""

    item: str
    origin: Origin
    bought: Figure
    available: Figure
    country: str | None = None
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """A final product: what is demanded of it in a year, and the value of a yuan of it."""

    node: str
    demand: Figure
    weight: Figure = Figure(Standing.OBSERVED, 1.0, 1.0)
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Controller:
    """Who abroad controls `share` of a node's supply, by what; the part of it others could take over in a year."""

    node: str
    name: str
    kind: ControlKind
    country: str
    share: Figure
    replaceable: Figure
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Intervention:
    """What could be done for a node: yearly supply added, cost, months until it works, probability that it works."""

    code: str
    node: str
    title: str
    adds: Figure
    cost: Figure
    lead_months: Figure
    success: Figure
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Pilot:
    """Pilot capacity that serves a node over the next 12 months: months on offer and months asked for, one unit.

    `waiting` is how many open needs wait for a facility, `level` at least that of all of this.
    """

    node: str
    available: Figure
    asked: Figure
    unit: str
    waiting: int = 0
    facilities: int = 0
    facts: tuple[str, ...] = ()
    level: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class OpenNeeds:
    """A node's open needs: how many there are, and of those older than 180 days how many lack what."""

    node: str
    open: int
    old: tuple[tuple[str, int], ...]
    facts: tuple[str, ...] = ()
    level: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Cohort:
    """Results on a node that came to maturity long enough ago, and how many of them nobody took up."""

    node: str
    results: int
    idle: int
    facts: tuple[str, ...] = ()
    level: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Network:
    """One scope's chains together; an item that stands in several chains is bought from one purchasable amount.

    Raises InputError with every problem at once: repeated codes or products, things at unknown nodes or at labels,
    shares outside [0, 1] or adding up to more than 1 over a node's groups, negative money or counts, a likely value
    outside its range, an assumption without a key, a node supplying itself, a block of nodes that cannot produce, no
    final product.
    """

    nodes: tuple[ValueNode, ...]
    groups: tuple[Group, ...]
    purchases: tuple[Purchase, ...]
    products: tuple[Product, ...]
    controllers: tuple[Controller, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    pilots: tuple[Pilot, ...] = ()
    needs: tuple[OpenNeeds, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    """(child, label) pairs: the child is a type of the label."""

    def __post_init__(self) -> None:
        problems = tuple(problems_of(self))
        if problems:
            raise InputError(problems)

    def node(self, code: str) -> ValueNode:
        """The node of that code; KeyError where there is none."""
        for node in self.nodes:
            if node.code == code:
                return node
        raise KeyError(code)
