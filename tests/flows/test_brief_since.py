"""What changed since the last brief: why V moved in parts that add up, then what else did, and which facts."""

from __future__ import annotations

import re

from flows import chain_builders as chains
from flows import value_builders as values
from flows.chain_builders import compared, explained
from flows.test_brief import said, section
from rongtu.flows.brief import compose
from rongtu.flows.brief.document import Listing
from rongtu.flows.moved import Moved
from rongtu.vocab.evidence import Visibility

VALUED = values.valued()
TITLE = "比上一期变了什么"


def listing(since) -> Listing:
    (found,) = [b for b in section(compose(VALUED, None, since), "summary").blocks if b.title == TITLE]
    return found


def told(since) -> list[str]:
    return [said(item) for item in listing(since).items]


def test_what_changed_is_told_only_where_two_runs_are_compared():
    rank = Moved(aspect="rank", what="试一省 2023 等权·算术平均", before=2, after=1, ref="derived:index/110000/2023")
    stuck = Moved(aspect="severity", what="T 试用膜材", before=7e7, after=8e7, ref="derived:value/break/T-A")
    gone = Moved(aspect="lead", what="T 试用膜材：从前公司", before="named", after=None, ref="organisation:gone")

    assert not any(b.title == TITLE for b in section(compose(VALUED), "summary").blocks)
    since = compared(gone, rank, stuck)
    assert told(since) == [
        "上一期（2026-10-01 08:00 UTC）以来共 3 项不同，列出居前的。",
        "断点严重度 T 试用膜材：7,000万元 → 8,000万元。",
        "位次 试一省 2023 等权·算术平均：2 → 1。",
        "单位 T 试用膜材：从前公司：来源点名 → 无或未知。",
        "事实有变动的：claim 6 → 7 行。",
    ]
    assert all(span.refs for item in listing(since).items for span in item.spans if re.search(r"\d", span.text))


def test_two_runs_alike_are_said_to_be_alike():
    lines = told(compared(facts=(), notes=("参数不同：draws 100 → 200",)))

    assert lines == ["上一期（2026-10-01 08:00 UTC）以来没有不同；须注意：参数不同：draws 100 → 200。"]


def test_the_parts_of_the_change_of_v_add_up_as_printed():
    parts = explained(("产能", 8_004), ("需求", 4_004), ("投入占比", -4))

    lines = told(compared(explained=parts))

    assert lines[1] == ("V 试区 每年增加 1.20亿元（1.00亿元 → 2.20亿元）：其中产能 +0.80，需求 +0.40，投入占比 +0.00。")


def test_small_parts_are_added_up_and_v_itself_is_not_told_twice():
    amounts = zip("甲乙丙丁戊己庚", (-70.0, -60.0, -50.0, -40.0, -30.0, -20.0, -10.0), strict=True)
    parts = explained(*amounts)
    moved = Moved(aspect="value", what="V 试区", before=1e8, after=9.72e7, ref="derived:value/V/试区")

    lines = told(compared(moved, explained=parts))

    assert "每年减少 280万元" in lines[1]
    assert lines[1].endswith("甲 -70，乙 -60，丙 -50，丁 -40，戊 -30，其余各组 -30。")
    assert len(lines) == 3, "what moved, why V did, which facts"


def test_a_change_that_cannot_be_explained_says_why():
    lines = told(compared(explained=explained(unknown="前一次没有保存估值的输入")))

    assert lines[1] == "V 试区的变动不能分解：前一次没有保存估值的输入。"


def test_what_was_found_out_since_says_how_much_narrower_v_is():
    parts = explained(("产能", 100), answered=tuple(map(chains.answer, ("A-1", "A-2", "A-3", "A-4"))))

    lines = told(compared(explained=parts))

    assert lines[2].startswith("已查实：试用部件的投入占比（A-1） 为 0.12，总价值的范围宽 2.00亿元 → 1.50亿元；")
    assert lines[2].endswith("；另 1 条。")


def test_a_brief_is_as_restricted_as_what_moved():
    parts = explained(("产能", 100), level=Visibility.PRIVATE)

    assert compose(VALUED, None, compared(explained=parts)).restriction.startswith("私有 PRIVATE")
