"""Chains joined to one network: each is complete by itself, and one that lacks something is left out alone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from small_chain import (
    BARE,
    assumed,
    capability,
    changed,
    demand,
    group,
    identity,
    link,
    more,
    node,
    row,
    survey,
    trade,
)

from rongtu.desks.cluster.value.facts import value_facts
from rongtu.desks.cluster.value.known import known_inputs
from rongtu.engines.chain.results import RequiredInput
from rongtu.facts.assumed import BOUND
from rongtu.vocab.chains import Completeness
from rongtu.vocab.geography import Origin


def missing(rows):
    facts = value_facts(rows)
    return {} if facts.chains else dict(facts.left_out[0].missing)


def test_a_chain_with_all_its_inputs_makes_the_network():
    facts = value_facts(BARE)
    assert facts.left_out == ()
    assert [node.code for node in facts.network.nodes] == ["C-A", "C-P"]
    assert [product.node for product in facts.network.products] == ["C-P"]
    assert {(one.item, one.origin) for one in facts.network.purchases} == {
        ("物A", Origin.ELSEWHERE),
        ("物P", Origin.SCOPE),
    }


BLANK_TRADE = trade("A", available=None)
BLANK_CAPABILITY = capability("C-A", amount=None)
PARTIAL = survey("C-A", Completeness.PARTIAL)
BLANK_GROUP = group(share=None)


@pytest.mark.parametrize(
    ("taken", "lacked"),
    [
        ({"surveys": [survey("C-P")]}, RequiredInput.CENSUS),
        ({"surveys": [PARTIAL, survey("C-P")]}, RequiredInput.CENSUS),
        ({"groups": [BLANK_GROUP]}, RequiredInput.INPUT_SHARES),
        ({"groups": []}, RequiredInput.INPUT_SHARES),
        ({"links": []}, RequiredInput.INPUT_SHARES),
        ({"capabilities": [BLANK_CAPABILITY, capability("C-P")]}, RequiredInput.CAPACITIES),
        ({"demands": []}, RequiredInput.DEMAND),
        ({"nodes": [node("C-A"), node("C-P")]}, RequiredInput.DEMAND),
        ({"trades": [trade("P", Origin.SCOPE)]}, RequiredInput.OUTSIDE_SUPPLY),
        ({"trades": [BLANK_TRADE, trade("P")]}, RequiredInput.OUTSIDE_SUPPLY),
    ],
)
def test_a_chain_that_lacks_an_input_is_left_out_with_it(taken, lacked):
    assert lacked in missing(changed(**taken))


@pytest.mark.parametrize(
    ("taken", "stated"),
    [
        ({"surveys": [PARTIAL, survey("C-P")]}, assumed(PARTIAL, BOUND, 0, 1e4)),
        ({"groups": [BLANK_GROUP]}, assumed(BLANK_GROUP, "share", 0.1, 0.2)),
        ({"capabilities": [BLANK_CAPABILITY, capability("C-P")]}, assumed(BLANK_CAPABILITY, "capacity", 1, 2)),
        ({"trades": [BLANK_TRADE, trade("P")]}, assumed(BLANK_TRADE, "available", 1, 2)),
    ],
)
def test_what_is_assumed_is_not_missing(taken, stated):
    assert missing(changed(**taken, assumptions=stated)) == {}


def test_every_final_product_must_be_demanded():
    assert missing(more(nodes=[node("C-Q", final=True)], surveys=[survey("C-Q")], trades=[trade("Q")])) == {
        RequiredInput.DEMAND: 1
    }


def test_a_node_on_no_way_to_a_product_may_lack_anything():
    assert missing(more(nodes=[node("C-Q")])) == {}


def test_a_node_that_a_link_without_a_group_leads_from_is_on_the_way():
    rows = more(nodes=[node("C-Q")], links=[link("C-Q", "C-P")])
    assert missing(rows) == {
        RequiredInput.CENSUS: 1,
        RequiredInput.INPUT_SHARES: 1,
        RequiredInput.OUTSIDE_SUPPLY: 1,
    }


def two_chains(**lacking):
    """The chain beside another, D, with the same item A."""
    other = {
        "chains": [row("chain", "D", code="D", name="另一链")],
        "nodes": [node("D-A", chain="D"), node("D-P", chain="D", final=True)],
        "groups": [group("H", "D-P", share="0.5")],
        "links": [link("D-A", "D-P", through="H")],
        "surveys": [survey("D-A"), survey("D-P")],
        "capabilities": [capability("D-P")],
        "demands": [demand("D-P")],
    }
    return more(**{**other, **lacking})


def test_an_item_on_two_chains_is_bought_from_one_amount():
    facts = value_facts(two_chains())
    assert len(facts.network.nodes) == 4
    assert [one.item for one in facts.network.purchases].count("物A") == 1


def test_a_chain_without_its_inputs_does_not_make_the_others_unknown():
    facts = value_facts(two_chains(demands=[]))
    assert [part.chain.row.code for part in facts.chains] == ["C"]
    assert [part.chain.row.code for part in facts.left_out] == ["D"]


def test_a_chain_whose_figures_contradict_one_another_is_left_out_and_told():
    facts = value_facts(
        two_chains(
            groups=[group("H", "D-P", share="0.5"), group("I", "D-P", share="0.7")],
            links=[link("D-A", "D-P", through="H"), link("D-Q", "D-P", through="I")],
            nodes=[node("D-A", chain="D"), node("D-Q", chain="D"), node("D-P", chain="D", final=True)],
            surveys=[survey("D-A"), survey("D-P"), survey("D-Q")],
            trades=[trade("Q")],
        )
    )
    assert [part.chain.row.code for part in facts.chains] == ["C"]
    assert [note for note in facts.notes if "另一链链的数据有误" in note]


def test_known_inputs_are_told_node_by_node():
    known = known_inputs(value_facts(BARE))
    assert RequiredInput.INPUT_SHARES in known["C-A"]
    assert RequiredInput.PURCHASES in known["C-A"]
    assert RequiredInput.CONTROLLERS in known["C-A"], "nothing of it is bought abroad"
    assert RequiredInput.OPEN_NEEDS not in known["C-A"]


def test_what_is_bought_abroad_needs_its_controllers():
    abroad = changed(trades=[trade("A", Origin.ABROAD, country="XAA"), trade("P")])
    assert RequiredInput.CONTROLLERS not in known_inputs(value_facts(abroad))["C-A"]
    held = row("controller", "K", node=identity("chain_node", "C-A"), share=Decimal(1))
    known = known_inputs(value_facts(replace(abroad, controllers=[held])))["C-A"]
    assert RequiredInput.CONTROLLERS in known
    assert RequiredInput.SUBSTITUTABILITY not in known
