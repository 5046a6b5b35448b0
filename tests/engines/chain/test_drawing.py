"""The chain map: tiers in order, few crossings, the same map in whatever order the input comes."""

from hypothesis import given
from hypothesis import strategies as st

from engines.chain.builders import chain, node
from rongtu.engines.chain.drawing import draw
from rongtu.vocab.chains import Tier

UP, MID, DOWN = Tier


def two_tiers(left, right):
    return tuple(node(code, UP) for code in left) + tuple(node(code, MID) for code in right)


def test_positions_read_by_tier_then_layer_then_row():
    nodes = (node("D", DOWN), node("B", MID), node("A", UP), node("C", MID))
    drawn = draw(chain(nodes, "A>B B>C C>D"))
    assert [(p.node, p.tier, p.layer, p.row) for p in drawn.positions] == [
        ("A", UP, 0, 0),
        ("B", MID, 0, 0),
        ("C", MID, 1, 0),
        ("D", DOWN, 0, 0),
    ]


def test_rows_are_turned_so_that_arrows_do_not_cross():
    drawn = draw(chain(two_tiers("ABC", "XYZ"), "A>Z B>Y C>X"))
    assert drawn.crossings == 0


def test_crossings_that_cannot_be_avoided_are_counted():
    assert draw(chain(two_tiers("AB", "XY"), "A>X A>Y B>X B>Y")).crossings == 1
    assert draw(chain(two_tiers("ABC", "XYZ"), "A>X A>Y A>Z B>X B>Y B>Z C>X C>Y C>Z")).crossings == 9


def test_a_long_arrow_is_counted_at_every_layer_it_passes():
    nodes = (node("A", UP), node("B", UP), node("M", MID), node("X", DOWN), node("Y", DOWN))
    assert draw(chain(nodes, "A>M M>X M>Y B>X B>Y")).crossings == 1


def test_an_arrow_to_an_earlier_tier_is_marked_backward():
    drawn = draw(chain(two_tiers("A", "X"), "A>X X>A"))
    assert [(arrow.source, arrow.backward) for arrow in drawn.arrows] == [("A", False), ("X", True)]


def test_an_empty_chain_has_an_empty_map():
    assert draw(chain(())).positions == ()


@given(st.sets(st.tuples(st.sampled_from("ABCD"), st.sampled_from("WXYZ")), max_size=16), st.booleans())
def test_the_order_of_input_does_not_matter(pairs, backwards):
    nodes, supplies = two_tiers("ABCD", "WXYZ"), [f"{source}>{target}" for source, target in sorted(pairs)]
    step = -1 if backwards else 1
    assert draw(chain(nodes, " ".join(supplies))) == draw(chain(nodes[::step], " ".join(supplies[::step])))
