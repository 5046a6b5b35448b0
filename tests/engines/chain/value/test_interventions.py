"""Interventions alone: gain, worth by chance and time, net of a cost that is known."""

import pytest

from engines.chain.value.builders import network, node, step
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import assumed


def found(one, **asked):
    """90 of P asked, 10 of A for 20 of it."""
    return assess(
        network({"A": 10, "P": 100}, "P:0.5=A", products={"P": 90}, interventions=(one,)), **asked
    ).interventions[0]


def test_worth_is_gain_by_chance_and_time_and_net_is_less_the_cost():
    told = found(step("i", "A", adds=5, cost=3, lead=24, success=0.6), discount=0.1)
    assert told.gain.point == pytest.approx(10)
    assert told.worth.point == pytest.approx(10 * 0.6 / 1.1**2)
    assert told.net.point == pytest.approx(10 * 0.6 / 1.1**2 - 3)


def test_an_unknown_cost_leaves_gain_and_worth_and_no_net():
    told = found(step("i", "A", cost=None))
    assert told.worth.known
    assert [(lack.input, lack.of) for lack in told.net.missing] == [(RequiredInput.COST, "i")]


@pytest.mark.parametrize("unknown", ["lead", "success"])
def test_unknown_time_or_chance_leaves_the_gain(unknown):
    told = found(step("i", "A", **{unknown: None}))
    assert told.gain.known
    assert [lack.input for lack in told.worth.missing] == [RequiredInput.EFFECT]


def test_an_unknown_addition_leaves_nothing():
    told = found(step("i", "A", adds=None))
    assert [lack.input for lack in told.gain.missing] == [RequiredInput.EFFECT]


def test_what_is_added_to_a_label_is_unknown():
    given_network = network(
        {"A": 10, "P": 100},
        "P:0.5=L",
        nodes=(node("L", label=True),),
        types=(("A", "L"),),
        products={"P": 90},
        interventions=(step("i", "L"),),
    )
    found = assess(given_network, budgets=(9,))
    assert [lack.input for lack in found.interventions[0].gain.missing] == [RequiredInput.EFFECT]
    assert found.plans[0].left_out == ("i",)


def test_an_assumed_addition_gives_a_range_though_the_value_has_none():
    told = found(step("i", "A", adds=assumed(0, 10, "a:1")), draws=300)
    assert told.gain.point == pytest.approx(10)
    assert 0 < told.gain.low < 2 < 18 < told.gain.high < 20
    assert told.gain.assumptions == ("a:1",)
