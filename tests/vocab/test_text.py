"""Tidy text: what is invisible goes, what a person wrote stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.text import INVISIBLE, half_width, is_blank, normalised_name, tidy, without_blanks

texts = st.text() | st.text(st.sampled_from("aÅﾞｶ（）() 　\u00a0\u200b\ufeff·•・ßİ̇΅①Ⅱ㈱公司"))


@pytest.mark.parametrize(
    "mark", ["\u3000", "\u00a0", "\u200b", "\ufeff", "\u2060", "\u2028", "\t", "\u202e", " \ufeff "]
)
def test_what_is_invisible_is_stripped_at_both_ends(mark):
    assert tidy(f"{mark}中 国{mark}") == "中 国"


def test_what_stands_inside_is_kept():
    assert tidy(" 1 234\u3000元 ") == "1 234\u3000元"


@given(texts)
def test_tidying_twice_changes_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)
    assert tidy(text) in text
    assert not any(map(is_blank, without_blanks(text)))


@given(texts)
def test_half_width_is_a_fixed_point(text):
    once = half_width(text)
    assert half_width(once) == once == tidy(once)
    assert unicodedata.is_normalized("NFKC", once)


def test_codes_come_out_in_half_width():
    assert half_width("　ＡＢ－１２\ufeff") == "AB-12"


@given(texts)
def test_a_normalised_name_is_a_fixed_point(name):
    once = normalised_name(name)
    assert normalised_name(once) == once
    assert not INVISIBLE.intersection(once)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("腾讯科技（深圳）有限公司", "腾讯科技(深圳)有限公司"),
        ("ＡＢＢ（中国） 有限公司", "abb(中国)有限公司"),
        ("阿卜杜拉·买买提工作室", "阿卜杜拉・买买提工作室"),
        ("阿卜杜拉·买买提工作室", "阿卜杜拉•买买提工作室"),
        ("北京\u200b大学\ufeff", "北京大学"),
    ],
)
def test_spellings_of_one_name_are_equal(one, other):
    assert normalised_name(one) == normalised_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("小米科技有限责任公司", "小米科技"),
        ("北京精雕", "北京精雕科技集团有限公司"),
        ("甲（集团）有限公司", "甲有限公司"),
        ("乙股份有限公司", "乙有限公司"),
    ],
)
def test_no_word_is_dropped(one, other):
    assert normalised_name(one) != normalised_name(other)
