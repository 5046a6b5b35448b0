"""Periods as published: one spelling, a kind, the days they cover."""

import csv
from datetime import date
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.evidence import PeriodType
from rongtu.vocab.periods import one_spelling, parse_period
from rongtu.vocab.problems import InputError

years = st.integers(1900, 2100)


def sample_periods():
    """Each distinct period of the sample with the kind and the year its row gives."""
    with files("rongtu.facts.sample").joinpath("data", "observation.csv").open(encoding="utf-8") as lines:
        return sorted({(row["period"], row["period_type"], int(row["year"])) for row in csv.DictReader(lines)})


@pytest.mark.parametrize(("text", "kind", "year"), sample_periods())
def test_every_period_of_the_sample_agrees_with_its_columns(text, kind, year):
    period = parse_period(text, "cell")
    assert (period.text, period.type.value, period.year) == (text, kind, year)


@pytest.mark.parametrize(
    ("text", "spelling", "kind", "first", "last"),
    [
        ("2023", "2023", "annual", "2023-01-01", "2023-12-31"),
        ("2023H1", "2023H1", "part_year", "2023-01-01", "2023-06-30"),
        ("2023h2", "2023H2", "part_year", "2023-07-01", "2023-12-31"),
        ("2023Q3", "2023Q3", "part_year", "2023-07-01", "2023-09-30"),
        ("2014Q1-3", "2014Q1-3", "part_year", "2014-01-01", "2014-09-30"),
        ("2025M1-4", "2025M1-4", "part_year", "2025-01-01", "2025-04-30"),
        ("2024M02", "2024M2", "part_year", "2024-02-01", "2024-02-29"),
        ("2025M10", "2025M10", "part_year", "2025-10-01", "2025-10-31"),
        ("2021-2024", "2021-2024", "cumulative", "2021-01-01", "2024-12-31"),
        ("2021—2024年", "2021-2024", "cumulative", "2021-01-01", "2024-12-31"),
        ("2021年至2024年", "2021-2024", "cumulative", "2021-01-01", "2024-12-31"),
        ("2027(目标)", "2027(目标)", "target", "2027-01-01", "2027-12-31"),
        ("2027年（目标）", "2027(目标)", "target", "2027-01-01", "2027-12-31"),
        ("2025-2027年目标", "2025-2027(目标)", "target", "2025-01-01", "2027-12-31"),
        ("２０２３年", "2023", "annual", "2023-01-01", "2023-12-31"),
        ("2023年上半年", "2023H1", "part_year", "2023-01-01", "2023-06-30"),
        ("2023 年下半年", "2023H2", "part_year", "2023-07-01", "2023-12-31"),
        ("2023年第三季度", "2023Q3", "part_year", "2023-07-01", "2023-09-30"),
        ("2023年一季度", "2023Q1", "part_year", "2023-01-01", "2023-03-31"),
        ("2023年前三季度", "2023Q1-3", "part_year", "2023-01-01", "2023-09-30"),
        ("2023年一至三季度", "2023Q1-3", "part_year", "2023-01-01", "2023-09-30"),
        ("2025年1—4月", "2025M1-4", "part_year", "2025-01-01", "2025-04-30"),
        ("2025年1月至4月", "2025M1-4", "part_year", "2025-01-01", "2025-04-30"),
        ("2025年6月", "2025M6", "part_year", "2025-06-01", "2025-06-30"),
    ],
)
def test_a_period_is_read_in_one_spelling(text, spelling, kind, first, last):
    period = parse_period(text, "cell")
    assert (period.text, period.type.value, str(period.first), str(period.last)) == (spelling, kind, first, last)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "a period is"),
        ("2023年度计划", "a period is"),
        ("2024-06", "a single month is 2025M6"),
        ("前三季度", "a period is"),
        ("2023H1(目标)", "a period is"),
        ("23", "a period is"),
        ("2024-2021", "earlier one stands first"),
        ("2024-2024", "earlier one stands first"),
        ("2024Q0", "numbered 1 to 4"),
        ("2024H3", "numbered 1 to 2"),
        ("2024M13", "numbered 1 to 12"),
        ("2024M4-4", "the earlier first"),
        ("2024Q3-1", "the earlier first"),
        ("2024Q1-4", "Write 2024"),
        ("2025年1-12月", "Write 2025"),
    ],
)
def test_what_is_no_period_is_refused_with_the_rule_it_breaks(text, why):
    with pytest.raises(InputError, match=why) as raised:
        parse_period(text, "row 3")
    assert raised.value.problems[0].where == "row 3"
    assert raised.value.problems[0].found == repr(text)


@given(years, st.sampled_from([("H", 2), ("Q", 4), ("M", 12)]))
def test_the_parts_of_a_year_tile_it(year, part):
    letter, count = part
    parts = [parse_period(f"{year}{letter}{number}", "cell") for number in range(1, count + 1)]
    assert parts[0].first == date(year, 1, 1)
    assert parts[-1].last == date(year, 12, 31)
    assert all((after.first - before.last).days == 1 for before, after in pairwise(parts))


@given(years, st.integers(1, 12), st.integers(1, 11))
def test_a_span_of_months_runs_from_its_first_month_to_its_last(year, first, more):
    last = first + more
    if last <= 12 and more < 11:
        span = parse_period(f"{year}M{first}-{last}", "cell")
        assert span.first == parse_period(f"{year}M{first}", "cell").first
        assert span.last == parse_period(f"{year}M{last}", "cell").last


@given(years, st.integers(1, 50), st.booleans())
def test_years_together_end_in_the_last_one(year, more, target):
    period = parse_period(f"{year}-{year + more}{'(目标)' if target else ''}", "cell")
    assert period.year == year + more
    assert period.type is (PeriodType.TARGET if target else PeriodType.CUMULATIVE)


@given(st.text(st.sampled_from("0123456789年月季度上下半前第一三四HQM-—至()（）目标 ")))
def test_the_one_spelling_of_a_period_is_its_own(text):
    try:
        period = parse_period(text, "cell")
    except InputError:
        return
    assert one_spelling(period.text) == period.text
    assert parse_period(period.text, "cell") == period
    assert period.first <= period.last
