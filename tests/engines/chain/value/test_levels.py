"""Levels: a figure has the highest of what went into it, a supply that of its total by the rule of contributors."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.chain.value.builders import at, controller, network, step
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import OpenNeeds, assumed, missing, observed
from rongtu.vocab.disclosure import ORDER, above

PUBLIC, MEMBERS, RESTRICTED, PRIVATE = ORDER


def owned(value, whose, level=PRIVATE):
    """A figure of a body at a level."""
    return replace(observed(value), level=level, contributor=whose)


def chain(part, **more):
    """P made of A, of which A's supply is given."""
    return network({"A": part, "P": 100.0}, "P:0.5=A", products={"P": 90}, **more)


def test_all_public_is_public():
    found = assess(chain(30.0), draws=2)
    assert found.value.level is PUBLIC
    assert {node.supply.level for node in found.nodes} == {PUBLIC}


@pytest.mark.parametrize(
    ("figures", "level"),
    [
        ((owned(30, "a"),), PRIVATE),
        ((owned(10, "a"), owned(10, "b"), owned(10, "c")), PUBLIC),
        ((owned(10, "a"), owned(10, "a"), owned(10, "b")), PRIVATE),
        ((owned(28, "a"), owned(1, "b"), owned(1, "c")), PRIVATE),
        ((owned(10, "a", MEMBERS), owned(10, "b", PUBLIC)), MEMBERS),
        ((replace(assumed(1, 30, "k"), level=PRIVATE, contributor="a"), owned(10, "b"), owned(10, "c")), PUBLIC),
        ((replace(assumed(1, 90, "k"), level=PRIVATE, contributor="a"), owned(10, "b"), owned(10, "c")), PRIVATE),
        ((replace(missing(), level=PRIVATE, contributor="a"), owned(10, "b"), owned(10, "c")), PRIVATE),
    ],
)
def test_supply_and_what_hangs_on_it_have_the_level_of_the_total(figures, level):
    found = assess(chain(figures), draws=2)
    for figure in (found.value, at(found, "A").supply, at(found, "A").cover, at(found, "P").stake):
        assert figure.level is level
    # what would be used of it were there any amount does not hang on what there is
    assert at(found, "A").need.level is PUBLIC


def test_other_inputs_have_the_highest_of_theirs():
    base = chain(30.0, controllers=(controller("A"),), interventions=(step("i", "A"),))
    private = replace(base.controllers[0], share=owned(0.5, "", PRIVATE))
    dear = replace(base.interventions[0], cost=owned(1.0, "b", MEMBERS))
    found = assess(replace(base, controllers=(private,), interventions=(dear,)), draws=2)
    assert at(found, "A").choke.level is PRIVATE
    assert at(found, "A").stake.level is PUBLIC
    (one,) = found.interventions
    assert (one.gain.level, one.net.level) == (PUBLIC, MEMBERS)


def test_a_node_that_is_not_public_makes_what_rests_on_it_so():
    base = chain(30.0)
    nodes = tuple(replace(one, level=MEMBERS) if one.code == "A" else one for one in base.nodes)
    assert assess(replace(base, nodes=nodes), draws=2).value.level is MEMBERS


def test_counts_have_the_level_they_come_with():
    base = chain(30.0, needs=(OpenNeeds("A", 4, (("talent", 1),), ("need:1",), PRIVATE),))
    found = at(assess(base, draws=2), "A")
    factor = next(one for one in found.blockages if one.kind == "factor")
    assert factor.degree.level is PRIVATE
    assert found.blockage.level is PRIVATE
    assert found.stake.level is PUBLIC


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(ORDER), st.integers(1, 50)), max_size=5))
def test_no_figure_is_above_the_highest_of_what_went_in(given_):
    figures = tuple(owned(amount, whose, level) for whose, level, amount in given_)
    found = assess(chain(figures), draws=1)
    most = max((level for _, level, _ in given_), key=ORDER.index, default=PUBLIC)
    assert not above(found.value.level, most)
    assert at(found, "P").supply.level is PUBLIC
