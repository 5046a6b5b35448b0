"""Crosswalks: which class places a firm, what never moves, and the 647 listed firms placed as they were."""

import csv
from collections import defaultdict
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.facts.fields import KINDS
from rongtu.facts.intake.crosswalks import (
    CONDITIONS,
    HEADER,
    SURE,
    WITHOUT_SHENWAN,
    Firm,
    capability_sheet,
    crosswalk,
    placements,
    readings_of,
)
from rongtu.facts.intake.sources import source_code
from rongtu.facts.sample import reader
from rongtu.vocab.chains import BasisGrade
from rongtu.vocab.problems import InputError
from shared_folder import needs_shared, shared_rows

NODES = {"EX-A": "EX", "EX-B": "EX", "OT-C": "OT"}


def row(scheme, class_name, node="", priority=1, **said):
    told = {"grade": "industry_class", "precision": "fine", "chain": "", "cluster": "", "applies_when": ""}
    return {"scheme": scheme, "class_name": class_name, "node": node, "priority": str(priority), **told, **said}


def firm(**said):
    return Firm(**{"code": "name:未知|示例", "name": "示例股份有限公司", **said})


def placed(rows, one, settled=None):
    """Node, chain or cluster, and basis of each placement of a firm."""
    found = [
        dict(zip(HEADER, cells, strict=True)) for cells in placements(crosswalk(rows, NODES), [one], settled or {})
    ]
    return [(cells["node"] or cells["chain"] or cells["cluster"], cells["basis"]) for cells in found]


def test_each_scheme_reads_its_own_class():
    rows = [
        row("shenwan_l3", "甲业", "EX-A"),
        row("tushare_industry", "乙业", "EX-B", precision="coarse"),
        row("gbt4754", "C3985", "OT-C"),
        row("name_word", "氢能", chain="EX", precision="chain_only"),
    ]
    assert placed(rows, firm(industry_sw="甲业")) == [("EX-A", "申万三级行业“甲业”")]
    assert placed(rows, firm(industry_ts="乙业")) == [("EX-B", "Tushare 行业“乙业”（粗分）")]
    assert placed(rows, firm(industry="3985")) == [("OT-C", "国标行业“3985”")]
    assert placed(rows, firm(short_name="虚构氢能")) == [("EX", "名称中有“氢能”（粗分）")]
    assert placed(rows, firm()) == []


def test_the_best_priority_counts_alone():
    rows = [row("name_word", "示例", "EX-B", 2), row("shenwan_l3", "甲业", "EX-A", 1)]
    assert placed(rows, firm(industry_sw="甲业")) == [("EX-A", "申万三级行业“甲业”")]


def test_within_a_priority_the_finest_class_and_the_longest_word_count():
    rows = [row("gbt4754", "C", "EX-A"), row("gbt4754", "39", "EX-B"), row("gbt4754", "398", "OT-C")]
    assert placed(rows, firm(industry="C3985"))[0][0] == "OT-C"
    assert placed(rows, firm(industry="3911"))[0][0] == "EX-B"
    assert placed(rows, firm(industry="C35"))[0][0] == "EX-A"
    assert placed(rows, firm(industry="不是代码")) == []
    words = [row("name_word", "示", "EX-A"), row("name_word", "示例", "EX-B")]
    assert placed(words, firm())[0][0] == "EX-B"


def test_a_class_with_several_rows_gives_several_places():
    rows = [row("shenwan_l3", "甲业", "EX-A"), row("shenwan_l3", "甲业", cluster="CL", precision="cluster_only")]
    assert [place for place, _ in placed(rows, firm(industry_sw="甲业"))] == ["EX-A", "CL"]


def test_a_row_for_firms_without_a_shenwan_class_leaves_the_others_alone():
    rows = [row("tushare_industry", "乙业", "EX-A", applies_when="申万三级行业为空")]
    assert placed(rows, firm(industry_ts="乙业"))
    assert placed(rows, firm(industry_ts="乙业", industry_sw="甲业")) == []


