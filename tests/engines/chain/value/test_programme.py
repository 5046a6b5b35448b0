"""The linear programme against other ways to the same number: recursion on trees, a grid, its own dual."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.chain.value.builders import amounts, bought, network, networks, node, ready, replaced, shares
from rongtu.engines.chain.value.inputs import Group, Network, Product, observed
from rongtu.engines.chain.value.programme import Bounds, Programme


def value(given_network):
    return ready(given_network).programme().base


@st.composite
def trees(draw, depth=3):
    """A network in which every node supplies one group only: (network, amounts by code)."""
    nodes, made_of, has = [], [], {}

    def grow(code, left):
        has[code] = (draw(amounts), draw(amounts))
        nodes.append(node(code, has[code][0]))
        for number in range(draw(st.integers(0, 2)) if left else 0):
            members = tuple(f"{code}{number}{which}" for which in "ab"[: draw(st.integers(1, 2))])
            made_of.append(Group(f"{code}-{number}", code, "", observed(draw(shares)), members))
            for member in members:
                grow(member, left - 1)

    grow("P", depth)
    demand = draw(amounts)
    purchases = tuple(bought(code, most) for code, (_, most) in has.items())
    return Network(tuple(nodes), tuple(made_of), purchases, (Product("P", observed(demand)),)), has, demand


@settings(max_examples=40, deadline=None)
@given(trees())
def test_on_a_tree_it_is_what_recursion_finds(tree):
    given_network, has, demand = tree

    def output(code):
        limits = [
            sum(output(member) + has[member][1] for member in group.members) / group.share.point
            for group in given_network.groups
            if group.node == code
        ]
        return min([has[code][0], *limits])

    assert value(given_network) == pytest.approx(min(demand, output("P")), rel=1e-9, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.lists(amounts, min_size=6, max_size=6), st.lists(shares, min_size=4, max_size=4))
def test_two_products_of_two_materials_agree_with_a_grid(has, parts):
    a, b, p, q, ask_p, ask_q = has
    pa, pb, qa, qb = parts
    given_network = network(
        {"A": a, "B": b, "P": p, "Q": q},
        f"P:{pa}=A P:{pb}=B Q:{qa}=A Q:{qb}=B",
        products={"P": ask_p, "Q": ask_q},
    )
    step = 0.25
    best = 0.0
    for made in np.arange(0, min(p, ask_p, a / pa, b / pb) + 1e-9, step):
        other = min(q, ask_q, (a - pa * made) / qa, (b - pb * made) / qb)
        best = max(best, made + max(0.0, other))
    # between two points of the grid V can rise by at most a step of P
    assert best - 1e-9 <= value(given_network) <= best + step + 1e-9


@settings(max_examples=40, deadline=None)
@given(networks())
def test_no_gap_is_left_to_the_dual(given_network):
    of = ready(given_network)
    programme = Programme(of.structure, of.table.at(0))
    assert programme.bound == pytest.approx(programme.base, rel=1e-9, abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(networks(), st.data())
def test_more_supply_never_lowers_the_value(given_network, data):
    chosen = data.draw(st.sampled_from(given_network.nodes))
    more = replaced(given_network, chosen.code, supply=(*chosen.supply, observed(data.draw(amounts))))
    assert value(more) >= value(given_network) - 1e-9


@settings(max_examples=30, deadline=None)
@given(networks(), st.data())
def test_a_hot_answer_is_that_of_a_programme_built_for_it(given_network, data):
    of = ready(given_network)
    place = data.draw(st.integers(0, len(of.structure.nodes) - 1))
    capacity, bought_most = data.draw(amounts), data.draw(amounts)
    changed = of.table.at(0)
    changed.capacity[place] = capacity
    item = int(of.structure.node_item[place])
    changed.available[item] = bought_most
    anew = Programme(of.structure, changed).base
    hot = ready(given_network).programme().value(Bounds(capacity={place: capacity}, available={item: bought_most}))
    assert hot == pytest.approx(anew, rel=1e-9, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(networks(), networks())
def test_numbers_moved_there_and_back_give_the_same_value(first, second):
    of, other = ready(first), ready(second)
    numbers = of.table.at(0)
    programme = Programme(of.structure, numbers)
    before = programme.base
    moved = dataclasses.replace(
        numbers,
        capacity=np.resize(other.table.capacity, numbers.capacity.shape),
        share=np.resize([0.3, 0.0, 0.1], numbers.share.shape),
        weight=numbers.weight * 3,
        loss=numbers.loss * 2,
    )
    assert programme.load(moved) == pytest.approx(Programme(of.structure, moved).base, rel=1e-9, abs=1e-9)
    assert programme.load(numbers) == pytest.approx(before, rel=1e-12, abs=1e-12)


def test_what_is_bought_ready_made_is_not_scopes_output():
    assert value(network({"P": 10}, buy={"P": 50}, products={"P": 90})) == 10


def test_a_product_bought_ready_made_still_serves_as_an_input():
    assert value(network({"P": 0, "Q": 100}, "Q:0.5=P", buy={"P": 50}, products={"P": 90, "Q": 60})) == 60


def test_an_item_in_two_chains_is_not_bought_twice():
    nodes = (node("A1", item="A"), node("A2", item="A"))
    inputs, products = "P:0.5=A1 Q:0.5=A2", {"P": 100, "Q": 100}
    shared = network({"P": 100, "Q": 100}, inputs, nodes=nodes, purchases=(bought("A", 20),), products=products)
    assert value(shared) == pytest.approx(40)


def test_without_one_node_of_a_shared_item_the_other_may_have_all_of_it():
    nodes = (node("A1", item="A"), node("A2", item="A"))
    inputs, products = "P:0.5=A1 Q:0.5=A2", {"P": 100, "Q": 30}
    of = ready(network({"P": 100, "Q": 100}, inputs, nodes=nodes, purchases=(bought("A", 20),), products=products))
    gone = of.programme().value(Bounds(capacity={of.structure.index["A1"]: 0}, purchases={of.structure.index["A1"]: 0}))
    assert gone == pytest.approx(30)


def test_a_label_stands_for_its_types_at_every_level_each_once():
    nodes = (node("L", label=True), node("M", label=True))
    types = (("A", "L"), ("M", "L"), ("B", "M"))
    given_network = network({"A": 10, "B": 5, "P": 100}, "P:0.5=L+A", nodes=nodes, types=types, products={"P": 90})
    assert value(given_network) == pytest.approx(30)


def test_missing_a_group_that_is_not_essential_costs_its_loss_and_no_more():
    given_network = network({"S": 2, "P": 100}, "P:0.1?=S", products={"P": 80})
    # 80 made; 8 of S wanted, 6 missing
    assert value(given_network) == pytest.approx(80 - 6)


def test_where_the_loss_is_larger_than_what_is_made_less_is_made():
    dear = dataclasses.replace(
        network({"S": 2, "P": 100}, "P:0.1?=S", products={"P": 80}).groups[0], loss=observed(20.0)
    )
    given_network = network({"S": 2, "P": 100}, (dear,), products={"P": 80})
    assert value(given_network) == pytest.approx(20)


def test_a_circle_eats_a_part_of_what_it_makes():
    # 10 of A take 5 of B, which take 2.5 of A
    assert value(network({"A": 10, "B": 8}, "A:0.5=B B:0.5=A", products={"A": 90})) == pytest.approx(7.5)


def test_a_product_counts_with_its_weight():
    given_network = network({"P": 10}, products={"P": 90})
    heavier = dataclasses.replace(given_network, products=(Product("P", observed(90.0), observed(2.5)),))
    assert value(heavier) == pytest.approx(25)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e6, 1e12])
def test_a_value_is_as_exact_for_a_workshop_as_for_a_nation(size):
    given_network = network({"A": 3 * size, "P": 100 * size}, "P:0.3=A", products={"P": 90 * size})
    assert value(given_network) == pytest.approx(10 * size, rel=1e-12)


def test_an_unbounded_node_is_bounded_by_demand():
    of = ready(network({"P": 10}, products={"P": 90}))
    assert of.programme().value(Bounds(capacity={0: math.inf})) == 90


@settings(max_examples=20, deadline=None)
@given(networks(), st.data())
def test_no_answer_depends_on_what_was_asked_before(given_network, data):
    of = ready(given_network)
    places = st.integers(0, len(of.structure.nodes) - 1)
    gone = Bounds(capacity={data.draw(places): 0.0}, purchases={data.draw(places): 0.0})
    asked = data.draw(places)
    programme = Programme(of.structure, of.table.at(0))
    for before in data.draw(st.lists(places, max_size=3)):
        programme.need(before)
        programme.value(Bounds(capacity={before: data.draw(amounts)}))
    programme.part((0,), ())
    assert programme.value(gone) == Programme(of.structure, of.table.at(0)).value(gone)
    assert programme.need(asked) == Programme(of.structure, of.table.at(0)).need(asked)


def test_solving_prints_nothing(capfd):
    value(network({"P": 10}, products={"P": 90}))
    assert capfd.readouterr() == ("", "")
