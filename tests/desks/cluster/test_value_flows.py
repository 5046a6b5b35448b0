"""Flows of a scope: the newest year of each item, one source of several, products only where named final."""

import pytest
from small_chain import BARE, assumed, changed, demand, identity, more, node, row, trade

from rongtu.desks.cluster.value.figures import Figures
from rongtu.desks.cluster.value.flows import controllers, interventions, products, purchases
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.geography import Origin

ABROAD, ELSEWHERE, SCOPE = Origin.ABROAD, Origin.ELSEWHERE, Origin.SCOPE


def bought(rows, item="A"):
    found, _ = purchases(rows, Figures(rows.assumptions))
    return {(one.origin, one.country): one for one in found.get(identity("item", item), ())}


def notes(rows):
    _, told = purchases(rows, Figures(rows.assumptions))
    return told


def test_of_each_origin_and_country_its_own_newest_year_counts_and_unlike_years_are_told():
    rows = changed(
        trades=[
            trade("A", bought=10),
            trade("A", ABROAD, bought=7, year=2024, country="XAA"),
            trade("A", ABROAD, bought=6, year=2023, country="XAA"),
            trade("P", year=2020),
        ]
    )
    assert {place: one.bought.point for place, one in bought(rows).items()} == {
        (ELSEWHERE, None): 10e4,
        (ABROAD, "XAA"): 7e4,
    }
    assert set(bought(rows, "P")) == {(ELSEWHERE, None)}
    assert notes(rows) == ["“物A”各来源地的采购不是同一年的，各取最新：2025 年 区外；2024 年 境外XAA。"]


def beside(total, *countries):
    """A total of what was bought abroad, and rows by country, each (bought, available)."""
    named = [trade("A", ABROAD, *one, country=f"X{number}") for number, one in enumerate(countries)]
    rows = changed(trades=[trade("A", ABROAD, *total), *named])
    found = {country: (one.bought, one.available) for (_, country), one in bought(rows).items()}
    amounts = {
        country: tuple(None if one.is_missing else one.point / 1e4 for one in both) for country, both in found.items()
    }
    return amounts, notes(rows)


@pytest.mark.parametrize(
    ("total", "countries", "told", "said"),
    [
        ((20, 60), [(7, 9), (5, 6)], {"X0": (7, 9), "X1": (5, 6), None: (8, 45)}, "余额按其他国别计"),
        ((12, 15), [(7, 9), (5, 6)], {"X0": (7, 9), "X1": (5, 6)}, "即是合计"),
        ((12, None), [(7, 9), (5, 6)], {"X0": (7, 9), "X1": (5, 6)}, "即是合计"),
        ((20, None), [(7, 9)], {"X0": (7, 9), None: (13, None)}, "余额按其他国别计"),
        ((10, 60), [(7, 9), (5, 6)], {None: (10, 60)}, "只按合计计"),
        ((20, 60), [(7, None), (5, 6)], {None: (20, 60)}, "只按合计计"),
    ],
)
def test_a_total_is_never_added_to_the_countries_it_is_made_of(total, countries, told, said):
    amounts, remarks = beside(total, *countries)
    assert amounts == told
    assert len(remarks) == 1
    assert said in remarks[0]


def test_what_is_left_of_a_total_rests_on_the_rows_it_was_computed_from():
    rows = changed(trades=[trade("A", ABROAD, 20, 60), trade("A", ABROAD, 7, 9, country="XAA")])
    left = bought(rows)[ABROAD, None]
    assert left.fact == rows.trades[0].ref
    assert left.bought.facts == (rows.trades[0].ref, rows.trades[1].ref)


def test_countries_are_kept_apart():
    rows = changed(trades=[trade("A", ABROAD, 7, 9, country="XAA"), trade("A", ABROAD, 5, 6, country="XBB")])
    assert {country: one.available.point for (_, country), one in bought(rows).items()} == {"XAA": 9e4, "XBB": 6e4}


def test_of_two_sources_the_surest_counts_and_they_are_not_added_up():
    rows = changed(trades=[trade("A", available=80, confidence=Confidence.APPROXIMATE), trade("A", available=50)])
    assert bought(rows)[ELSEWHERE, None].available.point == 50e4
    (note,) = notes(rows)
    assert "不相加" in note


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
    found, told = products(rows, Figures(rows.assumptions))
    assert {product.node: product.demand.point for product in found.values()} == {"C-P": 200e4}
    assert told == []


def test_of_two_sources_of_a_demand_one_counts():
    rows = changed(demands=[demand(amount=180, confidence=Confidence.DERIVED), demand(amount=200)])
    found, told = products(rows, Figures(rows.assumptions))
    assert [product.demand.point for product in found.values()] == [200e4]
    assert len(told) == 1


def test_who_controls_and_what_could_be_done_are_taken_by_node():
    one = row("controller", "K", node=identity("chain_node", "C-A"), country="XAA")
    step = row("intervention", "I", code="I", node=identity("chain_node", "C-A"), adds=300, lead_months=9)
    rows = changed(controllers=[one], interventions=[step])
    figures, codes = Figures(rows.assumptions), rows.node_codes
    held, told = controllers(rows, codes, figures)
    assert [(one.node, one.replaceable.is_missing) for one in held] == [("C-A", True)]
    assert told == ()
    (found,) = interventions(rows, codes, figures)
    assert (found.adds.point, found.lead_months.point, found.cost.is_missing) == (3.0, 9.0, True)
    assert controllers(rows, {}, figures) == ((), ())


def test_a_controller_two_sources_tell_of_counts_once():
    told = {"node": identity("chain_node", "C-A"), "name": "境外公司"}
    rows = changed(controllers=[row("controller", code, **told) for code in ("K", "L")])
    held, told = controllers(rows, rows.node_codes, Figures(rows.assumptions))
    assert len(held) == len(told) == 1
