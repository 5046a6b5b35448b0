"""Assumptions of dealings by sort: those of 示例区 are all read, what cannot be meant is told, the newest counts."""

from decimal import Decimal

import pytest

from facts.test_assumed import fictional, state
from rongtu.facts.assumed import DEALINGS, read_assumptions
from rongtu.facts.prospects import SORTS, band_of, read_prospects, words_of

assert fictional


def test_every_sort_of_the_example_is_read_and_is_no_assumption_of_a_row(fictional):
    with fictional() as connection:
        found = read_prospects(connection)
        assert set(found.ranges) == {(field, sort) for field, sorts in SORTS.items() for sort in sorts}
        assert found.notes == ()
        assert read_assumptions(connection).notes == ()


def test_the_newest_of_several_counts_and_the_other_is_told(fictional):
    with fictional() as connection:
        state(connection, "T", "deal", "named", "reply", low=Decimal("0.1"), high=Decimal("0.2"), stated_on="2026-12")
        found = read_prospects(connection)
        assert found.of("reply", "named").high == 0.2
        assert found.notes == ("推定 EX-A-21 未采用：同一项另有推定 T，以较新的为准。",)


@pytest.mark.parametrize(
    ("key", "field", "low", "high", "why"),
    [
        ("trl:4-6", "reply", 0, 1, "接通的概率只按named、text分，没有 trl:4-6"),
        ("trl:4-6", "success", 0, 2, "份额在 0 与 1 之间"),
        ("all", "weight", 0, 2, "须大于零"),
        ("other", "years", -1, 2, "不得小于零"),
    ],
)
def test_what_cannot_be_meant_is_not_used(fictional, key, field, low, high, why):
    with fictional() as connection:
        stated = {"low": Decimal(low), "high": Decimal(high), "stated_on": "2026-12"}
        state(connection, "T", "deal", key, field, **stated)
        found = read_prospects(connection)
        assert found.notes == (f"推定 T 未采用：{why}。",)
        assert all(one.stated.row.code != "T" for one in found.ranges.values())


def test_a_range_in_per_cent_is_a_share(fictional):
    with fictional() as connection:
        stated = {"low": Decimal(10), "high": Decimal(20), "unit": "%", "stated_on": "2026-12"}
        state(connection, "T", "deal", "text", "reply", **stated)
        assert read_prospects(connection).of("reply", "text").low == 0.1


def test_an_assumption_of_dealings_is_told_in_words(fictional):
    with fictional() as connection:
        told = {words_of(one.stated) for one in read_prospects(connection).ranges.values()}
        assert "就绪度 4—6 级的成果：做成的概率" in told
        assert len(told) == sum(map(len, SORTS.values()))
        assert set(SORTS) == set(DEALINGS)


def test_every_level_has_one_band():
    assert [band_of(trl) for trl in (1, 3, 4, 6, 7, 8, 9)] == [
        "trl:1-3", "trl:1-3", "trl:4-6", "trl:4-6", "trl:7-8", "trl:7-8", "trl:9",
    ]  # fmt: skip
