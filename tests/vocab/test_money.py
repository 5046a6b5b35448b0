"""Amounts with their unit in one text: exact, one reading only, back as written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.money import FEN_PER_UNIT, MOST_FEN, in_wan, parse_amount, to_fen, with_unit
from rongtu.vocab.problems import InputError

fens = st.integers(-MOST_FEN, MOST_FEN)
units = st.sampled_from(list(FEN_PER_UNIT))


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.5万元", 1_234_500_000),
        ("１，２３４．５　万元", 1_234_500_000),
        ("500 元", 50_000),
        ("3千元", 300_000),
        ("2.5百万元", 250_000_000),
        ("1.2亿元", 12_000_000_000),
        ("人民币300万元", 300_000_000),
        ("￥88.88元", 8_888),
        ("-12.5万元", -12_500_000),
        ("0.01元", 1),
    ],
)
def test_an_amount_is_read_with_its_unit(text, fen):
    assert parse_amount(text, "cell") == fen


def test_the_columns_unit_serves_where_the_cell_has_none():
    assert parse_amount("1,000", "cell", "万元") == parse_amount("1,000万元", "cell", "万元") == 1_000_000_000


@pytest.mark.parametrize(
    ("text", "unit", "why"),
    [
        ("500", None, "Write the unit behind it, such as 500万元"),
        ("500万", None, "Write 万元 if yuan are meant"),
        ("5元", "万元", "this amount is in 万元"),
        ("5000美元", None, "another currency"),
        ("$5000", "元", "another currency"),
        ("12,34元", None, "comma after each three digits"),
        ("1,2345元", None, "comma after each three digits"),
        ("1 234元", None, "comma after each three digits"),
        ("500-800万元", None, "a range"),
        ("约500万元", None, "an amount is a number"),
        ("1e5元", None, "an amount is a number"),
        ("", "元", "an amount is a number"),
        ("0.001元", None, "whole fen"),
        ("100000000000亿元", None, "at most"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(text, unit, why):
    with pytest.raises(InputError, match=why) as raised:
        parse_amount(text, "row 7", unit)
    assert raised.value.problems[0].where == "row 7"


@pytest.mark.parametrize("number", ["Infinity", "-inf", "NaN", "sNaN", "1E999999", "1E70", f"0.{'1' * 80}", "1" * 200])
def test_no_number_is_too_strange_to_be_refused_in_words(number):
    with pytest.raises(InputError):
        to_fen(number, "元", "cell")


@given(fens, st.none() | units)
def test_what_is_shown_is_read_back_as_the_same_amount(fen, unit):
    assert parse_amount(with_unit(fen, unit), "cell") == fen


@given(fens)
def test_an_amount_in_wan_is_that_many_wan(fen):
    assert Decimal(in_wan(fen)) * FEN_PER_UNIT["万元"] == fen
    assert not in_wan(fen).endswith(".")


@given(st.integers(-(10**8), 10**8), units)
def test_whole_numbers_of_a_unit_are_exact(number, unit):
    assert parse_amount(f"{number:,}{unit}", "cell") == to_fen(str(number), unit, "cell") == number * FEN_PER_UNIT[unit]


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "0元"),
        (1, "0.01元"),
        (99_999_999, "99.999999万元"),
        (1_234_500_000, "1,234.5万元"),
        (10**10, "1亿元"),
        (-150, "-1.5元"),
        (10**10 + 1, "1.0000000001亿元"),
    ],
)
def test_amounts_are_shown_as_people_read_them(fen, shown):
    assert with_unit(fen) == shown
