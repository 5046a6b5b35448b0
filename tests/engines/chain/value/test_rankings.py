"""Rankings: by what is proved, by what is possible, nobody where nothing is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.chain.value.builders import at, bought, network
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import assumed
from rongtu.engines.chain.value.rankings import Rankings, rank
from rongtu.engines.chain.value.results import Assessment, Estimate, NodeWorth
from rongtu.vocab.geography import Origin

NOTHING = Estimate(0.0, 0.0, 0.0, 1.0)
UNKNOWN = Estimate(None, None, None, 0.0)


def ends(low, high):
    return Estimate((low + high) / 2, low, high, 1.0)


def listed(severities):
    """(code, proved, possible) of the choke list of nodes with these severities."""
    nodes = tuple(
        NodeWorth(code, True, *[NOTHING] * 6, None, (), UNKNOWN, (), severity) for code, severity in severities.items()
    )
    found = rank(Assessment(UNKNOWN, (), nodes, (), (), 1, 1))
    assert (found.breaks, found.blockages) == ((), ())
    return [(one.node, one.proved, one.possible) for one in found.chokes]


def test_the_two_ends_give_two_places():
    found = listed({"A": ends(1, 9), "B": ends(3, 4), "C": ends(2, 5)})
    assert found == [("B", 1, 3), ("C", 2, 2), ("A", 3, 1)]


def test_ties_share_the_better_place_and_come_by_code():
    found = listed({"D": ends(1, 1), "C": ends(3, 3), "A": ends(2, 2), "B": ends(2, 2)})
    assert found == [("C", 1, 1), ("A", 2, 2), ("B", 2, 2), ("D", 4, 4)]


def test_of_one_proved_place_the_possible_one_decides():
    assert listed({"A": ends(0, 2), "B": ends(0, 3)}) == [("B", 1, 1), ("A", 1, 2)]


def test_what_is_unknown_or_nothing_at_its_most_is_in_no_list():
    assert listed({"A": UNKNOWN, "B": NOTHING, "C": ends(0, 1)}) == [("C", 1, 1)]


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.tuples(st.integers(0, 3), st.integers(0, 3))))
def test_a_place_is_one_more_than_how_many_are_worse(severities):
    found = listed({code: ends(min(pair), max(pair)) for code, pair in severities.items()})
    listed_ones = {code: (min(severities[code]), max(severities[code])) for code, _, _ in found}
    for code, proved, possible in found:
        assert proved == 1 + sum(low > listed_ones[code][0] for low, _ in listed_ones.values())
        assert possible == 1 + sum(high > listed_ones[code][1] for _, high in listed_ones.values())


def test_the_lists_of_an_assessment_are_its_severities():
    supply = {"A": 0, "B": assumed(0, 4, "b"), "P": 100}
    rows = (*(bought(code, 10, 5, origin=Origin.ABROAD) for code in "AB"), bought("P"))
    found = assess(network(supply, "P:0.3=A P:0.2=B", purchases=rows, products={"P": 90}), draws=50)
    lists = rank(found)
    assert {one.node for one in lists.breaks} == {one.node for one in found.nodes if one.breaks}
    for one in lists.breaks:
        assert one.severity == at(found, one.node).breaks.severity
    for one in lists.blockages:
        assert one.severity == at(found, one.node).blockage


@pytest.mark.parametrize("draws", [1, 20])
def test_an_assessment_without_trouble_has_empty_lists(draws):
    assert rank(assess(network({"P": 9}, products={"P": 9}), draws=draws)) == Rankings()
