"""Blocks: taken apart, the programme answers what it answers in one piece."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.chain.value.builders import amounts, bought, network, networks, node, ready, renamed, together
from rongtu.engines.chain.value.blocks import Blocks
from rongtu.engines.chain.value.programme import Bounds, Programme


@settings(max_examples=25, deadline=None)
@given(networks(), networks(), st.data())
def test_two_networks_side_by_side_are_answered_as_in_one_piece(first, second, data):
    of = ready(together(renamed(first, "A"), renamed(second, "B")))
    numbers = of.table.at(0)
    apart, whole = Blocks(of.blocks, numbers), Programme(of.structure, numbers)
    nodes, items = len(of.structure.nodes), len(of.structure.items)
    bounds = Bounds(
        capacity={data.draw(st.integers(0, nodes - 1)): data.draw(st.sampled_from([0.0, 20.0, math.inf]))},
        purchases={data.draw(st.integers(0, nodes - 1)): 0.0},
        available={data.draw(st.integers(0, items - 1)): data.draw(amounts)},
    )
    near = {"rel": 1e-9, "abs": 1e-9}
    assert apart.base == pytest.approx(whole.base, **near)
    assert apart.bound == pytest.approx(whole.bound, rel=1e-9, abs=1e-7)
    assert apart.value(bounds) == pytest.approx(whole.value(bounds), **near)
    products, losing = range(len(of.structure.products)), range(len(of.structure.losing))
    assert apart.part(products, losing) == pytest.approx(whole.part(products, losing), rel=1e-9, abs=1e-6)
    place = data.draw(st.integers(0, nodes - 1))
    assert apart.need(place) == pytest.approx(whole.need(place), rel=1e-7, abs=1e-6)


def test_chains_that_share_an_item_are_one_block():
    nodes = (node("A1", item="A"), node("A2", item="A"))
    of = ready(
        network(
            {"P": 100, "Q": 100},
            "P:0.5=A1 Q:0.5=A2",
            nodes=nodes,
            purchases=(bought("A", 20),),
            products={"P": 100, "Q": 100},
        )
    )
    assert of.programme().base == pytest.approx(40)


def test_other_numbers_are_answered_anew_and_the_old_ones_again():
    of = ready(network({"A": 10, "P": 100, "Q": 5}, "P:0.5=A", products={"P": 90, "Q": 9}))
    programme, numbers = of.programme(), of.table.at(0)
    place = of.structure.index["A"]
    gone = Bounds(capacity={place: 0.0})
    assert (programme.base, programme.value(gone), programme.need(place)) == pytest.approx((25, 5, 45))
    half = dataclasses.replace(numbers, share=np.array([0.25]))
    programme.load(half)
    assert programme.base == pytest.approx(45)
    assert (programme.value(gone), programme.need(place)) == pytest.approx((5, 22.5))
    programme.load(numbers)
    assert (programme.base, programme.need(place)) == pytest.approx((25, 45))
