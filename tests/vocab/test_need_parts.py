"""The parts of a need that are encoded: always a title, a body and a sentence, within their bounds."""

from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.need_parts import BODY_CHARACTERS, SENTENCE_CHARACTERS, SENTENCES, need_parts


def test_a_need_is_its_title_the_beginning_of_its_text_and_its_sentences():
    parts = need_parts("隔膜耐热", "现在 150 度就缩。要求 180℃ 热收缩不超过 3%；先供。")
    assert parts.title == "隔膜耐热"
    assert parts.body.startswith("隔膜耐热 现在 150 度就缩")
    assert parts.sentences == ("现在 150 度就缩", "要求 180℃ 热收缩不超过 3%")


def test_a_title_that_the_text_begins_with_is_said_once():
    assert need_parts("隔膜耐热", "隔膜耐热\n现在就缩").body == "隔膜耐热 现在就缩"


def test_the_text_stands_for_a_missing_title_and_the_title_for_missing_sentences():
    assert need_parts("", "电解槽密封").title == "电解槽密封"
    assert need_parts("电解槽").sentences == ("电解槽",)


@given(st.text(max_size=300), st.text(max_size=3000))
def test_every_part_is_within_its_bounds(title, text):
    parts = need_parts(title, text)
    assert len(parts.title) <= SENTENCE_CHARACTERS
    assert len(parts.body) <= BODY_CHARACTERS
    assert 1 <= len(parts.sentences) <= SENTENCES
    assert all(len(sentence) <= SENTENCE_CHARACTERS for sentence in parts.sentences)
