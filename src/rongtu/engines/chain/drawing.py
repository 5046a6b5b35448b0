"""The chain map: tiers left to right, layers within a tier, rows in an order that keeps crossings few.

The layered drawing of Sugiyama, Tagawa, Toda (1981) with the tiers given. The same chain always gives the same map, in
whatever order its nodes and links come.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from rongtu.engines.chain.inputs import Chain, Link
from rongtu.engines.chain.layers import layers
from rongtu.engines.chain.ordering import Columns, Segments, Vertex, fewest_crossings
from rongtu.engines.chain.results import Arrow, ChainMap, Position
from rongtu.vocab.chains import Relation, Tier

SHAPING = frozenset({Relation.SUPPLIES, Relation.STAGE_FLOW})
"""The relations that shape the map; the others are drawn over it."""


def draw(chain: Chain) -> ChainMap:
    """Lay a chain out; O((nodes + links × columns) · log), free of chance."""
    places = _places(chain)
    column = {place: i for i, place in enumerate(sorted(set(places.values())))}
    at = {code: column[place] for code, place in places.items()}
    segments = _segments(chain, at, len(column))
    columns, crossings = fewest_crossings(_first_order(at, segments, len(column)), segments)
    positions = []
    for vertices in columns:
        codes = [vertex[0] for vertex in vertices if len(vertex) == 1]
        positions += [Position(code, _TIERS[places[code][0]], places[code][1], row) for row, code in enumerate(codes)]
    arrows = tuple(
        Arrow(link.source, link.target, link.relation, at[link.source] > at[link.target], link.fact)
        for link in sorted(chain.links, key=_by_ends)
    )
    return ChainMap(tuple(positions), arrows, crossings)


_TIERS = tuple(Tier)


def _by_ends(link: Link) -> tuple[str, str, str]:
    return link.source, link.target, link.relation


def _places(chain: Chain) -> dict[str, tuple[int, int]]:
    """Each node's (number of its tier, layer within the tier)."""
    places: dict[str, tuple[int, int]] = {}
    shaping = [(link.source, link.target) for link in chain.links if link.relation in SHAPING]
    for number, tier in enumerate(_TIERS):
        codes = {node.code for node in chain.nodes if node.tier is tier}
        within = [(source, target) for source, target in shaping if source in codes and target in codes]
        places |= {code: (number, layer) for code, layer in layers(codes, within).items()}
    return places


def _segments(chain: Chain, at: Mapping[str, int], count: int) -> Segments:
    """For each pair of neighbouring columns, the pieces of arrows between them."""
    segments: list[set[tuple[Vertex, Vertex]]] = [set() for _ in range(max(0, count - 1))]
    for link in chain.links:
        if link.relation in SHAPING:
            left, right = sorted((link.source, link.target), key=at.__getitem__)
            bends: list[Vertex] = [(left, right, str(i)) for i in range(at[left] + 1, at[right])]
            for i, piece in enumerate(pairwise([(left,), *bends, (right,)])):
                segments[at[left] + i].add(piece)
    return [sorted(pieces) for pieces in segments]


def _first_order(at: Mapping[str, int], segments: Segments, count: int) -> Columns:
    columns: list[set[Vertex]] = [set() for _ in range(count)]
    for code, i in at.items():
        columns[i].add((code,))
    for i, pieces in enumerate(segments):
        for left, right in pieces:
            columns[i].add(left)
            columns[i + 1].add(right)
    return [sorted(vertices) for vertices in columns]
