"""Blocks that cannot produce: circles whose shares reach 1, unless something comes in from outside."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.chain.document.builders import document
from rongtu.engines.chain.circles import circles
from rongtu.engines.chain.document import check
from rongtu.engines.chain.document.blocks import idle_blocks
from rongtu.engines.chain.document.valuing import value_of

BLOCK = """
[[node]]
code = "A"
supply = 100
[[node]]
code = "B"
supply = 100
[[node]]
code = "P"
supply = 100
final = true
demand = 50
[[group]]
node = "A"
members = ["B"]
share = 1.0
[[group]]
node = "B"
members = ["A"]
share = 1.0
[[group]]
node = "P"
members = ["A"]
share = 0.5
"""


def found(text):
    return [one.where for one in idle_blocks(document(text))]


def test_a_block_that_takes_in_all_it_gives_out_is_an_error():
    assert found(BLOCK) == ["node 1 (A)"]
    assert [one.rule for one in check(document(BLOCK)).errors] == [
        "nodes that need one another leave something for others"
    ]


@pytest.mark.parametrize(
    "open_block",
    [
        BLOCK.replace("share = 1.0", "share = 0.99", 1),
        BLOCK.replace('code = "A"\nsupply = 100', 'code = "A"\nsupply = 100\nbuy = 1'),
        BLOCK.replace('members = ["B"]', 'members = ["B", "C"]') + '[[node]]\ncode = "C"\nsupply = 1\n',
        BLOCK.replace("share = 1.0", "share = 1.0\nessential = false", 1),
    ],
    ids=["something is added", "bought in", "another supplier", "can be missed"],
)
def test_a_block_with_a_way_out_is_none(open_block):
    assert found(open_block) == []
    assert value_of(document(open_block)).point > 0


def test_a_part_of_a_circle_that_is_closed_is_found_in_it():
    wider = BLOCK + '[[node]]\ncode = "C"\nsupply = 9\n[[group]]\nnode = "C"\nmembers = ["A"]\nshare = 0.2\n'
    assert found(wider + '[[group]]\nnode = "P"\nmembers = ["C"]\nshare = 0.2\n') == ["node 1 (A)"]


ARROWS = st.dictionaries(st.sampled_from("ABCDEF"), st.lists(st.sampled_from("ABCDEF"), unique=True))


@given(ARROWS)
def test_circles_are_the_nodes_that_reach_one_another(arrows):
    names = sorted({*arrows, *(one for several in arrows.values() for one in several)})
    index = {name: place for place, name in enumerate(names)}
    step = np.eye(len(names), dtype=int)
    for name, several in arrows.items():
        step[index[name], [index[one] for one in several]] = 1
    reach = np.linalg.matrix_power(step, max(len(names), 1)) > 0
    mutual = {tuple(names[one] for one in np.flatnonzero(reach[place] & reach[:, place])) for place in index.values()}
    assert set(circles(arrows)) == {part for part in mutual if len(part) > 1}


def test_a_circle_of_a_hundred_thousand_nodes_is_found():
    arrows = {str(number): (str((number + 1) % 100_000),) for number in range(100_000)}
    assert [len(part) for part in circles(arrows)] == [100_000]
