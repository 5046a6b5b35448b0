"""Which chains can be valued, and what the others lack."""

import dataclasses

from engines.chain.value.builders import bought, figure, network, node
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.inputs import Product, missing
from rongtu.engines.chain.value.lacks import missing_by_chain
from rongtu.vocab.chains import Completeness

INPUTS = RequiredInput


def lacked(given_network):
    return {chain: [(one.input, one.of) for one in lacks] for chain, lacks in missing_by_chain(given_network).items()}


def test_each_chain_lacks_its_own_and_what_it_shares():
    nodes = (
        node("A1", 1, item="A", chain="S"),
        node("P", 1, chain="S"),
        node("A2", None, item="A", chain="T"),
        node("Q", 1, chain="T"),
    )
    given_network = network(
        {}, "P:0.5=A1 Q:=A2", nodes=nodes, purchases=(bought("A", None),), products={"P": 1, "Q": None}
    )
    assert lacked(given_network) == {
        "S": [(INPUTS.OUTSIDE_SUPPLY, "A")],
        "T": [
            (INPUTS.INPUT_SHARES, "Q-1"),
            (INPUTS.CAPACITIES, "A2"),
            (INPUTS.OUTSIDE_SUPPLY, "A"),
            (INPUTS.DEMAND, "Q"),
        ],
    }


def test_a_chain_that_can_be_valued_lacks_nothing():
    assert lacked(network({"A": 1, "P": 1}, "P:0.5=A", products={"P": 1})) == {"T": []}


def test_a_chain_without_a_product_lacks_a_demand():
    given_network = network({"P": 1}, nodes=(node("X", 1, chain="S"),), products={"P": 1})
    assert lacked(given_network)["S"] == [(INPUTS.DEMAND, "S")]


def test_without_a_census_somebody_must_bound_what_is_unseen():
    def surveyed(**more):
        return lacked(network({}, nodes=(node("P", **more),), products={"P": 1}))["T"]

    assert surveyed(survey=Completeness.PARTIAL) == [(INPUTS.CENSUS, "P")]
    assert surveyed(survey=Completeness.NONE, supply=None) == [(INPUTS.CENSUS, "P"), (INPUTS.CAPACITIES, "P")]
    assert surveyed(survey=Completeness.PARTIAL, unseen=figure(5)) == []
    assert surveyed(survey=Completeness.PARTIAL, unseen=missing()) == [(INPUTS.CAPACITIES, "P")]


def test_an_item_nobody_says_a_word_of_is_not_to_be_had_for_sure():
    given_network = network({"P": 1}, products={"P": 1})
    assert lacked(dataclasses.replace(given_network, purchases=()))["T"] == [(INPUTS.OUTSIDE_SUPPLY, "P")]


def test_a_group_nobody_can_supply_is_an_open_question():
    nodes = (node("L", label=True),)
    assert lacked(network({"P": 1}, "P:0.5=L", nodes=nodes, products={"P": 1}))["T"] == [(INPUTS.INPUT_SHARES, "P-0")]


def test_a_weight_and_a_loss_are_required_where_they_are_not_the_conventional_one():
    given_network = network({"A": 1, "P": 1}, "P:0.5?=A", products={"P": 1})
    groups = tuple(dataclasses.replace(group, loss=missing()) for group in given_network.groups)
    weighed = (Product("P", figure(1), missing()),)
    assert lacked(dataclasses.replace(given_network, groups=groups, products=weighed))["T"] == [
        (INPUTS.INPUT_SHARES, "P-0"),
        (INPUTS.DEMAND, "P"),
    ]
