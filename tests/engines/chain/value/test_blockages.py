"""Blockages: four kinds in [0, 1], what is unknown beside what is known, worst known kind times the stake."""

import pytest

from engines.chain.value.builders import at, bought, network
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import Cohort, OpenNeeds, Pilot, assumed, missing, observed
from rongtu.engines.chain.value.results import BlockageKind
from rongtu.vocab.geography import Origin

UNKNOWN_KINDS = {
    BlockageKind.BRIDGE: RequiredInput.PILOT_MONTHS,
    BlockageKind.FACTOR: RequiredInput.OPEN_NEEDS,
    BlockageKind.CONVERSION: RequiredInput.CONVERSION_COHORT,
}


def found(rows=(), supply=30, **more):
    """A node of which half of 90 is made; scope makes 30 of it and could buy 60 more."""
    purchases = rows or (bought("A", 60, 80), bought("A", 0, 20, origin=Origin.SCOPE))
    given_network = network({"A": supply, "P": 100}, "P:0.5=A", purchases=purchases, products={"P": 90}, **more)
    return at(assess(given_network), "A")


def degree(node, kind):
    return next(one for one in node.blockages if one.kind is kind)


def test_market_compares_what_is_bought_here_with_what_could_be():
    told = degree(found(), BlockageKind.MARKET)
    assert told.numerator.point == pytest.approx(0.2)
    assert told.denominator.point == pytest.approx(1 / 3)
    assert told.degree.point == pytest.approx(1 - 0.2 * 3)


def test_buying_here_more_than_its_part_is_no_blockage():
    rows = (bought("A", 60, 10), bought("A", 0, 90, origin=Origin.SCOPE))
    assert degree(found(rows), BlockageKind.MARKET).degree.point == 0


def test_where_scope_makes_none_there_is_nothing_to_meet():
    assert degree(found(supply=0), BlockageKind.MARKET).degree.point == 0


def test_where_nothing_was_bought_market_is_unknown():
    told = degree(found((bought("A", 60, 0),)), BlockageKind.MARKET)
    assert not told.degree.known
    assert told.note


@pytest.mark.parametrize(
    ("pilot", "expected"),
    [
        (Pilot("A", observed(3), observed(12), "months", facilities=1), 0.75),
        (Pilot("A", observed(12), observed(3), "months", facilities=1), 0.0),
        (Pilot("A", observed(0), observed(0), "months", facilities=1), 0.0),
        (Pilot("A", observed(0), observed(0), "months", waiting=2), 1.0),
        (Pilot("A", missing(), missing(), "months", waiting=2), 1.0),
        (Pilot("A", missing(), observed(3), "months", facilities=1), None),
    ],
)
def test_bridge_is_the_part_of_the_months_asked_that_is_not_on_offer(pilot, expected):
    told = degree(found(pilots=(pilot,)), BlockageKind.BRIDGE).degree
    assert told.point == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        (OpenNeeds("A", 8, (("talent", 1), ("data", 1))), 0.25),
        (OpenNeeds("A", 0, ()), 0.0),
        (OpenNeeds("A", 1, (("talent", 1), ("data", 1))), 1.0),
    ],
)
def test_factor_is_the_share_of_open_needs_that_are_old(needs, expected):
    told = degree(found(needs=(needs,)), BlockageKind.FACTOR)
    assert told.degree.point == pytest.approx(expected)
    assert told.denominator.point == needs.open


def test_conversion_is_the_share_of_its_cohort_nobody_took_up():
    told = degree(found(cohorts=(Cohort("A", 8, 2),)), BlockageKind.CONVERSION)
    assert (told.degree.point, told.numerator.point, told.denominator.point) == (0.25, 2, 8)


def test_a_cohort_of_none_is_unknown_and_says_so():
    told = degree(found(cohorts=(Cohort("A", 0, 0),)), BlockageKind.CONVERSION)
    assert not told.degree.known
    assert told.denominator.point == 0
    assert told.note


def test_kinds_nobody_recorded_are_unknown_and_listed():
    node = found()
    for kind, lacked in UNKNOWN_KINDS.items():
        assert [lack.input for lack in degree(node, kind).degree.missing] == [lacked]
    assert {lack.input for lack in node.blockage.missing} == set(UNKNOWN_KINDS.values())


def test_severity_is_the_stake_times_the_worst_kind_known():
    node = found(pilots=(Pilot("A", observed(3), observed(12), "months", facilities=1),))
    assert node.stake.point == pytest.approx(90)
    assert node.blockage.point == pytest.approx(90 * 0.75)


def test_severity_is_unknown_where_no_kind_is_known():
    node = found((bought("A", 60, None),))
    assert not node.blockage.known
    assert {lack.input for lack in node.blockage.missing} == {*UNKNOWN_KINDS.values(), RequiredInput.PURCHASES}


def test_the_worst_kind_is_found_in_every_draw():
    pilot = Pilot("A", assumed(0, 12, "a:1"), observed(12), "months", facilities=1)
    node = found(pilots=(pilot,), needs=(OpenNeeds("A", 2, (("data", 1),)),))
    # a bridge of 0.5 at the point and from 0 to 1 in the draws, never below a factor of 0.5
    assert node.blockage.point == pytest.approx(90 * 0.5)
    assert node.blockage.low == pytest.approx(90 * 0.5)
    assert node.blockage.high > 90 * 0.9


def test_pilot_months_in_two_units_stand_apart():
    pilots = tuple(Pilot("A", observed(1), observed(4), unit, facilities=1) for unit in ("tonne-months", "line-months"))
    notes = [one.note for one in found(pilots=pilots).blockages if one.kind is BlockageKind.BRIDGE]
    assert notes == ["line-months", "tonne-months"]
