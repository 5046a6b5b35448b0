"""Deliveries by hand: rows as they are read, bodies, nodes and groups as the supply network takes them."""

import polars as pl
from small_chain import SCOPE, identity

from rongtu.desks.cluster.shock.supply_classes import TAKES, Places
from rongtu.desks.cluster.shock.supply_rows import BODIES, DELIVERIES, supply_rows

WAN = 1_000_000
"""Fen in a 万元."""

NORTH, SOUTH = str(identity("region", "north")), str(identity("region", "south"))


def sold(seller, buyer, amount, item=None, **said):
    """A delivery in 万元 a year."""
    values = {"year": 2025, "confidence": "quoted", "source": "s1", "visibility": "public", **said}
    fen = None if amount is None else int(amount * WAN)
    identity_ = f"{seller}-{buyer}-{item}-{values['year']}-{values['source']}"
    return {"id": identity_, "seller": seller, "buyer": buyer, "item": item, "amount": fen, **values}


def read(*deliveries):
    """Deliveries as they are read."""
    return pl.DataFrame(list(deliveries), schema={name: kind() for name, kind in DELIVERIES.items()})


def supply(*deliveries, outside=(), users=(), same=None):
    """Deliveries, between bodies in the scope but for those outside."""
    names = {one[side] for one in deliveries for side in ("seller", "buyer")} | set((same or {}).values())
    bodies = [
        {"id": name, "name": name, "region": SOUTH if name in outside else NORTH, "zone": None, "city": None}
        for name in sorted(names)
    ]
    frame = pl.DataFrame(bodies, schema={name: kind() for name, kind in BODIES.items()})
    return supply_rows(read(*deliveries), frame, list(users), SCOPE, same or {})


def placed(*stands, takes=(), final=()):
    """Who supplies which node ((body, node), its item has the node's name in small letters), and what nodes take
    ((node, group, essential, member)).
    """
    rows = [
        {"body": one[0], "node": one[1], "capacity": None, "sales": one[2] if len(one) > 2 else None} for one in stands
    ]
    kinds = {"body": pl.String, "node": pl.String, "capacity": pl.Float64, "sales": pl.Float64}
    frame = pl.DataFrame(rows, schema=kinds).with_columns(item=pl.col("node").str.to_lowercase())
    taken = [(node, group, essential, None, member, member.lower()) for node, group, essential, member in takes]
    return Places(
        stands=frame,
        takes=pl.DataFrame(taken, schema={name: kind() for name, kind in TAKES.items()}, orient="row"),
        final=frozenset(final),
    )