def test_a_placement_by_name_or_register_is_never_overruled():
    rows = [row("shenwan_l3", "甲业", "EX-A"), row("shenwan_l3", "甲业", "OT-C")]
    settled = {"name:未知|示例": {"EX"}}
    assert [place for place, _ in placed(rows, firm(industry_sw="甲业"), settled)] == ["OT-C"]


def test_every_row_that_is_not_understood_is_named_with_a_mend():
    rows = [
        row("nace", "甲业", "EX-A"),
        row("shenwan_l3", "甲业", "EX-Z"),
        row("shenwan_l3", "甲业", "EX-A", applies_when="看情况"),
        row("gbt4754", "Z9", "EX-A"),
        row("shenwan_l3", "甲业", "EX-A", priority="首先"),
    ]
    with pytest.raises(InputError) as caught:
        crosswalk(rows, NODES, "mine.csv")
    columns = ["scheme", "node", "applies_when", "class_name", "priority"]
    assert [problem.where for problem in caught.value.problems] == [
        f"mine.csv row {number}, column {column}" for number, column in enumerate(columns, start=2)
    ]
    assert all(problem.mend for problem in caught.value.problems)


def test_placements_are_a_sheet_that_can_be_read_again():
    known = crosswalk([row("shenwan_l3", "甲业", "EX-A")], NODES)
    sheet = capability_sheet(known, lambda: iter([firm(industry_sw="甲业", source="S00000000aa")]), {})
    assert sheet.kind is KINDS["capability"]
    assert (
        list(sheet.rows())
        == list(sheet.rows())
        == [
            (
                1,
                (
                    "name:未知|示例",
                    "EX-A",
                    "",
                    "",
                    "unstated",
                    "industry_class",
                    "申万三级行业“甲业”",
                    "derived",
                    "S00000000aa",
                ),
            )
        ]
    )


CLASSES = st.sampled_from(["", "甲", "乙", "甲乙"])
ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(["shenwan_l3", "tushare_industry", "name_word"]),
        CLASSES.filter(bool),
        st.sampled_from(sorted(NODES)),
        st.integers(1, 3),
        applies_when=st.sampled_from(["", *WITHOUT_SHENWAN]),
    ),
    max_size=8,
)
FIRMS = st.builds(firm, name=CLASSES, industry_sw=CLASSES, industry_ts=CLASSES)


def fits(one, reading):
    """Whether a row fits a firm, put as plainly as can be."""
    if reading["applies_when"] and one.industry_sw:
        return False
    return {
        "shenwan_l3": one.industry_sw == reading["class_name"],
        "tushare_industry": one.industry_ts == reading["class_name"],
        "name_word": reading["class_name"] in one.name,
    }[reading["scheme"]]


@given(ROWS, FIRMS)
def test_a_firm_is_placed_if_a_row_fits_and_then_by_one_class_of_the_best_priority(rows, one):
    fitting = [reading for reading in rows if fits(one, reading)]
    found = readings_of(crosswalk(rows, NODES), one)
    assert bool(found) == bool(fitting)
    if found:
        assert {reading.priority for reading in found} == {min(int(reading["priority"]) for reading in fitting)}
        assert len({(reading.scheme, reading.class_name) for reading in found}) == 1


@given(ROWS, FIRMS, st.sets(st.sampled_from(["EX", "OT"])))
def test_no_firm_is_placed_on_a_chain_where_it_stands_already(rows, one, settled):
    for cells in placements(crosswalk(rows, NODES), [one], {one.code: settled}):
        assert NODES[cells[1]] not in settled


