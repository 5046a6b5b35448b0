"""Patterns of members by region: all of them once, cheapest first, with the pairs a list of members has."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engines.match.consortium.builders import COORDINATION, candidate
from rongtu.engines.match.consortium.patterns import Pattern, Shape, patterns
from rongtu.engines.match.consortium.searching import cross_pairs

ANY = Shape(fewest=1, most=5, least_regions=0, regions=9, largest=9, away=0)


@given(st.lists(st.sampled_from(["A", "B", "C", None]), min_size=1, max_size=7))
@settings(deadline=None)
def test_the_pairs_of_a_pattern_are_those_of_its_members(regions):
    members = [candidate(f"c{number}", region=region) for number, region in enumerate(regions)]
    counts = sorted((regions.count(region) for region in {*regions} - {None}), reverse=True)
    assert Pattern(tuple(counts), regions.count(None)).cross_pairs == cross_pairs(members)


def test_every_way_to_part_members_is_there_once_and_the_cheapest_first():
    found = patterns(ANY, COORDINATION, 1e9)
    assert len(found) == len(set(found)) == 1 + 2 + 3 + 5 + 7
    costs = [one.cost(COORDINATION) for one in found]
    assert costs == sorted(costs)


def test_what_cannot_be_is_not_there():
    shape = Shape(fewest=4, most=4, least_regions=2, regions=3, largest=2, away=1)
    assert {(one.parts, one.away) for one in patterns(shape, COORDINATION, 1e9)} == {
        ((2, 2), 0),
        ((2, 1, 1), 0),
        ((2, 1), 1),
        ((1, 1, 1), 1),
    }
    assert patterns(ANY, COORDINATION, 10.0) == [Pattern((1,)), Pattern((2,))]
