"""The network of nodes: deliveries added up by where bodies stand, split where one serves several needs."""

from types import SimpleNamespace

import polars as pl
import pytest
from deliveries import placed, sold, supply

from rongtu.desks.cluster.shock.models import ShockLevel, ShockMode
from rongtu.desks.cluster.shock.spread import all_spread, ranks
from rongtu.desks.cluster.shock.supply_nodes import node_network
from rongtu.desks.cluster.value.tracing import Tracing

TAKES = [("P", "G1", True, "A"), ("P", "G2", False, "B"), ("Q", "G3", True, "A")]
"""P needs A and can go on without B; Q needs A."""

FACTS = SimpleNamespace(
    rows=SimpleNamespace(
        nodes=[SimpleNamespace(id=one, row=SimpleNamespace(code=f"C-{one}")) for one in "ABPQ"],
        node_names={one: f"物{one}" for one in "ABPQ"},
    )
)


def needing(places, **shares):
    """The same places with capacities of P and Q and shares of their groups: node=(capacity, share)."""
    capacity = {node: told[0] for node, told in shares.items()}
    share = {node: told[1] for node, told in shares.items()}
    by_node = {"default": None, "return_dtype": pl.Float64}
    return type(places)(
        stands=places.stands.with_columns(capacity=pl.col("node").replace_strict(capacity, **by_node)),
        takes=places.takes.with_columns(share=pl.col("buyer_node").replace_strict(share, **by_node)),
        final=places.final,
    )


def links(drawn):
    """Links by names of their ends, in 万元."""
    engine = drawn.network.engine
    return {
        (engine.names[seller], engine.names[buyer]): value / 10_000
        for seller, buyer, value in zip(engine.supplier, engine.buyer, engine.value, strict=True)
    }


BOTH = placed(("a", "A"), ("b", "B"), ("m", "P"), ("m", "Q"), takes=TAKES, final=("p", "q"))
"""m makes P and Q."""


def test_deliveries_of_several_bodies_are_one_link_and_those_from_outside_another():
    rows = supply(
        sold("a", "m", 30, "a"),
        sold("a2", "m", 10, "a"),
        sold("far", "m", 5, "a"),
        sold("m", "u", 99, "p"),
        outside=("far",),
    )
    drawn = node_network(rows, placed(("a", "A"), ("a2", "A"), ("m", "P"), takes=TAKES), FACTS)
    assert links(drawn) == {("物A", "物P"): 40, ("物A（区外）", "物P"): 5}
    assert dict(zip(drawn.network.place, drawn.network.sales.tolist(), strict=True)) == {"C-A": 400_000, "C-P": 990_000}


def test_a_delivery_for_several_needs_is_split_by_them_or_evenly_where_they_are_not_known():
    rows = supply(sold("a", "m", 30, "a"))
    known = node_network(rows, needing(BOTH, P=(100.0, 0.4), Q=(40.0, 0.5)), FACTS)
    unknown = node_network(rows, needing(BOTH, P=(100.0, 0.4), Q=(None, 0.5)), FACTS)
    assert links(known) == {("物A", "物P"): pytest.approx(20), ("物A", "物Q"): pytest.approx(10)}
    assert links(unknown) == {("物A", "物P"): 15, ("物A", "物Q"): 15}
    assert any("1 笔对应买方几个投入组" in note for note in known.notes)


def test_nothing_is_lost_or_made_up_on_the_way():
    rows = supply(sold("a", "m", 30, "a"), sold("b", "m", 6, "b"), sold("m", "u", 50, "p"), sold("a", "u", 4, "a"))
    drawn = node_network(rows, BOTH, FACTS)
    assert sum(links(drawn).values()) == pytest.approx(36)
    assert drawn.network.sales.sum() / 10_000 == pytest.approx(90)
    assert drawn.notes[0].startswith(
        "至少一方在区内的 4 笔供货中，2 笔归到环节之间，2 笔是环节的网外销售，0 笔归不到环节"
    )


def test_a_node_that_stops_loses_what_comes_from_outside_too():
    rows = supply(sold("a", "m", 10, "a"), sold("far", "m", 30, "a"), sold("m", "u", 100, "p"), outside=("far",))
    network = node_network(rows, placed(("a", "A"), ("m", "P"), takes=TAKES, final=("p",)), FACTS).network
    found = all_spread(network, ShockMode.CONVERGED, 5)
    by_node = {one.node: one for one in ranks(network, found, ShockLevel.NODE, 5, Tracing())}
    assert by_node["C-A"].esri == pytest.approx(1)
    assert by_node["C-A"].own == pytest.approx(10 / 110)
    assert by_node["C-P"].up == pytest.approx(1)


def test_where_no_delivery_is_between_nodes_there_is_no_network():
    drawn = node_network(supply(sold("x", "y", 3, "z"), sold("x", "y", 2)), BOTH, FACTS)
    assert drawn.network is None
    assert drawn.notes[-1] == "没有区内的供货能归到链上环节之间。"
