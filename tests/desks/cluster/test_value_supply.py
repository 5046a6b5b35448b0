"""Supply of a scope: one figure for a body and node, sales only a lower bound, absence only under a census."""

from dataclasses import replace

import pytest
from small_chain import BARE, WAN, assumed, capability, changed, identity, more, node, row, survey

from rongtu.desks.cluster.value.figures import Figures
from rongtu.desks.cluster.value.gathered import Gathered
from rongtu.desks.cluster.value.supply import supplies
from rongtu.engines.chain.value.inputs import Standing
from rongtu.facts.assumed import BOUND
from rongtu.vocab.chains import BasisGrade, CapabilityRole, CapacityBasis, Completeness
from rongtu.vocab.evidence import Confidence, Visibility

A = identity("chain_node", "C-A")
YUAN_A_WAN = 10_000


def supply(rows):
    return supplies(rows, Figures(rows.assumptions), Gathered())[A]


def gathered(rows):
    """What figures told as one are made of."""
    found = Gathered()
    supplies(rows, Figures(rows.assumptions), found)
    return found.derivations


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


def test_where_the_capacity_is_unknown_supply_is_said_to_be_at_least_the_sales():
    assert "产能未知，供给不少于此数" in supply(changed(capabilities=[SALES])).notes[0]


def test_a_capacity_below_sales_contradicts_them_and_is_told():
    rows = changed(
        capabilities=[capability("C-A", amount=60, capacity_basis=CapacityBasis.SALES), capability("C-A", amount=35)]
    )
    assert points(rows) == [35]
    (note,) = supply(rows).notes
    assert "产能 35万元 低于其销售额 60万元，两者矛盾" in note


def test_so_does_an_assumed_capacity_that_cannot_reach_them():
    (note,) = supply(changed(capabilities=[SALES], assumptions=assumed(SALES, "capacity", 1e4, 20e4))).notes
    assert "推定的上限低于它，两者矛盾" in note


MANY = [
    row("organisation", f"m{number:03d}", name=f"厂{number}", region=identity("region", "north"))
    for number in range(60)
]


def of_many(amounts, **said):
    return more(
        organisations=MANY,
        capabilities=[
            capability("C-A", body=f"m{number:03d}", amount=one, **said) for number, one in enumerate(amounts)
        ],
    )


def test_very_many_public_figures_of_a_node_are_told_as_their_total_and_what_it_is_made_of_apart():
    rows = of_many([number + 0.01 for number in range(60)])
    (figure,) = supply(rows).figures
    assert figure.point == 100e4 + sum(range(60)) * 1e4 + 60 * 100
    assert figure.facts == ("derived:value/supplied/C-A",)
    made_of = gathered(rows)["value/supplied/C-A"]
    assert len(made_of.inputs) == 61
    assert made_of.rule == "61 家单位的年供给能力之和"


def test_very_many_missing_figures_are_one_that_is_missing_and_are_counted():
    rows = of_many([None] * 60)
    assert [figure.is_missing for figure in supply(rows).figures] == [True, False]
    assert supply(rows).unknown == 60
    assert len(gathered(rows)["value/supplying/C-A"].inputs) == 60


def test_figures_not_all_of_which_are_public_stay_apart():
    rows = of_many([1] * 60, visibility=Visibility.MEMBERS)
    found = supply(rows)
    assert len(found.figures) == 61
    assert {figure.contributor for figure in found.figures} >= {str(body.id) for body in MANY}
    assert {figure.level for figure in found.figures} == {Visibility.PUBLIC, Visibility.MEMBERS}
    assert gathered(rows) == {}


def test_of_very_many_remarks_the_first_are_told_and_the_rest_counted():
    notes = supply(of_many([5] * 60, capacity_basis=CapacityBasis.SALES)).notes
    assert len(notes) == 21
    assert "另有 40 家单位" in notes[-1]


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
