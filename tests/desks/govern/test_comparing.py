"""Comparing figures: one number may stand behind them, or not; in Python and in the database alike."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Integer, Numeric, Text, column, select, values

from rongtu.desks.govern.comparing import Agreement, Written, agree, apart, by_age, differ, share

FIGURES = st.decimals(min_value=-(10**6), max_value=10**6, places=4)
PLACES = st.integers(min_value=0, max_value=4)


def written(text, unit="亿元"):
    """A figure as it stands in a text."""
    return Written(Decimal(text), unit)


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("39", "39", Agreement.EQUAL),
        ("39", "39.0", Agreement.EQUAL),
        ("39.0", "48.0", Agreement.APART),
        ("8536.94", "8537", Agreement.ROUNDED),
        ("8536.94", "8536", Agreement.APART),
        ("6.83", "6.8", Agreement.ROUNDED),
        ("4.27", "4.02", Agreement.APART),
        ("1.5", "1.6", Agreement.APART),
        ("2", "2.5", Agreement.ROUNDED),
        ("-0.4", "0", Agreement.ROUNDED),
    ],
)
def test_figures_agree_as_far_as_they_were_rounded(one, other, agreement):
    assert agree([written(one), written(other)]) is agreement
    assert agree([written(other), written(one)]) is agreement


def test_three_figures_agree_only_if_one_number_may_stand_behind_all():
    assert agree([written("6.8"), written("6.83"), written("6.829")]) is Agreement.ROUNDED
    assert agree([written("6.8"), written("6.83"), written("6.77")]) is Agreement.APART


def test_figures_in_two_units_are_not_compared():
    difference = differ(written("8537"), written("85370000", "万元"))
    assert (difference.absolute, difference.relative) == (None, None)
    assert difference.agreement is Agreement.UNCOMPARED


def test_a_difference_is_told_in_the_unit_and_as_a_share_of_what_it_is_compared_with():
    difference = differ(written("48"), written("39"))
    assert difference.absolute == 9
    assert difference.relative == pytest.approx(9 / 39)
    assert differ(written("-48"), written("-39")).relative == pytest.approx(-9 / 39)


def test_nothing_is_a_share_of_zero():
    assert share(Decimal(3), Decimal(0)) is None


@given(FIGURES, PLACES, PLACES)
def test_one_number_rounded_twice_agrees_with_itself(number, some, more):
    rounded = [Written(round(number, places), "") for places in (some, more)]
    # half of the last place, rounded up once and down once, is the one case in which the two do not overlap
    ties = {abs(number - one.value) * 2 for one in rounded}
    if not ties & {Decimal(1).scaleb(-places) for places in (some, more)}:
        assert agree(rounded) is not Agreement.APART


@given(FIGURES, FIGURES, PLACES)
def test_figures_written_alike_agree_only_if_equal(one, other, places):
    pair = [Written(round(figure, places), "") for figure in (one, other)]
    assert (agree(pair) is Agreement.EQUAL) is (pair[0].value == pair[1].value)
    assert agree(pair) is not Agreement.ROUNDED


def test_the_database_judges_alike(world):
    draw = random.Random(4)
    groups = [
        [
            Written(
                round(Decimal(draw.randrange(900, 1_100)) / 100, draw.randrange(4)), draw.choice(("家", "家", "户"))
            )
            for _ in range(draw.randrange(2, 4))
        ]
        for _ in range(300)
    ]
    rows = [(number, figure.value, figure.unit) for number, group in enumerate(groups) for figure in group]
    given_rows = values(column("number", Integer), column("value", Numeric), column("unit", Text), name="v").data(rows)
    query = select(given_rows.c.number).group_by(given_rows.c.number)
    found = set(world.connection.execute(query.having(apart(given_rows.c.value, given_rows.c.unit))).scalars())
    judged = [agree(group) in (Agreement.APART, Agreement.UNCOMPARED) for group in groups]
    assert found == {number for number, is_apart in enumerate(judged) if is_apart}
    assert 0 < len(found) < len(groups)


def test_vintages_stand_in_the_order_they_came_out():
    vintages = ["2025-03", "第四次经济普查修订", "2024", "unstated", "2025-12-25"]
    ordered = ["unstated", "第四次经济普查修订", "2024", "2025-03", "2025-12-25"]
    assert sorted(vintages, key=by_age) == ordered
