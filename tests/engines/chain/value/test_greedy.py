"""Greedy: value per yuan first, pairs of complements, then swaps."""

from rongtu.engines.chain.value.greedy import greedy

EVEN = (0.5, 0.5, 0.5)


def adds(*worths):
    """Each option adds its own worth."""
    return lambda chosen: 10.0 + sum(worths[one] for one in chosen)


def test_it_takes_most_value_per_yuan_first():
    assert greedy((4, 2, 2), EVEN, 5, adds(5, 4, 3)) == (1, 2)


def test_a_swap_takes_back_what_was_best_per_yuan_only():
    assert greedy((2, 4, 4), EVEN, 4, adds(3, 5, 1)) == (1,)


def test_complements_are_taken_as_a_pair():
    assert greedy((1, 1, 1), EVEN, 2, lambda chosen: 1.0 + 9.0 * ({0, 2} <= chosen)) == (0, 2)


def test_what_adds_nothing_is_left():
    assert greedy((0, 1, 1), EVEN, 9, adds(0, 0, 1)) == (2,)
