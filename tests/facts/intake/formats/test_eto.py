"""ETO/CSET's five files: nodes, order, shares by country and firms. Names and figures here are invented."""

from collections import Counter

import pytest
from format_files import places, read, rows, write
from loading import put

from rongtu.vocab.problems import InputError

FILES = {
    "inputs_csv": (
        "\ufeffinput_name,input_id,type,stage_name,stage_id,description,market_share_chart_global_market_size_info\n"
        'Invented design,N1,process,Design,S1,"two\nlines",$1 billion (2018)\n'
        "Invented furnaces,N8,tool_resource,,,x,\n"
        "Invented drawing software,N9,tool_resource,,,x,$2 billion (2020)\n"
        "Invented gas,N10,material_resource,,,x,\n"
        "Invented chip,N99,ultimate_output,,,x,\n"
    ),
    "stages_csv": "\ufeffstage_id,stage_name,description\nS1,Design,x\n",
    "sequence_csv": (
        "input_name,input_id,goes_into_name,goes_into_id,is_type_of_name,is_type_of_id\n"
        "Invented gas,N10,Invented chip,N99,,\nInvented drawing software,N9,,,Invented furnaces,N8\n"
    ),
    "providers_csv": (
        "provider_name,provider_id,provider_type,country\n"
        "USA,P1,country,\nMAL,P2,country,\nVarious,P3,country,\nExample Corp,P4,organization,JPN\n"
        "EXAMPLE CORP,P5,organization,JPN\n"
    ),
    "provision_csv": (
        "provider_name,provider_id,provided_name,provided_id,share_provided,negligible_market_share\n"
        "USA,P1,Invented gas,N10,58%,\nMAL,P2,Invented design,N1,7%,\nVarious,P3,Design,S1,35%,\n"
        "USA,P1,Invented chip,N99,,negligible\n"
        "Example Corp,P4,Invented gas,N10,91%,\nExample Corp,P4,Invented design,N1,,negligible\n"
        "EXAMPLE CORP,P5,Invented gas,N10,,\n"
    ),
}


@pytest.fixture
def sheets(tmp_path):
    return read("eto", write(tmp_path, **FILES))


def test_inputs_and_stages_become_nodes_of_one_chain(sheets):
    nodes = [(row["code"], row["item"], row["tier"], row.get("final")) for row in rows(sheets, "chain_node")]
    assert nodes == [
        ("ETO-N1", "Invented design", "midstream", None),
        ("ETO-N8", "Invented furnaces", "upstream", None),
        ("ETO-N9", "Invented drawing software", "upstream", None),
        ("ETO-N10", "Invented gas", "upstream", None),
        ("ETO-N99", "Invented chip", "downstream", "是"),
        ("ETO-S1", "Design", "midstream", None),
    ]
    kinds = [row["kind"] for row in rows(sheets, "item")]
    assert kinds == ["process", "equipment", "software", "material", "product", "process"]


def test_the_order_becomes_links(sheets):
    found = [(row["from_node"], row["to_node"], row["relation"]) for row in rows(sheets, "link")]
    assert found == [("ETO-N10", "ETO-N99", "supplies"), ("ETO-N9", "ETO-N8", "is_type_of")]


def test_shares_are_figures_by_country_with_the_year_beside_them(sheets):
    found = [
        (row["item"], row.get("country"), row["indicator"], row["value"], row["year"], "remark" in row)
        for row in rows(sheets, "observation")
    ]
    assert found == [
        ("Invented gas", "USA", "supplier_share", "58", "2021", True),
        ("Invented design", "MYS", "supplier_share", "7", "2018", False),
        ("Design", None, "supplier_share_other", "35", "2021", True),
    ]


def test_firms_are_named_once_and_stand_where_they_provide(sheets):
    assert [row["name"] for row in rows(sheets, "organisation")] == ["Example Corp"]
    found = [(row["organisation"], row["node"], row["role"], row["basis"]) for row in rows(sheets, "capability")]
    firm = "name:未知|examplecorp"
    assert found == [
        (firm, "ETO-N10", "produces", "ETO/CSET 列为供给者，所在国 JPN；供给份额 91%"),
        (firm, "ETO-N1", "unstated", "ETO/CSET 列为供给者，所在国 JPN；份额可忽略 (negligible)"),
    ]


def test_every_source_says_that_the_data_are_not_for_commerce(sheets):
    told = [row for row in rows(sheets, "source") if "ETO" in row["text"]]
    assert len(told) == 5
    assert all("CC BY-NC 4.0" in row["terms"] and "CC BY-NC 4.0" in row["notice"] for row in told)
    assert all(len(row["file_hash"]) == 64 for row in told)


def test_rows_lie_where_a_person_finds_them(sheets):
    assert places(sheets, "chain_node")[:2] == [("inputs.csv", 2), ("inputs.csv", 4)]


def test_all_of_it_lands_and_again_changes_nothing(owner, sheets):
    landed, _ = put(owner, *sheets)
    assert all(kind.added == kind.read and not kind.refused for kind in landed)
    again, _ = put(owner, *sheets)
    assert not any(kind.added or kind.changed for kind in again)


def test_what_leads_nowhere_is_named_with_its_row(owner, tmp_path):
    broken = {**FILES, "sequence_csv": FILES["sequence_csv"].replace("N99", "N98")}
    broken["provision_csv"] = FILES["provision_csv"].replace("58%", "most%")
    with pytest.raises(InputError) as caught:
        put(owner, *read("eto", write(tmp_path, **broken)))
    assert Counter(problem.where for problem in caught.value.problems) == {
        "sequence.csv row 2, column to_node": 1,
        "provision.csv row 2, column value": 1,
    }


def test_a_share_without_its_sign_is_named_with_its_row(tmp_path):
    broken = {**FILES, "provision_csv": FILES["provision_csv"].replace("58%", "0.58")}
    with pytest.raises(InputError, match=r"provision\.csv row 2, column share_provided: .*such as 58%"):
        read("eto", write(tmp_path, **broken))


def test_a_file_without_its_columns_says_which(tmp_path):
    broken = {**FILES, "provision_csv": FILES["provision_csv"].replace("share_provided", "share")}
    with pytest.raises(InputError, match=r"provision\.csv row 1, column share_provided: .*no share_provided"):
        read("eto", write(tmp_path, **broken))
    with pytest.raises(InputError, match=r"eto, file stages\.csv: .*Name it too"):
        read("eto", write(tmp_path / "..", **{key: text for key, text in FILES.items() if key != "stages_csv"}))
