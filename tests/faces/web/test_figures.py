"""Numbers: digits enough, thousands apart, yuan in the units people use, unknown said as such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.desks.cluster.value.models import Estimated
from rongtu.faces.web import figures
from rongtu.faces.web.tongue import Tongue


def estimated(point, low=None, high=None, *, assumed=False, missing=()):
    return Estimated(point=point, low=low, high=high, assumed=assumed, evidence=1.0, missing=missing)


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (-0.0, "0"), (1e-12, "0"), (3, "3"), (0.1234, "0.12"), (0.0123, "0.012"), (12.34, "12.3"),
     (12345.6, "12,346")],
)  # fmt: skip
def test_numbers_have_the_digits_their_size_deserves(value, told):
    assert figures.number(value) == told


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        (0, "0 元", "0 yuan"),
        (9_999, "9,999 元", "9,999 yuan"),
        (123_400, "12.3 万元", "123,400 yuan"),
        (250_000_000, "2.50 亿元", "250 m yuan"),
        (-3_000_000_000, "-30 亿元", "-3 bn yuan"),
    ],
)
def test_money_is_told_in_the_units_of_the_language(yuan, zh, en):
    assert (figures.money(yuan, "zh"), figures.money(yuan, "en")) == (zh, en)


def test_a_range_is_told_in_the_unit_of_its_figure():
    assert figures.span(estimated(2e8, 1e8, 3e8), "zh", of="money") == ("2 亿元", "1–3")
    assert figures.span(estimated(0.5, 0.4, 0.6), "zh", of="share") == ("50\u00a0%", "40–60\u00a0%")
    assert figures.span(estimated(2e8), "zh", of="money") == ("2 亿元", "")


def test_what_is_unknown_says_what_is_missing():
    told = Tongue("zh").estimated(estimated(None, missing=("产能", "别的 <b>")))

    assert "未知" in told
    assert "产能、别的 &lt;b&gt;" in told
    assert "capacities" in Tongue("en").estimated(estimated(None, missing=("产能",)))


def test_what_is_assumed_is_marked():
    assert "推定" in Tongue("zh").estimated(estimated(1.0, 0.5, 2.0, assumed=True))
    assert "推定" not in Tongue("zh").estimated(estimated(1.0, 0.5, 2.0))


@given(st.floats(-1e15, 1e15))
def test_a_number_reads_back_near_what_it_was(value):
    told = float(figures.number(value).replace(",", ""))

    assert told == pytest.approx(value, rel=0.06, abs=0.001)
