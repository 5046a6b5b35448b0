"""Questions to the value model, each answered at the points of all figures and at every draw.

The numbers of a draw are loaded once and all questions about them asked. A question is put to the blocks it touches,
and its answer rests on their inputs only: where nothing of them is assumed there is only the point, and where something
is missing it is unknown. Time is (1 + draws) × questions × one hot solve.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from rongtu.engines.chain.value.blocks import Blocks
from rongtu.engines.chain.value.draws import Sampler, Values
from rongtu.engines.chain.value.grounds import Grounds, Quantity, union, unknown
from rongtu.engines.chain.value.inputs import Network
from rongtu.engines.chain.value.parameters import Table, table
from rongtu.engines.chain.value.programme import Bounds
from rongtu.engines.chain.value.required import Rows, by_item, value_of
from rongtu.engines.chain.value.splitting import Block, split
from rongtu.engines.chain.value.structure import Structure, structure


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What a question changes, in yuan: capacity and purchases of nodes, what can be bought of items; by index."""

    capacity: Mapping[int, Values] = field(default_factory=dict)
    purchases: Mapping[int, Values] = field(default_factory=dict)
    available: Mapping[int, Values] = field(default_factory=dict)

    @property
    def drawn(self) -> bool:
        """Whether an assumption is in it."""
        parts = (self.capacity, self.purchases, self.available)
        return any(len(values) > 1 for part in parts for values in part.values())

    def at(self, draw: int) -> Bounds:
        """The change at a draw, 0 being the points."""
        return Bounds(_at(self.capacity, draw), _at(self.purchases, draw), _at(self.available, draw))


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A network made ready: what of it counts, in blocks, its numbers, and what V of each block rests on."""

    network: Network
    structure: Structure
    blocks: tuple[Block, ...]
    rows: Rows
    sampler: Sampler
    table: Table
    grounds: tuple[Grounds, ...]
    block_of: Mapping[int, int]
    """The block of each node."""

    @property
    def known(self) -> bool:
        """Whether V can be told."""
        return all(map(is_known, self.grounds))

    def programme(self) -> Blocks:
        """The linear programmes at the points of all figures."""
        return Blocks(self.blocks, self.table.at(0))

    def draws_of(self, blocks: Iterable[int]) -> int:
        """How many draws are to be made: none where nothing of these blocks is assumed."""
        assumed = any(ground.assumptions for block in blocks for ground in self.grounds[block])
        return self.sampler.draws if assumed else 0


@dataclass(frozen=True, slots=True, eq=False)
class Shift:
    """V of the blocks that a change touches, before it and after it; unknown where it is of one of them."""

    before: Quantity
    after: Quantity


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """V, each change asked about, and each need asked for."""

    value: Quantity
    shifts: Mapping[Hashable, Shift]
    needs: Mapping[int, Quantity]


def is_known(grounds: Grounds) -> bool:
    """Whether nothing is missing."""
    return not any(ground.missing for ground in grounds)


def case(network: Network, sampler: Sampler) -> Case:
    """Make a network ready."""
    seen, rows = structure(network), by_item(network)
    blocks = split(seen)
    grounds = tuple(value_of(block.structure, rows) for block in blocks)
    block_of = {node: number for number, block in enumerate(blocks) for node in block.nodes.tolist()}
    return Case(network, seen, blocks, rows, sampler, table(seen, rows, sampler), grounds, block_of)


@dataclass(slots=True, eq=False)
class _Question:
    """A question on its way: the blocks it touches, up to which draw it is asked, and its answers so far."""

    blocks: tuple[int, ...]
    last: int
    change: Change | None = None
    node: int | None = None
    before: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)

    def put(self, programme: Blocks, draw: int) -> None:
        """Ask it at the numbers loaded."""
        if self.node is not None:
            self.after.append(programme.need(self.node))
            return
        self.before.append(programme.base_of(self.blocks))
        if self.change is not None:
            self.after.append(programme.value_of_touched(self.change.at(draw)))


def ask(of: Case, changes: Mapping[Hashable, Change], needs: Iterable[int] = ()) -> Answers:
    """Answer questions, on the grounds of the blocks they touch; those of what a change says are the caller's to add.

    A need is unknown where anything of its block is missing; `lonely_need` answers where it is its own supply alone.
    """
    programme = of.programme()
    everything = tuple(range(len(of.blocks)))
    whole = _Question(everything, of.draws_of(everything))
    shifted = {key: _question(of, programme, change) for key, change in changes.items()}
    needed = {node: _Question((block := of.block_of[node],), of.draws_of((block,)), node=node) for node in needs}
    _put(of, programme, [whole, *shifted.values(), *needed.values()])
    return Answers(
        _quantity(of, whole, whole.before),
        {key: Shift(_quantity(of, one, one.before), _quantity(of, one, one.after)) for key, one in shifted.items()},
        {node: _quantity(of, one, one.after) for node, one in needed.items()},
    )


def lonely_need(of: Case, node: int, grounds: Grounds) -> Quantity:
    """The need of a node of whose block its own supply alone is missing: that counts as unbounded anyway."""
    block = of.block_of[node]
    programme = Blocks((of.blocks[block],), of.table.at(0))
    found = []
    for draw in range(1 + of.draws_of((block,))):
        programme.load(of.table.at(draw))
        found.append(programme.need(node))
    return Quantity(np.array(found), grounds)


def _question(of: Case, programme: Blocks, change: Change) -> _Question:
    blocks = programme.touched(change.capacity, change.purchases, change.available)
    return _Question(blocks, of.sampler.draws if change.drawn else of.draws_of(blocks), change)


def _put(of: Case, programme: Blocks, questions: Sequence[_Question]) -> None:
    open_ones = [one for one in questions if all(is_known(of.grounds[block]) for block in one.blocks)]
    moves = of.draws_of(range(len(of.blocks))) > 0
    for draw in range(1 + max((one.last for one in open_ones), default=-1)):
        if draw and moves:
            programme.load(of.table.at(draw))
        for one in open_ones:
            if draw <= one.last:
                one.put(programme, draw)


def _quantity(of: Case, question: _Question, values: Sequence[float]) -> Quantity:
    grounds = union(*(of.grounds[block] for block in question.blocks))
    return Quantity(np.array(values), grounds) if values else unknown(grounds)


def _at(part: Mapping[int, Values], draw: int) -> dict[int, float]:
    return {index: float(values[draw if len(values) > 1 else 0]) for index, values in part.items()}
