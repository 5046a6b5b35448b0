"""Two versions of a chain compared: differences in words, and what they make of V. Everything here is invented."""

import tomllib

from rongtu.desks.cluster.files.models import MOST_TOLD
from rongtu.desks.cluster.files.versions import checked, compared
from rongtu.vocab.chain_document_form import read_form

CHAIN = """
code = "EX"
name = "示例链"
[[node]]
code = "EX-A"
name = "甲"
tier = "upstream"
kind = "material"
supply = 10
buy = 0
[[node]]
code = "EX-P"
name = "丙"
tier = "downstream"
kind = "product"
final = true
supply = 40
buy = 0
demand = 30
[[group]]
node = "EX-P"
members = ["EX-A"]
code = "G"
name = "材料"
share = 0.5
"""


def form(text):
    return read_form(tomllib.loads(text))


def told(after, before=CHAIN):
    return compared(form(before).document, form(after).document, ("旧", "新"))


def lines(after):
    return [change.zh for change in told(after).changes]


def test_the_same_file_has_no_difference():
    assert told(CHAIN).headline().splitlines() == ["旧 → 新：没有不同 (no difference)", "V  20 → 20  +0"]


def test_differences_are_told_in_words_with_v_before_and_after():
    found = told(CHAIN.replace("share = 0.5", "share = 0.4"))
    assert found.headline().splitlines() == [
        "旧 → 新：1 处不同 (1 difference)",
        "  投入组 G 材料 的份额：0.5 → 0.4 (share of group: 0.5 → 0.4)",
        "V  20 → 25  +5",
    ]


def test_each_kind_of_difference_has_its_words():
    assert lines(CHAIN.replace('"甲"', '"乙"')) == ["环节 EX-A 改名：甲 → 乙"]
    assert lines(CHAIN.replace('"upstream"', '"midstream"')) == ["环节 EX-A 甲 移动：上游 → 中游"]
    assert lines(CHAIN.replace("final = true\n", "")) == ["环节 EX-P 丙 的是否最终产品：是 → 否"]
    assert lines(CHAIN.replace("supply = 10", "supply = { low = 1, high = 2 }")) == [
        "环节 EX-A 甲 的供给：10 → 1–2（推定）"
    ]
    assert lines(CHAIN.replace("supply = 10\n", "")) == ["环节 EX-A 甲 的供给：10 → 未填"]
    assert lines(CHAIN + "essential = false\n") == ["投入组 G 材料 的是否必需：是 → 否"]
    added = CHAIN.replace('members = ["EX-A"]', 'members = ["EX-A", "EX-B"]') + '[[node]]\ncode = "EX-B"\n'
    assert lines(added) == ["新增环节 EX-B", "投入组 G 材料 新增成员 EX-B", "新增关系 EX-B → EX-P（供给）"]
    held = '[[controller]]\nnode = "EX-A"\nname = "某公司"\nkind = "licence"\ncountry = "XAA"\n'
    assert lines(CHAIN + held) == ["新增控制方 EX-A 某公司（许可）"]
    assert lines(CHAIN.replace('name = "示例链"', 'name = "新链"')) == ["链 新链 EX 的名称：示例链 → 新链"]


def test_a_version_with_errors_is_compared_but_not_valued():
    found = told(CHAIN.replace("supply = 10", "supply = -10"))
    assert len(found.changes) == 1
    assert found.headline().splitlines()[-1] == "V  20 → 文件有 1 处错误，未估值"


def test_v_is_unknown_where_a_figure_is_missing_and_not_told_where_there_is_none():
    assert "未知（缺 outside_supply of 甲）" in told(CHAIN.replace("buy = 0\n", "", 1)).headline()
    bare = CHAIN.replace("final = true\n", "").replace("demand = 30\n", "")
    assert told(bare, bare).value_before is None


def test_of_many_differences_the_first_are_told():
    many = CHAIN + "".join(f'[[node]]\ncode = "EX-N{number}"\n' for number in range(MOST_TOLD + 3))
    found = told(many)
    assert len(found.changes) == MOST_TOLD + 3
    assert "  ……另有 3 条，见 --json (and more)" in found.headline().splitlines()


def test_a_checked_file_tells_what_it_holds_and_what_is_wrong():
    good = checked(form(CHAIN), "chain.toml")
    assert good.holds()
    assert good.headline().splitlines() == [
        "chain.toml  示例链 EX  环节 2、投入组 1、关系 0、最终产品 1",
        "没有发现问题 (nothing found)",
    ]
    bad = checked(form(CHAIN + '[[node]]\ncode = "EX-A"\nsuply = 1\n'), "chain.toml")
    assert not bad.holds()
    assert [fault.where for fault in bad.errors] == ["node 3 (EX-A), suply", "node 3 (EX-A)"]
    assert "错误 errors 2：" in bad.headline()
