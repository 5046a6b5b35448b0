"""Blocks that cannot produce: found where nothing is left over, by whichever suppliers, and nowhere else."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.chain.value.builders import network, node
from rongtu.engines.chain.value.inputs import assumed
from rongtu.engines.chain.value.producing import blocks_that_cannot_produce
from rongtu.vocab.problems import InputError


def blocks(**groups):
    """`P="0.5=A+B 0.5=C"` for each node."""
    inputs = {}
    for buyer, text in groups.items():
        parts = (one.split("=") for one in text.split())
        inputs[buyer] = [(float(share), tuple(members.split("+"))) for share, members in parts]
    return blocks_that_cannot_produce(inputs)


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        ({"A": "1=B", "B": "1=A"}, [("A", "B")]),
        ({"A": "1=B", "B": "0.9=A"}, []),
        ({"A": "0.5=B 0.5=C", "B": "1=A", "C": "1=A"}, [("A", "B", "C")]),
        # a supplier outside the block
        ({"A": "1=B+C", "B": "1=A"}, []),
        # two ways, neither of which leaves anything
        ({"A": "1=B+C", "B": "1=A", "C": "1=A"}, [("A", "B", "C")]),
        # what hangs on a block is not of it
        ({"P": "0.5=A", "A": "1=B", "B": "1=A"}, [("A", "B")]),
        ({"P": "1=A", "A": "1=B", "B": "1=A"}, [("A", "B")]),
        ({"A": "1=B", "B": "1=A", "C": "1=D", "D": "1=C"}, [("A", "B"), ("C", "D")]),
        ({"A": "0.6=B 0.4=X", "B": "1=A"}, []),
        ({}, []),
    ],
)
def test_a_block_is_found_where_all_it_makes_goes_into_itself(groups, found):
    assert list(blocks(**groups)) == found


CIRCLE = {"supply": {"A": 9, "B": 9, "P": 9}, "inputs": "P:0.5=A A:1=B B:1=A", "products": {"P": 9}}


def test_a_network_with_one_is_refused_and_its_nodes_named():
    with pytest.raises(InputError, match=r"node A: .* in A, B the shares"):
        network(**CIRCLE)


def test_what_can_be_bought_or_is_not_known_is_no_reproach():
    network(**CIRCLE, buy={"A": 5})
    network(**CIRCLE, buy={"B": assumed(0, 5, "b")})
    network(**CIRCLE, buy={"B": None})
    network(**{**CIRCLE, "inputs": "P:0.5=A A:1=B B:=A"})
    network(**{**CIRCLE, "inputs": "P:0.5=A A:1=B B:1?=A"})


def test_a_label_in_a_circle_is_its_types():
    nodes = (node("L", label=True),)
    circle = {"supply": {"A": 9, "B": 9, "P": 9}, "inputs": "P:0.5=L A:1=B B:1=L", "products": {"P": 9}}
    with pytest.raises(InputError, match="node A"):
        network(**circle, nodes=nodes, types=(("A", "L"),))
    with pytest.raises(InputError, match="in A, B, C"):
        network(
            **{**circle, "inputs": "P:0.5=L A:1=B B:1=L C:1=B"},
            nodes=(*nodes, node("C")),
            types=(("A", "L"), ("C", "L")),
        )
    network(**circle, nodes=(*nodes, node("C")), types=(("A", "L"), ("C", "L")))


@st.composite
def circles_of_three(draw):
    """Three nodes with up to two groups each of any of the others, shares up to a yuan."""
    inputs = {}
    for code in "ABC":
        others = [one for one in "ABC" if one != code]
        groups = draw(st.lists(st.sets(st.sampled_from(others), min_size=1), max_size=2))
        shares = draw(st.sampled_from([(1.0, 0.0), (0.5, 0.5), (0.4, 0.3)]))
        inputs[code] = [(share, tuple(sorted(some))) for share, some in zip(shares, groups, strict=False)]
    return inputs


@settings(max_examples=150, deadline=None)
@given(circles_of_three())
def test_it_is_what_the_spectral_radius_says_over_every_choice_of_suppliers(inputs):
    groups = [(buyer, share, members) for buyer, several in inputs.items() for share, members in several]
    smallest = np.inf
    for chosen in product(*(members for _, _, members in groups)):
        matrix = np.zeros((3, 3))
        for (buyer, share, _), supplier in zip(groups, chosen, strict=True):
            matrix["ABC".index(supplier), "ABC".index(buyer)] += share
        smallest = min(smallest, np.abs(np.linalg.eigvals(matrix)).max())
    assert bool(blocks_that_cannot_produce(inputs)) == (smallest > 1 - 1e-6)
