"""Levels and the rule of contributors: hand cases, and that no audience is ever left with too few figures."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.disclosure import (
    FEWEST_CONTRIBUTORS,
    LARGEST_SHARE,
    ORDER,
    Contribution,
    above,
    highest,
    level_of_total,
    lowest,
    mark,
    rows_withheld,
    up_to,
    withheld_input,
    withheld_rows_words,
    withheld_words,
)
from rongtu.vocab.evidence import Visibility

PUBLIC, MEMBERS, RESTRICTED, PRIVATE = ORDER

contributions = st.lists(
    st.builds(
        Contribution,
        contributor=st.sampled_from(["", "a", "b", "c", "d", "e"]),
        amount=st.floats(0, 1e12, allow_nan=False),
        level=st.sampled_from(ORDER),
    ),
    max_size=9,
)


def total(*given):
    """The level of a total of amounts, each by a contributor of its own at that level."""
    return level_of_total(Contribution(f"body {n}", amount, level) for n, (amount, level) in enumerate(given))


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ([], PUBLIC),
        ([(5, PUBLIC)], PUBLIC),
        ([(5, PRIVATE)], PRIVATE),
        ([(5, PRIVATE), (5, PRIVATE)], PRIVATE),
        ([(5, PRIVATE), (5, PRIVATE), (5, PRIVATE)], PUBLIC),
        # exactly 70 % may be, more may not
        ([(7, PRIVATE), (2, PRIVATE), (1, PRIVATE)], PUBLIC),
        ([(7.01, PRIVATE), (2, PRIVATE), (0.99, PRIVATE)], PRIVATE),
        # two public figures are subtracted: one private figure is left
        ([(5, PUBLIC), (5, PUBLIC), (5, PRIVATE)], PRIVATE),
        # nine of ten of what is not public is one body's, though a third of the whole
        ([(20, PUBLIC), (9, PRIVATE), (0.5, PRIVATE), (0.5, PRIVATE)], PRIVATE),
        # a public figure has more than 70 % of the whole
        ([(90, PUBLIC), (3, PRIVATE), (3, PRIVATE), (4, PRIVATE)], PRIVATE),
        # members see two of three hidden figures, and read the third off a public total
        ([(5, MEMBERS), (5, MEMBERS), (5, PRIVATE)], PRIVATE),
        ([(5, MEMBERS), (5, MEMBERS), (5, MEMBERS)], PUBLIC),
        ([(5, MEMBERS)] * 3 + [(5, PRIVATE)] * 3, PUBLIC),
        # nobody has anything: that says it of each of them
        ([(0, PRIVATE), (0, PRIVATE), (0, PRIVATE)], PRIVATE),
        ([(math.nan, PRIVATE), (5, PRIVATE), (5, PRIVATE), (5, PRIVATE)], PRIVATE),
        ([(math.inf, PRIVATE), (5, PRIVATE), (5, PRIVATE)], PRIVATE),
    ],
)
def test_by_hand(given, level):
    assert total(*given) is level


def test_the_sites_of_a_body_are_one_contributor():
    three = [Contribution(body, 5.0, PRIVATE) for body in "aab"]
    assert level_of_total(three) is PRIVATE
    assert level_of_total([*three, Contribution("c", 5.0, PRIVATE)]) is PUBLIC


def test_figures_of_nobody_in_particular_count_as_one_body():
    assert level_of_total(Contribution("", 5.0, MEMBERS) for _ in range(9)) is MEMBERS


@given(contributions)
def test_who_is_shown_a_total_is_left_with_enough_figures_of_others(given_):
    level = level_of_total(given_)
    for audience in ORDER[ORDER.index(level) :]:
        hidden = [one for one in given_ if above(one.level, audience)]
        shares = {}
        for one in hidden:
            shares[one.contributor] = shares.get(one.contributor, 0.0) + one.amount
        if hidden:
            assert len(shares) >= FEWEST_CONTRIBUTORS
            assert max(shares.values()) <= LARGEST_SHARE * math.fsum(shares.values()) * (1 + 1e-12)


@given(contributions)
def test_a_total_is_never_above_its_parts(given_):
    assert not above(level_of_total(given_), highest(one.level for one in given_))


@given(contributions, st.randoms())
def test_the_order_does_not_matter(given_, random):
    shuffled = [*given_]
    random.shuffle(shuffled)
    sizes = [Contribution(one.contributor, float(int(one.amount)), one.level) for one in given_]
    moved = [Contribution(one.contributor, float(int(one.amount)), one.level) for one in shuffled]
    assert level_of_total(sizes) is level_of_total(moved)


@given(contributions, st.floats(0, 1))
def test_one_more_contributor_who_is_not_the_largest_never_narrows_the_audience(given_, part):
    """He is hidden from everybody that any part is hidden from."""
    level = highest(one.level for one in given_)
    hidden = {}
    for one in given_:
        if one.level is level:
            hidden[one.contributor] = hidden.get(one.contributor, 0.0) + one.amount
    more = Contribution("another", part * min(hidden.values(), default=0.0), level)
    assert not above(level_of_total([*given_, more]), level_of_total(given_))


@given(st.lists(st.sampled_from(ORDER)))
def test_highest_and_lowest_are_among_them(levels):
    assert highest(levels) in (levels or [PUBLIC])
    assert lowest(levels) in (levels or [PUBLIC])
    assert not above(lowest(levels), highest(levels))


def test_who_sees_a_level_sees_what_is_for_more():
    assert up_to(PUBLIC) == (PUBLIC,)
    assert up_to(RESTRICTED) == (PUBLIC, MEMBERS, RESTRICTED)
    assert set(ORDER) == set(Visibility)


def test_words():
    assert mark(PUBLIC) == ""
    assert mark(RESTRICTED) == "受限 RESTRICTED"
    assert withheld_words(MEMBERS) == "未公开（成员）"
    assert withheld_rows_words(MEMBERS, 3) == "3 行仅限成员 (3 rows of members only)"
    assert withheld_rows_words(PRIVATE, 1) == "1 行私有 (1 row of their owners only)"


@given(st.sampled_from(ORDER), st.integers(1, 10**7))
def test_what_counts_rows_is_read_back(level, count):
    assert rows_withheld(withheld_input(level, count)) == (level, count)


@pytest.mark.parametrize("told", ["derived:value/V", "withheld:members", "withheld:members:x", "rows:trade"])
def test_what_counts_no_rows_is_told_apart(told):
    assert rows_withheld(told) is None
