"""The troubles 示例区 was written to have: each is there once at least, and by how much."""

from collections import defaultdict
from decimal import Decimal

import pytest
from example_region import (
    FEN_PER_WAN,
    STALE,
    TODAY,
    by,
    in_scope,
    members,
    need_in_proportion,
    nodes,
    of,
    rows,
    supply_in_scope,
    traded,
)

from rongtu.vocab.dates import PartialDate, interval

FACTORS = ("talent", "finance", "data", "compute", "standard")
TRANSFERRED = ("signed", "implemented")


def cover(node):
    """κ: supply in scope over what is needed of a node."""
    return supply_in_scope()[node] / need_in_proportion(node)


def alone(node):
    """Whether no other member of a group the node stands in supplies enough to count as covered."""
    beside = [members()[group["code"]] - {node} for group in rows("input_group") if node in members()[group["code"]]]
    return any(all(cover(other) <= Decimal("0.1") for other in others) for others in beside)


def newest_survey(node):
    return max(of("survey", node=node), key=lambda row: row["as_of"])["completeness"]


def supplied_elsewhere(node):
    """Whether somebody in the nation outside the scope makes the thing of a node."""
    makers = [row["organisation"] for row in of("capability", role="produces") if row.get("node") == node]
    return any(not in_scope(maker) for maker in makers)


# breaks


@pytest.mark.parametrize(("node", "somewhere"), [("EXES-SEP", True), ("EXRJ-ENC", False)])
def test_a_hard_break_is_a_needed_node_where_a_census_found_nobody(node, somewhere):
    assert newest_survey(node) == "census"
    assert cover(node) == 0
    assert supplied_elsewhere(node) == somewhere
    assert (traded(nodes()[node], "elsewhere", "available") > 0) == somewhere


def test_a_weak_break_covers_a_tenth_at_most():
    weak = {node for node in nodes() if alone(node) and 0 < cover(node) <= Decimal("0.1")}
    assert weak == {"EXMI-TUBE"}
    assert newest_survey("EXMI-TUBE") == "census"


# blockages


def test_a_market_blockage_is_capacity_the_cities_do_not_buy_from():
    item = nodes()["EXES-PCS"]
    observed = traded(item, "scope") / sum(traded(item, origin) for origin in ("scope", "elsewhere", "abroad"))
    outside = sum(traded(item, origin, "available") for origin in ("elsewhere", "abroad"))
    expected = supply_in_scope()["EXES-PCS"] / (supply_in_scope()["EXES-PCS"] + outside)
    assert round(1 - observed / expected, 3) == Decimal("0.861")


def test_a_bridge_blockage_is_more_asked_than_there_is():
    (line,) = [row for row in of("capacity", node="EXES-CELL") if row["begins"] > TODAY[:7]]
    asked = sum(
        Decimal(row["amount"]) for row in of("booking", capacity=line["code"]) if row["state"] in ("asked", "confirmed")
    )
    assert (Decimal(line["amount"]), asked) == (12, 32)


def test_a_node_waits_for_a_facility_that_is_not_there():
    waiting = {row["node"] for row in of("need", state="open", lacks="facility")}
    served = {row["node"] for row in rows("capacity")}
    assert waiting - served == {"EXMI-TUBE"}


def test_a_factor_blockage_is_open_needs_grown_old():
    open_needs = of("need", node="EXRJ-HD", state="open")
    old = [row for row in open_needs if interval(PartialDate(row["posted_on"]))[1].isoformat() < STALE]
    assert (len(old), len(open_needs)) == (3, 4)
    assert {row["lacks"] for row in old} == {"talent", "finance", "standard"}
    every = {row.get("lacks") for row in of("need", state="open") if row["posted_on"] < STALE}
    assert every >= set(FACTORS)


def test_a_conversion_blockage_is_results_long_ripe_without_a_contract():
    cohort = [
        row["code"] for row in of("technology", item="CT探测器") if int(row["trl"]) >= 7 and row["trl_on"] < "2024"
    ]
    taken = {row["technology"] for row in rows("deal") if row["stage"] in TRANSFERRED and "technology" in row}
    assert (len(cohort), len(set(cohort) - taken)) == (4, 3)


def test_deals_come_to_something_or_to_nothing():
    assert {row["stage"] for row in rows("deal")} == {
        *("contacted", "replied", "met", "nda", "signed", "implemented", "ended")
    }
    assert all("amount" in row for row in rows("deal") if row["stage"] in TRANSFERRED)
    assert all("amount" not in row and "outcome" in row for row in of("deal", stage="ended"))


