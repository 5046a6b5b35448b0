"""Rows of what synthetic organisations can do on the nodes of the synthetic chains, and how much of it in a year."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from rongtu.facts.synthetic import codes, sizes
from rongtu.facts.synthetic.bodies import Bodies, bodies
from rongtu.facts.synthetic.chains import node_code
from rongtu.facts.synthetic.curves import curve, spread
from rongtu.facts.synthetic.draws import Draws, Stream, below, unit
from rongtu.facts.synthetic.marks import BASIS, LOOKED_AT, Columns, fen, texts
from rongtu.facts.synthetic.parameters import Parameters
from rongtu.vocab.chains import BasisGrade, CapabilityRole, CapacityBasis

HOW_MANY = np.array((*[0] * 6, *[1] * 6, *[2] * 3, 3), dtype=np.int64)
"""How many capabilities an organisation has, each as likely."""

ROLES = (
    *[CapabilityRole.PRODUCES] * 14,
    *[CapabilityRole.DEVELOPS] * 3,
    CapabilityRole.TESTS,
    CapabilityRole.INTEGRATES,
    CapabilityRole.USES,
)
"""What an organisation does on a node, each as likely."""

PRODUCED_TRL, LEAST_TRL = 9, 4

GAP_SHARE = 0.05
NEVER_GAPS = 3
"""Nodes nobody stands on, but for the first ones: an organisation may stand on three different nodes."""

NODE_EXPONENT = 1.2
NODE_WEIGHT = curve(lambda chance: 1000 * min(chance, 1.0) ** (-1 / NODE_EXPONENT))
"""How many stand on a node has a tail of that exponent."""


def capability_columns(parameters: Parameters) -> Iterator[Columns]:
    """Capabilities: organisation, node, role, grade, basis, date, TRL, yearly supply in fen and what that is.

    Only who produces has a yearly supply: about its turnover, in equal parts on its nodes.
    """
    seed, nodes = parameters.seed, _supplied(parameters)
    names = np.array([node_code(parameters, node) for node in nodes.tolist()], dtype=object)
    roles = np.array([role.value for role in ROLES], dtype=object)
    until = np.cumsum(NODE_WEIGHT(unit(Draws(seed, Stream.NODE_WEIGHT).take(parameters.nodes)))[nodes].astype(np.int64))
    for body in bodies(parameters):
        each = HOW_MANY[below(Draws(seed, Stream.CAPABILITIES, body.block).take(len(body.numbers)), len(HOW_MANY))]
        who = np.repeat(np.arange(len(each)), each)
        role = below(Draws(seed, Stream.ROLE, body.block).take(len(who)), len(ROLES))
        trl = LEAST_TRL + below(Draws(seed, Stream.TRL, body.block).take(len(who)), PRODUCED_TRL - LEAST_TRL)
        supply = spread(Draws(seed, Stream.CAPACITY, body.block).take(len(who)), sizes.CAPACITY_SPREAD)
        produces = role < ROLES.count(CapabilityRole.PRODUCES)
        yield (
            codes.keys(body.numbers[who] + 1),
            names[_nodes(seed, body, each, until)].tolist(),
            roles[role].tolist(),
            repeat(BasisGrade.REGISTRY.value),
            repeat(BASIS),
            repeat(LOOKED_AT),
            texts(np.where(produces, PRODUCED_TRL, trl)),
            _where(produces, fen(body.revenue[who] * supply / each[who])),
            _where(produces, repeat(CapacityBasis.CAPACITY.value, len(who))),
        )


def _nodes(seed: int, body: Bodies, each: NDArray[np.int64], until: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions in the summed weights: the first node of each organisation by weight, its others right behind."""
    drawn = below(Draws(seed, Stream.NODE, body.block).take(len(each)), int(until[-1]))
    first = np.repeat(np.searchsorted(until, drawn, side="right"), each)
    nth = np.arange(len(first)) - np.repeat(np.cumsum(each) - each, each)
    return (first + nth) % len(until)


def _supplied(parameters: Parameters) -> NDArray[np.int64]:
    """The nodes somebody may stand on."""
    gap = unit(Draws(parameters.seed, Stream.NODE_GAP).take(parameters.nodes)) <= GAP_SHARE
    gap[:NEVER_GAPS] = False
    return np.flatnonzero(~gap)


def _where(holds: NDArray[np.bool_], cells: repeat[str] | list[str]) -> list[str]:
    return [cell if does else "" for does, cell in zip(holds.tolist(), cells, strict=True)]
