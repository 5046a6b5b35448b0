"""Plans: complements are found together, nothing useless is bought, the best of all subsets is chosen."""

import dataclasses
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.chain.value.builders import network, networks, ready, step
from engines.chain.value.worked import five_nodes
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import assumed
from rongtu.engines.chain.value.portfolio import EXACT_METHOD, GREEDY_METHOD, plans

PAIR = {"A": 10, "B": 10, "P": 100}


def plan(given_network, budget, **asked):
    return assess(given_network, budgets=(budget,), **asked).plans[0]


def chosen(found):
    return [one.code for one in found.steps]


def test_inputs_of_no_use_alone_are_chosen_together():
    found = plan(five_nodes(costs={"B": 3.0, "Part": 2.0}), 5.0)
    assert chosen(found) == ["B", "Part"]
    assert (found.cost, found.gain.point, found.bound, found.gap) == (5.0, pytest.approx(15), pytest.approx(15), 0.0)
    assert {one.code: one.within for one in found.steps} == pytest.approx({"B": 15, "Part": 10})
    assert found.method == EXACT_METHOD


def test_a_budget_that_is_too_small_buys_what_is_of_use_alone():
    assert chosen(plan(five_nodes(costs={"B": 3.0, "Part": 2.0}), 4.0)) == ["B"]
    assert chosen(plan(five_nodes(costs={"B": 3.0, "Part": 2.0}), 2.0)) == []


@pytest.mark.parametrize("cost", [0.0, 1.0])
def test_what_adds_nothing_is_not_chosen_even_for_nothing(cost):
    given_network = network(
        PAIR, "P:0.5=A", products={"P": 40}, interventions=(step("i", "A"), step("j", "B", cost=cost), step("k", "P"))
    )
    assert chosen(plan(given_network, 9.0)) == ["i"]


def test_of_equal_plans_the_cheapest_is_chosen():
    steps = (step("dear", "A", cost=5), step("cheap", "A", cost=2))
    given_network = network(PAIR, "P:0.5=A", products={"P": 40}, interventions=steps)
    assert chosen(plan(given_network, 9.0)) == ["cheap"]


def test_what_lacks_cost_or_effect_is_left_out_and_named():
    steps = (
        step("cost", "A", cost=None),
        step("adds", "A", adds=None),
        step("lead", "A", lead=None),
        step("chance", "A", success=None),
        step("ready", "A"),
    )
    found = plan(network(PAIR, "P:0.5=A", products={"P": 90}, interventions=steps), 9.0)
    assert found.left_out == ("adds", "chance", "cost", "lead")
    assert chosen(found) == ["ready"]


def test_without_budgets_quarters_of_what_all_cost_are_asked():
    found = assess(five_nodes(costs={"B": 3.0, "Part": 1.0})).plans
    assert [one.budget for one in found] == [1, 2, 3, 4]
    assert assess(five_nodes()).plans == ()


def test_expected_weighs_what_works_and_what_fails():
    # both must work for the pair to add 20; A alone adds nothing
    steps = (step("i", "A", success=0.5), step("j", "B", success=0.8))
    given_network = network(PAIR, "P:0.5=A P:0.5=B", products={"P": 40}, interventions=steps)
    found = plan(given_network, 9.0)
    assert found.gain.point == pytest.approx(20)
    assert found.expected == pytest.approx(20 * 0.4)


def test_a_plans_gain_has_its_range():
    steps = (step("i", "A", adds=assumed(0, 10, "a:1")),)
    found = plan(network(PAIR, "P:0.5=A", products={"P": 90}, interventions=steps), 9.0, draws=300)
    assert found.gain.point == pytest.approx(10)
    assert 0 < found.gain.low < 2 < 18 < found.gain.high < 20
    assert "a:1" in found.gain.assumptions


@st.composite
def offers(draw):
    """A small network and interventions on it with their costs."""
    given_network = draw(networks(size=5))
    codes = [one.code for one in given_network.nodes]
    steps = tuple(
        step(f"i{number}", draw(st.sampled_from(codes)), draw(st.integers(0, 30)), draw(st.integers(0, 9)))
        for number in range(draw(st.integers(1, 5)))
    )
    return dataclasses.replace(given_network, interventions=steps), draw(st.integers(0, 20))


@settings(max_examples=30, deadline=None)
@given(offers())
def test_no_subset_within_the_budget_is_worth_more_or_as_much_for_less(offer):
    given_network, budget = offer
    steps = given_network.interventions
    found = plan(given_network, float(budget), draws=1)
    reached = {}
    for size in range(len(steps) + 1):
        for some in combinations(steps, size):
            cost = sum(one.cost.point for one in some)
            if cost <= budget:
                reached[some] = (value(given_network, some), cost)
    best = max(worth for worth, _ in reached.values())
    start = value(given_network, ())
    assert start + found.gain.point == pytest.approx(best, rel=1e-6, abs=1e-6)
    cheapest = min(cost for worth, cost in reached.values() if worth >= best * (1 - 1e-9))
    assert found.cost <= cheapest + 1e-9
    assert found.gap == pytest.approx(0, abs=1e-6)


def value(given_network, steps):
    of = ready(given_network)
    numbers = of.table.at(0)
    for one in steps:
        if one.node in of.structure.index:
            numbers.capacity[of.structure.index[one.node]] += one.adds.point
    programme = of.programme()
    programme.load(numbers)
    return programme.base


@settings(max_examples=20, deadline=None)
@given(offers())
def test_greedy_stays_within_the_budget_and_below_its_bound(offer):
    given_network, budget = offer
    of = ready(given_network, draws=1)
    (exact,), (rough,) = plans(of, (float(budget),)), plans(of, (float(budget),), most_options=0)
    assert rough.method == GREEDY_METHOD
    assert rough.cost <= budget
    assert rough.gain.point <= exact.gain.point * (1 + 1e-7) + 1e-7
    assert exact.gain.point <= rough.bound * (1 + 1e-7) + 1e-7


def test_greedy_finds_a_pair_of_complements_and_tells_its_distance():
    steps = (step("i", "A"), step("j", "B"))
    of = ready(network(PAIR, "P:0.5=A P:0.5=B", products={"P": 40}, interventions=steps))
    (found,) = plans(of, (2.0,), most_options=0)
    assert chosen(found) == ["i", "j"]
    assert found.gap == pytest.approx(0)
    (found,) = plans(of, (1.5,), most_options=0)
    assert chosen(found) == []
    # the relaxed choice buys three quarters of both
    assert (found.bound, found.gap) == (pytest.approx(15), pytest.approx(1))
