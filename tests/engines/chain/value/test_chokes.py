"""Choke points: what goes when a controller stops, what of it can be replaced, the largest of several."""

import pytest

from engines.chain.value.builders import at, bought, controller, network, node
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.assessment import assess
from rongtu.vocab.chains import ControlKind
from rongtu.vocab.geography import Origin

ROWS = (
    bought("A", 30, 20, origin=Origin.ABROAD, country="XAA"),
    bought("A", 0, 10, origin=Origin.ABROAD, country="XBB"),
    bought("A", 0, 10),
    bought("A", 0, 10, origin=Origin.SCOPE),
)
"""Of A 50 were bought, 20 of it from XAA, which could sell 30."""


def found(*controllers, rows=ROWS, supply=10, code="A"):
    """P is half A: scope makes 10 of A and can buy 30; so 80 of P."""
    return at(
        assess(
            network({"A": supply, "P": 100}, "P:0.5=A", purchases=rows, products={"P": 90}, controllers=controllers)
        ),
        code,
    )


def test_a_supplier_takes_his_part_of_what_his_country_sells():
    # 0.2 of 50 is 10, half of what came from XAA: 15 of the 30 go, and 30 of P
    (control,) = found(controller("A", share=0.2)).controls
    assert control.impact.point == pytest.approx(30)


def test_a_supplier_takes_no_more_than_his_country_sells():
    (control,) = found(controller("A", share=0.9)).controls
    assert control.impact.point == pytest.approx(60)


@pytest.mark.parametrize("kind", [ControlKind.EQUIPMENT, ControlKind.LICENCE])
def test_equipment_and_licences_take_their_part_of_what_scope_makes(kind):
    # 0.1 of 50 is half of the 10 bought from scope: 5 of A, 10 of P
    (control,) = found(controller("A", share=0.1, kind=kind)).controls
    assert control.impact.point == pytest.approx(10)


def test_the_choke_is_what_cannot_be_replaced():
    one = found(controller("A", share=0.2, replaceable=0.4))
    assert one.controls[0].choke.point == pytest.approx(18)
    assert one.choke.point == pytest.approx(18)


def test_a_nodes_choke_is_the_largest_of_its_controllers():
    one = found(controller("A", share=0.2, name="small"), controller("A", share=0.3, name="large"))
    assert [control.name for control in one.controls] == ["large", "small"]
    assert one.choke.point == pytest.approx(45)


def test_one_unknown_controller_who_may_be_the_largest_makes_it_unknown():
    one = found(controller("A", share=0.2, name="known"), controller("A", share=0.4, replaceable=None, name="open"))
    assert one.controls[1].impact.known
    assert not one.choke.known
    assert [lack.input for lack in one.choke.missing] == [RequiredInput.SUBSTITUTABILITY]


def test_one_unknown_controller_who_cannot_be_the_largest_does_not():
    one = found(controller("A", share=0.4, name="known"), controller("A", share=0.2, replaceable=None, name="open"))
    assert one.choke.point == pytest.approx(60)


def test_a_share_nobody_knows_makes_the_impact_unknown():
    (control,) = found(controller("A", share=None)).controls
    assert [(lack.input, lack.of) for lack in control.impact.missing] == [(RequiredInput.CONTROLLERS, "A")]


def test_a_supplier_of_whose_country_nothing_was_bought_is_unknown():
    (control,) = found(controller("A", country="XCC")).controls
    assert [lack.input for lack in control.impact.missing] == [RequiredInput.PURCHASES]


def test_without_controllers_a_node_that_is_bought_abroad_is_unknown():
    assert [lack.input for lack in found().choke.missing] == [RequiredInput.CONTROLLERS]


def test_a_node_nobody_buys_abroad_has_no_choke():
    assert found(rows=(bought("A", 30, 10),)).choke.point == 0
    assert found(rows=(bought("A", 30, 10), bought("A", 0, 0, origin=Origin.ABROAD))).choke.point == 0


def test_what_may_be_bought_abroad_is_not_nothing():
    rows = (bought("A", 30, 10), bought("A", 0, None, origin=Origin.ABROAD))
    assert not found(rows=rows).choke.known


def test_a_supplier_of_an_item_in_two_chains_takes_it_from_both():
    nodes = (node("A1", item="A"), node("A2", item="A"))
    given_network = network(
        {"P": 100, "Q": 100},
        "P:0.5=A1 Q:0.5=A2",
        nodes=nodes,
        purchases=(bought("A", 20, 20, origin=Origin.ABROAD, country="XAA"),),
        products={"P": 30, "Q": 100},
        controllers=(controller("A1", share=1.0), controller("A2", share=1.0)),
    )
    found = assess(given_network)
    assert [at(found, code).choke.point for code in ("A1", "A2")] == pytest.approx([40, 40])
    assert at(found, "A1").stake.point == pytest.approx(0)
