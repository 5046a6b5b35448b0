"""V, or the stake of a node, where some parts of what changed are as they are after and the others as they were.

What happens in one block moves nothing in another: a block is solved once for each set of its numbers, whatever the
coalition, and from a basis that is kept where its structure is the same. Time is at most 2^parts hot solves a block.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np

from rongtu.engines.chain.value.differences import Chains
from rongtu.engines.chain.value.frames import Frame, Sides
from rongtu.engines.chain.value.layout import Array
from rongtu.engines.chain.value.parameters import Parameters
from rongtu.engines.chain.value.programme import Bounds, Programme, difference, unit_of
from rongtu.engines.chain.value.splitting import Block


@dataclass(slots=True, eq=False)
class Solved:
    """Programmes by structure and unit, and what was solved with them."""

    stake_of: str | None = None
    _programmes: dict[Hashable, Programme] = field(default_factory=dict)
    _values: dict[Hashable, float] = field(default_factory=dict)
    _signatures: dict[Hashable, int] = field(default_factory=dict)
    _alike: dict[Block, int] = field(default_factory=dict)

    def of(self, block: Block, numbers: Parameters) -> float:
        """V of a block, or the stake of the node asked for, which is 0 in a block that is not the node's."""
        node = None if self.stake_of is None else block.structure.index.get(self.stake_of)
        if self.stake_of is not None and node is None:
            return 0.0
        if block not in self._alike:
            self._alike[block] = self._signatures.setdefault(_signature(block), len(self._signatures))
        alike = (self._alike[block], unit_of(numbers))
        told = hashlib.sha256()
        for part in numbers.parts:
            told.update(part.tobytes())
        key = (alike, told.digest())
        if key not in self._values:
            programme = self._programmes.get(alike)
            if programme is None:
                programme = self._programmes[alike] = Programme(block.structure, numbers)
            else:
                programme.load(numbers)
            self._values[key] = programme.base if node is None else _stake(programme, node)
        return self._values[key]


@dataclass(frozen=True, slots=True, eq=False)
class Coalitions:
    """The parts that changed: `structures` maps a part to the chains whose structure it is, the others are numbers."""

    sides: Sides
    parts: int
    structures: dict[int, Chains]
    stake_of: str | None = None

    def values(self) -> Array:
        """(2^parts,) the figure in yuan for each set of parts, bit k being part k as it is after."""
        found, solved = np.zeros(2**self.parts), Solved(self.stake_of)
        frames: dict[tuple[bool, ...], Frame | None] = {}
        for coalition in range(2**self.parts):
            taken = np.array([bool(coalition >> part & 1) for part in range(self.parts)] + [False])
            chosen = tuple(bool(taken[part]) for part in self.structures)
            if chosen not in frames:
                frames[chosen] = self._frame(chosen)
            frame = frames[chosen]
            if frame is not None:
                numbers = frame.at(taken)
                found[coalition] = sum(solved.of(block, block.of(numbers)) for block in frame.blocks)
        return found

    def _frame(self, chosen: Sequence[bool]) -> Frame | None:
        after = {chain for chains, new in zip(self.structures.values(), chosen, strict=True) if new for chain in chains}
        return self.sides.frame(after.__contains__)


def _stake(programme: Programme, node: int) -> float:
    rest = programme.value(Bounds(capacity={node: 0.0}, purchases={node: 0.0}))
    return max(0.0, float(difference(np.array(programme.base), np.array(rest))))


def _signature(block: Block) -> Hashable:
    """What makes two blocks one programme: what stands in it, and how it is joined."""
    own = block.structure
    return (
        tuple(node.code for node in own.nodes),
        tuple((group.code, group.essential) for group in own.groups),
        own.members,
        tuple(own.group_node.tolist()),
        tuple(own.product_node.tolist()),
        tuple(own.node_item.tolist()),
    )
