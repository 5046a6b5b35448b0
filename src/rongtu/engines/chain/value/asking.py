"""Questions to the value model, each answered at the points of all figures and at every draw.

The numbers of a draw are loaded once and all questions about them asked. A question is put to the blocks it touches,
and its answer rests on their inputs only: where nothing of them is assumed there is only the point, and where something
is missing it is unknown. Time is (1 + draws) × questions × one hot solve; where there are many, `sweeps` takes the
draws.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rongtu.engines.chain.value.blocks import Blocks
from rongtu.engines.chain.value.draws import Sampler, Values
from rongtu.engines.chain.value.grounds import Grounds, Quantity, union, unknown
from rongtu.engines.chain.value.inputs import Network
from rongtu.engines.chain.value.parameters import Table, table
from rongtu.engines.chain.value.questions import Change, Question, solve, worth_sweeping
from rongtu.engines.chain.value.required import Rows, by_item, value_of
from rongtu.engines.chain.value.splitting import Block, split
from rongtu.engines.chain.value.structure import Structure, structure

__all__ = ["Answers", "Case", "Change", "Shift", "ask", "case", "is_known", "lonely_need"]


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


def ask(of: Case, changes: Mapping[Hashable, Change], needs: Iterable[int] = ()) -> Answers:
    """Answer questions, on the grounds of the blocks they touch; those of what a change says are the caller's to add.

    A need is unknown where anything of its block is missing; `lonely_need` answers where it is its own supply alone.
    """
    programme = of.programme()
    everything = tuple(range(len(of.blocks)))
    whole = Question(everything, of.draws_of(everything))
    shifted = {key: _question(of, programme, change) for key, change in changes.items()}
    needed = {node: Question((block := of.block_of[node],), of.draws_of((block,)), node=node) for node in needs}
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
    only = Question((block,), of.draws_of((block,)), node=node)
    solve(programme, of.table, (only,))
    return Quantity(only.after, grounds)


def _question(of: Case, programme: Blocks, change: Change) -> Question:
    blocks = programme.touched(change.capacity, change.purchases, change.available)
    return Question(blocks, of.sampler.draws if change.drawn else of.draws_of(blocks), change)


def _put(of: Case, programme: Blocks, questions: Sequence[Question]) -> None:
    """Answer the questions that can be: the points first, then the draws."""
    open_ones = [one for one in questions if all(is_known(of.grounds[block]) for block in one.blocks)]
    solve(programme, of.table, open_ones, most=0)
    if worth_sweeping(open_ones):
        # compiled code is loaded where it saves more time than that takes
        from rongtu.engines.chain.value.sweeps.drawn import sweep_all

        sweep_all(programme, of.table, of.blocks, open_ones)
    solve(programme, of.table, open_ones)


def _quantity(of: Case, question: Question, values: Values) -> Quantity:
    grounds = union(*(of.grounds[block] for block in question.blocks))
    return unknown(grounds) if np.isnan(values[0]) else Quantity(values, grounds)
