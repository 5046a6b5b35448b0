"""Vintages: told apart, ordered where that is certain, never mixed in one series."""

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.problems import InputError
from rongtu.vocab.vintages import UNSTATED, compare, newest, parse_vintage, same_series

vintages = st.one_of(
    st.sampled_from([UNSTATED, "第四次经济普查修订", "初步核算"]),
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
)


def test_every_vintage_of_the_sample_is_one():
    with files("rongtu.facts.sample").joinpath("data", "observation.csv").open(encoding="utf-8") as lines:
        written = {row["vintage"] for row in csv.DictReader(lines)}
    assert {parse_vintage(text, "cell") for text in written} == written == {"unstated", "2025"}


@pytest.mark.parametrize(
    ("text", "vintage"),
    [
        ("unstated", UNSTATED),
        ("Unstated", UNSTATED),
        ("未注明", UNSTATED),
        ("２０２５", "2025"),
        (" 2025-03 ", "2025-03"),
        ("第四次经济普查修订", "第四次经济普查修订"),
        ("2018年第四次经济普查", "2018年第四次经济普查"),
    ],
)
def test_a_vintage_has_one_spelling(text, vintage):
    assert parse_vintage(text, "cell") == vintage


@pytest.mark.parametrize(
    ("text", "why"),
    [("2025年3月", "Write 2025-03"), ("2025/3", "Write 2025-03"), ("", "name of a revision"), ("2025-13", "name of a")],
)
def test_what_is_no_vintage_is_refused(text, why):
    with pytest.raises(InputError, match=why):
        parse_vintage(text, "cell")


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ("2024", "2025", -1),
        ("2025-03", "2025-02-28", 1),
        ("2025", "2025-03", None),
        ("2025", "2025", 0),
        ("unstated", "2025", None),
        ("unstated", "unstated", 0),
        ("第四次经济普查修订", "2019", None),
    ],
)
def test_only_what_is_certain_is_ordered(one, other, order):
    assert compare(one, other) == order


@given(vintages, vintages, vintages)
def test_the_order_is_a_strict_one(one, other, third):
    back = compare(other, one)
    assert compare(one, other) == (None if back is None else -back)
    assert (compare(one, other) == 0) == (one == other)
    if compare(one, other) == compare(other, third) == -1:
        assert compare(one, third) == -1


@given(st.lists(vintages))
def test_the_newest_is_newer_than_every_other(given_vintages):
    found = newest(given_vintages)
    others = set(given_vintages) - {found}
    if found is None:
        assert not any(all(compare(one, other) == 1 for other in others - {one}) for one in others)
    else:
        assert all(compare(found, other) == 1 for other in others)


@given(st.lists(vintages, min_size=1))
def test_a_series_has_one_vintage_or_is_refused_by_name(given_vintages):
    if len(set(given_vintages)) == 1:
        assert same_series(given_vintages, "series") == given_vintages[0]
    else:
        with pytest.raises(InputError, match="never mixes") as raised:
            same_series(given_vintages, "series")
        assert sum(f"{one}" in raised.value.problems[0].found for one in set(given_vintages)) >= 2


def test_a_series_without_figures_is_refused():
    with pytest.raises(InputError, match="at least one"):
        same_series([], "series")
