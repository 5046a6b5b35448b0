"""Dates, money and canonical JSON: what is written is what is kept."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.canonical import canonical_bytes, digest, round_significant
from rongtu.vocab.dates import interval, parse_partial_date, year_of
from rongtu.vocab.money import in_wan, to_fen
from rongtu.vocab.problems import InputError

numbers = st.floats(-1e300, 1e300)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12-31", "2023-12-31", "2023-12-31"),
    ],
)
def test_a_date_covers_what_it_says(text, first, last):
    assert tuple(day.isoformat() for day in interval(parse_partial_date(text, "cell"))) == (first, last)
    assert year_of(parse_partial_date(text, "cell")) == int(text[:4])


@pytest.mark.parametrize("text", ["2021-13", "2021-02-30", "21", "2021/03", "约2021", "2021-3", ""])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(InputError, match="YYYY"):
        parse_partial_date(text, "cell")


@given(st.integers(0, 10**15))
def test_fen_survive_being_written_in_wan(fen):
    assert to_fen(in_wan(fen), "万元", "cell") == fen


@pytest.mark.parametrize(
    ("amount", "unit", "fen"), [("1", "元", 100), ("500", "万元", 500_000_000), ("4458.4", "亿元", 44_584_000_000_000)]
)
def test_money_is_read_without_floating_point(amount, unit, fen):
    assert to_fen(amount, unit, "cell") == fen


@pytest.mark.parametrize(("amount", "unit"), [("0.001", "元"), ("x", "元"), ("1", "美元"), ("NaN", "元")])
def test_money_that_is_none_is_refused(amount, unit):
    with pytest.raises(InputError):
        to_fen(amount, unit, "cell")


@given(values)
def test_canonical_json_is_a_fixed_point(value):
    once = canonical_bytes(value)
    assert canonical_bytes(json.loads(once)) == once


@given(numbers)
def test_ten_digits_are_kept(number):
    rounded = round_significant(number)
    assert abs(Decimal(rounded) - Decimal(number)) <= abs(Decimal(number)) * Decimal("5.0000001e-10")


def test_numbers_that_differ_beyond_ten_digits_are_the_same():
    assert digest({"b": 1.0, "a": 0.1 + 0.2}) == digest({"a": 0.3, "b": 1.0000000000001})


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_refused(number):
    with pytest.raises(ValueError, match="an unknown is null"):
        canonical_bytes([number])
