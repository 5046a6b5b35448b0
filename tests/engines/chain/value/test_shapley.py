"""Changes told by what changed: they add up, what does not matter adds nothing, hand-made cases come out as by hand."""

import dataclasses
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.chain.value.builders import (
    amounts,
    at,
    bought,
    controller,
    network,
    networks,
    node,
    ready,
    renamed,
    replaced,
    step,
    together,
)
from engines.chain.value.worked import five_nodes
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import Network, OpenNeeds, Product, assumed, observed
from rongtu.engines.chain.value.shapley import FactGroup, explain
from rongtu.vocab.chains import Completeness

STRUCTURE, SUPPLY, SHARES, DEMAND, PURCHASES = (
    FactGroup.STRUCTURE,
    FactGroup.SUPPLY,
    FactGroup.SHARES,
    FactGroup.DEMAND,
    FactGroup.PURCHASES,
)


def value(given_network):
    return ready(given_network).programme().base


def told(explained):
    """Amounts by group and chain."""
    return {(one.group, *one.chains): one.amount for one in explained.contributions}


def chain(name, supply, demand=90.0, share=0.5, buy=0.0):
    """P made of A, in a chain of its own."""
    codes = f"{name}A", f"{name}P"
    made = tuple(node(code, has, chain=name) for code, has in zip(codes, (supply, 100.0), strict=True))
    return network({}, f"{codes[1]}:{share}={codes[0]}", nodes=made, buy={codes[0]: buy}, products={codes[1]: demand})


def test_nothing_that_changed_is_no_change():
    found = explain(five_nodes(), five_nodes())
    assert (found.before, found.after, found.change, found.contributions) == (75.0, 75.0, 0.0, ())


def test_one_thing_that_changed_is_the_whole_change():
    found = explain(five_nodes(), five_nodes(more={"B": 20.0, "Part": 20.0}))
    assert found.change == pytest.approx(15)
    (only,) = found.contributions
    assert (only.group, only.chains, only.changed) == (SUPPLY, ("T",), ("B", "Part"))
    assert only.amount == pytest.approx(15)


def test_complements_share_what_they_do_together():
    # more of A alone is held up by demand, more demand alone by A
    found = explain(chain("C", 20, demand=40), chain("C", 40, demand=80))
    assert told(found) == {(SUPPLY, "C"): pytest.approx(20), (DEMAND, "C"): pytest.approx(20)}


def test_substitutes_share_what_either_does():
    # twice as much of A, or half as much wanted, or as much bought: any one of them is enough
    before = chain("C", 20, demand=60)
    found = explain(before, chain("C", 40, demand=60, buy=20))
    assert told(found) == {(SUPPLY, "C"): pytest.approx(10), (PURCHASES, "C"): pytest.approx(10)}


def test_what_happens_in_one_chain_is_told_of_it():
    before = together(chain("C", 20), chain("D", 20))
    after = together(chain("C", 25), chain("D", 10, share=0.25))
    found = explain(before, after)
    assert found.merged == ()
    assert told(found) == {
        (SUPPLY, "C"): pytest.approx(10),
        (SUPPLY, "D"): pytest.approx(-30),
        (SHARES, "D"): pytest.approx(30),
    }


def test_groups_are_told_together_where_telling_them_apart_would_be_too_many():
    before = together(*(chain(name, 20) for name in "CDEFG"))
    after = together(*(chain(name, 25, demand=80, buy=1) for name in "CDEFG"))
    found = explain(before, after)
    assert found.merged == (DEMAND,)
    assert len(found.contributions) == 11
    assert sum(one.amount for one in found.contributions) == pytest.approx(found.change, rel=1e-9)
    few = explain(before, after, most=3)
    assert set(few.merged) == {SUPPLY, DEMAND, PURCHASES}
    assert [one.chains for one in few.contributions] == [tuple("CDEFG")] * 3


def test_a_new_chain_is_structure_with_all_that_is_said_of_it():
    found = explain(chain("C", 20), together(chain("C", 20), chain("D", 30)))
    assert told(found) == {(STRUCTURE, "D"): pytest.approx(60)}


def test_a_new_supplier_brings_its_supply_with_it():
    before = network({"A": 10, "P": 100}, "P:0.5=A", products={"P": 90})
    after = network({"A": 15, "B": 5, "P": 100}, "P:0.5=A+B", products={"P": 90})
    found = explain(before, after)
    assert told(found) == {(STRUCTURE, "T"): pytest.approx(10), (SUPPLY, "T"): pytest.approx(10)}
    assert {one.group: one.changed for one in found.contributions} == {STRUCTURE: ("B", "P-0"), SUPPLY: ("A",)}


