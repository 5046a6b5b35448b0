"""The assessment as a whole: the worked example, unknown in and unknown out, the same digits for the same facts."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.chain.value.builders import at, controller, network, networks, node, replaced, step
from engines.chain.value.worked import GAINS, STAKES, VALUE, five_nodes
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import Network, assumed, missing, observed
from rongtu.vocab.chains import Completeness
from rongtu.vocab.problems import InputError


def test_the_worked_example_is_worth_75():
    assert assess(five_nodes()).value.point == VALUE


@pytest.mark.parametrize(("code", "stake"), STAKES.items())
def test_the_worked_examples_stakes(code, stake):
    assert at(assess(five_nodes()), code).stake.point == pytest.approx(stake, rel=1e-12)


@pytest.mark.parametrize(("more", "gain"), GAINS)
def test_the_worked_examples_additions(more, gain):
    assert assess(five_nodes(more=more)).value.point - VALUE == pytest.approx(gain, abs=1e-10)


def test_the_worked_examples_inputs_are_complements():
    found = assess(five_nodes(costs={"B": 1.0, "Part": 1.0}), budgets=(2.0,))
    alone = {one.code: one.gain.point for one in found.interventions}
    assert alone == pytest.approx({"B": 5.0, "Part": 0.0})
    assert found.plans[0].gain.point == pytest.approx(15.0)


def test_observed_figures_give_no_range():
    found = assess(five_nodes()).value
    assert (found.low, found.high, found.evidence, found.assumptions) == (found.point, found.point, 1.0, ())


def test_an_assumed_figure_gives_a_range_and_says_so():
    given_network = network({"A": assumed(10, 30, "a:1"), "P": 100}, "P:0.5=A", products={"P": 90})
    found = assess(given_network, draws=400).value
    assert found.point == pytest.approx(40)
    assert 20 < found.low < 24
    assert 56 < found.high < 60
    assert found.assumptions == ("a:1",)
    # the shares, supplies and purchases of two nodes, and a demand
    assert found.evidence == pytest.approx(5 / 6)


def test_what_does_not_rest_on_the_assumption_has_no_range():
    given_network = network({"A": assumed(10, 30, "a:1"), "P": 100}, "P:0.5=A", products={"P": 90})
    found = at(assess(given_network), "P")
    assert found.supply.low == found.supply.high
    assert found.supply.assumptions == ()


@pytest.mark.parametrize(
    ("given_network", "lacked", "of"),
    [
        (network({"A": 9, "P": 9}, "P:=A", products={"P": 9}), RequiredInput.INPUT_SHARES, "P-0"),
        (network({"A": None, "P": 9}, "P:0.5=A", products={"P": 9}), RequiredInput.CAPACITIES, "A"),
        (network({"A": 9, "P": 9}, "P:0.5=A", products={"P": None}), RequiredInput.DEMAND, "P"),
        (network({"A": 9, "P": 9}, "P:0.5=A", buy={"A": None}, products={"P": 9}), RequiredInput.OUTSIDE_SUPPLY, "A"),
    ],
)
def test_what_is_missing_makes_everything_that_needs_it_unknown(given_network, lacked, of):
    found = assess(given_network, budgets=(1.0,))
    assert [(lack.input, lack.of) for lack in found.value.missing] == [(lacked, of)]
    assert found.value.point is found.value.low is found.value.high is None
    assert not at(found, "P").stake.known
    assert not at(found, "P").blockage.known
    assert found.plans == found.parts == ()


def test_the_need_of_a_node_does_not_rest_on_its_own_supply():
    found = assess(network({"A": None, "P": 100}, "P:0.5=A", products={"P": 90}))
    assert at(found, "A").need.point == pytest.approx(45)
    assert not at(found, "P").need.known
    assert not at(found, "A").cover.known


def test_what_no_product_is_made_from_is_worth_nothing_whatever_is_unknown_of_it():
    aside = node("X", None)
    found = at(assess(network({"P": 9}, products={"P": 9}, nodes=(aside,), interventions=(step("i", "X"),))), "X")
    assert (found.need.point, found.stake.point, found.needed, found.choke.point) == (0.0, 0.0, False, 0.0)
    assert not found.supply.known


def test_what_a_chain_that_names_no_final_product_is_worth_is_not_known():
    aside = node("X", 5, chain="S")
    given_network = network(
        {"P": 9},
        products={"P": 9},
        nodes=(aside,),
        controllers=(controller("X"),),
        interventions=(step("i", "X"),),
    )
    found = assess(given_network)
    one, (tried,) = at(found, "X"), found.interventions
    for estimate in (one.need, one.stake, one.room, one.choke, one.controls[0].impact, tried.gain):
        assert [(lack.input, lack.of) for lack in estimate.missing] == [(RequiredInput.DEMAND, "S")]
    assert (one.needed, one.supply.point, found.value.point) == (False, 5.0, 9.0)


def test_where_no_body_is_on_record_and_nobody_looked_nothing_is_known():
    nodes = tuple(node(code, (), survey=Completeness.NONE) for code in "AP")
    found = assess(network({}, "P:0.5=A", nodes=nodes, products={"P": 9}))
    assert [(lack.input, lack.of) for lack in found.value.missing] == [(RequiredInput.CENSUS, code) for code in "AP"]
    assert not any(one.supply.known or one.stake.known for one in found.nodes)
    # after a census nobody is nobody
    looked = tuple(node(code, ()) for code in "AP")
    assert assess(network({}, "P:0.5=A", nodes=looked, products={"P": 9})).value.point == 0.0


def test_of_several_optima_each_chain_has_its_least_and_its_most():
    given_network = network(
        {"A": 10},
        "P:0.5=A Q:0.5=A",
        nodes=(node("P", 100, chain="S"), node("Q", 100, chain="T")),
        products={"P": 12, "Q": 90},
    )
    found = assess(given_network)
    assert found.value.point == pytest.approx(20)
    parts = {part.chain: (part.least, part.most) for part in found.parts}
    assert parts == {"S": pytest.approx((0, 12)), "T": pytest.approx((8, 20))}


def test_nodes_and_interventions_are_told_in_code_order_without_labels():
    given_network = network(
        {"P": 9, "A": 9},
        "P:0.5=L",
        products={"P": 9},
        nodes=(node("L", label=True),),
        types=(("A", "L"),),
        interventions=(step("j", "A"), step("i", "P")),
    )
    found = assess(given_network)
    assert [one.node for one in found.nodes] == ["A", "P"]
    assert [one.code for one in found.interventions] == ["i", "j"]


@pytest.mark.parametrize("asked", [{"budgets": (-1.0,)}, {"draws": 0}, {"discount": -1.0}])
def test_what_cannot_be_asked_is_refused(asked):
    with pytest.raises(InputError):
        assess(five_nodes(), **asked)


def numbers(part):
    """Every number of a result, in order."""
    if isinstance(part, float):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from numbers(one)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from numbers(getattr(part, field.name))


@settings(max_examples=15, deadline=None)
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(given_network, random):
    def shuffled(rows):
        return tuple(random.sample(rows, len(rows)))

    parts = {field.name: shuffled(getattr(given_network, field.name)) for field in dataclasses.fields(Network)}
    assert assess(given_network, draws=3) == assess(Network(**parts), draws=3)


def uncertain(given_network, more=()):
    """The network with its first supply and share assumed."""
    first = given_network.nodes[0]
    supply = (assumed(0, 20, "a:supply"), *more)
    nodes = (dataclasses.replace(first, supply=supply), *given_network.nodes[1:])
    groups = tuple(
        dataclasses.replace(group, share=assumed(0.1, 0.3, "a:share")) if number == 0 else group
        for number, group in enumerate(given_network.groups)
    )
    return dataclasses.replace(given_network, nodes=nodes, groups=groups)


@settings(max_examples=15, deadline=None)
@given(networks())
def test_the_same_facts_and_seed_give_the_same_digits(given_network):
    given_network = uncertain(given_network)
    assert assess(given_network, draws=5, seed=7) == assess(given_network, draws=5, seed=7)


@settings(max_examples=15, deadline=None)
@given(networks())
def test_an_assumption_about_something_else_moves_nothing(given_network):
    given_network = uncertain(given_network)
    aside = dataclasses.replace(
        given_network,
        nodes=(node("AA", assumed(0, 5, "a:aside")), *given_network.nodes),
        purchases=given_network.purchases,
    )
    before, after = assess(given_network, draws=5), assess(aside, draws=5)
    assert [one for one in after.nodes if one.node != "AA"] == list(before.nodes)
    assert after.value == before.value


@settings(max_examples=10, deadline=None)
@given(networks(), st.data())
def test_unknown_in_is_unknown_out(given_network, data):
    product = data.draw(st.sampled_from(given_network.products))
    products = tuple(
        dataclasses.replace(one, demand=missing()) if one is product else one for one in given_network.products
    )
    found = assess(dataclasses.replace(given_network, products=products), draws=2)
    assert not found.value.known
    assert not at(found, product.node).stake.known
    for one in found.nodes:
        known = {estimate.known for estimate in (one.need, one.stake, one.room)}
        assert known == {not one.stake.missing}


FIGURES = ("need", "supply", "cover", "stake", "room", "access", "blockage", "choke")


@st.composite
def holes(draw):
    """A network with a hole, and the same with one or another number in it."""
    given_network = draw(networks())
    part = draw(st.sampled_from(["supply", "share", "available", "demand"]))

    def filled(figure):
        if part == "supply":
            return replaced(given_network, given_network.nodes[-1].code, supply=(figure,))
        if part == "share" and given_network.groups:
            groups = (dataclasses.replace(given_network.groups[0], share=figure), *given_network.groups[1:])
            return dataclasses.replace(given_network, groups=groups)
        if part == "available":
            rows = (dataclasses.replace(given_network.purchases[0], available=figure), *given_network.purchases[1:])
            return dataclasses.replace(given_network, purchases=rows)
        products = (dataclasses.replace(given_network.products[0], demand=figure), *given_network.products[1:])
        return dataclasses.replace(given_network, products=products)

    figures = [missing(), *(observed(number) for number in ((0.1, 0.3) if part == "share" else (1.0, 30.0)))]
    return [filled(figure) for figure in figures]


@settings(max_examples=30, deadline=None)
@given(holes())
def test_what_is_still_known_is_the_same_whatever_number_the_hole_has(holed):
    unknown, *filled = (assess(one, draws=1) for one in holed)
    for place, one in enumerate(unknown.nodes):
        for name in FIGURES:
            told = getattr(one, name)
            if told.known:
                others = [getattr(each.nodes[place], name).point for each in filled]
                assert others == pytest.approx([told.point] * 2, rel=1e-7, abs=1e-6)
    if unknown.value.known:
        assert [each.value.point for each in filled] == pytest.approx([unknown.value.point] * 2)


def test_what_is_missing_leaves_known_what_has_nothing_to_do_with_it():
    given_network = network({"A": 9, "P": 9, "B": None, "Q": 9}, "P:0.5=A Q:0.5=B", products={"P": 9, "Q": 9})
    found = assess(given_network)
    assert not found.value.known
    assert at(found, "A").stake.point == 9
    assert not at(found, "Q").stake.known
    assert [lack.of for lack in at(found, "Q").stake.missing] == ["B"]


def test_an_assumption_gives_a_range_to_what_it_touches_only():
    supply = {"A": assumed(1, 3, "a:1"), "P": 9, "B": 2, "Q": 9}
    found = assess(network(supply, "P:0.5=A Q:0.5=B", products={"P": 9, "Q": 9}))
    assert found.value.assumptions == at(found, "P").stake.assumptions == ("a:1",)
    assert at(found, "P").stake.low < at(found, "P").stake.high
    assert at(found, "Q").stake.assumptions == ()
    assert at(found, "Q").stake.low == at(found, "Q").stake.high


@settings(max_examples=10, deadline=None)
@given(networks())
def test_every_number_is_finite_and_every_range_contains_what_was_drawn(given_network):
    found = assess(uncertain(given_network), draws=4)
    assert all(number == number and abs(number) < float("inf") for number in numbers(found))
    for one in found.nodes:
        assert one.stake.low <= one.stake.high
        assert one.stake.point <= found.value.point + 1e-9 * max(1.0, found.value.point)
