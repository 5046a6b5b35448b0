"""ChainKnowledgeGraph: firms, products and their relations as JSON lines. Every firm and product here is invented."""

import hashlib
import json
from collections import Counter

import pytest
from format_files import read, rows, write
from hypothesis import given
from hypothesis import strategies as st
from loading import put

from rongtu.vocab.problems import InputError


def lines(*objects):
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


def company(name, code, location="深圳证券交易所", time="2001-02-03"):
    return {"name": name, "fullname": f"{name}股份有限公司", "code": code, "location": location, "time": time}


def member(code, industry, name="示例"):
    return {
        "company_code": code,
        "industry_code": "1",
        "industry_name": industry,
        "company_name": name,
        "rel": "所属行业",
    }


def related(a, rel, b):
    return {"from_entity": a, "rel": rel, "to_entity": b}


def made(code, product, weight=0.5):
    return {
        "company_code": code,
        "product_name": product,
        "rel_weight": weight,
        "rel": "主营产品",
        "company_name": "例",
    }


FIRMS = {
    "company_json": lines(company("示例甲", "300001"), company("示例乙", "600001.SH"), company("示例甲", "300001.SZ")),
    "company_industry_json": lines(member("300001.SZ", "虚构行业Ⅲ"), member("830001.BJ", "虚构行业", "示例丙")),
}
GRAPH = {
    "product_json": lines({"name": "虚构汤"}, {"name": "虚构糖"}, {"name": "虚构盐"}),
    "product_product_json": lines(
        related("虚构汤", "上游材料", "虚构糖"),
        related("虚构糖", "下游产品", "虚构汤"),
        related("虚构糖", "产品小类", "虚构冰糖"),
        related("虚构汤", "上游材料", "虚构汤"),
    ),
    "company_product_json": lines(
        made("300001.SZ", "虚构糖\x7f"), made("300001.SZ", "虚构糖"), made("600001.SH", "虚构油")
    ),
}


def node(product, chain="CKG"):
    return f"{chain}-{hashlib.sha256(product.encode()).hexdigest()[:12].upper()}"


def test_firms_come_with_exchange_and_industry_and_once(tmp_path):
    sheets = read("chain-graph", write(tmp_path, **FIRMS))
    assert [
        (row["listed_code"], row["name"], row.get("industry_sw"), row.get("listed_on"))
        for row in rows(sheets, "organisation")
    ] == [
        ("300001.SZ", "示例甲股份有限公司", "虚构行业", "2001-02-03"),
        ("600001.SH", "示例乙股份有限公司", None, "2001-02-03"),
        ("830001.BJ", "示例丙", "虚构行业", None),
    ]


def test_an_exchange_in_place_of_the_date_is_no_date(tmp_path):
    files = {
        "company_json": lines(
            company("示例甲", "300001", time="深圳证券交易所"), company("示例乙", "300002", time="甲")
        )
    }
    found = [row.get("listed_on") for row in rows(read("chain-graph", write(tmp_path, **files)), "organisation")]
    assert found == [None, "甲"]


def test_relations_lead_from_the_input_to_what_is_made_of_it_once(tmp_path):
    sheets = read("chain-graph", write(tmp_path, **GRAPH))
    assert [(row["from_node"], row["to_node"], row["relation"]) for row in rows(sheets, "link")] == [
        (node("虚构糖"), node("虚构汤"), "supplies"),
        (node("虚构冰糖"), node("虚构糖"), "is_type_of"),
    ]


def test_products_reached_are_nodes_and_the_others_items_alone(tmp_path):
    sheets = read("chain-graph", write(tmp_path, **GRAPH))
    assert [row["name"] for row in rows(sheets, "item")] == ["虚构糖", "虚构汤", "虚构冰糖", "虚构油", "虚构盐"]
    assert [(row["item"], row["tier"], row["tier_basis"]) for row in rows(sheets, "chain_node")] == [
        ("虚构糖", "upstream", "按抽取的上下游关系推定"),
        ("虚构汤", "downstream", "按抽取的上下游关系推定"),
        ("虚构冰糖", "midstream", "无上下游关系，暂置中游"),
        ("虚构油", "midstream", "无上下游关系，暂置中游"),
    ]


def test_a_main_product_is_a_lead_by_text_and_says_no_role(tmp_path):
    sheets = read("chain-graph", write(tmp_path, **GRAPH))
    assert [(row["organisation"], row["node"], row["role"], row["grade"]) for row in rows(sheets, "capability")] == [
        ("300001.SZ", node("虚构糖"), "unstated", "text"),
        ("600001.SH", node("虚构油"), "unstated", "text"),
    ]


def test_the_chain_has_the_name_a_file_gives_it(tmp_path):
    chain = "chain_code,chain_name\nEXSUGAR,虚构糖链\n"
    sheets = read("chain-graph", write(tmp_path, **GRAPH, chain_csv=chain))
    assert [(row["code"], row["name"]) for row in rows(sheets, "chain")] == [("EXSUGAR", "虚构糖链")]
    assert rows(sheets, "chain_node")[0]["code"] == node("虚构糖", "EXSUGAR")


def test_files_without_facts_may_be_named_too(tmp_path):
    more = {
        "industry_json": lines({"code": "110000", "name": "虚构业"}),
        "industry_industry_json": lines({"from_code": "1", "from_industry": "甲", "to_industry": "乙", "to_code": "2"}),
        "industry_up_json": lines({"industry": "甲", "ups": {"乙": 4}}),
    }
    sheets = read("chain-graph", write(tmp_path, **FIRMS, **more))
    assert {sheet.kind.name for sheet in sheets} == {"source", "organisation"}


def test_all_of_it_lands_and_again_changes_nothing(owner, tmp_path):
    sheets = read("chain-graph", write(tmp_path, **FIRMS, **GRAPH))
    landed, _ = put(owner, *sheets)
    assert {kind.kind: kind.added for kind in landed} == {
        **{"source": 5, "organisation": 3, "item": 5, "chain": 1},
        **{"chain_node": 4, "link": 2, "capability": 2},
    }
    again, _ = put(owner, *read("chain-graph", write(tmp_path, **FIRMS, **GRAPH)))
    assert not any(kind.added or kind.changed for kind in again)


def test_a_relation_nobody_knows_is_named_with_its_line(owner, tmp_path):
    broken = {"product_product_json": GRAPH["product_product_json"] + lines(related("虚构汤", "像", "虚构油"))}
    with pytest.raises(InputError, match=r"product_product\.json line 5, column relation: one of "):
        put(owner, *read("chain-graph", write(tmp_path, **broken)))


NAMES = st.sampled_from(["甲", "乙", "丙", "丁"])


@given(st.lists(st.tuples(NAMES, st.sampled_from(["上游材料", "下游产品"]), NAMES), max_size=12))
def test_every_stated_supply_is_one_link_whichever_way_it_was_said(tmp_path_factory, said):
    folder = tmp_path_factory.mktemp("graph")
    sheets = (
        read("chain-graph", write(folder, product_product_json=lines(*(related(*one) for one in said)))) if said else ()
    )
    wanted = {(b, a) if rel == "上游材料" else (a, b) for a, rel, b in said if a != b}
    found = Counter((row["from_node"], row["to_node"]) for row in rows(sheets, "link"))
    assert found == Counter((node(a), node(b)) for a, b in wanted)
