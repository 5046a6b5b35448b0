"""Supply of a scope: one figure for a body and node, sales only a lower bound, absence only under a census."""

from dataclasses import replace

import pytest
from small_chain import BARE, WAN, assumed, capability, changed, identity, more, node, survey

from rongtu.desks.cluster.value_figures import Figures
from rongtu.desks.cluster.value_supply import supplies
from rongtu.engines.chain.value.inputs import Standing
from rongtu.facts.assumed import BOUND
from rongtu.vocab.chains import BasisGrade, CapabilityRole, CapacityBasis, Completeness
from rongtu.vocab.evidence import Confidence

A = identity("chain_node", "C-A")
YUAN_A_WAN = 10_000


def supply(rows):
    return supplies(rows, Figures(rows.assumptions))[A]


def points(rows):
    return [figure.point / YUAN_A_WAN for figure in supply(rows).figures]


def test_a_capacity_in_fen_is_a_figure_in_yuan_with_its_row():
    (figure,) = supply(BARE).figures
    assert figure.standing is Standing.OBSERVED
    assert figure.point * 100 == 100 * WAN
    assert figure.facts == (BARE.capabilities[0].ref,)


def test_of_two_capacities_of_one_body_the_newest_counts_and_they_are_not_added_up():
    rows = changed(
        capabilities=[
            capability("C-A", amount=50, as_of="2025", grade=BasisGrade.NAMED),
            capability("C-A", amount=35, as_of="2026-06"),
        ]
    )
    assert points(rows) == [35]
    (note,) = supply(rows).notes
    assert "35万元" in note
    assert "50万元" in note
    assert "搁置" in note


def test_of_two_capacities_of_one_day_the_better_founded_counts():
    rows = changed(
        capabilities=[
            capability("C-A", amount=50, grade=BasisGrade.TEXT),
            capability("C-A", amount=35, grade=BasisGrade.NAMED),
        ]
    )
    assert points(rows) == [35]


def test_a_capacity_wins_over_newer_sales():
    rows = changed(
        capabilities=[
            capability("C-A", amount=24, as_of="2026-12", capacity_basis=CapacityBasis.SALES),
            capability("C-A", amount=35, as_of="2025"),
        ]
    )
    assert points(rows) == [35]
    assert supply(rows).notes == ()


SALES = capability("C-A", amount=24, capacity_basis=CapacityBasis.SALES)


def test_sales_alone_leave_the_capacity_missing_and_are_told_as_a_lower_bound():
    found = supply(changed(capabilities=[SALES]))
    (figure,) = found.figures
    assert figure.is_missing
    assert figure.facts == (SALES.ref,)
    assert "24万元" in found.notes[0]
    assert "下限" in found.notes[0]


def test_an_assumption_fills_in_a_capacity_of_which_only_sales_are_known():
    found = supply(changed(capabilities=[SALES], assumptions=assumed(SALES, "capacity", 25e4, 40e4)))
    (figure,) = found.figures
    assert (figure.standing, figure.low, figure.high) == (Standing.ASSUMED, 25e4, 40e4)
    assert "按推定计" in found.notes[0]


def test_a_body_without_a_figure_is_missing_or_assumed():
    blank = capability("C-A", amount=None)
    (figure,) = supply(changed(capabilities=[blank])).figures
    assert figure.is_missing
    (figure,) = supply(changed(capabilities=[blank], assumptions=assumed(blank, "capacity", 1e4, 2e4))).figures
    assert (figure.low, figure.high) == (1e4, 2e4)
    assert figure.facts[1] == blank.ref


@pytest.mark.parametrize(
    "said",
    [
        {"role": CapabilityRole.DEVELOPS},
        {"role": CapabilityRole.USES},
        {"body": "far"},
        {"body": "abroad"},
        {"amount": None, "grade": BasisGrade.INDUSTRY_CLASS},
    ],
)
def test_who_does_not_make_it_here_supplies_nothing(said):
    assert points(changed(capabilities=[capability("C-A", **said)])) == []


def test_a_maker_of_whom_nobody_says_where_he_is_is_told():
    (note,) = supply(more(capabilities=[capability("C-A", body="abroad")])).notes
    assert "“境外”在“物A”：所在地不明或在境外" in note


def test_a_maker_elsewhere_in_the_nation_is_told_on_every_node_of_the_item():
    rows = more(capabilities=[capability("D-A", body="far")], nodes=[node("D-A", chain="D")])
    assert supply(rows).elsewhere
    assert not supply(BARE).elsewhere
    assert not supply(more(capabilities=[capability("C-A", body="abroad")])).elsewhere


def test_under_a_census_nobody_is_unseen():
    assert supply(BARE).unseen is None


@pytest.mark.parametrize("completeness", [Completeness.PARTIAL, Completeness.NONE])
def test_without_a_census_the_unseen_is_what_somebody_states(completeness):
    asked = survey("C-A", completeness)
    rows = changed(surveys=[asked])
    assert supply(rows).unseen.is_missing
    stated = supply(replace(rows, assumptions=assumed(asked, BOUND, 0, 15e6))).unseen
    assert (stated.standing, stated.low, stated.high) == (Standing.ASSUMED, 0, 15e6)


def test_a_node_nobody_surveyed_is_unknown():
    found = supply(changed(surveys=[]))
    assert found.completeness is Completeness.NONE
    assert found.unseen.is_missing


def test_the_newest_survey_of_the_zone_counts():
    rows = changed(
        surveys=[
            survey("C-A", Completeness.CENSUS, "2026-06"),
            survey("C-A", Completeness.NONE, "2025"),
            survey("C-A", Completeness.PARTIAL, "2026-09", zone="other"),
        ]
    )
    assert supply(rows).completeness is Completeness.CENSUS


def test_confidence_does_not_decide_between_capacities():
    rows = changed(
        capabilities=[
            capability("C-A", amount=50, as_of="2025", confidence=Confidence.QUOTED),
            capability("C-A", amount=35, as_of="2026", confidence=Confidence.APPROXIMATE),
        ]
    )
    assert points(rows) == [35]
