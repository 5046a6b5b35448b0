"""A need in somebody's own words: title, code, what is refused, what contradicts itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.desks.transfer.need_drafting import (
    LONGEST_TITLE,
    MOST_TEXT,
    check_decodable,
    check_text,
    code_of,
    contradictions,
    title_of,
)
from rongtu.vocab.problems import InputError

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("我们想把隔膜的耐热做到180度，现在150度就缩。", "我们想把隔膜的耐热做到180度"),
        ("您好，想找能做钠电中试的地方", "想找能做钠电中试的地方"),
        ("容量保持率 ≥ 99.5% 的电解液", "容量保持率 ≥ 99.5% 的电解液"),
        ("We need a coating that stands 1,000 hours. It is for pumps", "We need a coating that stands 1"),
        ("ＰＥＭ电解槽降本！急", "ＰＥＭ电解槽降本"),
        ("  膜\n", "膜"),
        ("长" * 100, "长" * (LONGEST_TITLE - 1) + "…"),
    ],
)
def test_the_title_is_the_first_clause_that_says_something(text, title):
    assert title_of(text) == title


@given(st.text(max_size=300))
def test_a_title_is_short_and_there_where_letters_are(text):
    title = title_of(text)
    assert len(title) <= LONGEST_TITLE
    assert title or not any(character.isalnum() for character in text)


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_a_code_is_of_the_words_and_their_poster(poster, other, text):
    assert code_of(poster, text) == code_of(poster, f"  {text}\n")
    assert (code_of(poster, text) == code_of(other, text)) == (poster == other)


@pytest.mark.parametrize("text", ["", " ", "膜", "。。。！", "\t\n"])
def test_a_text_that_says_nothing_is_refused_with_what_to_write(text):
    with pytest.raises(InputError) as refused:
        check_text(text)
    (problem,) = refused.value.problems
    assert problem.where == "TEXT 需求文字"
    assert "隔膜" in problem.mend


@pytest.mark.parametrize("text", ["字" * (MOST_TEXT + 1), "a" * 100_000, "。" * 100_000])
def test_a_text_that_is_a_document_is_refused_at_once(text):
    with pytest.raises(InputError):
        check_text(text)


def test_bytes_of_another_encoding_are_named():
    with pytest.raises(InputError) as refused:
        check_decodable({"text": "\udcb8\udcf4", "criteria": "好"})
    assert [problem.where for problem in refused.value.problems] == ["TEXT 需求文字"]
    assert str(refused.value).encode()


@pytest.mark.parametrize(
    ("cells", "both"),
    [
        ({"deadline": "2026-10"}, ("期限", "发布时间")),
        ({"expires_on": "2026-11-19"}, ("失效时间", "发布时间")),
        ({"trl_wanted": "7", "lacks": "talent"}, ("所需就绪度", "缺什么")),
        ({"budget": "0"}, ("预算", "需求文字")),
    ],
)
def test_a_contradiction_names_the_two(cells, both):
    (problem,) = contradictions(cells, TODAY)
    assert all(name in problem.where for name in both)
    assert problem.mend


@pytest.mark.parametrize(
    "cells", [{"deadline": "2026-11"}, {"deadline": "soon"}, {"trl_wanted": "7", "lacks": "facility"}, {"budget": "1"}]
)
def test_what_holds_together_is_no_contradiction(cells):
    assert list(contradictions(cells, TODAY)) == []
