"""Chain tables: nodes, edges and shares with their sources; on the shared chip chain too. Rows here are invented."""

import pytest
from format_files import read, rows, write
from loading import put

from rongtu.vocab.problems import InputError
from shared_folder import SHARED, needs_shared, shared_rows

NODES = (
    "chain,node_code,name_zh,name_en,tier,kind,synonyms,bottleneck_note,tier_basis,source,source_keys,licence\n"
    "示例链,EX-A,虚构材料,Invented material,upstream,material,甲料|乙料,,editorial,虚构来源甲,A,CC BY 4.0\n"
    "示例链,EX-B,虚构产品,,downstream,product,,,editorial,虚构来源甲,A,CC BY 4.0\n"
    "另一链,OT-A,虚构材料,,upstream,material,,,editorial,虚构来源乙,B,\n"
)
EDGES = "chain,from_node,to_node,relation,criticality,basis,source\n示例链,EX-A,EX-B,supplies,要紧,虚构,虚构来源甲\n"
SHARES = "chain,node_code,provider,share,year,source\n示例链,EX-A,USA,12%,2020,虚构来源丙\n"


def test_nodes_edges_and_shares_become_a_chain(tmp_path):
    sheets = read("chain-tables", write(tmp_path, n_csv=NODES, e_csv=EDGES, s_csv=SHARES))
    assert [(row["code"], row["name"]) for row in rows(sheets, "chain")] == [("EX", "示例链"), ("OT", "另一链")]
    assert [row["name"] for row in rows(sheets, "item")] == ["虚构材料", "虚构产品"]
    assert [(row["code"], row["chain"]) for row in rows(sheets, "chain_node")] == [
        ("EX-A", "EX"),
        ("EX-B", "EX"),
        ("OT-A", "OT"),
    ]
    (link,) = rows(sheets, "link")
    assert (link["relation"], link["remark"]) == ("supplies", "要紧")
    (share,) = rows(sheets, "observation")
    assert (share["item"], share["country"], share["value"], share["year"]) == ("虚构材料", "USA", "12", "2020")


def test_each_source_has_the_terms_that_stand_beside_it(tmp_path):
    sheets = read("chain-tables", write(tmp_path, n_csv=NODES, e_csv=EDGES, s_csv=SHARES))
    terms = {row["text"]: row["terms"] for row in rows(sheets, "source") if row["text"].startswith("虚构")}
    assert terms == {"虚构来源甲": "CC BY 4.0", "虚构来源乙": "未注明", "虚构来源丙": "未注明"}


def test_nodes_alone_are_enough(tmp_path, owner):
    landed, _ = put(owner, *read("chain-tables", write(tmp_path, n_csv=NODES)))
    assert [(kind.kind, kind.added) for kind in landed if kind.kind != "source"] == [
        ("chain", 2),
        ("item", 2),
        ("chain_node", 3),
    ]


def test_a_share_without_a_year_is_asked_for_one(tmp_path, owner):
    shares = "chain,node_code,provider,share,source\n示例链,EX-A,USA,12%,虚构来源丙\n"
    with pytest.raises(InputError, match=r"s\.csv row 2, column year: a value is required"):
        put(owner, *read("chain-tables", write(tmp_path, n_csv=NODES, s_csv=shares)))


@needs_shared
def test_the_shared_chip_chain_lands_with_every_share_and_its_terms(owner):
    sheets = read("chain-tables", sorted((SHARED / "bench/chip-chain").glob("*.csv")))
    landed, _ = put(owner, *sheets)
    counts = {kind.kind: kind.read for kind in landed}
    assert (counts["chain_node"], counts["link"], counts["observation"]) == (88, 93, 179)
    published = {row["source"] for row in shared_rows("bench/chip-chain/chain_node_shares.csv")}
    terms = {row["text"]: row["terms"] for row in rows(sheets, "source")}
    assert all("CC BY-NC 4.0" in terms[text] for text in published)
    total = sum(float(row["value"]) for row in rows(sheets, "observation") if row["item"] == "晶圆")
    assert total == 100
