"""Flows of a scope: the newest year of each item, one source of several, products only where named final."""

from small_chain import BARE, assumed, changed, demand, identity, more, node, row, trade

from rongtu.desks.cluster.value_figures import Figures
from rongtu.desks.cluster.value_flows import controllers, interventions, products, purchases
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.geography import Origin

ABROAD, ELSEWHERE, SCOPE = Origin.ABROAD, Origin.ELSEWHERE, Origin.SCOPE


def bought(rows, item="A"):
    found, _ = purchases(rows, Figures(rows.assumptions))
    return {(one.origin, one.country): one for one in found.get(identity("item", item), ())}


def test_the_newest_year_of_an_item_counts_whatever_it_has_no_row_for():
    rows = changed(
        trades=[trade("A", bought=10), trade("A", ABROAD, bought=7, year=2024, country="XAA"), trade("P", year=2020)]
    )
    assert set(bought(rows)) == {(ELSEWHERE, None)}
    assert set(bought(rows, "P")) == {(ELSEWHERE, None)}


def test_countries_are_kept_apart():
    rows = changed(trades=[trade("A", ABROAD, 7, 9, country="XAA"), trade("A", ABROAD, 5, 6, country="XBB")])
    assert {country: one.available.point for (_, country), one in bought(rows).items()} == {"XAA": 9e4, "XBB": 6e4}


def test_of_two_sources_the_surest_counts_and_they_are_not_added_up():
    rows = changed(trades=[trade("A", available=80, confidence=Confidence.APPROXIMATE), trade("A", available=50)])
    _, notes = purchases(rows, Figures(rows.assumptions))
    assert bought(rows)[ELSEWHERE, None].available.point == 50e4
    assert len(notes) == 1
    assert "不相加" in notes[0]


def test_figures_of_another_zone_do_not_count():
    assert not bought(changed(trades=[trade("A", zone=identity("zone", "other"))]))


def test_a_purchasable_amount_is_assumed_where_it_is_stated():
    blank = trade("A", available=None)
    assert bought(changed(trades=[blank]))[ELSEWHERE, None].available.is_missing
    rows = changed(trades=[blank], assumptions=assumed(blank, "available", 16e6, 34e6))
    assert bought(rows)[ELSEWHERE, None].available.high == 34e6


def test_what_the_scope_sells_itself_is_told_by_its_capacities():
    assert bought(BARE, "P")[SCOPE, None].available.is_missing


def test_products_are_named_final_and_demanded():
    rows = more(nodes=[node("C-Q")], demands=[demand("C-Q"), demand(amount=180, year=2024)])
    found, notes = products(rows, Figures(rows.assumptions))
    assert {product.node: product.demand.point for product in found.values()} == {"C-P": 200e4}
    assert notes == []


def test_of_two_sources_of_a_demand_one_counts():
    rows = changed(demands=[demand(amount=180, confidence=Confidence.DERIVED), demand(amount=200)])
    found, notes = products(rows, Figures(rows.assumptions))
    assert [product.demand.point for product in found.values()] == [200e4]
    assert len(notes) == 1


def test_who_controls_and_what_could_be_done_are_taken_by_node():
    one = row("controller", "K", node=identity("chain_node", "C-A"), country="XAA")
    step = row("intervention", "I", code="I", node=identity("chain_node", "C-A"), adds=300, lead_months=9)
    rows = changed(controllers=[one], interventions=[step])
    figures, codes = Figures(rows.assumptions), rows.node_codes
    held, notes = controllers(rows, codes, figures)
    assert [(one.node, one.replaceable.is_missing) for one in held] == [("C-A", True)]
    assert notes == ()
    (found,) = interventions(rows, codes, figures)
    assert (found.adds.point, found.lead_months.point, found.cost.is_missing) == (3.0, 9.0, True)
    assert controllers(rows, {}, figures) == ((), ())


def test_a_controller_two_sources_tell_of_counts_once():
    told = {"node": identity("chain_node", "C-A"), "name": "境外公司"}
    rows = changed(controllers=[row("controller", code, **told) for code in ("K", "L")])
    held, notes = controllers(rows, rows.node_codes, Figures(rows.assumptions))
    assert len(held) == len(notes) == 1
