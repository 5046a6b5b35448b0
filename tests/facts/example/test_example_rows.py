"""示例区 by itself: every row fictional and unmistakably so, joined up, landing whole, and in keeping with itself."""

import re
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from example_region import CHAINS, SCOPE, SHEETS, by, capacities, in_scope, members, nodes, of, rows, share, traded
from sqlalchemy import text

from rongtu.facts.example.reader import definitions, documents
from rongtu.facts.fields import KEY_SEPARATOR, KINDS
from rongtu.facts.intake.landing import land
from rongtu.facts.intake.staged import Staged
from rongtu.facts.intake.staging import stage
from rongtu.facts.prospects import SORTS
from rongtu.facts.sample import reader
from rongtu.facts.store.roles import Role
from rongtu.vocab import regions, uscc
from rongtu.vocab.organisations import SizeClass
from rongtu.vocab.sizes import classify

NAMED = {
    "source": "text",
    "chain": "name",
    "cluster": "name",
    "consortium": "name",
    "controller": "name",
    "facility": "name",
    "finance_product": "name",
    "organisation": "name",
    "park": "name",
    "person": "name",
    "policy": "title",
    "programme": "title",
    "region": "full_name",
    "site": "name",
    "zone": "name",
}
"""Kinds whose rows are named like things of the world, with the field that names them."""

EMPTY = {"ratio"}
"""Kinds of facts it has no row of its own of: the ratios are those of the public sample."""


def public_keys():
    """The indicators it takes from the public sample."""
    (sheet,) = [sheet for sheet in definitions() if sheet.kind.name == "indicator"]
    return {cells[sheet.header.index("code")] for _, cells in sheet.rows()}


def names(kind):
    """Everything a row of a kind may be referred to by."""
    fields = (*KINDS[kind].key, *KINDS[kind].called, "name", "title")
    found = {row[field] for row in rows(kind) for field in fields if field in row}
    return found | {part for row in rows(kind) for part in row.get("aliases", "").split(KEY_SEPARATOR) if part}


# what it is


def test_each_kind_of_fact_stands_in_one_sheet():
    expected = {name for name, kind in KINDS.items() if name == "source" or "source" in kind.names} - EMPTY
    assert sorted(sheet.kind.name for sheet in SHEETS) == sorted(expected)


def test_every_row_is_fictional_and_says_nothing_else():
    assert {sheet.nature for sheet in SHEETS} == {"fictional"}
    assert not [sheet.name for sheet in SHEETS if {"nature", "visibility"} & set(sheet.header)]
    assert {"nature", "visibility"}.isdisjoint(key for document in documents() for key in document.said)


@pytest.mark.parametrize("kind", NAMED)
def test_names_are_unmistakably_invented(kind):
    assert [row[NAMED[kind]] for row in rows(kind) if "示例" not in row[NAMED[kind]]] == []


def test_every_source_says_that_it_is_invented():
    assert all(row["text"].startswith("虚构：示例") and "虚构" in row["terms"] for row in rows("source"))


def test_codes_belong_to_nobody():
    codes = [row["uscc"] for row in rows("organisation") if "uscc" in row]
    assert len(codes) == len(set(codes)) and uscc.faults(codes) == [None] * len(codes)
    assert all(uscc.is_fictional(uscc.Uscc(code)) for code in codes)
    assert all(regions.is_fictional(row["code"]) for row in rows("region"))
    countries = {row["country"] for kind in ("trade", "controller") for row in rows(kind) if "country" in row}
    assert countries and all(re.fullmatch("X[A-Z]{2}", country) for country in countries)


def test_people_are_invented_and_reachable_nowhere():
    assert {row["legal_basis"] for row in rows("person")} == {"invented"}
    assert all(row.get("contact", ".invalid").endswith(".invalid") for row in rows("person"))


# joined up


def test_a_row_refers_only_to_kinds_before_its_own():
    order = [sheet.kind.name for sheet in SHEETS]
    late = [
        (name, column.name)
        for position, name in enumerate(order)
        for column in KINDS[name].columns
        if column.field.refers in order[position + 1 :]
    ]
    assert late == []


@pytest.mark.parametrize("kind", sorted({sheet.kind.name for sheet in SHEETS}))
def test_every_reference_is_to_a_row_of_the_set(kind):
    lost = []
    for column in KINDS[kind].columns:
        if target := column.field.refers:
            known = names(target) | (public_keys() if target == "indicator" else set())
            lost += [
                (column.name, row[column.name]) for row in rows(kind) if row.get(column.name, "") not in {"", *known}
            ]
    assert lost == []


def test_members_of_zones_are_regions_of_the_set():
    assert of("zone", name="示例区")[0]["members"].split(KEY_SEPARATOR) == list(SCOPE)


