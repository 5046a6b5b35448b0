"""Everything the value model says of each node, read from the answers to the questions asked about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rongtu.engines.chain.value import blockages, breaks
from rongtu.engines.chain.value.asking import Answers, Case, Change
from rongtu.engines.chain.value.chokes import Choke, Stop, choke_of, no_impact, stop, weigh
from rongtu.engines.chain.value.grounds import Quantity, estimate, total, unknown
from rongtu.engines.chain.value.inputs import Controller, ValueNode
from rongtu.engines.chain.value.needs import cover, need, needed_nodes
from rongtu.engines.chain.value.required import supply, supply_figures
from rongtu.engines.chain.value.results import NodeWorth
from rongtu.engines.chain.value.stakes import aside, gain, loss, unbounded, without

NONE, MOST, STOPPED = "none of it", "unbounded", "controller stops"

Key = tuple[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A node with what V says of it: need, stake, room, what it is worth in all, and its controllers."""

    needed: bool
    need: Quantity
    stake: Quantity
    room: Quantity
    worth: Quantity
    chokes: tuple[Choke, ...]


def stops_of(of: Case) -> Mapping[int, Stop]:
    """Each controller who stops, by his place among the network's."""
    return {place: stop(of, one) for place, one in enumerate(of.network.controllers) if one.node in of.structure.index}


def questions(of: Case, stops: Mapping[int, Stop]) -> Iterator[tuple[Key, Change]]:
    """What must be asked to read the nodes."""
    for place in range(len(of.structure.nodes)):
        yield (NONE, place), without(place)
        yield (MOST, place), unbounded(place)
    for place, stopped in stops.items():
        if stopped.change is not None:
            yield (STOPPED, place), stopped.change


def node_worths(of: Case, stops: Mapping[int, Stop], answers: Answers) -> tuple[NodeWorth, ...]:
    """Every node that can deliver, in code order; labels stand for their types and are not among them."""
    codes = of.structure.index
    supplies = {node.code: total(supply_figures(node), supply(node), of.sampler) for node in of.network.nodes}
    needs = {place: need(of, answers, place) for place in codes.values()}
    needed = needed_nodes(of, {place: supplies[code] for code, place in codes.items()}, needs)
    chokes = _chokes(of, stops, answers)
    weighed = {
        code: _weighed(answers, place, needs[place], place in needed, tuple(chokes[code]))
        for code, place in codes.items()
    }
    return tuple(
        _worth(of, node, supplies[node.code], weighed.get(node.code) or _aside(of, node, tuple(chokes[node.code])))
        for node in sorted(of.network.nodes, key=lambda node: node.code)
        if not node.label
    )


def _weighed(answers: Answers, place: int, need: Quantity, needed: bool, chokes: tuple[Choke, ...]) -> Weighed:
    none, most = answers.shifts[NONE, place], answers.shifts[MOST, place]
    stake, room, worth = loss(none.before, none.after), gain(most.after, most.before), loss(most.after, none.after)
    return Weighed(needed, need, stake, room, worth, chokes)


def _aside(of: Case, node: ValueNode, chokes: tuple[Choke, ...]) -> Weighed:
    nothing = aside(of, node.chain)
    return Weighed(False, nothing, nothing, nothing, nothing, chokes)


def _chokes(of: Case, stops: Mapping[int, Stop], answers: Answers) -> defaultdict[str, list[Choke]]:
    found: defaultdict[str, list[Choke]] = defaultdict(list)
    chains = {node.code: node.chain for node in of.network.nodes}
    order = sorted(enumerate(of.network.controllers), key=lambda one: _by_name(one[1]))
    for place, one in order:
        if place not in stops:
            found[one.node].append(no_impact(one, aside(of, chains[one.node]), of.sampler))
            continue
        found[one.node].append(weigh(one, stops[place].grounds, _impact(of, place, answers), of.sampler))
    return found


def _impact(of: Case, place: int, answers: Answers) -> Quantity:
    stopped = answers.shifts.get((STOPPED, place))
    if stopped is None:
        node = of.structure.index[of.network.controllers[place].node]
        return unknown(of.grounds[of.block_of[node]])
    return loss(stopped.before, stopped.after)


def _by_name(one: Controller) -> tuple[str, ...]:
    return (one.node, one.name, one.kind, one.country, one.fact)


def _worth(of: Case, node: ValueNode, supplied: Quantity, weighed: Weighed) -> NodeWorth:
    rows = of.rows.get(node.item, ())
    met = breaks.access(node.item, rows, of.sampler)
    how_bad = breaks.severity(weighed.worth, supplied, weighed.need, met)
    kinds = blockages.degrees(of, node, supplied)
    return NodeWorth(
        node=node.code,
        needed=weighed.needed,
        need=estimate(weighed.need),
        supply=estimate(supplied),
        cover=estimate(cover(supplied, weighed.need)),
        stake=estimate(weighed.stake),
        room=estimate(weighed.room),
        access=estimate(met),
        breaks=breaks.break_of(node, rows, weighed.needed, supplied=supplied, need=weighed.need, how_bad=how_bad),
        blockages=tuple(one.told() for one in kinds),
        blockage=estimate(blockages.severity(weighed.stake, kinds)),
        controls=tuple(one.told() for one in weighed.chokes),
        choke=estimate(choke_of(node, rows, weighed.chokes) if node.code in of.structure.index else weighed.stake),
    )
