"""The programmes of a scope's blocks, asked as one: V = Σ_b V_b.

A question touches few blocks; the others keep their V. Where a block's numbers at a draw are those of the draw before,
what was answered is not solved again. So time grows with the number of blocks and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from rongtu.engines.chain.value.parameters import Parameters
from rongtu.engines.chain.value.programme import Bounds, Programme
from rongtu.engines.chain.value.splitting import Block

Found = TypeVar("Found")

Asked = tuple[tuple[tuple[int, float], ...], ...]


@dataclass(slots=True, eq=False)
class Loaded:
    """A block's programme at the numbers loaded, and what was answered at them."""

    block: Block
    numbers: Parameters
    programme: Programme
    values: dict[Asked, float] = field(default_factory=dict)
    needs: dict[int, float] = field(default_factory=dict)

    def load(self, whole: Parameters) -> None:
        """Move to other numbers, if they are others."""
        numbers = self.block.of(whole)
        if not _same(numbers, self.numbers):
            self.programme.load(numbers)
            self.numbers = numbers
            self.values.clear()
            self.needs.clear()

    def value(self, own: Bounds) -> float:
        """V of the block under changed bounds."""
        key = tuple(tuple(sorted(part.items())) for part in (own.capacity, own.purchases, own.available))
        if key not in self.values:
            self.values[key] = self.programme.value(own)
        return self.values[key]

    def need(self, node: int) -> float:
        """need_n of one of the block's nodes."""
        if node not in self.needs:
            self.needs[node] = self.programme.need(node)
        return self.needs[node]


class Blocks:
    """All blocks of a structure; nodes, items, groups and products by their numbers in the whole."""

    def __init__(self, blocks: Sequence[Block], numbers: Parameters) -> None:
        """Build each block's programme at these numbers."""
        parts = [(block, block.of(numbers)) for block in blocks]
        self._loaded = [Loaded(block, own, Programme(block.structure, own)) for block, own in parts]
        self._nodes = {node: (b, n) for b, one in enumerate(blocks) for n, node in enumerate(one.nodes.tolist())}
        self._items = {item: (b, n) for b, one in enumerate(blocks) for n, item in enumerate(one.items.tolist())}

    @property
    def loaded(self) -> tuple[Loaded, ...]:
        """The programmes, block by block."""
        return tuple(self._loaded)

    def placed(self, change: Mapping[int, Found], *, items: bool = False) -> Iterator[tuple[int, int, Found]]:
        """What is said of nodes, or of items, by block and number in it instead of the number in the whole."""
        places = self._items if items else self._nodes
        for number, said in change.items():
            yield *places[number], said

    @property
    def base(self) -> float:
        """V at the numbers loaded, in yuan."""
        return self.base_of(range(len(self._loaded)))

    @property
    def bound(self) -> float:
        """The dual objective at the numbers loaded, in yuan: no feasible solution is worth more."""
        return float(sum(loaded.programme.bound for loaded in self._loaded))

    def base_of(self, blocks: Iterable[int]) -> float:
        """V of some blocks at the numbers loaded, in yuan."""
        return float(sum(self._loaded[block].programme.base for block in blocks))

    def load(self, numbers: Parameters) -> None:
        """Move to other numbers."""
        for loaded in self._loaded:
            loaded.load(numbers)

    def value(self, bounds: Bounds) -> float:
        """V under changed bounds, in yuan."""
        touched = self.touched(bounds.capacity, bounds.purchases, bounds.available)
        others = (block for block in range(len(self._loaded)) if block not in touched)
        return self.base_of(others) + self.value_of_touched(bounds)

    def value_of_touched(self, bounds: Bounds) -> float:
        """V, under changed bounds, of the blocks that the change touches, in yuan."""
        changed: dict[int, Bounds] = {}
        for part, places in (("capacity", self._nodes), ("purchases", self._nodes), ("available", self._items)):
            for number, amount in getattr(bounds, part).items():
                block, place = places[number]
                getattr(changed.setdefault(block, Bounds({}, {}, {})), part)[place] = amount
        return float(sum(self._loaded[block].value(changed[block]) for block in sorted(changed)))

    def touched(self, capacity: Iterable[int], purchases: Iterable[int], available: Iterable[int]) -> tuple[int, ...]:
        """Numbers of the blocks that a change at these nodes and items touches."""
        nodes = {self._nodes[node][0] for several in (capacity, purchases) for node in several}
        return tuple(sorted(nodes | {self._items[item][0] for item in available}))

    def need(self, node: int) -> float:
        """need_n, in yuan."""
        block, place = self._nodes[node]
        return self._loaded[block].need(place)

    def part(self, products: Iterable[int], losing: Iterable[int]) -> tuple[float, float]:
        """The least and the most, over all optima, of w f of some products less c s of some groups; in yuan."""
        asked, lost = np.array(sorted(products), dtype=np.int64), np.array(sorted(losing), dtype=np.int64)
        least = most = 0.0
        for loaded in self._loaded:
            made = np.flatnonzero(np.isin(loaded.block.products, asked)).tolist()
            missed = np.flatnonzero(np.isin(loaded.block.losing, lost)).tolist()
            if made or missed:
                low, high = loaded.programme.part(made, missed)
                least, most = least + low, most + high
        return least, most


def _same(one: Parameters, other: Parameters) -> bool:
    parts = ("capacity", "available", "share", "loss", "demand", "weight")
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in parts)
