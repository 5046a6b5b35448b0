"""Breaks: hard or weak, elsewhere or nowhere, as bad as what the node is worth and what is not covered."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.chain.value.builders import amounts, at, bought, figure, network, networks, node, replaced
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import assumed, observed
from rongtu.engines.chain.value.results import BreakKind, BreakPlace
from rongtu.vocab.chains import Completeness
from rongtu.vocab.geography import Origin


def chain(supply=0.0, *, rows=None, **more):
    """90 of P, of which half is A."""
    made = node("A", supply, **more)
    purchases = (bought("A"),) if rows is None else rows
    return network({"P": 100}, "P:0.5=A", nodes=(made,), purchases=purchases, products={"P": 90})


def broken(given_network, code="A"):
    return at(assess(given_network), code).breaks


@pytest.mark.parametrize(("supply", "kind"), [(0, BreakKind.HARD), (4.5, BreakKind.WEAK), (4.6, None), (90, None)])
def test_no_supply_is_a_hard_break_and_a_tenth_of_the_need_a_weak_one(supply, kind):
    found = broken(chain(supply))
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize("survey", [Completeness.PARTIAL, Completeness.NONE])
def test_without_a_census_nobody_found_is_not_nobody(survey):
    assert broken(chain(survey=survey, unseen=figure(0.0))) is None


def test_what_is_not_needed_is_no_break():
    found = network({"A": 0, "B": 45, "P": 100}, "P:0.5=A+B", products={"P": 90})
    assert broken(found) is None


def test_a_link_missing_altogether_counts_in_full():
    found = at(assess(chain()), "A")
    assert found.stake.point == 0
    assert found.breaks.severity.point == pytest.approx(90)


def test_a_weak_break_counts_by_what_is_not_covered():
    assert broken(chain(4.5)).severity.point == pytest.approx(90 * 0.9)


def test_what_is_met_from_elsewhere_does_not_count():
    rows = (bought("A", 10, 3), bought("A", 10, 1, origin=Origin.ABROAD, country="XAA"))
    found = at(assess(chain(rows=rows)), "A")
    assert found.access.point == pytest.approx(0.75)
    assert found.breaks.severity.point == pytest.approx(90 * 0.25)


def test_without_purchases_the_break_is_known_and_its_severity_is_not():
    found = broken(chain(rows=(bought("A", 0, None),)))
    assert found.kind is BreakKind.HARD
    assert [(lack.input, lack.of) for lack in found.severity.missing] == [(RequiredInput.PURCHASES, "A")]


@pytest.mark.parametrize(
    ("given_network", "place"),
    [
        (chain(), BreakPlace.NOWHERE),
        (chain(elsewhere=True), BreakPlace.ELSEWHERE),
        (chain(rows=(bought("A", 1, 0),)), BreakPlace.ELSEWHERE),
        (chain(rows=(bought("A", 0, 1),)), BreakPlace.ELSEWHERE),
        (chain(rows=(bought("A", 5, 5, origin=Origin.ABROAD),)), BreakPlace.NOWHERE),
    ],
)
def test_a_break_is_elsewhere_where_somebody_in_the_nation_supplies_it(given_network, place):
    assert broken(given_network).place is place


def test_two_links_missing_altogether_are_both_breaks_and_neither_alone_is_worth_anything():
    found = assess(network({"A": 0, "B": 0, "P": 90}, "P:0.3=A P:0.3=B", products={"P": 90}))
    breaks = {one.node: (one.breaks.kind, one.breaks.severity.point) for one in found.nodes if one.breaks}
    assert breaks == {"A": (BreakKind.HARD, 0.0), "B": (BreakKind.HARD, 0.0)}


def ends(given_network, code):
    """The severity at the points of all figures and at both ends of its range; no break has none."""
    found = at(assess(given_network, draws=4), code).breaks
    return (0.0, 0.0, 0.0) if found is None else (found.severity.point, found.severity.low, found.severity.high)


def uncertain(given_network, code):
    """The network with some of a node's supply and all of its neighbours' first share assumed."""
    one = given_network.node(code)
    groups = tuple(
        dataclasses.replace(group, share=assumed(0.05, 0.3, "share")) if number == 0 else group
        for number, group in enumerate(given_network.groups)
    )
    supply = (*one.supply, assumed(0, 6, "supply"))
    return replaced(dataclasses.replace(given_network, groups=groups), code, supply=supply)


@settings(max_examples=12, deadline=None)
@given(networks(), amounts)
def test_adding_a_supplier_never_raises_the_severity_of_its_nodes_break(given_network, more):
    for one in given_network.nodes:
        before = uncertain(given_network, one.code)
        added = replaced(before, one.code, supply=(*before.node(one.code).supply, observed(more)))
        for less, severity in zip(ends(added, one.code), ends(before, one.code), strict=True):
            assert less <= severity * (1 + 1e-6) + 1e-6


@settings(max_examples=12, deadline=None)
@given(networks(), st.integers(1, 40))
def test_more_access_never_raises_it(given_network, more):
    abroad = tuple(bought(row.item, 0, 10, origin=Origin.ABROAD) for row in given_network.purchases)
    before = dataclasses.replace(given_network, purchases=(*given_network.purchases, *abroad))
    rows = tuple(
        dataclasses.replace(row, bought=observed(row.bought.point + more)) if row.origin is Origin.ELSEWHERE else row
        for row in before.purchases
    )
    after = dataclasses.replace(before, purchases=rows)
    for one in given_network.nodes:
        for less, severity in zip(ends(after, one.code), ends(before, one.code), strict=True):
            assert less <= severity * (1 + 1e-9) + 1e-9