# choke points


@pytest.mark.parametrize("node", ["EXES-MCU", "EXRJ-MCU", "EXMI-TUBE"])
def test_a_choke_point_has_controllers_of_differing_replaceable_shares(node):
    held = of("controller", node=node)
    assert len({row["name"] for row in held}) >= 4
    assert len({row["country"] for row in held}) >= 3
    assert len({row["replaceable"] for row in held if "replaceable" in row}) >= 3
    assert {row["kind"] for row in held} - {"supplier"}


def test_a_supplier_that_holds_a_supply_could_be_bought_from():
    for row in of("controller", kind="supplier"):
        assert of("trade", item=nodes()[row["node"]], country=row["country"], origin="abroad"), row


# shape of the chains


def test_two_items_stand_in_two_chains():
    chains = defaultdict(set)
    for row in rows("chain_node"):
        chains[row["item"]].add(row["chain"])
    shared = {item: own for item, own in chains.items() if len(own) > 1}
    assert shared == {"工业控制芯片": {"EXES", "EXRJ"}, "钕铁硼永磁体": {"EXRJ", "EXMI"}}


def test_groups_have_substitutes_and_a_general_name_with_its_types():
    joined = defaultdict(set)
    for row in of("link", relation="supplies"):
        joined[row["input_group"]].add(row["from_node"])
    assert joined["EXES-CELL-1"] == {"EXES-LFP", "EXES-NAC"}
    types = {row["from_node"] for row in of("link", relation="is_type_of", to_node="EXRJ-RED")}
    assert types == {"EXRJ-HD", "EXRJ-RV"}
    assert joined["EXRJ-JM-1"] == {"EXRJ-RED", "EXRJ-HD"}
    assert of("link", relation="complements") and of("link", relation="stage_flow")


def test_groups_that_can_be_done_without_cost_a_stated_loss_or_the_usual_one():
    spare = of("input_group", essential="否")
    assert {"loss" in row for row in spare} == {True, False}
    assert all("loss" not in row for row in of("input_group", essential="是"))


# what is not known


def test_surveys_are_complete_partial_or_none():
    found = {node: newest_survey(node) for node in nodes()}
    assert {node for node, how in found.items() if how == "partial"} == {"EXRJ-BRG"}
    assert {node for node, how in found.items() if how == "none"} == {"EXMI-ASIC"}


def test_sources_disagree_and_figures_have_vintages():
    figures = of("observation", region="990100", indicator="hte_stock", period="2023")
    assert len({row["source"] for row in figures}) == len({row["value"] for row in figures}) == 2
    revised = of("observation", region="990100", indicator="rd_intensity", period="2023")
    assert {row["vintage"] for row in revised} == {"unstated", "2025-06"}
    claimed = of("capability", node="EXMI-SCINT", organisation="示例丙晶体材料有限公司")
    assert {int(row["capacity"]) // FEN_PER_WAN for row in claimed} == {3500, 5000}


def test_sales_stand_beside_a_capacity_they_do_not_reach():
    (sales,) = of("capability", capacity_basis="sales")
    own = of("capability", organisation=sales["organisation"], node=sales["node"], capacity_basis="capacity")
    assert int(sales["capacity"]) < int(own[0]["capacity"])


def test_some_inputs_are_missing_with_a_range_and_some_without():
    missing = {
        ("input_group", "share"): 2,
        ("capability", "capacity"): 2,
        ("trade", "available"): 1,
        ("controller", "replaceable"): 2,
        ("intervention", "success"): 1,
        ("survey", "bound"): 2,
        ("deal", "success"): 5,
        ("deal", "years"): 5,
        ("deal", "reply"): 2,
        ("deal", "weight"): 1,
        ("deal", "closes"): 1,
    }
    stated = defaultdict(int)
    for row in rows("assumption"):
        stated[row["kind"], row["field"]] += 1
    assert stated == missing
    assert len([row for row in rows("controller") if "replaceable" not in row]) == 3
    assert len([row for row in rows("intervention") if "cost" not in row]) == 2


def test_interventions_are_of_every_kind_and_mostly_rest_on_a_result():
    assert {row["kind"] for row in rows("intervention")} == {"fill", "extend", "strengthen", "secure"}
    results = by("technology", "code")
    rest = [row for row in rows("intervention") if "technology" in row]
    assert len(rest) > 8
    assert all(results[row["technology"]]["item"] in (nodes()[row["node"]], "CT探测器") for row in rest)
