"""A chain as a piece of the value model's network, and what of its inputs is missing for it to be valued.

A chain can be valued when it names its final products and, for every node on the way to them: links name input groups
whose shares are known, bodies have capacities, a census was made or what it may have missed is stated, and it is known
what can be bought outside; and when its products are demanded. Known is what is observed or assumed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rongtu.desks.cluster.value.figures import Figures
from rongtu.desks.cluster.value.flows import controllers, interventions
from rongtu.desks.cluster.value.rows import ValueRows
from rongtu.desks.cluster.value.structure import Structure, structure
from rongtu.desks.cluster.value.supply import NodeSupply
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.inputs import (
    Cohort,
    Controller,
    Intervention,
    OpenNeeds,
    Pilot,
    Product,
    Purchase,
    ValueNode,
)
from rongtu.facts.reading import Stored
from rongtu.facts.records.industry import Chain, ChainNode
from rongtu.vocab.chains import Completeness
from rongtu.vocab.disclosure import highest
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.geography import Origin


@dataclass(frozen=True, slots=True)
class Common:
    """What the chains of a scope have in common: all rows, figures, and what is chosen by item or node."""

    rows: ValueRows
    figures: Figures
    supplies: Mapping[UUID, NodeSupply]
    purchases: Mapping[UUID, tuple[Purchase, ...]]
    products: Mapping[UUID, Product]
    cohorts: Mapping[UUID, Cohort]
    needs: Mapping[UUID, OpenNeeds]
    pilots: Mapping[UUID, tuple[Pilot, ...]]


@dataclass(frozen=True, slots=True)
class ChainPiece:
    """One chain's part of the network; `missing` counts, for each required input, the figures that are not known."""

    chain: Stored[Chain]
    structure: Structure
    nodes: tuple[ValueNode, ...]
    products: tuple[Product, ...]
    purchases: tuple[Purchase, ...]
    controllers: tuple[Controller, ...]
    interventions: tuple[Intervention, ...]
    pilots: tuple[Pilot, ...]
    needs: tuple[OpenNeeds, ...]
    cohorts: tuple[Cohort, ...]
    missing: Mapping[RequiredInput, int]
    notes: tuple[str, ...]


def piece(common: Common, chain: Stored[Chain]) -> ChainPiece:
    """One chain's part, with what it lacks."""
    rows, figures = common.rows, common.figures
    own = [node for node in rows.nodes if node.row.chain == chain.id]
    codes = {node.id: node.row.code for node in own}
    shape = structure(rows, chain, figures)
    nodes = {node.id: _node(common, chain, node, shape) for node in own}
    needed = _needed(shape, codes, {node.row.code for node in own if node.row.final})
    on_the_way = [node.id for node in own if node.row.code in needed]
    items = {node.row.item: None for node in own}
    held, held_notes = controllers(rows, codes, figures)
    return ChainPiece(
        chain=chain,
        structure=shape,
        nodes=tuple(nodes.values()),
        products=tuple(common.products[node] for node in codes if node in common.products),
        purchases=tuple(one for item in items for one in common.purchases.get(item, ())),
        controllers=held,
        interventions=interventions(rows, codes, figures),
        pilots=tuple(one for node in codes for one in common.pilots.get(node, ())),
        needs=tuple(common.needs[node] for node in codes if node in common.needs),
        cohorts=tuple(common.cohorts[node] for node in codes if node in common.cohorts),
        missing=_missing(common, shape, [nodes[node] for node in on_the_way], on_the_way),
        notes=(*shape.notes, *held_notes, *(note for node in on_the_way for note in common.supplies[node].notes)),
    )


def _node(common: Common, chain: Stored[Chain], row: Stored[ChainNode], shape: Structure) -> ValueNode:
    supply = common.supplies[row.id]
    label = row.row.code in shape.labels
    name = common.rows.item_names[row.row.item]
    return ValueNode(
        code=row.row.code,
        name=name,
        chain=chain.row.code,
        item=name,
        survey=Completeness.CENSUS if label else supply.completeness,
        supply=() if label else supply.figures,
        unseen=supply.unseen if not label and supply.unseen and not supply.unseen.is_missing else None,
        label=label,
        elsewhere=supply.elsewhere,
        fact=row.ref,
        level=highest((row.row.visibility, shape.levels.get(row.row.code, Visibility.PUBLIC), supply.level)),
        elsewhere_level=supply.elsewhere_level,
    )


def _needed(shape: Structure, codes: Mapping[UUID, str], final: set[str]) -> set[str]:
    """The nodes on the way to a final product; all of them where none is named."""
    if not final:
        return set(codes.values())
    types: dict[str, list[str]] = {}
    for child, label in shape.types:
        types.setdefault(label, []).append(child)
    into: dict[str, list[str]] = {}
    for group in shape.groups:
        into.setdefault(group.node, []).extend(group.members)
    for link in shape.ungrouped:
        into.setdefault(codes[link.row.to_node], []).append(codes[link.row.from_node])
    met: set[str] = set()
    waiting = list(final)
    while waiting:
        code = waiting.pop()
        if code not in met:
            met.add(code)
            waiting += into.get(code, [])
            waiting += types.get(code, []) if code in shape.labels else []
    return met


def _missing(
    common: Common, shape: Structure, needed: Iterable[ValueNode], ids: Sequence[UUID]
) -> Mapping[RequiredInput, int]:
    """How many figures of each required input are not known, zeros left out."""
    nodes = {node.code: node for node in needed}
    made = [node for node in nodes.values() if not node.label]
    unknown = {common.rows.node_codes[node]: common.supplies[node].unknown for node in ids}
    finals = [node.id for node in common.rows.nodes if node.row.code in nodes and node.row.final]
    links = [link for link in shape.ungrouped if common.rows.node_codes[link.row.to_node] in nodes]
    groups = [group for group in shape.groups if group.node in nodes]
    counted = Counter(
        {
            RequiredInput.CENSUS: sum(node.survey is not Completeness.CENSUS and node.unseen is None for node in made),
            RequiredInput.INPUT_SHARES: len(links) + sum(one.share.is_missing or not one.members for one in groups),
            RequiredInput.CAPACITIES: sum(unknown[node.code] for node in made),
            RequiredInput.DEMAND: sum(node not in common.products for node in finals) if finals else 1,
            RequiredInput.OUTSIDE_SUPPLY: _unknown_purchases(common, shape, ids),
        }
    )
    return {needed: counted[needed] for needed in RequiredInput if counted[needed]}


def _unknown_purchases(common: Common, shape: Structure, ids: Iterable[UUID]) -> int:
    """Items nothing is known to be bought of, and origins outside the scope of which no amount is known."""
    wanted = set(ids)
    items = {node.row.item for node in common.rows.nodes if node.id in wanted and node.row.code not in shape.labels}
    found = [common.purchases.get(item, ()) for item in items]
    unknown = sum(one.origin is not Origin.SCOPE and one.available.is_missing for own in found for one in own)
    return unknown + sum(not own for own in found)
