"""Rows kept once by their key, in order."""

from hypothesis import given
from hypothesis import strategies as st

from rongtu.facts.intake.formats.gathering import distinct


@given(st.lists(st.tuples(st.text(max_size=2), st.sampled_from(("", "a", "b")))))
def test_the_first_of_each_key_is_kept_in_order(rows):
    assert list(distinct(rows, lambda row: row)) == list(dict.fromkeys(rows))