def test_shares_of_a_node_with_other_groups_go_with_the_structure():
    # 0.9 of A before, 0.4 of A and 0.5 of B after: both together would be more than a yuan
    before = network({"A": 36, "B": 50, "P": 100}, "P:0.9=A", products={"P": 90})
    after = network({"A": 36, "B": 20, "P": 100}, "P:0.4=A P:0.5=B", products={"P": 90})
    found = explain(before, after)
    assert (found.before, found.after) == (pytest.approx(40), pytest.approx(40))
    assert told(found) == {
        (STRUCTURE, "T"): pytest.approx(25),
        (SUPPLY, "T"): pytest.approx(-25),
        (SHARES, "T"): 0.0,
    }


def test_what_nobody_knew_and_did_not_matter_goes_with_what_makes_it_matter():
    before = network({"A": 10, "B": None, "P": 100}, "P:0.5=A", products={"P": 90})
    after = network({"A": 10, "B": 5, "P": 100}, "P:0.5=A+B", products={"P": 90})
    assert told(explain(before, after)) == {(STRUCTURE, "T"): pytest.approx(10), (SUPPLY, "T"): 0.0}


def test_what_v_does_not_rest_on_is_told_with_nothing():
    before = five_nodes()
    after = dataclasses.replace(
        before,
        controllers=(controller("A"),),
        interventions=(step("i", "A"),),
        needs=(OpenNeeds("A", 1, ()),),
    )
    found = explain(before, after)
    assert told(found) == {
        (group, "T"): 0.0 for group in (FactGroup.INTERVENTIONS, FactGroup.CONTROLLERS, FactGroup.NEEDS)
    }
    assert [one.changed for one in found.contributions] == [("i",), ("A",), ("A",)]


def test_a_range_that_moved_around_the_same_middle_moves_nothing():
    before = network({"P": assumed(1, 3, "p")}, products={"P": 9})
    found = explain(before, network({"P": assumed(0, 4, "p")}, products={"P": 9}))
    assert told(found) == {(SUPPLY, "T"): 0.0}


def test_the_row_a_figure_is_from_is_no_change():
    before = network({"P": assumed(1, 3, "p", "f:1")}, products={"P": 9})
    assert explain(before, network({"P": assumed(1, 3, "q", "f:2")}, products={"P": 9})).contributions == ()


def test_an_item_of_several_chains_is_told_of_all_of_them():
    def both(available):
        nodes = (
            *(node(f"{name}A", 0, chain=name, item="A") for name in "CD"),
            *(node(f"{name}P", 100, chain=name) for name in "CD"),
        )
        inputs = "CP:0.5=CA DP:0.5=DA"
        rows = (bought("A", available), bought("CP"), bought("DP"))
        return network({}, inputs, nodes=nodes, purchases=rows, products={"CP": 90, "DP": 90})

    assert told(explain(both(20), both(30))) == {(PURCHASES, "C", "D"): pytest.approx(20)}


def test_unknown_on_either_side_is_unknown_with_what_is_missing():
    known = network({"A": 9, "P": 100}, "P:0.5=A", products={"P": 90})
    unknown = replaced(known, "A", survey=Completeness.NONE)
    found = explain(known, unknown)
    assert (found.before, found.after, found.change, found.contributions) == (18.0, None, None, ())
    assert [(lack.input, lack.of) for lack in found.lacks_after] == [(RequiredInput.CENSUS, "A")]
    assert found.lacks_before == ()
    assert explain(unknown, known).lacks_after == ()


def test_a_stake_is_explained_like_v():
    found = explain(five_nodes(), five_nodes(more={"A": 2.0}), stake_of="A")
    assert (found.before, found.after) == (pytest.approx(50), pytest.approx(55))
    assert told(found) == {(SUPPLY, "T"): pytest.approx(5)}


def test_the_stake_of_what_is_not_there_is_none():
    found = explain(chain("C", 20), together(chain("C", 20), chain("D", 30)), stake_of="DA")
    assert (found.before, found.after) == (0.0, pytest.approx(60))
    assert told(found) == {(STRUCTURE, "D"): pytest.approx(60)}


def test_a_stake_is_known_where_another_chain_is_not():
    before, after = (together(chain("C", has), chain("D", None)) for has in (20, 30))
    assert explain(before, after).after is None
    assert told(explain(before, after, stake_of="CA")) == {(SUPPLY, "C"): pytest.approx(20)}


