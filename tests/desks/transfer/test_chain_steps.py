"""Steps over a chain: breadth first, both ways, no farther than three links."""

from hypothesis import given
from hypothesis import strategies as st

from rongtu.desks.transfer.chain_steps import FARTHEST, steps_over

CODES = st.sampled_from([f"X-{i}" for i in range(8)])


def test_links_count_both_ways_and_the_shortest_way_counts():
    steps = steps_over([("A", "B"), ("C", "B"), ("C", "D"), ("D", "E"), ("A", "D")])
    assert steps.of("A") == {"A": 0, "B": 1, "D": 1, "C": 2, "E": 2}
    assert steps.of("elsewhere") == {"elsewhere": 0}


def test_farther_nodes_are_no_neighbours():
    steps = steps_over([(f"X-{i}", f"X-{i + 1}") for i in range(6)])
    assert steps.of("X-0") == {"X-0": 0, "X-1": 1, "X-2": 2, "X-3": 3}
    assert steps.of("X-0") is steps.of("X-0")


@given(st.lists(st.tuples(CODES, CODES)), CODES, CODES)
def test_distance_is_the_same_from_both_ends_and_no_link_skips_a_step(links, one, other):
    steps = steps_over(links)
    assert steps.of(one).get(other) == steps.of(other).get(one)
    for a, b in links:
        here, there = steps.of(one).get(a), steps.of(one).get(b)
        if here is not None and here < FARTHEST:
            assert there is not None
            assert abs(here - there) <= 1
