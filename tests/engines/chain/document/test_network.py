"""A document as the value model takes it: the worked example, labels, supplies without a share, ranges, one amount."""

import pytest
from hypothesis import given

from engines.chain.document.builders import CHAIN, FEW, FIVE, document, documents
from rongtu.engines.chain.document import chain_of, has_figures, network_of
from rongtu.engines.chain.document.reading import read
from rongtu.engines.chain.document.valuing import assessed, value_of
from rongtu.engines.chain.results import RequiredInput, ScoreKind
from rongtu.vocab.chains import Relation, Tier


def link(source, target, relation="supplies"):
    return f'[[link]]\nfrom = "{source}"\nto = "{target}"\nrelation = "{relation}"\n'


def test_the_worked_example_comes_to_75():
    result = assessed(document(FIVE))
    assert result.value.point == 75
    assert {one.node: one.stake.point for one in result.nodes} == {
        "A": 50,
        "B": 25,
        "Part": 75,
        "Software": 75,
        "Final": 75,
    }


def test_what_a_chain_file_does_not_say_is_not_known_what_a_sketch_does_not_say_is_not_bought():
    assert value_of(document(CHAIN)).point == 20
    unsaid = CHAIN.replace("buy = 0\n", "", 1)
    assert [lack.input for lack in value_of(document(unsaid)).missing] == [RequiredInput.OUTSIDE_SUPPLY]
    sketch = document(unsaid.replace('code = "EX"\n', "", 1))
    assert value_of(sketch).point == 20


def test_a_supply_in_no_group_makes_v_unknown():
    text = CHAIN + '[[node]]\ncode = "EX-B"\nsupply = 1\nbuy = 0\n' + link("EX-B", "EX-P")
    assert [lack.input for lack in value_of(document(text)).missing] == [RequiredInput.INPUT_SHARES]


def test_a_label_stands_for_its_types_and_a_type_is_counted_once():
    types = '[[node]]\ncode = "EX-T"\nsupply = 4\nbuy = 0\n[[node]]\ncode = "EX-U"\nsupply = 3\nbuy = 0\n'
    label = CHAIN.replace("supply = 10\nbuy = 0\n", "", 1).replace('members = ["EX-A"]', 'members = ["EX-A", "EX-T"]')
    text = label + types + link("EX-T", "EX-A", "is_type_of") + link("EX-U", "EX-A", "is_type_of")
    (group,) = network_of(document(text)).groups
    assert group.members == ("EX-A",)
    assert value_of(document(text)).point == 14


def test_a_general_name_with_a_supply_of_its_own_stands_beside_its_types():
    text = CHAIN + '[[node]]\ncode = "EX-T"\nsupply = 4\nbuy = 0\n' + link("EX-T", "EX-A", "is_type_of")
    assert value_of(document(text)).point == 28


def test_nodes_of_one_item_buy_from_one_amount():
    text = CHAIN.replace("supply = 10\nbuy = 0\n", 'supply = 0\nbuy = 4\nitem = "甲"\n', 1)
    text += (
        '[[node]]\ncode = "EX-B"\nitem = "甲"\nsupply = 0\n[[group]]\nnode = "EX-P"\nmembers = ["EX-B"]\nshare = 0.5\n'
    )
    assert value_of(document(text)).point == 4


def test_the_same_range_is_drawn_alike_whatever_the_order_of_rows():
    wide = CHAIN.replace("supply = 10", "supply = { low = 5, high = 15 }")
    parts = wide.split("\n[[")
    turned = "\n[[".join([parts[0], *reversed(parts[1:])])
    one, other = value_of(document(wide)), value_of(document(turned))
    assert (one.low, one.high) == (other.low, other.high)
    assert one.low < one.point == 20 < one.high


def test_a_figure_makes_known_what_needs_it():
    scores = {node.node: {score.kind: score.missing for score in node.scores} for node in read(document(CHAIN)).nodes}
    assert ScoreKind.BREAK not in scores["EX-A"]
    assert set(scores["EX-A"][ScoreKind.CHOKE]) == {RequiredInput.CONTROLLERS, RequiredInput.SUBSTITUTABILITY}
    without = read(document(CHAIN.replace("demand = 30\n", "")))
    assert all(RequiredInput.DEMAND in score.missing for node in without.nodes for score in node.scores)


def test_a_node_without_a_tier_is_drawn_where_its_supplies_put_it():
    chain = chain_of(document(CHAIN.replace('tier = "upstream"\n', "").replace('tier = "downstream"\n', "")))
    assert [node.tier for node in chain.nodes] == [Tier.UPSTREAM, Tier.DOWNSTREAM]


@FEW
@given(documents())
def test_every_supply_is_one_link_of_the_chain(made):
    links = [(one.source, one.target) for one in chain_of(made).links if one.relation is Relation.SUPPLIES]
    assert sorted(links) == sorted(set(made.supplies))


def test_only_a_final_product_with_figures_can_be_valued():
    assert has_figures(document(CHAIN))
    assert not has_figures(document(CHAIN.replace("final = true\n", "")))
    assert value_of(document('[[node]]\ncode = "A"\nfinal = true\n')) is None
    with pytest.raises(StopIteration):
        next(iter(network_of(document(FIVE)).types))