def hybrid(before, after, chosen):
    """The network with some groups of `after`, where both have the same structure."""
    nodes = after.nodes if SUPPLY in chosen else before.nodes
    groups = after.groups if SHARES in chosen else before.groups
    products = after.products if DEMAND in chosen else before.products
    return Network(nodes, groups, after.purchases if PURCHASES in chosen else before.purchases, products)


@st.composite
def changes(draw):
    """A network and the same with other numbers."""
    before = draw(networks(size=5))
    return before, Network(
        nodes=tuple(dataclasses.replace(one, supply=(observed(draw(amounts)),)) for one in before.nodes),
        groups=tuple(
            dataclasses.replace(one, share=observed(draw(st.sampled_from([0.1, 0.3])))) for one in before.groups
        ),
        purchases=tuple(bought(row.item, draw(amounts), draw(amounts)) for row in before.purchases),
        products=tuple(Product(one.node, observed(draw(amounts)), one.weight) for one in before.products),
    )


@settings(max_examples=25, deadline=None)
@given(changes())
def test_it_is_the_mean_over_all_orders_in_which_the_groups_could_have_come(change):
    before, after = change
    found = explain(before, after)
    groups = [one.group for one in found.contributions]
    added = dict.fromkeys(groups, 0.0)
    reached = cache(lambda chosen: value(hybrid(before, after, chosen)))
    orders = list(permutations(groups))
    for order in orders:
        for number, group in enumerate(order):
            with_it, without = (reached(frozenset(order[: number + more])) for more in (1, 0))
            added[group] += (with_it - without) / len(orders)
    assert {one.group: one.amount for one in found.contributions} == pytest.approx(added, rel=1e-7, abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(networks(), networks())
def test_contributions_add_up_to_the_change_whatever_changed(before, after):
    found = explain(before, after)
    scale = max(abs(found.before), abs(found.after), 1e-9)
    assert (found.before, found.after) == pytest.approx((value(before), value(after)), rel=1e-9, abs=1e-9)
    assert sum(one.amount for one in found.contributions) == pytest.approx(found.change, abs=1e-9 * scale)


def in_chain(given_network, chain):
    """The network as a chain of its own, every name prefixed."""
    mine = renamed(given_network, chain)
    return dataclasses.replace(mine, nodes=tuple(dataclasses.replace(one, chain=chain) for one in mine.nodes))


@settings(max_examples=20, deadline=None)
@given(networks(size=4), networks(size=4), networks(size=4), networks(size=4))
def test_chains_that_share_nothing_are_told_as_each_alone(c_before, c_after, d_before, d_after):
    pairs = {"C": (c_before, c_after), "D": (d_before, d_after)}
    alone = {}
    for name, pair in pairs.items():
        alone |= told(explain(*(in_chain(one, name) for one in pair)))
    both = explain(*(together(in_chain(c, "C"), in_chain(d, "D")) for c, d in zip(*pairs.values(), strict=True)))
    assert both.merged == ()
    assert told(both) == pytest.approx(alone, rel=1e-7, abs=1e-7)


@settings(max_examples=20, deadline=None)
@given(networks(), networks())
def test_backwards_it_is_the_same_with_the_other_sign(before, after):
    there, back = told(explain(before, after)), told(explain(after, before))
    assert back == pytest.approx({part: -amount for part, amount in there.items()}, rel=1e-7, abs=1e-7)


@settings(max_examples=15, deadline=None)
@given(networks(), networks(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(before, after, random):
    def shuffled(given_network):
        names = [part.name for part in dataclasses.fields(Network)]
        rows = {name: getattr(given_network, name) for name in names}
        return Network(**{name: tuple(random.sample(several, len(several))) for name, several in rows.items()})

    assert explain(shuffled(before), shuffled(after)) == explain(before, after)


@settings(max_examples=15, deadline=None)
@given(changes(), st.data())
def test_a_stake_before_and_after_is_that_of_the_assessment(change, data):
    before, after = change
    code = data.draw(st.sampled_from(before.nodes)).code
    found = explain(before, after, stake_of=code)
    for side, reached in ((before, found.before), (after, found.after)):
        assert reached == pytest.approx(at(assess(side, draws=1), code).stake.point, rel=1e-7, abs=1e-7)
    assert sum(one.amount for one in found.contributions) == pytest.approx(found.change, abs=1e-7)
