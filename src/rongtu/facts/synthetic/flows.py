"""Rows of synthetic flows: who supplies whom, what is finally demanded, and from where items are bought.

Demand and purchases are in proportion to the number of organisations, as what these supply is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

import numpy as np

from rongtu.facts.synthetic import codes, sizes
from rongtu.facts.synthetic.chains import ZONE, is_final, item_name, items, node_code
from rongtu.facts.synthetic.curves import spread
from rongtu.facts.synthetic.draws import Draws, Stream, below, unit
from rongtu.facts.synthetic.marks import YEAR, Columns, fen
from rongtu.facts.synthetic.network import links
from rongtu.facts.synthetic.parameters import Parameters
from rongtu.vocab.geography import Origin

COUNTRIES = ("XSA", "XSB", "XSC", "XSD", "XSE")
"""Codes that ISO 3166 leaves to its users: no country has or gets one of them."""

ORIGINS = (Origin.SCOPE, Origin.ELSEWHERE, Origin.ABROAD)


def supply_columns(parameters: Parameters) -> Iterator[Columns]:
    """Supply links, of all items together: seller, buyer, year, fen."""
    for piece in links(parameters):
        yield codes.keys(piece.seller + 1), codes.keys(piece.buyer + 1), repeat(str(YEAR)), fen(piece.amount)


def demand_columns(parameters: Parameters) -> Iterator[Columns]:
    """Final demand: node, zone, year, fen, weight."""
    final = [node for node in range(parameters.nodes) if is_final(parameters, node % parameters.nodes_per_chain)]
    drawn = spread(Draws(parameters.seed, Stream.DEMAND).take(parameters.nodes), sizes.DEMAND_SPREAD)
    amounts = fen(drawn[final] * _node_supply(parameters))
    yield [node_code(parameters, node) for node in final], repeat(ZONE), repeat(str(YEAR)), amounts, repeat("1")


def trade_columns(parameters: Parameters) -> Iterator[Columns]:
    """Purchases of each item from scope, elsewhere, abroad: zone, item, origin, country, year, fen, fen on offer."""
    for item in np.unique(items(parameters)).tolist():
        raw = Draws(parameters.seed, Stream.TRADE, item).take(2 * len(ORIGINS) + 1)
        bought = spread(raw[:3], sizes.DEMAND_SPREAD) * _node_supply(parameters) / len(ORIGINS)
        yield (
            repeat(ZONE),
            repeat(item_name(item)),
            [origin.value for origin in ORIGINS],
            ["", "", COUNTRIES[int(below(raw[6:], len(COUNTRIES))[0])]],
            repeat(str(YEAR)),
            fen(bought),
            fen(bought * (1.0 + unit(raw[3:6]))),
        )


def _node_supply(parameters: Parameters) -> float:
    """About what a node's organisations supply in a year, in yuan."""
    return parameters.organisations * sizes.mean_revenue() / parameters.nodes