def shipped():
    """The crosswalk of the sample, whose file the reader of the sample may not know yet."""
    with files(reader.__package__).joinpath("data", "crosswalk.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def sample(kind):
    return list(reader.read(KINDS[kind]))


@pytest.fixture(scope="module")
def known():
    """The sample's crosswalk, read."""
    return crosswalk(shipped(), {node["code"]: node["chain"] for node in sample("chain_node")})


def test_the_shipped_crosswalk_has_the_fields_of_its_kind():
    assert tuple(shipped()[0]) == reader.header(KINDS["crosswalk"])
    assert [tuple(one.values())[:5] for one in shipped()] == sorted(tuple(one.values())[:5] for one in shipped())
    text = "融图项目组编写：申万、Tushare 行业类名和企业名称用词与链上环节的对照（编辑判断，可改），2026-11"
    assert {one["source"] for one in shipped()} == {source_code(text)}


def test_every_listed_firm_of_the_sample_is_placed_as_the_sample_has_it(known):
    chain_of = {node["code"]: node["chain"] for node in sample("chain_node")}
    listed = {one["code"]: one for one in sample("organisation") if one["listed_code"]}
    capabilities = [one for one in sample("capability") if one["organisation"] in listed]
    settled = defaultdict(set)
    for one in capabilities:
        if one["grade"] in SURE and one["role"] == "unstated":
            settled[one["organisation"]].add(chain_of.get(one["node"]) or one["chain"] or one["cluster"])
    fields = ("code", "name", "short_name", "industry_sw", "industry_ts", "source")
    firms = [Firm(**{field: one[field] for field in fields}) for one in listed.values()]
    by_class = {BasisGrade.INDUSTRY_CLASS, BasisGrade.NAME_WORD}
    wanted = {tuple(one[column] for column in HEADER) for one in capabilities if one["grade"] in by_class}
    assert {tuple(map(str, cells)) for cells in placements(known, firms, settled)} == wanted
    assert len(wanted) == 222


@needs_shared
def test_the_shipped_crosswalk_is_the_shared_one():
    chains = {one["code"]: one["name"] for one in sample("chain")}
    chains |= {one["code"]: one["name"] for one in sample("cluster")}
    chain_of = {node["code"]: node["chain"] for node in sample("chain_node")}
    english = dict(zip(CONDITIONS[1::2], CONDITIONS[2::2], strict=True))
    assert sorted(
        (
            *(one["scheme"], one["class_name"], one["node"]),
            chains[chain_of.get(one["node"]) or one["chain"] or one["cluster"]],
            *(one["grade"], one["precision"], one["priority"], english[one["applies_when"]]),
        )
        for one in shipped()
    ) == sorted(
        (
            *(one["scheme"], one["class_name"], one["node_code"], one["chain"]),
            *(one["grade"], one["precision"], one["priority"], one["applies_when"]),
        )
        for one in shared_rows("facts/crosswalk_shenwan.csv")
    )


@needs_shared
def test_replayed_on_the_647_listed_firms_it_gives_the_same_place_for_645(known):
    chain_names = {one["name"]: one["code"] for one in sample("chain")}
    chain_names |= {one["name"]: one["code"] for one in sample("cluster") if one["listing"] == "cluster"}
    chain_of = {node["code"]: node["chain"] for node in sample("chain_node")}
    by_class, settled = defaultdict(set), defaultdict(set)
    for one in shared_rows("facts/org_placements.csv"):
        if one["basis_grade"] in SURE:
            settled[one["name"]].add(chain_of.get(one["node_code"]) or chain_names[one["chain"]])
        else:
            by_class[one["name"]].add((one["node_code"] or chain_names[one["chain"]], one["basis_grade"]))
    listed = [one for one in shared_rows("facts/organisations.csv") if one["listed_code"]]
    fields = ("name", "short_name", "industry_sw", "industry_ts")
    firms = [Firm(one["name"], **{field: one[field] for field in fields}) for one in listed]

    def differing(kept):
        """The firms that get another place than they had by class."""
        found = defaultdict(set)
        for code, node, chain, cluster, _, grade, *_ in placements(known, firms, kept):
            found[code].add((node or chain or cluster, grade))
        return [one.code for one in firms if found[one.code] != by_class[one.code]]

    assert len(firms) == 647
    assert differing({}) == ["北京亿华通科技股份有限公司", "北京左江科技股份有限公司"]
    assert differing(settled) == ["北京左江科技股份有限公司"]
