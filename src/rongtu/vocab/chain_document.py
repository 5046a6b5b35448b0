"""A chain as a document: what a chain file says of nodes, groups, links and figures, whoever reads or writes it.

The form is read by `chain_document_form`; checks, differences and conversions are `rongtu.engines.chain.document`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

from rongtu.vocab.chains import ControlKind, NodeKind, Relation, Strengthening, Tier
from rongtu.vocab.drawing import DISCOUNT, DRAWS, SEED
from rongtu.vocab.evidence import Distribution
from rongtu.vocab.geography import Origin


@dataclass(frozen=True, slots=True)
class Span:
    """A range somebody gave for a figure that nobody observed: what rests on it is *assumed* (推定)."""

    low: float
    high: float
    likely: float | None = None
    distribution: Distribution = Distribution.UNIFORM

    @property
    def point(self) -> float:
        """The value shown beside the range: the likely one, else the middle."""
        return self.likely if self.likely is not None else (self.low + self.high) / 2


Amount: TypeAlias = float | Span | None
"""A figure: a number is observed, a range is assumed, none is missing. Money is yuan a year."""


@dataclass(frozen=True, slots=True)
class NodeEntry:
    """A node: what it is called, where it stands, and if known what scope supplies, can buy and is asked for of it.

    `item` is the thing in the store, by default the one of the node's name; `demand` and `weight` are a product's.
    """

    code: str
    name: str = ""
    tier: Tier | None = None
    kind: NodeKind | None = None
    final: bool = False
    item: str = ""
    supply: Amount = None
    buy: Amount = None
    demand: Amount = None
    weight: Amount = 1.0
    number: int = field(default=0, compare=False)

    @property
    def called(self) -> str:
        """Its name, or its code where it has none."""
        return self.name or self.code

    @property
    def thing(self) -> str:
        """The item it is a place of."""
        return self.item or self.called


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """An input group: members that substitute for one another, yuan of them bought per yuan of the node's output."""

    node: str
    members: tuple[str, ...]
    code: str = ""
    name: str = ""
    share: Amount = None
    essential: bool = True
    loss: Amount = 1.0
    number: int = field(default=0, compare=False)

    @property
    def called(self) -> str:
        """Its name, or its members where it has none."""
        return self.name or "/".join(self.members)

    @property
    def key(self) -> str:
        """Its code, or else its node with its name (its members, in code order)."""
        return self.code or f"{self.node}-{self.name or '/'.join(sorted(self.members))}"


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """`source` → `target`. A member of a group supplies its node without a link that says so."""

    source: str
    target: str
    relation: Relation = Relation.SUPPLIES
    basis: str = ""
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ProductEntry:
    """A final product told apart from its node, as short files do: read into the node."""

    node: str
    demand: Amount = None
    weight: Amount = 1.0
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PurchaseEntry:
    """What scope bought of a node's item from one origin in a year, and what it could have bought there."""

    node: str
    origin: Origin
    country: str = ""
    bought: Amount = None
    available: Amount = None
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class InterventionEntry:
    """What could be done for a node: yearly supply added, cost, months until it works, probability that it does."""

    code: str
    node: str
    title: str = ""
    kind: Strengthening | None = None
    adds: Amount = None
    cost: Amount = None
    success: Amount = None
    lead_months: Amount = None
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ControllerEntry:
    """Who holds `share` of a node's supply, by what; the part of it that others could take over within a year."""

    node: str
    name: str
    kind: ControlKind
    country: str
    share: Amount = None
    replaceable: Amount = None
    number: int = field(default=0, compare=False)


CHAIN_CODE = r"[A-Z][A-Z0-9]*"
NODE_CODE = r"[A-Z][A-Z0-9]*-[A-Z0-9-]+"
"""Codes as the store keeps them; a sketch may call its nodes as it likes."""


@dataclass(frozen=True, slots=True)
class ChainDocument:
    """A chain file as it was read. One without a `code` is a sketch: a calculation of no chain of the store.

    Rows stand in the order of the file; `number` of a row is its place among those of its table, from 1.
    """

    code: str = ""
    name: str = ""
    as_of: str = ""
    source: str = ""
    nodes: tuple[NodeEntry, ...] = ()
    groups: tuple[GroupEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    purchases: tuple[PurchaseEntry, ...] = ()
    interventions: tuple[InterventionEntry, ...] = ()
    controllers: tuple[ControllerEntry, ...] = ()
    budgets: tuple[float, ...] = ()
    draws: int = DRAWS
    seed: int = SEED
    discount: float = DISCOUNT

    @property
    def called(self) -> str:
        """What reports call it."""
        return " ".join(filter(None, (self.name, self.code))) or "—"

    @property
    def supplies(self) -> tuple[tuple[str, str], ...]:
        """Every (supplier, buyer) pair once: members of groups first, then links that say it."""
        pairs = [(member, group.node) for group in self.groups for member in group.members]
        pairs += [(one.source, one.target) for one in self.links if one.relation is Relation.SUPPLIES]
        return tuple(dict.fromkeys(pairs))

    @property
    def group_keys(self) -> tuple[str, ...]:
        """A key for each group, in their order; groups that nothing tells apart are counted."""
        met: Counter[str] = Counter()
        keys = []
        for group in self.groups:
            met[group.key] += 1
            keys.append(group.key if met[group.key] == 1 else f"{group.key}#{met[group.key]}")
        return tuple(keys)
