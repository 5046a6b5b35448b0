"""Layers: every arc runs forward once circles are opened; the same graph gives the same layers."""

from hypothesis import given
from hypothesis import strategies as st

from rongtu.engines.chain.layers import layers

codes = st.sampled_from("ABCDEFGH")
arcs = st.lists(st.tuples(codes, codes).filter(lambda arc: arc[0] != arc[1]), max_size=20)


def test_a_node_stands_after_the_longest_way_to_it():
    assert layers("ABCD", [("A", "B"), ("B", "C"), ("A", "C"), ("C", "D")]) == {"A": 0, "B": 1, "C": 2, "D": 3}


def test_an_input_is_drawn_directly_before_what_it_feeds():
    assert layers("ABCX", [("A", "B"), ("B", "C"), ("X", "C")])["X"] == 1


def test_a_circle_is_opened_where_it_returns():
    assert layers("ABC", [("A", "B"), ("B", "C"), ("C", "A")]) == {"A": 0, "B": 1, "C": 2}


@given(arcs, st.randoms(use_true_random=False))
def test_the_order_of_input_does_not_matter(given_arcs, random):
    shuffled = given_arcs.copy()
    random.shuffle(shuffled)
    assert layers("ABCDEFGH", given_arcs) == layers("HGFEDCBA", shuffled)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_without_circles_every_arc_runs_to_a_later_layer(pairs):
    forward = [(str(min(pair)), str(max(pair))) for pair in pairs if pair[0] != pair[1]]
    layer = layers(map(str, range(10)), forward)
    assert all(layer[source] < layer[target] for source, target in forward)
    assert min(layer.values()) == 0
