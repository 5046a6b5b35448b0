"""The table of GB/T 4754-2017: as many entries as the standard counts, and codes that mean one industry."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.industries import (
    IndustryLevel,
    full_code,
    industries,
    industry_label,
    level_of,
    parent_of,
    parents,
    parse_industry_code,
    readings,
    section_of,
)
from rongtu.vocab.problems import InputError

COUNTED = {
    "A": (5, 24), "B": (7, 19), "C": (31, 179), "D": (3, 9), "E": (4, 18), "F": (2, 18), "G": (8, 27), "H": (2, 10),
    "I": (3, 17), "J": (4, 26), "K": (1, 5), "L": (2, 12), "M": (3, 19), "N": (4, 18), "O": (3, 16), "P": (1, 6),
    "Q": (2, 6), "R": (5, 27), "S": (6, 16), "T": (1, 1),
}  # fmt: skip
"""Divisions and groups of each section by the standard's own count (GB/T 4754-2017, annex A)."""

CODES = sorted(industries())
GROUPS = [code for code in CODES if level_of(code) is IndustryLevel.GROUP]
classes = st.tuples(st.sampled_from(GROUPS), st.sampled_from("0123456789")).map("".join)


def test_the_table_has_as_many_entries_as_the_standard_counts():
    levels = Counter(entry.level for entry in industries().values())
    assert levels == {IndustryLevel.SECTION: 20, IndustryLevel.DIVISION: 97, IndustryLevel.GROUP: 473}
    by_section = Counter((section_of(code), level_of(code)) for code in CODES)
    for section, (divisions, groups) in COUNTED.items():
        assert by_section[section, IndustryLevel.DIVISION] == divisions, section
        assert by_section[section, IndustryLevel.GROUP] == groups, section


def test_every_entry_has_the_level_and_the_parent_of_its_code():
    for code, entry in industries().items():
        assert entry.level is level_of(code)
        assert entry.parent == parent_of(code)
        assert entry.parent is None or entry.parent in industries()
        assert entry.parent is None or entry.parent.isalpha() or code.startswith(entry.parent)


def test_sections_follow_each_other_as_their_divisions_do():
    divisions = [code for code in CODES if level_of(code) is IndustryLevel.DIVISION]
    assert divisions == [f"{number:02}" for number in range(1, 98)]
    sections = [section_of(code) for code in divisions]
    assert sections == sorted(sections)
    assert set(sections) == set("ABCDEFGHIJKLMNOPQRST")


def test_a_reading_is_another_name_of_a_code_of_the_table():
    assert sum(map(len, readings().values())) == 14
    for code, names in readings().items():
        assert industries()[code].name not in names


@given(st.sampled_from(CODES) | classes)
def test_a_code_is_the_same_with_its_section_and_without(code):
    assert parse_industry_code(code, "cell") == code
    assert parse_industry_code(full_code(code), "cell") == code
    assert parse_industry_code(f" {full_code(code).lower()} ", "cell") == code


@given(st.sampled_from(CODES) | classes)
def test_above_an_industry_are_ever_higher_ones_up_to_its_section(code):
    above = [code, *parents(code)]
    levels = tuple(IndustryLevel)
    assert [levels.index(level_of(one)) for one in above] == list(reversed(range(len(above))))
    assert above[-1] == section_of(code) == full_code(code)[0]


@given(st.sampled_from([code for code in CODES if not code.isalpha()]), st.sampled_from("ABCDEFGHIJKLMNOPQRST"))
def test_a_letter_of_another_section_is_refused_with_the_right_one(code, letter):
    if letter == section_of(code):
        return
    with pytest.raises(InputError) as caught:
        parse_industry_code(f"{letter}{code}", "cell")
    assert full_code(code) in caught.value.problems[0].mend


@given(st.text() | st.from_regex(r"[A-Z]?[0-9]{1,5}", fullmatch=True))
def test_any_text_is_an_industry_or_refused_as_input(text):
    try:
        code = parse_industry_code(text, "cell")
    except InputError as error:
        assert error.problems[0].mend
    else:
        assert code in industries() or code[:3] in industries()


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("400", "401 通用仪器仪表制造"),
        ("4000", "401 通用仪器仪表制造"),
        ("98", "01 to 97"),
        ("U", "A to T"),
        ("1", "dropped a 0"),
        ("A3985", "C3985"),
    ],
)
def test_the_mend_of_a_wrong_code_says_what_there_is(text, mend):
    with pytest.raises(InputError) as caught:
        parse_industry_code(text, "cell")
    assert mend in caught.value.problems[0].mend


def test_a_class_is_shown_by_its_group_where_its_name_is_not_known():
    assert industry_label("C") == "制造业"
    assert industry_label("398") == "电子元件及电子专用材料制造"
    assert industry_label("3985") == "电子元件及电子专用材料制造（小类 3985）"
