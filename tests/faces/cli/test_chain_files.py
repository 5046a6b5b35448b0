"""`rongtu chain check|diff|export` and what becomes of a chain file in the store. Every chain here is invented."""

import json

import pytest
from sqlalchemy import text

from rongtu.facts.store.roles import Role

pytestmark = pytest.mark.xdist_group("example")

CHAIN = """
code = "FZ"
name = "示例链"
source = "虚构：链办的链"
[[node]]
code = "FZ-A"
name = "虚构甲"
tier = "upstream"
kind = "material"
supply = 10
buy = 0
[[node]]
code = "FZ-P"
name = "虚构丙"
tier = "downstream"
kind = "product"
final = true
supply = 40
buy = 0
demand = 30
[[group]]
node = "FZ-P"
members = ["FZ-A"]
code = "FZ-P-1"
name = "材料"
share = 0.5
"""

OWN = "s.text IN ('虚构：链办的链', '产业链文件：示例链（FZ）')"


@pytest.fixture
def rongtu(command_line, dispatcher):
    """Runs `rongtu` on a store that is there."""
    assert dispatcher
    return command_line


@pytest.fixture
def landing(store):
    """Other tests count the chains of 示例区: what is landed here is taken out again."""
    yield
    with store.engine(Role.OWNER).begin() as connection:
        for kind in ("link", "input_group", "chain_node", "item", "chain"):
            connection.execute(text(f"DELETE FROM {kind} t USING source s WHERE s.id = t.source AND {OWN}"))
        connection.execute(text(f"DELETE FROM source s WHERE {OWN}"))


@pytest.fixture
def write(tmp_path):
    def written(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    return written


def test_checking_ends_with_2_for_errors_and_with_0_for_findings_alone(rongtu, write):
    write("good.toml", CHAIN)
    write("odd.toml", CHAIN + '[[node]]\ncode = "FZ-B"\nname = "乙"\ntier = "upstream"\nkind = "part"\n')
    write("bad.toml", CHAIN.replace("share = 0.5", "share = 1.5").replace("supply = 10", "supply = -1"))
    assert "没有发现问题" in rongtu("chain", "check", "good.toml").out
    told = rongtu("chain", "check", "odd.toml").out
    assert "留意 findings 1：\n  node 3 (FZ-B): from every node a final product is reached" in told
    rongtu("chain", "check", "odd.toml", "--strict", code=2)
    told = rongtu("chain", "check", "good.toml", "bad.toml", code=2).out
    assert "错误 errors 3：" in told
    assert "node 1 (FZ-A), supply: money and months are not negative; found -1. Correct it." in told
    assert "group 1 (FZ-P-1), share: a share lies from 0 to 1; found 1.5." in told


def test_a_check_for_machines_has_every_problem_with_its_parts(rongtu, write):
    write("bad.toml", CHAIN.replace("share = 0.5", "share = 1.5"))
    found = json.loads(rongtu("chain", "check", "bad.toml", "--json", code=2).out)
    assert (found["chain"], found["nodes"], found["findings"]) == ("示例链 FZ", 2, [])
    assert found["errors"][0] == {
        "where": "node 2 (FZ-P)",
        "rule": "the shares of a node's groups add up to at most 1",
        "found": "1.5 of 材料",
        "mend": "Correct the shares: the rest of a yuan is value added.",
    }
    several = json.loads(rongtu("chain", "check", "bad.toml", "bad.toml", "--json", code=2).out)
    assert len(several["files"]) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "a chain file has [[node]] entries"),
        (b"[[node", "valid TOML"),
        (b"\x00\x01\x02", "valid TOML"),
        (b"\xff\xfe" * 50, "text is UTF-8"),
        (b"x = " + b"[" * 5_000, "valid TOML"),
    ],
    ids=["empty", "no TOML", "control characters", "binary", "deep"],
)
def test_a_broken_file_is_refused_in_words(rongtu, write, content, said):
    write("broken.toml", content)
    told = rongtu("chain", "check", "broken.toml", code=2)
    assert said.replace("valid TOML", "") in (told.out + told.err)
    assert "Traceback" not in told.err
    rongtu("chain", "diff", "broken.toml", "broken.toml", code=2)
    rongtu("import", "chain-file", "broken.toml", "--nature", "fictional", code=2)


