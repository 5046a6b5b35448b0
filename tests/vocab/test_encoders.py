"""What is encoded of a text: title and lead sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.encoders import LEAD_CHARACTERS, lead


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("电解槽密封", "耐压三兆帕。另有泄漏检测。", "电解槽密封。耐压三兆帕。"),
        ("电解槽密封", "", "电解槽密封"),
        ("电解槽密封", "\n 电解槽密封\n耐压三兆帕\n其余", "电解槽密封。耐压三兆帕"),
        ("电解 槽 密封", "", "电解槽密封"),
        ("PEM  stack", "Seals hold 3.5 MPa. More follows.", "PEM stack。Seals hold 3.5 MPa."),
        ("", "只有正文；还有后半句", "只有正文；"),
        ("", "", ""),
    ],
)
def test_a_title_and_its_first_sentence_are_taken_once_each(title, text, expected):
    assert lead(title, text) == expected


@given(st.text(max_size=300), st.text(max_size=300))
def test_never_more_than_the_bound_and_always_in_one_line(title, text):
    taken = lead(title, text)
    assert len(taken) <= LEAD_CHARACTERS
    assert "\n" not in taken
