"""Questions answered at all their draws by sweeps, block by block; what a sweep could not prove is left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from rongtu.engines.chain.value.blocks import Blocks, Loaded
from rongtu.engines.chain.value.draws import Values
from rongtu.engines.chain.value.parameters import Parameters, Table
from rongtu.engines.chain.value.questions import Change, Question
from rongtu.engines.chain.value.splitting import Block
from rongtu.engines.chain.value.sweeps.preparing import ready
from rongtu.engines.chain.value.sweeps.sweeping import Part, Start, sweep


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What is asked about a block: what questions change in it, by their place, and whose needs, by number in it."""

    parts: dict[int, Part] = field(default_factory=dict)
    needs: dict[int, int] = field(default_factory=dict)

    def endless(self, place: int) -> int | None:
        """The node that a question leaves unbounded and changes nothing else, if its need is asked for as well."""
        part = self.parts[place]
        if part["purchases"] or part["available"] or len(part["capacity"]) != 1:
            return None
        ((node, values),) = part["capacity"].items()
        return node if node in self.needs.values() and np.all(np.isposinf(values)) else None


Answers = tuple[Values, Mapping[int, Values]]
"""A block's V at each draw, and what was found for the questions that change it or ask for a need, by their place."""


def sweep_all(programme: Blocks, table: Table, blocks: Sequence[Block], questions: Iterable[Question]) -> None:
    """Fill in the draws of questions."""
    asked = [one for one in questions if one.last]
    draws = max((one.last for one in asked), default=0)
    by_block = {number: Asked() for number in sorted({block for one in asked for block in one.blocks})}
    for place, one in enumerate(asked):
        if one.node is not None:
            ((block, node, _),) = programme.placed({one.node: one})
            by_block[block].needs[place] = node
        elif one.change is not None:
            for block, part in _parts(programme, one.change, one.last).items():
                by_block[block].parts[place] = part
    found = {
        number: _sweep(blocks[number], table, draws, programme.loaded[number], of) for number, of in by_block.items()
    }
    for place, one in enumerate(asked):
        _fill(place, one, [found[block] for block in one.blocks])


def _fill(place: int, question: Question, parts: Sequence[Answers | None]) -> None:
    before, after = np.zeros(question.last), np.zeros(question.last)
    for part in parts:
        if part is None:
            return
        base, others = part
        before += base[: question.last]
        after += others.get(place, base)[: question.last]
    question.before[1:], question.after[1:] = before if question.node is None else after, after


def _parts(programme: Blocks, change: Change, draws: int) -> dict[int, Part]:
    """A change by block, at its draws."""
    found: dict[int, dict[str, dict[int, Values]]] = {}
    for name, said in (("capacity", change.capacity), ("purchases", change.purchases), ("available", change.available)):
        for block, number, values in programme.placed(said, items=name == "available"):
            empty: dict[str, dict[int, Values]] = {"capacity": {}, "purchases": {}, "available": {}}
            found.setdefault(block, empty)[name][number] = values[1 : draws + 1] if len(values) > 1 else values
    return {block: dict(part) for block, part in found.items()}


def _sweep(block: Block, table: Table, draws: int, loaded: Loaded, asked: Asked) -> Answers | None:
    moved = any(len(values) > 1 for part in asked.parts.values() for said in part.values() for values in said.values())
    many = draws if moved or _drawn(block, table) else 1
    shared = {place: node for place in asked.parts if (node := asked.endless(place)) is not None}
    others = {place: part for place, part in asked.parts.items() if place not in shared}
    start = Start(loaded.programme.first, loaded.programme.unit)
    nodes = sorted(set(asked.needs.values()))
    swept = sweep(ready(block, table, many, start.unit), start, tuple(others.values()), nodes)
    if swept is None:
        return None
    found = dict(zip(others, swept.values, strict=True))
    found |= {place: swept.most[node] for place, node in shared.items()}
    found |= {place: swept.needs[node] for place, node in asked.needs.items()}
    return _over(swept.base, draws), {place: _over(values, draws) for place, values in found.items()}


def _over(values: Values, draws: int) -> Values:
    return np.broadcast_to(values, draws) if len(values) == 1 else values


def _drawn(block: Block, table: Table) -> bool:
    """Whether a number of the block differs from draw to draw."""
    numbers: Parameters = block.of(Parameters(*table.parts))
    return any(bool(np.any(part != part[:, :1])) for part in numbers.parts)
