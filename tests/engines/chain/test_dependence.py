"""Dependence by country: shares as stated, what is unattributed as bounds, the weakest link upstream of a product."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.engines.chain.dependence import SupplyShare, held, node_dependences, weakest_links
from rongtu.engines.chain.inputs import Chain, Link, Node
from rongtu.vocab.chains import NodeKind, Relation, Tier
from rongtu.vocab.problems import InputError


def of(node="N", **stated):
    """A node's dependence, from shares by country."""
    return node_dependences([SupplyShare(node, country, share) for country, share in stated.items()])[node]


def bounds(found):
    return {one.country: (one.low, one.high) for one in found.holdings}


def test_shares_that_are_whole_leave_nothing_open():
    found = of(XAA=0.5, XBB=0.25, XCC=0.25)
    assert bounds(found) == {"XAA": (0.5, 0.5), "XBB": (0.25, 0.25), "XCC": (0.25, 0.25)}
    assert found.unattributed == 0
    assert found.concentration == (0.375, 0.375)
    assert found.largest.country == "XAA"


def test_a_rest_may_be_anybodys():
    found = of(XAA=0.5, XBB=0.25)
    assert bounds(found) == {"XAA": (0.5, 0.75), "XBB": (0.25, 0.5)}
    assert found.concentration == (0.3125, 0.625), "at most the largest has the rest too: 0.75² + 0.25²"
    assert (found.of("XZZ").low, found.of("XZZ").high) == (0, 0.25)


def test_a_country_named_without_a_number_has_between_nothing_and_the_rest():
    found = of(XAA=0.6, XBB=None)
    assert bounds(found)["XBB"] == pytest.approx((0, 0.4))
    nothing = of(XAA=None)
    assert bounds(nothing) == {"XAA": (0, 1)}
    assert nothing.largest is None
    assert nothing.concentration == (0, 1)


def test_a_share_of_no_named_country_is_unattributed():
    found = node_dependences([SupplyShare("N", "XAA", 0.7, "f1"), SupplyShare("N", None, 0.3, "f2")])["N"]
    assert found.unattributed == pytest.approx(0.3)
    assert found.facts == ("f2", "f1")


def test_shares_rounded_to_whole_per_cent_may_pass_1_by_their_rounding_and_are_not_rescaled():
    found = of(XAA=1.0, XBB=0.01)
    assert bounds(found) == {"XAA": (1.0, 1.0), "XBB": (0.01, 0.01)}
    with pytest.raises(InputError, match="add up to at most 1"):
        of(XAA=1.0, XBB=0.02)


def test_every_fault_is_told_at_once():
    bad = [("N", "XAA", 1.2), ("N", "XBB", math.nan), ("M", "XAA", 0.3), ("M", "XAA", 0.2), ("M", "XCC", -0.1)]
    with pytest.raises(InputError) as told:
        node_dependences(SupplyShare(*one) for one in bad)
    where = [problem.where for problem in told.value.problems]
    assert where == ["node M, share of XCC", "node M", "node N, share of XAA", "node N, share of XBB"]


def test_what_a_country_surely_holds_at_a_line():
    nodes = {"N": of(XAA=0.5, XBB=0.4), "M": of("M", XAA=0.9, XBB=0.1)}
    assert [(one.country, one.node) for one in held(nodes, 0.5)] == [("XAA", "M"), ("XAA", "N")]


PLACE = {"tier": Tier.UPSTREAM, "kind": NodeKind.PART}
CHAIN = Chain(
    "C",
    "链",
    tuple(Node(f"C-{one}", one, one, **PLACE) for one in "ABTLPZ"),
    (
        Link("C-A", "C-B", Relation.SUPPLIES),
        Link("C-B", "C-P", Relation.SUPPLIES),
        Link("C-T", "C-L", Relation.IS_TYPE_OF),
        Link("C-L", "C-P", Relation.SUPPLIES),
    ),
    ("C-P",),
)


def test_the_weakest_link_is_the_node_upstream_of_which_a_country_holds_most():
    nodes = {"C-A": of("C-A", XAA=0.9, XBB=0.1), "C-T": of("C-T", XBB=0.6), "C-Z": of("C-Z", XAA=1.0)}
    found = {one.country: one for one in weakest_links(CHAIN, nodes)}
    assert (found["XAA"].node, found["XAA"].low, found["XAA"].high) == ("C-A", 0.9, 0.9)
    assert (found["XBB"].node, found["XBB"].low, found["XBB"].high) == ("C-T", 0.6, 1.0)
    assert found["XAA"].unknown == ("C-B", "C-L", "C-P"), "nobody says whose these are"


def test_without_shares_nothing_is_told():
    assert weakest_links(CHAIN, {}) == ()
    assert weakest_links(CHAIN, {"C-Z": of("C-Z", XAA=1.0)}) == (), "no node upstream has any"


shares = st.dictionaries(st.sampled_from(["XAA", "XBB", "XCC", "XDD"]), st.floats(0, 0.25), min_size=1)


@given(stated=shares, rest=st.floats(0, 1), to=st.integers(0, 3))
def test_bounds_hold_whoever_has_the_rest(stated, rest, to):
    found = of(**stated)
    country = ["XAA", "XBB", "XCC", "XDD"][to]
    filled = {**stated, country: stated.get(country, 0) + found.unattributed * rest}
    low, high = found.concentration
    assert low - 1e-12 <= sum(share**2 for share in filled.values()) <= high + 1e-12
    assert all(found.of(one).low - 1e-12 <= share <= found.of(one).high + 1e-12 for one, share in filled.items())


@given(stated=shares)
def test_the_order_of_shares_moves_nothing(stated):
    assert of(**stated) == of(**dict(reversed(stated.items())))
