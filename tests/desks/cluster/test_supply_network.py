"""The network of bodies: what an input is to its buyer, whose sales count, where there is no answer."""

import numpy as np
import polars as pl
import pytest
from deliveries import placed, sold, supply

from rongtu.desks.cluster.shock import spread as shock_spread
from rongtu.desks.cluster.shock.models import ShockLevel, ShockMode
from rongtu.desks.cluster.shock.spread import Stop, all_spread, largest, one_spread, ranks, spread
from rongtu.desks.cluster.shock.supply_classes import OTHER, classed, end_users
from rongtu.desks.cluster.shock.supply_network import BEYOND, body_network
from rongtu.desks.cluster.value.tracing import Tracing
from rongtu.engines.chain.esri import Importance

TAKES = [("P", "G1", True, "A"), ("P", "G2", False, "B"), ("Q", "G3", True, "A")]
"""P needs A and can go on without B; Q needs A."""


def importances(found, places):
    """The group and importance of each delivery, by seller, buyer and item."""
    rows = classed(found, places, end_users(found, places))
    return {(row["seller"], row["buyer"], row["item"]): (row["group"], row["importance"]) for row in rows.to_dicts()}


def test_an_item_of_an_essential_group_is_indispensable_and_any_other_a_share():
    found = importances(
        supply(sold("a", "p", 1, "a"), sold("b", "p", 1, "b"), sold("c", "p", 1, "z"), sold("d", "p", 1)),
        placed(("p", "P"), takes=TAKES),
    )
    assert found == {
        ("a", "p", "a"): ("G1", Importance.ESSENTIAL),
        ("b", "p", "b"): ("G2", Importance.SHARE),
        ("c", "p", "z"): (OTHER, Importance.SHARE),
        ("d", "p", None): (OTHER, Importance.SHARE),
    }


def test_without_an_item_the_seller_s_node_tells_the_group():
    found = importances(supply(sold("a", "p", 1)), placed(("p", "P"), ("a", "A"), takes=TAKES))
    assert found["a", "p", None] == ("G1", Importance.ESSENTIAL)


def test_what_only_some_of_a_body_s_nodes_need_is_a_share_of_it():
    alone = supply(sold("a", "p", 1, "a"))
    both = importances(alone, placed(("p", "P"), ("p", "Q"), takes=TAKES))
    part = importances(alone, placed(("p", "P"), ("p", "R"), takes=TAKES))
    assert both["a", "p", "a"] == ("G1|G3", Importance.ESSENTIAL)
    assert part["a", "p", "a"] == ("G1", Importance.SHARE)


def test_outside_bodies_and_end_users_make_nothing_from_what_they_buy():
    rows = supply(sold("p", "far", 1, "p"), sold("p", "u", 1, "p"), sold("p", "v", 1, "z"), outside=("far",), users="v")
    places = placed(("p", "P"), takes=TAKES, final=("p",))
    assert end_users(rows, places).to_list() == ["far", "u", "v"]
    assert {importance for _, importance in importances(rows, places).values()} == {Importance.NONE}


def test_a_body_that_supplies_a_node_is_no_end_user():
    rows = supply(sold("p", "q", 1, "p"), users="q")
    assert end_users(rows, placed(("p", "P"), ("q", "Q"), final=("p",))).to_list() == []


def test_sales_on_record_count_where_they_exceed_the_deliveries_and_outside_bodies_weigh_nothing():
    rows = supply(sold("a", "p", 10, "a"), sold("b", "p", 10, "b"), sold("far", "p", 5, "a"), outside=("far",))
    drawn = body_network(rows, placed(("a", "A", 300_000.0), ("b", "B", 50_000.0), takes=TAKES))
    network = drawn.network
    order = [thing.name for thing in network.things]
    assert order == ["a", "b", "far", "p"]
    assert network.sales.tolist() == [300_000, 100_000, 0, 0]
    assert network.engine.revenue.tolist() == [300_000, 100_000, BEYOND, 0]
    assert any("1 家有销售额记录" not in note and "有销售额记录" in note for note in drawn.notes)


def test_deliveries_between_bodies_outside_are_no_part_of_it():
    rows = supply(sold("far", "off", 5, "a"), outside=("far", "off"))
    drawn = body_network(rows, placed())
    assert drawn.network is None
    assert any("没有记录在案的" in note for note in drawn.notes)


def test_where_nobody_in_scope_sells_there_is_nothing_to_lose():
    drawn = body_network(supply(sold("far", "p", 5, "a"), outside=("far",)), placed())
    assert drawn.network is None
    assert drawn.notes[-1] == "区内单位没有一笔记录在案的供货。"


def test_rows_of_one_class_are_one_link_whatever_their_order():
    rows = [sold("a", "p", 1, "z"), sold("a", "p", 2, "y"), sold("a", "p", 4, "a"), sold("p", "u", 9, "p")]
    places = placed(("p", "P"), takes=TAKES, final=("p",))
    one, other = (body_network(supply(*order), places).network for order in (rows, rows[::-1]))
    assert one.links == 3
    for name in ("supplier", "buyer", "value", "input_class", "importance"):
        assert np.array_equal(getattr(one.engine, name), getattr(other.engine, name))
    assert one.engine.value.tolist() == [30_000, 40_000, 90_000]


