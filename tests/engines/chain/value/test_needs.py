"""Needs: how much, how far covered, and which nodes are needed."""

import pytest
from hypothesis import given, settings

from engines.chain.value.builders import at, network, networks, replaced
from engines.chain.value.worked import five_nodes
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import assumed


def told(given_network, code, **asked):
    return at(assess(given_network, **asked), code)


def test_the_need_is_what_the_optimum_uses_were_the_node_unbounded():
    # Part's 40 bind: 16 of material, and what of it is A's own comes before what is bought of B
    needs = {one.node: one.need.point for one in assess(five_nodes()).nodes}
    assert needs == pytest.approx({"A": 16, "B": 16, "Final": 75, "Part": 37.5, "Software": 7.5})


def test_of_several_optima_it_is_the_one_with_the_least_made_and_bought():
    # S could be made of R or bought; buying it needs less
    given_network = network({"R": 50, "S": 50, "P": 20}, "P:0.5=S S:0.5=R", buy={"S": 50}, products={"P": 20})
    assert told(given_network, "R").need.point == 0


def test_cover_is_supply_over_need():
    assert told(five_nodes(), "Part").cover.point == pytest.approx(40 / 37.5)


def test_no_cover_is_told_where_nothing_is_needed():
    found = told(network({"A": 9, "P": 9}, "P:0.5=A", products={"P": 0}), "A")
    assert found.need.point == 0
    assert not found.cover.known
    assert found.cover.missing == ()


def test_a_product_in_demand_is_needed_and_so_is_what_it_cannot_do_without():
    found = assess(network({"A": 1, "S": 1, "P": 9}, "P:0.5=A P:0.1?=S", products={"P": 9}))
    assert {one.node: one.needed for one in found.nodes} == {"A": True, "P": True, "S": False}


def test_nothing_is_needed_for_a_product_nobody_wants():
    assert not any(one.needed for one in assess(network({"A": 1, "P": 9}, "P:0.5=A", products={"P": 0})).nodes)


def test_a_member_is_needed_unless_another_is_covered():
    found = assess(network({"A": 40, "B": 0, "P": 90}, "P:0.5=A+B", products={"P": 90}))
    assert {one.node: one.needed for one in found.nodes} == {"A": True, "B": False, "P": True}
    found = assess(network({"A": 4, "B": 4, "P": 90}, "P:0.5=A+B", products={"P": 90}))
    assert all(one.needed for one in found.nodes)


def test_two_missing_inputs_are_both_needed_though_neither_alone_is_of_use():
    found = assess(network({"A": 0, "B": 0, "P": 90}, "P:0.3=A P:0.3=B", products={"P": 90}))
    assert {one.node: (one.needed, one.need.point) for one in found.nodes if one.node != "P"} == {
        "A": (True, 0.0),
        "B": (True, 0.0),
    }


def test_where_a_figure_is_missing_needed_is_what_is_proved():
    found = assess(network({"A": None, "B": 4, "C": 1, "P": 90}, "P:0.5=A+B P:0.1=C", products={"P": 90}))
    assert {one.node: one.needed for one in found.nodes} == {"A": False, "B": False, "C": True, "P": True}


def test_a_need_known_without_the_nodes_own_supply_has_its_range():
    found = told(network({"A": None, "P": assumed(40, 60, "a:1")}, "P:0.5=A", products={"P": 90}), "A", draws=300)
    assert found.need.point == pytest.approx(25)
    assert 20 < found.need.low < found.need.high < 30


@settings(max_examples=20, deadline=None)
@given(networks())
def test_the_need_does_not_move_with_the_nodes_own_supply(given_network):
    first = given_network.nodes[0].code
    idle = replaced(given_network, first, supply=())
    assert told(given_network, first).need.point == pytest.approx(told(idle, first).need.point, rel=1e-7, abs=1e-6)
