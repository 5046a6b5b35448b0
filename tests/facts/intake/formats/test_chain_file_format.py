"""Chain files as a format: what lands of them, what replaces what is known, what is refused. All rows are invented."""

import pytest
from format_files import read, rows
from loading import put, sheet

from rongtu.facts.intake.formats.chain_file import BESIDE
from rongtu.vocab.problems import InputError

CHAIN = """
code = "FX"
name = "示例链"
as_of = "2026-06"
source = "虚构：链办的链"

[[node]]
code = "FX-A"
name = "虚构甲料"
tier = "upstream"
kind = "material"

[[node]]
code = "FX-P"
name = "丙机"
item = "虚构整机"
tier = "downstream"
kind = "product"
final = true
demand = 3

[[group]]
node = "FX-P"
members = ["FX-A"]
code = "FX-P-1"
name = "材料"
share = 0.35

[[link]]
from = "FX-A"
to = "FX-P"
relation = "stage_flow"
basis = "调研"
"""


def write(folder, text=CHAIN, name="chain.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_chain_file_becomes_rows_of_five_kinds(tmp_path):
    sheets = read("chain-file", [write(tmp_path)])
    assert [made.kind.name for made in sheets] == [
        "source",
        "chain",
        "item",
        "chain_node",
        "input_group",
        "link",
        "link",
    ]
    assert rows(sheets, "chain") == [{"code": "FX", "name": "示例链", "confidence": "quoted"}]
    assert [row["name"] for row in rows(sheets, "item")] == ["虚构甲料", "虚构整机"]
    assert [(row["code"], row["item"], row["final"]) for row in rows(sheets, "chain_node")] == [
        ("FX-A", "虚构甲料", "否"),
        ("FX-P", "虚构整机", "是"),
    ]
    (group,) = rows(sheets, "input_group")
    assert (group["code"], group["share"], group["essential"], group["as_of"]) == ("FX-P-1", "0.35", "是", "2026-06")
    assert [(row["relation"], row.get("input_group"), row["basis"]) for row in rows(sheets, "link")] == [
        ("supplies", "FX-P-1", "产业链文件"),
        ("stage_flow", None, "调研"),
    ]
    assert rows(sheets, "source")[0]["text"] == "虚构：链办的链"


def test_what_is_not_said_is_not_known(tmp_path):
    bare = CHAIN.replace("final = true\n", "").replace("share = 0.35", "share = { low = 0.1, high = 0.2 }")
    sheets = read("chain-file", [write(tmp_path, bare)])
    assert all("final" not in row for row in rows(sheets, "chain_node"))
    assert "share" not in rows(sheets, "input_group")[0]


def test_landing_again_changes_nothing_and_an_edit_is_what_counts(tmp_path, owner):
    def landed(text):
        found, _ = put(owner, *read("chain-file", [write(tmp_path, text)]))
        return {kind.kind: (kind.added, kind.changed) for kind in found if kind.kind != "source"}

    assert landed(CHAIN) == {
        "chain": (1, 0),
        "item": (2, 0),
        "chain_node": (2, 0),
        "input_group": (1, 0),
        "link": (2, 0),
    }
    assert landed(CHAIN) == dict.fromkeys(landed(CHAIN), (0, 0))
    edited = CHAIN.replace("0.35", "0.4").replace('tier = "upstream"', 'tier = "midstream"')
    assert {kind for kind, (_, changed) in landed(edited).items() if changed} == {"chain_node", "input_group"}


def test_a_row_of_which_nothing_new_is_said_keeps_its_source(tmp_path, owner):
    put(owner, sheet("source", [{"code": "S0000000009", "text": "虚构：早先的来源", "terms": "虚构"}]))
    known = {"name": "示例链", "code": "FX", "confidence": "derived"}
    put(owner, sheet("chain", [known], source="S0000000009"))

    def of_chain():
        query = "SELECT s.text, c.confidence, c.name FROM chain c JOIN source s ON s.id = c.source WHERE c.code = 'FX'"
        return owner.exec_driver_sql(query).one()

    put(owner, *read("chain-file", [write(tmp_path)]))
    assert tuple(of_chain()) == ("虚构：早先的来源", "derived", "示例链")
    put(owner, *read("chain-file", [write(tmp_path, CHAIN.replace('"示例链"', '"示例新链"'))]))
    assert tuple(of_chain()) == ("虚构：链办的链", "quoted", "示例新链")
    assert "source" in BESIDE


def test_several_files_land_together_and_a_thing_of_two_chains_is_one_item(tmp_path, owner):
    other = CHAIN.replace("FX", "FY")
    sheets = read("chain-file", [write(tmp_path), write(tmp_path, other, "other.toml")])
    found, _ = put(owner, *sheets)
    assert {kind.kind: kind.added for kind in found} == {
        "source": 1, "chain": 2, "item": 2, "chain_node": 4, "input_group": 2, "link": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "chain.toml, the file: a chain file has"),
        ("code = ", "chain.toml: a file is well-formed TOML"),
        (CHAIN.replace('code = "FX"\n', "", 1), "chain.toml, key code: a chain of the store has a code"),
        (
            CHAIN.replace("share = 0.35", "share = nan"),
            "chain.toml, group 1 .*, share: a figure is a finite number",
        ),
        ("[[node]]\nname = 'x'\n", "chain.toml, node 1: a row of .*node.* has code"),
    ],
)
def test_a_file_that_is_out_of_form_is_refused(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        read("chain-file", [write(tmp_path, text)])


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "chain.toml"
    path.write_bytes(b"\x00\xff\xfe" * 100)
    with pytest.raises(InputError, match="TOML is written in UTF-8"):
        read("chain-file", [path])


def test_rows_the_store_cannot_keep_are_named_by_table_and_number(tmp_path, owner):
    lacking = CHAIN.replace('tier = "upstream"\n', "").replace('kind = "product"\n', "").replace('"FX-A"', '"fx-a"')
    with pytest.raises(InputError) as error:
        put(owner, *read("chain-file", [write(tmp_path, lacking)]))
    places = {problem.where for problem in error.value.problems}
    assert {
        "chain.toml [[node]] entry 1, column tier",
        "chain.toml [[node]] entry 1, column code",
        "chain.toml [[node]] entry 2, column kind",
    } <= places
    assert owner.exec_driver_sql("SELECT count(*) FROM chain WHERE code = 'FX'").scalar() == 0
