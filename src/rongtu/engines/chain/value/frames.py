"""The structures between two networks, each with the numbers of both put onto it.

A structure is that before or that after, whole, or chain by chain where no chain reaches into another. Onto it come the
numbers of either side, each where both sides have it and know it; a number that one side lacks, or does not know, is
that of the other. The shares of a node whose input groups are not the same on both sides stay with its structure, so
that they never add up to more than a yuan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.chain.value.differences import FactGroup, chains_of, item_place
from rongtu.engines.chain.value.inputs import Group, Network
from rongtu.engines.chain.value.parameters import Parameters
from rongtu.engines.chain.value.sides import Known, Side
from rongtu.engines.chain.value.splitting import Block, split
from rongtu.engines.chain.value.structure import Indices, structure

NOBODY = -1
"""The part of a number that is the same on both sides."""

NAMES = tuple(part.name for part in fields(Parameters))

Pair = tuple[float, float, int]
"""A number before, after, and the part it is of."""

IsAfter = Callable[[str], bool]
"""Whether a chain's structure is the one after."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A structure in blocks with the numbers before and after, and which part each number is of, by `NAMES`."""

    blocks: tuple[Block, ...]
    before: Parameters
    after: Parameters
    parts: tuple[Indices, ...]

    def at(self, taken: NDArray[np.bool_]) -> Parameters:
        """The numbers, those of the parts `taken` (n_parts + 1,) as after; the last place is nobody's and False."""
        sides = ((getattr(self.before, name), getattr(self.after, name)) for name in NAMES)
        return Parameters(
            *(np.where(taken[part], new, old) for part, (old, new) in zip(self.parts, sides, strict=True))
        )


@dataclass(frozen=True, slots=True)
class Sides:
    """Both networks, and the part that a group of facts of a node or item is in; NOBODY where none of it differs."""

    before: Side
    after: Side
    part_of: Callable[[FactGroup, str], int]

    def frame(self, is_after: IsAfter) -> Frame | None:
        """The structure with some chains as they are after; None where it has no final product."""
        kept = _kept(self.before.network, self.after.network, is_after)
        if kept is None:
            return None
        seen = structure(kept)
        losing = [seen.groups[group] for group in seen.losing]
        columns = (
            [self._supply(node.code) for node in seen.nodes],
            [self._outside(item) for item in seen.items],
            [self._share(group, "share") for group in seen.groups],
            [self._share(group, "loss") for group in losing],
            [self._product(product.node, "demand") for product in seen.products],
            [self._product(product.node, "weight") for product in seen.products],
        )
        before, after = (
            Parameters(*(np.array([pair[side] for pair in pairs], dtype=np.float64) for pairs in columns))
            for side in (0, 1)
        )
        parts = tuple(np.array([pair[2] for pair in pairs], dtype=np.int64) for pairs in columns)
        return Frame(split(seen), before, after, parts)

    def _supply(self, node: str) -> Pair:
        return _pair(self.before.supply, self.after.supply, node, self.part_of(FactGroup.SUPPLY, node))

    def _outside(self, item: str) -> Pair:
        part = self.part_of(FactGroup.PURCHASES, item_place(item))
        return _pair(self.before.outside, self.after.outside, item, part)

    def _product(self, node: str, name: str) -> Pair:
        known: tuple[Known, Known] = getattr(self.before, name), getattr(self.after, name)
        return _pair(*known, node, self.part_of(FactGroup.DEMAND, node))

    def _share(self, group: Group, name: str) -> Pair:
        old, new = self.before, self.after
        codes = old.groups.get(group.node, frozenset())
        same = codes == new.groups.get(group.node)
        known: tuple[Known, Known] = getattr(old, name), getattr(new, name)
        if same and all(one.share[code] is not None for one in (old, new) for code in codes):
            return _pair(*known, group.code, self.part_of(FactGroup.SHARES, group.node))
        own = group.share if name == "share" else group.loss
        return (own.point, own.point, NOBODY)


def can_be_mixed(before: Network, after: Network) -> bool:
    """Whether no chain reaches into another, in either network or between them."""
    chains = chains_of(before, after)
    links = [pair for network in (before, after) for pair in network.types]
    links += [(group.node, one) for network in (before, after) for group in network.groups for one in group.members]
    nodes = {node.code for network in (before, after) for node in network.nodes}
    return all(len(chains[node]) == 1 for node in nodes) and all(chains[one] == chains[other] for one, other in links)


def _kept(before: Network, after: Network, is_after: IsAfter) -> Network | None:
    chains = chains_of(before, after)
    whole = {is_after(node.chain) for network in (before, after) for node in network.nodes}
    if len(whole) == 1:
        return after if whole.pop() else before

    def rows(old: Iterable[Row], new: Iterable[Row], node_of: Callable[[Row], str]) -> tuple[Row, ...]:
        def chosen(row: Row) -> bool:
            return is_after(*chains[node_of(row)])

        return (*(row for row in old if not chosen(row)), *(row for row in new if chosen(row)))

    products = rows(before.products, after.products, lambda product: product.node)
    if not products:
        return None
    return Network(
        nodes=rows(before.nodes, after.nodes, lambda node: node.code),
        groups=rows(before.groups, after.groups, lambda group: group.node),
        purchases=(),
        products=products,
        types=rows(before.types, after.types, lambda pair: pair[0]),
    )


def _pair(before: Known, after: Known, code: str, part: int) -> Pair:
    old, new = before.get(code), after.get(code)
    if old is None or new is None:
        known = next((one for one in (old, new) if one is not None), 0.0)
        return (known, known, NOBODY)
    return (old, new, part if old != new else NOBODY)
