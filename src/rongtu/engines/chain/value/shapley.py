"""The change of V, or of a stake, between two networks, told by what changed: Shapley's value over groups of facts.

Groups are told apart by chain as long as at most MOST_PARTS result: supply first, then purchases, shares, demand, the
structure, and the others. What V does not rest on at the points of all figures is told with 0 and not tried.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rongtu.engines.chain.value.asking import case
from rongtu.engines.chain.value.coalitions import Coalitions
from rongtu.engines.chain.value.differences import Chains, FactGroup, Part, chains_of, differing
from rongtu.engines.chain.value.draws import Sampler
from rongtu.engines.chain.value.frames import NOBODY, Sides, can_be_mixed
from rongtu.engines.chain.value.grounds import Grounds, lacks, union
from rongtu.engines.chain.value.inputs import Network
from rongtu.engines.chain.value.marginals import shapley
from rongtu.engines.chain.value.results import Lack
from rongtu.engines.chain.value.sides import side

__all__ = ["Contribution", "Explained", "FactGroup", "explain"]

MOST_PARTS = 12

MOVING = (FactGroup.SUPPLY, FactGroup.PURCHASES, FactGroup.SHARES, FactGroup.DEMAND, FactGroup.STRUCTURE)
"""What V and stakes rest on at the points of all figures, in the order in which it is told apart by chain."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a group of facts that changed adds to the change, in yuan.

    `chains` are those it is told for (several where they were not told apart), `changed` the codes of the nodes, input
    groups, items, products or interventions that differ.
    """

    group: FactGroup
    chains: Chains
    changed: tuple[str, ...]
    amount: float


@dataclass(frozen=True, slots=True)
class Explained:
    """The figure before and after, at the points of all figures, and what each group adds to the change.

    Where either is unknown it is None, `lacks_before` and `lacks_after` say what is missing, and the contributions are
    none. `merged` are the groups that were not told apart by chain.
    """

    before: float | None
    after: float | None
    contributions: tuple[Contribution, ...]
    merged: tuple[FactGroup, ...] = ()
    lacks_before: tuple[Lack, ...] = ()
    lacks_after: tuple[Lack, ...] = ()

    @property
    def change(self) -> float | None:
        """After less before."""
        return None if self.before is None or self.after is None else self.after - self.before


def explain(before: Network, after: Network, *, stake_of: str | None = None, most: int = MOST_PARTS) -> Explained:
    """What moved V from one network to the other, or the stake of a node; one that is not there has none.

    Contributions come by group, then chains, and add up to the change. Time is at most 2^most hot solves.
    """
    found = differing(before, after)
    # between chains' structures of two sides other blocks may come about, in which a stake is not known
    merged = _merged(found, stake_of is None and can_be_mixed(before, after), most)
    parts = _gathered(found, merged)
    lacking = [lacks(_grounds(network, stake_of)) for network in (before, after)]
    if any(lacking):
        old, new = (
            None if lack else float(_coalitions(one, one, [], (), stake_of).values()[0])
            for one, lack in zip((before, after), lacking, strict=True)
        )
        return Explained(old, new, (), merged, *lacking)
    moving = [part for part in parts if part[0] in MOVING]
    values = _coalitions(before, after, moving, merged, stake_of).values()
    amounts = dict(zip(moving, shapley(values).tolist(), strict=True))
    told = tuple(Contribution(*part, codes, amounts.get(part, 0.0)) for part, codes in parts.items())
    return Explained(float(values[0]), float(values[-1]), told, merged)


def _grounds(network: Network, stake_of: str | None) -> Grounds:
    """What the figure rests on: V on every block, a stake on the node's."""
    of = case(network, Sampler(0, 1))
    if stake_of is None:
        return union(*of.grounds)
    node = of.structure.index.get(stake_of)
    return () if node is None else of.grounds[of.block_of[node]]


def _merged(found: Iterable[Part], apart: bool, most: int) -> tuple[FactGroup, ...]:
    """The groups that are not told apart by chain, so that no more than `most` parts are left."""
    several = Counter(group for group, _ in found)
    left, split = len(several), set[FactGroup]()
    for group in (*MOVING, *(one for one in FactGroup if one not in MOVING)):
        more = several[group] - 1
        if more > 0 and left + more <= most and (apart or group is not FactGroup.STRUCTURE):
            left += more
            split.add(group)
    return tuple(group for group in FactGroup if several[group] > 1 and group not in split)


def _gathered(found: Mapping[Part, tuple[str, ...]], merged: Iterable[FactGroup]) -> dict[Part, tuple[str, ...]]:
    """The parts with those of merged groups as one."""
    several: defaultdict[FactGroup, list[Part]] = defaultdict(list)
    for part in found:
        several[part[0]].append(part)
    parts: dict[Part, tuple[str, ...]] = {}
    for group, own in several.items():
        for together in [own] if group in merged else [[one] for one in own]:
            chains = tuple(sorted({chain for _, each in together for chain in each}))
            parts[group, chains] = tuple(sorted({code for one in together for code in found[one]}))
    return parts


def _coalitions(
    before: Network, after: Network, parts: Sequence[Part], merged: Iterable[FactGroup], stake_of: str | None
) -> Coalitions:
    chains, place = chains_of(before, after), {part: number for number, part in enumerate(parts)}
    whole = {group: place[group, own] for group, own in parts if group in merged}

    def part_of(group: FactGroup, about: str) -> int:
        return whole.get(group, place.get((group, tuple(sorted(chains.get(about, ())))), NOBODY))

    every = tuple(sorted({chain for own in chains.values() for chain in own}))
    structures = [part for part in parts if part[0] is FactGroup.STRUCTURE]
    # one part of several chains' structures is the structure of all: what reaches across goes with it
    alone = len(structures) == 1 and not can_be_mixed(before, after)
    return Coalitions(
        Sides(side(before), side(after), part_of),
        len(parts),
        {place[part]: every if alone or FactGroup.STRUCTURE in merged else part[1] for part in structures},
        stake_of,
    )