def test_a_file_that_is_not_there_is_named(rongtu):
    assert "nothing.toml" in rongtu("chain", "check", "nothing.toml", code=2).err
    assert "nothing.toml" in rongtu("chain", "diff", "nothing.toml", "nothing.toml", code=2).err


def test_two_files_are_compared_with_v_before_and_after(rongtu, write):
    write("old.toml", CHAIN)
    write("new.toml", CHAIN.replace("share = 0.5", "share = 0.4"))
    told = rongtu("chain", "diff", "old.toml", "new.toml").out
    assert "投入组 FZ-P-1 材料 的份额：0.5 → 0.4" in told
    assert "V  20 → 25  +5" in told
    found = json.loads(rongtu("chain", "diff", "old.toml", "new.toml", "--json").out)
    (change,) = found["changes"]
    assert (change["table"], change["field"], change["before"], change["after"]) == ("group", "share", 0.5, 0.4)
    assert (found["value_before"]["point"], found["value_after"]["point"]) == (20, 25)


@pytest.mark.usefixtures("landing")
def test_a_chain_goes_into_the_store_and_out_again(rongtu, write, tmp_path):
    write("chain.toml", CHAIN)
    landed = rongtu("import", "chain-file", "chain.toml", "--nature", "fictional").out
    assert "链上环节 chain_node  读 2 条（新增 2，改动 0，未变 0）" in landed
    rongtu("chain", "export", "FZ", "--nature", "fictional", "--out", "out.toml")
    exported = (tmp_path / "out.toml").read_text(encoding="utf-8")
    assert "【虚构 fictional】" in exported
    assert "supply" not in exported
    assert "没有发现问题" not in rongtu("chain", "check", "out.toml").out, "it has no figures of supply"
    structure = json.loads(rongtu("chain", "diff", "chain.toml", "FZ", "--nature", "fictional", "--json").out)
    fields = {(change["table"], change["field"]) for change in structure["changes"]}
    assert fields == {("node", "supply"), ("node", "buy"), ("node", "demand"), ("chain", "source")}
    again = rongtu("import", "chain-file", "out.toml", "--nature", "fictional").out
    assert "新增 0，改动 0" in again.split("链上环节")[1]
    write("edited.toml", CHAIN.replace('tier = "upstream"', 'tier = "midstream"'))
    assert "改动 1" in rongtu("import", "chain-file", "edited.toml", "--nature", "fictional").out.split("链上环节")[1]


def test_a_chain_of_the_store_is_exported_with_the_figures_of_a_zone_and_checked(rongtu, tmp_path):
    rongtu("sample", "load", "--which", "example")
    told = rongtu("chain", "export", "EXMI", "--zone", "示例区", "--nature", "fictional", "--out", "mi.toml").out
    assert "缺 1 个数" in told
    rongtu("chain", "check", "mi.toml")
    same = rongtu("chain", "diff", "mi.toml", "EXMI", "--zone", "示例区", "--nature", "fictional").out
    assert "没有不同" in same
    assert (tmp_path / "mi.toml").read_text(encoding="utf-8").startswith("# 示例医用影像 EXMI：")


def test_a_file_with_errors_lands_nothing(rongtu, write):
    write("bad.toml", CHAIN.replace("FZ", "FQ").replace("share = 0.5", "share = 1.5"))
    told = rongtu("import", "chain-file", "bad.toml", "--nature", "fictional", code=2)
    assert "bad.toml, node 2 (FQ-P): the shares of a node's groups add up to at most 1" in told.err
    assert "There is no chain FQ" in rongtu("chain", "export", "FQ", "--nature", "fictional", code=3).err


def test_a_node_of_another_chain_is_not_taken_from_it(rongtu, write):
    rongtu("sample", "load", "--which", "example")
    stolen = CHAIN.replace('code = "FZ"', 'code = "FS"').replace("FZ-A", "EXMI-CT").replace("FZ-P", "FS-P")
    write("stolen.toml", stolen)
    told = rongtu("import", "chain-file", "stolen.toml", "--nature", "fictional", code=2)
    assert "stolen.toml, node 1 (EXMI-CT): a node is in one chain; found one of EXMI." in told.err


def test_an_export_is_called_a_chain_file(rongtu):
    assert "a chain file is called *.toml" in rongtu("chain", "export", "EXMI", "--out", "x.json", code=2).err