def test_it_lands_whole_and_apart_from_the_public_sample(store):
    with store.engine(Role.OWNER).connect() as connection:
        for _ in range(2):
            staged = Staged()
            for sheet in [*definitions(), *SHEETS]:
                stage(connection, sheet, staged, lambda _read: None)
            landed, duplicates = land(connection, staged, partial=False, progress=lambda _step: None)
            for kind in staged.kinds:
                connection.execute(text(f"DROP TABLE staged_{kind.name}"))
        natures = text(
            "SELECT DISTINCT nature FROM observation WHERE source IN (SELECT id FROM source WHERE text LIKE '虚构%')"
        )
        assert connection.execute(natures).scalars().all() == ["fictional"]
        connection.rollback()
    assert duplicates == 0
    assert {(one.added, one.changed, one.refused) for one in landed} == {(0, 0, 0)}


# in keeping with itself


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chain_has_ten_nodes_and_a_final_product_with_demand(chain):
    own = of("chain_node", chain=chain)
    final = {row["code"] for row in own if row["final"] == "是"}
    assert len(own) == 10 and final
    assert final == {row["node"] for row in rows("demand") if row["node"] in nodes() and row["node"].startswith(chain)}
    assert all(Decimal(row["amount"]) > 0 and Decimal(row["weight"]) > 0 for row in rows("demand"))


def test_shares_of_a_node_leave_value_added():
    bought = Counter()
    for group in rows("input_group"):
        bought[group["node"]] += share(group)
    assert all(0 < total < 1 for total in bought.values())


def test_every_group_has_members_and_every_supply_a_group_of_its_buyer():
    groups = by("input_group", "code")
    assert set(groups) == set(members())
    assert all(groups[row["input_group"]]["node"] == row["to_node"] for row in of("link", relation="supplies"))


def test_a_surveyed_node_has_somebody_or_a_census_that_found_nobody():
    newest = {row["node"]: row for row in sorted(rows("survey"), key=lambda row: row["as_of"])}
    placed = {row["node"] for row in rows("capability") if "node" in row and in_scope(row["organisation"])}
    assert set(newest) == set(nodes())
    assert {node for node in nodes() if node not in placed and newest[node]["completeness"] != "census"} == set()


def test_nobody_delivers_more_than_his_capacity():
    able, delivered = defaultdict(Decimal), Counter()
    for (name, node), figure in capacities().items():
        able[name, nodes()[node]] += figure
    for row in rows("supply"):
        if "item" in row:
            delivered[row["seller"], row["item"]] += Decimal(row["amount"])
    known = {place: total for place, total in delivered.items() if place in able}
    assert len(known) > 50 and [place for place, total in known.items() if total > able[place]] == []
    assert all(name.startswith("示例境外") for name, _ in delivered.keys() - able.keys())


def test_deliveries_add_up_to_what_the_cities_bought():
    bought = Counter()
    for row in rows("supply"):
        if "item" in row and in_scope(row["buyer"]):
            origin = {None: "abroad", "990900": "elsewhere"}
            seller = by("organisation", "name")[row["seller"]].get("region")
            bought[row["item"], origin.get(seller, "scope")] += Decimal(row["amount"])
    for item in set(nodes().values()):
        assert bought[item, "scope"] == traded(item, "scope")
        assert all(bought[item, origin] <= traded(item, origin) for origin in ("elsewhere", "abroad"))


def test_nobody_bought_more_than_there_was():
    assert [
        row for row in rows("trade") if "available" in row and Decimal(row["amount"]) > Decimal(row["available"])
    ] == []


def test_controllers_hold_no_more_than_the_whole():
    held = Counter()
    for row in rows("controller"):
        held[row["node"]] += Decimal(row["share"])
    assert all(total <= 1 for total in held.values())


def test_firms_are_of_the_size_they_say():
    for row in of("organisation", kind="enterprise"):
        if "size" in row:
            people = int(row["employees"])
            possible = classify(row["industry"], employees=people, revenue=None, assets=None).possible
            assert SizeClass(row["size"]) in possible, row["name"]


def test_every_assumption_is_of_a_field_that_is_empty():
    for row in rows("assumption"):
        assert row.keys() >= {"author", "stated_on", "reason"} and Decimal(row["low"]) < Decimal(row["high"])
        if row["kind"] == "deal":
            assert row["key"] in SORTS[row["field"]], row["code"]
            continue
        kind = KINDS[row["kind"]]
        keys = {KEY_SEPARATOR.join(key_part(kind, name, one) for name in kind.key): one for one in rows(row["kind"])}
        assert row["key"] in keys, row["code"]
        assert row["field"] not in keys[row["key"]], row["code"]


def key_part(kind, name, row):
    """A part of a row's key as intake makes it: the code of an organisation stands for its name."""
    if kind.column(name).field.refers == "organisation":
        return f"uscc:{by('organisation', 'name')[row[name]]['uscc']}"
    return row.get(name, "")


def test_published_ratios_are_those_of_their_parts():
    for ratio in reader.read(KINDS["ratio"]):
        for region in SCOPE:
            for year in ("2021", "2022", "2023"):
                top, bottom = (value(region, ratio[part], year) for part in ("numerator", "denominator"))
                if ratio["published"]:
                    made = top / bottom * Decimal(ratio["factor"])
                    assert abs(made - value(region, ratio["published"], year)) < Decimal("0.02")


def value(region, indicator, year):
    """The yearly figure of the usual vintage; there is just one."""
    (row,) = of("observation", region=region, indicator=indicator, period=year, vintage="unstated")
    return Decimal(row["value"])