# what a stop does


def stopped(drawn, name, *, lost=1.0, mode=ShockMode.CONVERGED):
    """The spread of a body's stop, and what is said of it."""
    stop = Stop(drawn.network, drawn.network.place[name], ShockLevel.BODY, mode, lost)
    return one_spread(stop, 10, Tracing())


CHAIN = supply(sold("a", "p", 30, "a"), sold("a2", "p", 10, "a"), sold("b", "p", 60, "b"), sold("p", "u", 200, "p"))
"""a, a2 and b supply p, which sells to a user."""

PLACES = placed(("a", "A"), ("a2", "A"), ("b", "B"), ("p", "P"), takes=TAKES, final=("p",))


def test_a_stop_spreads_as_by_hand():
    """Of 300 万元 sold: a's own 30; p is short of 3/4 of what it cannot do without, so loses 150."""
    found, notes = stopped(body_network(CHAIN, PLACES), "a")
    assert notes == ()
    assert found.esri == pytest.approx((30 + 150) / 300)
    assert (found.down, found.up) == (pytest.approx(180 / 300), pytest.approx(30 / 300))
    assert [(one.name, one.loss, one.sales) for one in found.losses] == [("p", pytest.approx(0.75), 2_000_000)]


def test_what_is_no_need_costs_its_share_and_a_stop_reaches_the_suppliers():
    drawn = body_network(CHAIN, PLACES)
    assert stopped(drawn, "b")[0].losses[0].down == pytest.approx(60 / 100)
    assert {one.name: one.up for one in stopped(drawn, "p")[0].losses} == {"a": 1, "a2": 1, "b": 1}
    assert stopped(drawn, "u")[0].esri == pytest.approx(1)


def test_half_a_stop_costs_half():
    found, _ = stopped(body_network(CHAIN, PLACES), "a", lost=0.5)
    assert found.losses[0].loss == pytest.approx(0.375)


def test_a_block_that_sells_to_itself_alone_has_no_limit_and_says_so():
    drawn = body_network(supply(sold("a", "b", 1), sold("b", "a", 1)), placed())
    found, notes = stopped(drawn, "a")
    assert found is None
    assert "--mode published" in notes[0]
    assert stopped(drawn, "a", mode=ShockMode.PUBLISHED)[0].esri == pytest.approx(1)


def test_sales_beyond_the_deliveries_open_such_a_block():
    drawn = body_network(supply(sold("a", "b", 1), sold("b", "a", 1)), placed(("b", "B", 40_000.0)))
    assert stopped(drawn, "a")[0].up == pytest.approx((10_000 + 0.25 * 40_000) / 50_000)


def test_stops_are_ranked_by_what_they_cost():
    network = body_network(CHAIN, PLACES).network
    stops, notes = largest(network)
    found = ranks(network, spread(network, stops, ShockMode.CONVERGED), ShockLevel.BODY, 3, Tracing())
    assert notes == ()
    assert [(one.position, one.name, round(one.esri, 3)) for one in found] == [(1, "p", 1), (2, "u", 1), (3, "a", 0.6)]
    assert found[0].own == pytest.approx(2 / 3)


def test_beyond_the_stated_size_only_those_that_trade_most_are_stopped_and_it_is_said():
    network = body_network(CHAIN, PLACES).network
    for sizes in ({"most": 2}, {"work": 2 * network.links}):
        stops, notes = largest(network, **sizes)
        assert [network.things[one].name for one in stops] == ["p", "u"]
        assert notes[0].startswith("共 5 个，只算往来额最大的 2 个")


def test_a_long_list_is_screened_as_published_before_the_limit_and_it_is_said(monkeypatch):
    network = body_network(CHAIN, PLACES).network
    whole = all_spread(network, ShockMode.CONVERGED, 2)
    monkeypatch.setattr(shock_spread, "EXACT_WORK", 0)
    found = all_spread(network, ShockMode.CONVERGED, 2)
    assert len(whole.stops) == 5
    assert whole.notes == ()
    assert found.notes == ("5 个先按论文原法（不大于收敛解）排，只对居前的 2 个求收敛解。",)
    assert [network.things[one].name for one in found.stops] == ["p", "u"]
    assert all_spread(network, ShockMode.PUBLISHED, 2).notes == ()


def test_a_region_s_deliveries_are_classed_by_column():
    """Ten thousand deliveries at once: nothing walks over single rows."""
    rows = [sold(f"s{one % 97}", f"b{one}", 1, "a") for one in range(10_000)]
    places = placed(*[(f"b{one}", "P") for one in range(10_000)], takes=TAKES)
    found = supply(*rows)
    told = classed(found, places, end_users(found, places))
    assert told.filter(pl.col("importance") == int(Importance.ESSENTIAL)).height == 10_000
