"""Credit codes: real ones are right, slips are found and explained, fictional ones can be told from real ones."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rongtu.vocab.problems import InputError
from rongtu.vocab.uscc import (
    ALPHABET,
    CHUNK,
    FICTIONAL_REGION,
    WEIGHTS,
    faults,
    fictional_uscc,
    is_fictional,
    parse_uscc,
    with_check_characters,
)

PUBLISHED = {
    "清华大学": "12100000400000624D",
    "浙江大学": "12100000470095016Q",
    "北京航空航天大学": "12100000400011227Y",
    "华为技术有限公司": "914403001922038216",
    "深圳市腾讯计算机系统有限公司": "91440300708461136T",
    "腾讯科技（深圳）有限公司": "9144030071526726XG",
    "北京百度网讯科技有限公司": "91110000802100433B",
    "小米科技有限责任公司": "91110108551385082Q",
}
"""Codes their bodies print on invoices, imprints and offers; any public register shows them."""

REAL = PUBLISHED["腾讯科技（深圳）有限公司"]

bodies = st.text(st.sampled_from(ALPHABET), min_size=8, max_size=8)
regions = st.text(st.sampled_from("0123456789"), min_size=6, max_size=6)
codes = st.builds(lambda kind, region, body: with_check_characters(f"{kind}{region}{body}", "made"),
                  st.sampled_from(["11", "12", "51", "91", "92", "93", "N2", "Y1"]), regions, bodies)  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_codes_are_right(name):
    assert parse_uscc(PUBLISHED[name], name) == PUBLISHED[name]
    assert with_check_characters(PUBLISHED[name][:16], name) == PUBLISHED[name]
    assert with_check_characters(PUBLISHED[name][:17], name) == PUBLISHED[name]
    assert not is_fictional(PUBLISHED[name])


def test_published_codes_are_right_all_at_once():
    assert faults([*PUBLISHED.values()]) == [None] * len(PUBLISHED)


@pytest.mark.parametrize(
    "text",
    [
        "9144030071526726xg",
        " 9144 0300 7152 6726 XG ",
        "９１４４０３００７１５２６７２６ＸＧ",
        "9144030071526726XG\u200b",
    ],
)
def test_width_case_and_stray_spaces_are_mended(text):
    assert parse_uscc(text, "cell") == REAL


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "18 characters.*This one has 0"),
        (REAL[:-1], "18 characters.*This one has 17"),
        (REAL + "1", "18 characters.*This one has 19"),
        ("91440300-71526726XG", "18 characters.*This one has 19"),
        ("914403OO71526726XG", f"without I, O, S, V, Z.*Probably {REAL} is meant"),
        ("9I44O3007I5Z67Z6XG", f"Probably {REAL} is meant"),
        ("91440300V1526726XG", r"Correct V \(9, \?\)"),
        ("91440300V152672OXG", r"Correct V \(9, \?\), O \(16, 0\?\)"),
        ("914403007152672中XG", r"Correct 中 \(16, \?\)"),
        ("91440B0071526726XG", "digits of a region.*440B00"),
        ("0" * 18, "zeros only.*Leave it empty"),
        ("91440300715267261G", "character 17.*would be X, not 1: look at characters 9 to 17"),
        ("9144030071526726XH", "character 18.*would be G, not H: look at characters 1 to 8 and 18"),
        ("9144031071526726XG", "character 18.*look at characters 1 to 8 and 18"),
    ],
)
def test_a_wrong_code_is_told_which_rule_broke(text, why):
    with pytest.raises(InputError, match=why) as raised:
        parse_uscc(text, "row 7, column uscc")
    assert raised.value.problems[0].where == "row 7, column uscc"
    assert raised.value.problems[0].found == repr(text)


@given(codes)
def test_a_made_code_is_read_back(code):
    assert parse_uscc(code.lower(), "cell") == code
    assert faults([code]) == [None]


@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_found(code, position, character):
    assume(code[position] != character)
    wrong = code[:position] + character + code[position + 1 :]
    assert faults([wrong]) != [None]
    with pytest.raises(InputError):
        parse_uscc(wrong, "cell")


@given(codes, st.integers(0, 17), st.integers(0, 17))
def test_any_two_exchanged_characters_are_found_but_the_first_with_the_last(code, one, other):
    one, other = sorted((one, other))
    assume(code[one] != code[other] and (one, other) != (0, 17))
    wrong = list(code)
    wrong[one], wrong[other] = wrong[other], wrong[one]
    assert faults(["".join(wrong)]) != [None]


def test_the_weights_are_those_the_standard_prints():
    assert WEIGHTS[:17] == (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    assert len(set(WEIGHTS)) == 17


@given(st.lists(st.one_of(codes, st.text(st.sampled_from(ALPHABET + "OVZ中"), max_size=19))))
def test_all_at_once_says_what_one_by_one_says(many):
    for code, fault in zip(many, faults(many), strict=True):
        try:
            assert parse_uscc(code, "cell") == code
            assert fault is None
        except InputError as error:
            assert fault == f"{error.problems[0].rule}. {error.problems[0].mend}"


@pytest.mark.parametrize("text", [REAL.lower(), f"{REAL[:-1]}Ｇ", f" {REAL}"])
def test_what_reading_would_mend_is_still_a_fault_of_what_is_stored(text):
    assert parse_uscc(text, "cell") == REAL
    assert faults([text]) != [None]


def test_more_codes_than_one_chunk_holds_keep_their_places():
    many = [REAL] * (CHUNK + 2)
    many[3], many[CHUNK + 1] = "9144030071526726XH", "x"
    told = faults(many)
    assert [index for index, fault in enumerate(told) if fault] == [3, CHUNK + 1]
    assert faults([]) == []


@given(st.integers(0, 99_999_999), st.sampled_from(["91", "12", "52"]))
def test_fictional_codes_are_right_in_form_and_recognisable(number, registered_as):
    code = fictional_uscc(number, registered_as)
    assert faults([code]) == [None]
    assert is_fictional(code)
    assert code.startswith(registered_as + FICTIONAL_REGION)


def test_each_fictional_body_has_its_own_code():
    assert len({fictional_uscc(number) for number in range(2_000)}) == 2_000


@pytest.mark.parametrize("first", ["", "9199000000000", "91990000000000015X", "9199000000000O01", "99999999999999999"])
def test_no_code_is_made_of_what_is_wrong_already(first):
    with pytest.raises(InputError):
        with_check_characters(first, "made")
