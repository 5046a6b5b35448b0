"""Dates written otherwise: never read, but named in the mend."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.dates import interval, newest_day, parse_partial_date, suggest_partial_date
from rongtu.vocab.problems import InputError


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2021年3月5日", "2021-03-05"),
        ("2021年3月5号", "2021-03-05"),
        ("2021 年 12 月", "2021-12"),
        ("2021年3月份", "2021-03"),
        ("2021年", "2021"),
        ("2021/3/5", "2021-03-05"),
        ("2021.3", "2021-03"),
        ("2021.03.05", "2021-03-05"),
        ("2021-3-5", "2021-03-05"),
        ("２０２１／３／５", "2021-03-05"),
        ("２０２１", "2021"),
        ("20210305", "2021-03-05"),
        ("2021-03-05 00:00:00", "2021-03-05"),
        ("2021/3/5 0:00", "2021-03-05"),
        ("2021-03-05T12:30:00.000", "2021-03-05"),
    ],
)
def test_the_mend_names_what_is_meant(text, meant):
    assert suggest_partial_date(text) == meant
    with pytest.raises(InputError, match=f"Write {meant}, if that is meant") as raised:
        parse_partial_date(text, "cell")
    assert raised.value.problems[0].found == repr(text)


@pytest.mark.parametrize(
    "text", ["5/3/2021", "21.3", "2021年2月30日", "2021/13", "约2021", "2021-2022", "2021/3-5", "202103", "", "前年"]
)
def test_what_is_not_clear_is_not_guessed(text):
    assert suggest_partial_date(text) is None
    with pytest.raises(InputError, match="Write it so, or leave it empty"):
        parse_partial_date(text, "cell")


@given(st.dates(), st.sampled_from(["{0.year:04}年{0.month}月{0.day}日", "{0.year:04}/{0.month}/{0.day}", "{0}"]))
def test_every_day_is_suggested_as_itself(day, form):
    assert suggest_partial_date(form.format(day)) == day.isoformat()


@given(st.text(st.sampled_from("0123456789年月日/.-:T ")))
def test_a_suggestion_is_always_a_date(text):
    suggestion = suggest_partial_date(text)
    if suggestion is not None:
        assert parse_partial_date(suggestion, "cell") == suggestion
        assert interval(suggestion)


def test_the_newest_day_said_is_never_the_end_of_a_year_that_may_not_be_over():
    assert newest_day(["2026", "2026-06-10"]) == date(2026, 6, 10)
    assert newest_day(["2026-11", "2026-11-20"]) == date(2026, 11, 30)
    assert newest_day(["2026"]) == date(2026, 1, 1)
    assert newest_day([]) is None
