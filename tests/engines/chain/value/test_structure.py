"""Structure: what a product is made from, labels replaced by their types, shared items found."""

from engines.chain.value.builders import network, node
from rongtu.engines.chain.value.structure import structure
from rongtu.engines.chain.value.suppliers import suppliers


def test_only_what_a_product_is_made_from_counts():
    seen = structure(network({"A": 1, "P": 1, "X": 1, "Y": 1}, "P:0.5=A X:0.5=P Y:0.5=A", products={"P": 1}))
    assert [one.code for one in seen.nodes] == ["A", "P"]
    assert [group.code for group in seen.groups] == ["P-0"]


def test_a_circle_counts_once():
    seen = structure(network({"A": 1, "B": 1}, "A:0.5=B B:0.5=A", products={"A": 1}))
    assert [one.code for one in seen.nodes] == ["A", "B"]


def test_labels_are_replaced_by_their_types_and_never_by_the_buyer():
    nodes = (node("L", label=True), node("M", label=True))
    given_network = network(
        {"A": 1, "B": 1, "P": 1},
        "P:0.5=L+A",
        nodes=nodes,
        types=(("A", "L"), ("M", "L"), ("B", "M"), ("P", "M")),
        products={"P": 1},
    )
    assert suppliers(given_network) == {"P-0": ("A", "B")}


def test_items_at_several_nodes_are_shared():
    nodes = (node("A1", item="A"), node("A2", item="A"))
    seen = structure(network({"P": 1}, "P:0.1=A1 P:0.1=A2", nodes=nodes, products={"P": 1}))
    assert [seen.items[item] for item in seen.shared] == ["A"]
