"""Inputs: a network that cannot be valued is refused, with every problem at once."""

import dataclasses

import pytest

from engines.chain.value.builders import bought, controller, figure, network, node, step
from rongtu.engines.chain.value.inputs import (
    Cohort,
    Figure,
    Network,
    OpenNeeds,
    Pilot,
    Product,
    Standing,
    assumed,
    missing,
    observed,
)
from rongtu.vocab.problems import InputError

PARTS = {"supply": {"A": 9, "P": 9}, "inputs": "P:0.5=A", "products": {"P": 9}}


def refused(**changes):
    """What is told of a network with something wrong."""
    nodes = changes.pop("more_nodes", ())
    with pytest.raises(InputError) as caught:
        network(**{**PARTS, "nodes": nodes, **changes})
    return [problem.where for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"more_nodes": (node("A"),)}, "node A"),
        ({"interventions": (step("i", "A"), step("i", "P"))}, "intervention i"),
        ({"inputs": "P:0.5=X"}, "input group P-0"),
        ({"inputs": "P:0.5=P"}, "input group P-0"),
        ({"inputs": "P:1.5=A"}, "node P"),
        ({"inputs": "P:0.6=A P:0.6=A"}, "node P"),
        ({"products": {"X": 9}}, "final product X"),
        ({"products": {}}, "the network"),
        ({"inputs": "P:0.5=A A:1=B B:1=A", "more_nodes": (node("B", 1),)}, "node A"),
        ({"products": {"P": -1}}, "final product P, demand"),
        ({"products": {"P": assumed(5, 4, "a")}}, "final product P, demand"),
        ({"products": {"P": assumed(5, 6, "a", likely=7.0)}}, "final product P, demand"),
        ({"products": {"P": assumed(5, 6, "")}}, "final product P, demand"),
        ({"products": {"P": float("inf")}}, "final product P, demand"),
        ({"products": {"P": float("nan")}}, "final product P, demand"),
        ({"products": {"P": assumed(1, 2, "a", likely=float("nan"))}}, "final product P, demand"),
        ({"supply": {"A": float("nan"), "P": 9}}, "node A, supply"),
        ({"inputs": "P:nan=A"}, "input group P-0"),
        ({"products": {"L": 9}, "more_nodes": (node("L", label=True),)}, "final product L"),
        ({"controllers": (controller("L"),), "more_nodes": (node("L", label=True),)}, "controller C"),
        ({"controllers": (controller("X"),)}, "controller C"),
        ({"controllers": (controller("A", share=1.2),)}, "controller C, share"),
        ({"controllers": (controller("A", replaceable=-0.1),)}, "controller C, replaceable"),
        ({"interventions": (step("i", "X"),)}, "intervention i"),
        ({"interventions": (step("i", "A", success=1.2),)}, "intervention i, success"),
        ({"interventions": (step("i", "A", lead=-1),)}, "intervention i"),
        ({"interventions": (step("i", "A", adds=-1),)}, "intervention i"),
        ({"interventions": (step("i", "A", cost=-1),)}, "intervention i"),
        ({"types": (("A", "X"),)}, "type A → X"),
        ({"buy": {"A": -1}}, "purchase of A (elsewhere), available"),
        ({"purchases": (bought("A", had=-1),)}, "purchase of A (elsewhere), bought"),
        ({"more_nodes": (node("B", -1),)}, "node B, supply"),
        ({"more_nodes": (node("B", unseen=figure(-1)),)}, "node B, unseen supply"),
        ({"pilots": (Pilot("X", observed(1), observed(1), "months"),)}, "pilot of X"),
        ({"pilots": (Pilot("A", observed(1), observed(-1), "months"),)}, "pilot of A"),
        ({"pilots": (Pilot("A", observed(1), observed(1), "months", waiting=-1),)}, "pilot of A"),
        ({"needs": (OpenNeeds("X", 1, ()),)}, "open needs of X"),
        ({"needs": (OpenNeeds("A", 1, (("data", -1),)),)}, "open needs of A"),
        ({"cohorts": (Cohort("X", 1, 1),)}, "cohort of X"),
        ({"cohorts": (Cohort("A", 1, 2),)}, "cohort of A"),
    ],
)
def test_what_is_wrong_is_refused_and_named(changes, where):
    assert where in refused(**changes)


def test_a_product_is_named_once():
    given_network = network(**PARTS)
    with pytest.raises(InputError, match="final product P"):
        dataclasses.replace(given_network, products=(Product("P", observed(1)), Product("P", observed(2))))


def test_a_negative_loss_is_refused():
    given_network = network(**PARTS)
    groups = tuple(dataclasses.replace(group, loss=observed(-1)) for group in given_network.groups)
    with pytest.raises(InputError, match="loss"):
        dataclasses.replace(given_network, groups=groups)


def test_every_problem_is_told_at_once():
    assert len(refused(inputs="P:0.5=X+P", products={"P": -1})) == 3


def test_what_is_missing_is_no_problem():
    given_network = network({"A": None, "P": None}, "P:=A", buy={"A": None}, products={"P": None})
    assert isinstance(given_network, Network)


def test_a_node_is_found_by_its_code():
    assert network(**PARTS).node("A").code == "A"
    with pytest.raises(KeyError):
        network(**PARTS).node("X")


def test_a_figures_point_is_its_likely_value_else_the_middle():
    assert assumed(0, 10, "a").point == 5
    assert assumed(0, 10, "a", likely=2.0).point == 2
    assert observed(3).point == 3
    assert missing("f:1") == Figure(Standing.MISSING, facts=("f:1",))
