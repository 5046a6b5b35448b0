"""What the value model says of nodes, as it is answered: each figure with its derivation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rongtu.desks.cluster.value import models as told
from rongtu.desks.cluster.value.tracing import Tracing, ref
from rongtu.desks.cluster.value.words import DEGREES, Rule, blockage_note
from rongtu.engines.chain.value.inputs import Network
from rongtu.engines.chain.value.results import BlockageKind, Break, Control, NodeWorth


def node_states(network: Network, worths: Iterable[NodeWorth], tracing: Tracing, whole: str) -> list[told.NodeWorth]:
    """Every node the model speaks of; `whole` is the ref of V."""
    own = own_rows(network)
    return [_node_state(network, worth, tracing, whole, own[worth.node]) for worth in worths]


def own_rows(network: Network) -> Mapping[str, tuple[str, ...]]:
    """The rows that speak of each node itself: it, what is supplied and bought of it, what is assumed of those."""
    bought: defaultdict[str, list[str]] = defaultdict(list)
    for purchase in network.purchases:
        bought[purchase.item] += [purchase.fact, *purchase.available.facts]
    found = {}
    for node in network.nodes:
        figures = (*node.supply, *((node.unseen,) if node.unseen else ()))
        rows = (node.fact, *(fact for figure in figures for fact in figure.facts), *bought[node.item])
        found[node.code] = tuple(dict.fromkeys(row for row in rows if row))
    return found


def _node_state(
    network: Network, worth: NodeWorth, tracing: Tracing, whole: str, own: tuple[str, ...]
) -> told.NodeWorth:
    node, code = network.node(worth.node), worth.node
    by_model = (whole, *own)
    controls = tuple(_control(one, code, tracing, whole) for one in worth.controls)
    need = tracing.told(f"need/{code}", worth.need, Rule.NEED, by_model)
    supply = tracing.told(f"supply/{code}", worth.supply, Rule.SUPPLY, worth.supply.inputs or own)
    stake = tracing.told(f"stake/{code}", worth.stake, Rule.STAKE, by_model)
    blockages = tuple(_blockages(network, worth, tracing, own))
    degrees = [one.degree.ref or "" for one in blockages]
    return told.NodeWorth(
        node=code,
        name=node.name,
        chain=node.chain,
        needed=worth.needed,
        need=need,
        supply=supply,
        cover=tracing.told(f"cover/{code}", worth.cover, Rule.COVER, (ref(f"supply/{code}"), ref(f"need/{code}"))),
        stake=stake,
        room=tracing.told(f"room/{code}", worth.room, Rule.ROOM, by_model),
        access=tracing.told(f"access/{code}", worth.access, Rule.ACCESS, worth.access.inputs or own),
        breaks=_break(worth.breaks, code, tracing) if worth.breaks else None,
        blockages=blockages,
        blockage=tracing.told(f"blockage/{code}", worth.blockage, Rule.BLOCKAGE, (ref(f"stake/{code}"), *degrees)),
        controls=controls,
        choke=tracing.told(
            f"choke/{code}", worth.choke, Rule.CHOKE_MOST, (node.fact, *(one.choke.ref or "" for one in controls))
        ),
        ref=node.fact,
    )


def _break(found: Break, code: str, tracing: Tracing) -> told.BreakState:
    parts = tuple(ref(f"{part}/{code}") for part in ("stake", "room", "cover", "access"))
    severity = tracing.told(f"break/{code}", found.severity, Rule.SEVERITY, parts)
    return told.BreakState(kind=found.kind.value, place=found.place.value, severity=severity)


def _blockages(
    network: Network, worth: NodeWorth, tracing: Tracing, own: tuple[str, ...]
) -> Iterator[told.BlockageState]:
    """Every kind of blockage; a kind that stands several times (pilot months in two units) is numbered."""
    met: Counter[BlockageKind] = Counter()
    for found in worth.blockages:
        number = met[found.kind]
        met[found.kind] += 1
        key = f"{found.kind.value}/{worth.node}" + (f"/{number}" if number else "")
        degree, top, bottom = DEGREES[found.kind]
        parts = (f"{key}/numerator", f"{key}/denominator")
        rows = found.degree.inputs or own
        yield told.BlockageState(
            kind=found.kind.value,
            degree=tracing.told(key, found.degree, degree, (*map(ref, parts), *found.degree.inputs)),
            numerator=tracing.told(parts[0], found.numerator, top, found.numerator.inputs or rows),
            denominator=tracing.told(parts[1], found.denominator, bottom, found.denominator.inputs or rows),
            note=blockage_note(network, found, worth.node, number),
        )


def _control(found: Control, code: str, tracing: Tracing, whole: str) -> told.ControlState:
    key = f"{code}/{found.name}/{found.kind}"
    impact = tracing.told(f"impact/{key}", found.impact, Rule.IMPACT, (whole, found.fact))
    rows = (found.fact, *found.replaceable.inputs)
    replaceable = tracing.told(f"replaceable/{key}", found.replaceable, Rule.REPLACEABLE, rows)
    return told.ControlState(
        name=found.name,
        kind=found.kind,
        country=found.country,
        impact=impact,
        replaceable=replaceable,
        choke=tracing.told(f"choke/{key}", found.choke, Rule.CHOKE, (ref(f"impact/{key}"), ref(f"replaceable/{key}"))),
        ref=found.fact,
    )
