"""How text is cut: bigrams, terms, the users' words."""

import pytest

from rongtu.engines.match.words import bigrams, contains, fold, lexicon, terms, whole_words

USERS = lexicon(["碱性电解槽", "电解槽", "PEM", "Adaptive AUTOSAR", "膜"])


def test_folding_makes_width_case_and_white_space_one():
    assert fold(" ＰＥＭ\n 电解槽 ") == "pem 电解槽"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电解槽", ["电解", "解槽"]),
        ("电解 槽", ["电解", "解槽"]),
        ("膜", ["膜"]),
        ("3D打印", ["3d", "打印"]),
        ("chain-of-custody tools", ["chain-of-custody", "tools"]),
        ("、。", []),
    ],
)
def test_bigrams_pair_han_characters_and_keep_other_words_whole(text, expected):
    assert bigrams(text) == expected


def test_a_user_word_is_kept_whole_with_the_words_inside_it():
    found = terms("碱性电解槽", USERS)
    assert found[0] == "碱性电解槽"
    assert "电解槽" in found


def test_the_longest_user_word_wins_and_a_whole_word_is_counted_once():
    assert whole_words("碱性电解槽和电解槽、电解槽", USERS) == ["碱性电解槽", "电解槽"]


def test_a_latin_user_word_is_not_found_inside_a_longer_one():
    assert "pem" in terms("PEM电解", USERS)
    assert "pem" not in terms("pemfc", USERS)
    assert "adaptive autosar" in terms("用 Adaptive AUTOSAR 的", USERS)


def test_stop_words_digits_and_single_characters_say_nothing():
    assert terms("一种 2024 年 3.5 的 膜 技术研究", USERS) == []


def test_containing_a_word_means_the_whole_word():
    assert contains("高温ai芯片", "ai")
    assert not contains("ukraine main", "ai")
    assert contains("main ai", "ai")
