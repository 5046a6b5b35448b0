"""Reachability by `supplies` alone, with labels standing for the group of their types."""

from engines.chain.builders import chain
from rongtu.engines.chain.reach import dropped_links, reach_of_all


def reached(read):
    return {code: "".join(reach.nodes) for code, reach in reach_of_all(read).items()}


def test_only_supplies_links_are_followed():
    read = chain("A B C D E", "A>B B>C", stages="C>D", complements="C>E", products="C D")
    assert reached(read) == {"A": "BC", "B": "C", "C": "", "D": "", "E": ""}
    assert reach_of_all(read)["A"].final_products == ("C",)


def test_a_type_feeds_what_its_label_feeds_without_passing_through_the_label():
    read = chain("R K P Q", "P>Q", types="R>K K>P")
    assert reached(read) == {"R": "Q", "K": "Q", "P": "Q", "Q": ""}


def test_what_supplies_a_type_reaches_the_labels_buyers():
    assert reached(chain("M R P Q", "M>R P>Q", types="R>P"))["M"] == "QR"


def test_a_types_own_link_to_its_labels_buyer_is_dropped_with_a_note_and_other_links_stay():
    read = chain("R P Q Z", "P>Q R>Q R>Z", types="R>P")
    (dropped,) = dropped_links(read)
    assert (dropped.source, dropped.target, dropped.label, dropped.fact) == ("R", "Q", "P", "link:R>Q")
    assert reached(read)["R"] == "QZ"


def test_a_node_on_a_circle_does_not_count_itself():
    assert reached(chain("A B C", "A>B B>A B>C", products="A")) == {"A": "BC", "B": "AC", "C": ""}


def test_a_type_supplied_by_its_own_label_is_no_buyer_of_itself():
    assert reached(chain("R P", "P>R", types="R>P")) == {"R": "", "P": "R"}
