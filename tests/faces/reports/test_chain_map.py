"""The chain map: every node once, no two boxes on one place, links that keep out of the boxes, names within them."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from flows import builders as build
from rongtu.faces.reports import chain_map, svg
from rongtu.flows.brief import compose
from rongtu.flows.brief.document import ChainMap
from rongtu.vocab.chains import Tier


def drawn(sizes: tuple[int, int, int], name: str = "质子交换膜燃料电池系统") -> ChainMap:
    """The map of a chain with so many nodes in each tier, each linked to the next."""
    nodes = tuple(
        build.node(
            f"T-{tier}-{i}", name, tier=tier, row=i, claims=(build.claim(f"T-{tier}-{i}"),) if i % 3 == 0 else ()
        )
        for tier, size in zip(Tier, sizes, strict=True)
        for i in range(size)
    )
    brief = compose(build.result(chains=(build.chain("T", nodes),)))
    return next(b for s in brief.sections for b in s.blocks if isinstance(b, ChainMap))


SIZES = [(20, 11, 10), (22, 10, 5), (30, 15, 5), (1, 0, 0), (0, 3, 1), (0, 0, 0), (3, 2, 1)]


@pytest.mark.parametrize("sizes", SIZES)
def test_no_two_boxes_overlap(sizes):
    boxes = chain_map.place(drawn(sizes))

    assert len(boxes) == sum(sizes)
    assert len({(box.column, box.row) for box in boxes}) == len(boxes)
    assert all(box.left >= 0 and box.right <= chain_map.WIDTH for box in boxes)


@pytest.mark.parametrize("sizes", SIZES)
def test_tiers_stand_left_to_right_without_sharing_a_column(sizes):
    boxes = chain_map.place(drawn(sizes))

    assert not any(a.column == b.column for a, b in combinations(boxes, 2) if a.node.tier != b.node.tier)
    assert all(a.column < b.column for a in boxes for b in boxes if a.node.tier < b.node.tier)


@pytest.mark.parametrize("sizes", SIZES)
def test_links_run_through_the_gutters(sizes):
    chart = drawn(sizes)
    boxes = chain_map.place(chart)
    tree = ElementTree.fromstring(chain_map.draw(chart, svg.no_link))

    for path in tree.iter("{http://www.w3.org/2000/svg}path"):
        if path.get("stroke") != "#8a8a8a":
            continue
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.get("d", ""))]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        for (x1, y1), (x2, y2) in pairwise(points):
            middle = ((x1 + x2) / 2, (y1 + y2) / 2)
            inside = [
                b for b in boxes if b.left < middle[0] < b.right and b.top < middle[1] < b.top + chain_map.BOX_HEIGHT
            ]
            assert not inside


def test_the_year_of_a_claim_stands_on_a_hatched_edge():
    text = chain_map.draw(drawn((4, 0, 0)), svg.no_link)

    strip = f'width="{svg.n(chain_map.STRIP)}" height="{svg.n(chain_map.BOX_HEIGHT)}"'
    assert text.count(strip) == 2
    assert text.count(">2021<") == 2


def test_long_names_are_shortened_within_the_box():
    assert svg.wrap("质子交换膜燃料电池系统", 6, 2) == ["质子交换膜燃", "料电池系统"]
    assert svg.wrap("长" * 40, 6, 2) == ["长" * 6, "长" * 5 + "…"]
    assert svg.wrap("", 6, 2) == []


@pytest.mark.parametrize("text", build.HOSTILE)
def test_names_are_escaped(text):
    tree = ElementTree.fromstring(chain_map.draw(drawn((2, 0, 0), text), svg.no_link))

    assert not list(tree.iter("{http://www.w3.org/2000/svg}script"))
