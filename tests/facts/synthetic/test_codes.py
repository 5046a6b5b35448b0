"""Credit codes of synthetic bodies pass every check of a real one and belong to no real region."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rongtu.facts.synthetic.codes import NUMBER, codes, keys
from rongtu.vocab.uscc import faults, is_fictional, parse_uscc, with_check_characters

NUMBERS = st.lists(st.integers(0, 99_999_999), min_size=1, max_size=20)


@given(NUMBERS)
def test_codes_are_those_with_the_check_characters_of_the_standard(numbers):
    made = codes(np.array(numbers))
    assert made == [with_check_characters(f"91999999{number:08d}", "here") for number in numbers]


@given(NUMBERS)
def test_a_code_holds_its_number_and_is_known_as_no_real_one(numbers):
    for number, code in zip(numbers, codes(np.array(numbers)), strict=True):
        assert int(code[NUMBER]) == number
        assert is_fictional(parse_uscc(code, "here"))


def test_keys_are_codes_as_rows_refer_to_them():
    numbers = np.arange(1000)
    assert keys(numbers) == [f"uscc:{code}" for code in codes(numbers)]


def test_no_code_of_a_large_run_has_a_fault():
    assert not any(faults(codes(np.arange(0, 50_000_000, 4_999))))
