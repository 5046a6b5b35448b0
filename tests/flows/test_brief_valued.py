"""The brief of a valued scope: each new section says what a small hand-made result holds, in the order it must."""

from __future__ import annotations

import re

import pytest

from flows import builders as build
from flows import value_builders as values
from flows.test_brief import block, cell_text, finding_texts, said, section
from rongtu.flows.brief import compose
from rongtu.flows.brief.document import Paragraphs, RankChart, Table, walk
from rongtu.flows.brief.estimates import ranked_twice
from rongtu.flows.brief.numbers import grouped, money, percent, ranged, wan
from rongtu.flows.moved import FactsMoved, Moved
from rongtu.flows.runs import Comparison, RunSummary
from rongtu.vocab.evidence import Nature

VALUED = values.valued()


@pytest.fixture(scope="module")
def brief():
    return compose(VALUED)


def column(table: Table, place: int) -> list[str]:
    return [cell_text(row[place]) for row in table.rows]


@pytest.mark.parametrize(
    ("yuan", "told"),
    [
        ((1.23e8,), "1.23亿元"),
        ((1.23e8, 1.1e8, 1.4e8), "1.23亿元（1.10–1.40亿元）"),
        ((9e7, 8e7, 1.1e8), "0.90亿元（0.80–1.10亿元）"),
        ((3e5, 0.0, 1.2e8), "30万元（0–12,000万元）"),
        ((56_780_000,), "5,678万元"),
        ((0.0,), "0元"),
        ((-2e4,), "-2万元"),
    ],
)
def test_money_is_told_in_the_unit_its_size_asks_for(yuan, told):
    assert money(*yuan) == told


def test_numbers_are_short_and_have_no_minus_nought():
    assert [grouped(x) for x in (1234.5, 12.34, 7.0, -0.0, 0.04, -0.04)] == ["1,234", "12.3", "7", "0", "0", "0"]
    assert [percent(x) for x in (0.5, 0.123, 0.0512, 0.0, 1.2)] == ["50%", "12%", "5.1%", "0%", "120%"]
    assert ranged(1e4, 1e4, 1e4, wan) == "1"
    assert ranged(2e4, 1e4, 3e4, wan) == "2（1–3）"
    assert ranged(-2e4, -3e4, -1e4, wan) == "-2（-3至-1）", "a dash beside a minus would be read as one"


def test_a_list_is_ranked_by_the_low_end_and_told_where_the_high_end_differs():
    items = (("a", values.known(5, 1, 9), "a"), ("b", values.known(4, 3, 5), "b"), ("c", values.known(0), "c"))

    ranked = ranked_twice([*items, ("d", values.unknown("产能"), "d")])

    assert [(one.item, one.proved, one.possible) for one in ranked] == [("b", 1, 2), ("a", 2, 1)]


def test_breaks_show_every_factor_with_its_range(brief):
    table = block(brief, "stuck", Table)

    assert column(table, 0) == ["1 / 2", "2 / 1"]
    assert column(table, 1) == ["试用膜材试用T链", "试用树脂试用T链"]
    first = [[said(line) for line in cell.lines] for cell in table.rows[0]]
    assert first[2:] == [
        ["无供给", "全国无"],
        ["1,000"],
        ["0"],
        ["0%"],
        ["30%"],
        ["5,000", "4,000–6,000"],
        ["8,000", "6,000–9,000"],
    ]
    assert any("次序不同" in said(note) for note in table.notes)


def test_kinds_of_blockage_show_both_figures_worst_first(brief):
    table = block(brief, "stuck", Table, 1)

    (lines,) = [[said(line) for line in row[2].lines] for row in table.rows]

    assert lines[0] == "桥接 0.63：12 比 32，线·月，能排的与申请的"
    assert lines[1] == "市场 0.42：31% 比 53%，本地采购率与应有之比"


def test_every_controller_has_a_row_with_what_is_left(brief):
    table = block(brief, "stuck", Table, 2)

    assert column(table, 2) == ["境外测试甲公司供应商，XAA", "境外测试乙公司供应商，XAA"]
    assert [said(line) for line in table.rows[0][5].lines] == ["2,000", "800–4,000"]
    assert [cell_text(row[6]) for row in table.rows] == ["2,000800–4,000", ""]
    assert any("受限" in said(note) for note in table.notes)


def test_where_nothing_is_stuck_the_lists_say_so():
    told = compose(values.cases()["valued, nothing stuck"])

    texts = [said(b.lines[0]) for b in section(told, "stuck").blocks if isinstance(b, Paragraphs) and b.title]

    # its nodes were not surveyed whole: that there is no break is not known
    assert texts == ["没有算得出的；还有算不出的，不等于没有。", "未发现。", "未发现。"]


def test_an_unknown_figure_is_unknown_with_what_is_missing():
    told = compose(values.cases()["valued, unknown"])

    assert "未知" not in finding_texts(values.cases()["valued, unknown"], 0)
    assert any("卡点值算不出，缺：境外控制方" in text for text in finding_texts(values.cases()["valued, unknown"], 1))
    assert told


def test_interventions_come_by_net_worth_and_unknown_costs_apart(brief):
    known, unknown = block(brief, "actions", Table), block(brief, "actions", Table, 1)

    assert [text[:6] for text in column(known, 0)] == ["引进试用膜线", "试用树脂工程"]
    assert [text[:6] for text in column(unknown, 0)] == ["试用膜材扩产"]
    assert [cell_text(unknown.rows[0][place]) for place in (2, 3, 7)] == ["未知", "未知", "未知"]


def test_each_plan_says_what_it_would_lose_without_a_step(brief):
    ladder = block(brief, "actions", Table, 2)

    assert column(ladder, 0) == ["900", "1,800"]
    assert cell_text(ladder.rows[1][2]) == "试用树脂工程化（3,000）；引进试用膜线（3,400）"
    assert column(ladder, 5) == ["2%", "已证最优"]
    assert any("试用膜材扩产" in said(note) for note in ladder.notes)


def test_it_is_said_why_single_gains_do_not_add_up(brief):
    (paragraph,) = [b for b in section(brief, "actions").blocks if isinstance(b, Paragraphs)]

    text = said(paragraph.lines[0])

    assert "互补" in text
    assert "加起来是每年 4,000万元，一起做是每年 5,200万元" in text


def test_offers_stand_by_fit_with_their_worth_and_place_by_value_beside(brief):
    table = block(brief, "allies", Table)
    lines = [said(line) for line in table.rows[0][1].lines]

    assert cell_text(table.rows[0][0]).startswith("耐高温试用膜批量供货")
    assert lines[0].startswith("1. 设施 试用中试线") and lines[0].endswith("适配 0.91；对链值未知")
    assert "2. 单位 试用制造公司" in lines[1]
    assert "对链值每年 1,400万元（1,000–1,800万元）" in lines[2]
    assert lines[2].endswith("；对接：2026-09 已联系")
    assert cell_text(table.rows[0][2]) == "验收指标"


def test_a_need_nobody_meets_and_a_need_long_met(brief):
    table = block(brief, "allies", Table)

    assert [text[:6] for text in column(table, 0)] == ["耐高温试用膜", "整机测试方法"]
    assert cell_text(table.rows[1][1]) == "查看 40 项，没有合适的。"


def test_stuck_nodes_without_a_need_name_who_may_be_called(brief):
    table = block(brief, "allies", Table, 1)

    assert column(table, 0) == ["试用树脂", "试用部件"]
    assert "试用树脂工程化：每年 2,100万元（1,900–2,300万元）" in cell_text(table.rows[0][2])
    assert cell_text(table.rows[1][2]) == "没有登记措施。"


def test_funding_is_records_only_and_ended_policies_are_left_out(brief):
    policies = block(brief, "funds", Table)
    lines = [said(line) for line in block(brief, "funds", Paragraphs).lines]

    assert [text[:6] for text in column(policies, 0)] == ["试区中试补助"]
    assert cell_text(policies.rows[0][3]) == "补助，按 30%，每家每年至多 200万元"
    assert "不计算" in lines[0]
    assert "试区首台套奖励" in lines[1]


def test_steps_of_the_plan_name_what_is_on_record_where_they_are_taken(brief):
    steps = block(brief, "funds", Table, 2)

    assert [[cell_text(cell) for cell in row] for row in steps.rows] == [
        ["试用树脂工程化", "试用研究所，试一省", "PL901", "FP901"]
    ]


def test_assumptions_say_who_when_why_and_what_rests_on_them(brief):
    table = block(brief, "assumed", Table)

    assert [cell_text(cell) for cell in table.rows[0][1:4]] == ["8%–16%", "试办，2026-09-15", "测试：两家口头估计"]
    assert cell_text(table.rows[1][1]) == "3,000万元–5,000万元，多半 4,000万元"
    assert column(table, 4) == ["断点 2 项", "没有结果用到"]


def test_figures_that_rest_on_an_assumption_are_marked(brief):
    severity = VALUED.value.nodes[0].breaks.severity.ref

    assert brief.marks[severity] == "推定"
    assert brief.marks["derived:value/V/试区"] == "推定"


def test_three_findings_survive_scrutiny(brief):
    found = finding_texts(VALUED, 0)

    assert len(found) == 3
    assert found[0].startswith("按范围的低端和高端都排在首位的：堵点“试用部件”")
    assert "断点" not in found[0], "the two breaks change places between the two ends"
    assert found[1].startswith("若只拿出 900万元") and "离该预算下的上界 2%" in found[1]
    assert "需求“耐高温试用膜批量供货”" in found[2]


def test_three_points_need_a_fact_first(brief):
    found = finding_texts(VALUED, 1)

    assert len(found) == 3
    assert found[0].startswith("“试用树脂”的断点严重度范围最宽：每年 7,000万元（2,000–9,900万元）")
    assert "查实推定的试用部件的投入占比" in found[0]
    assert "1 条措施不知道要花多少钱" in found[1]


def test_a_scope_without_figures_tells_what_each_chain_lacks():
    told = compose(values.cases()["unvalued"])
    table = block(told, "questions", Table)

    assert [s.anchor for s in told.sections][:3] == ["summary", "chain-T", "evaluation"]
    assert [said(c.heading) for c in table.columns] == ["链", "产能", "投入占比"]
    assert [cell_text(cell) for cell in table.rows[0]] == ["试用U链", "12", "7"]


def test_drawn_ranks_are_shares_of_runs_and_said_to_be_no_probability(brief):
    table = block(brief, "evaluation", Table, 1)

    assert [cell_text(cell) for cell in table.rows[0]] == ["试一省", "1", "1–2", "90%", "100%", "100%"]
    notes = "".join(said(note) for note in table.notes)
    assert "试一省高于试二省 98%" in notes
    assert "不是概率" in notes
    assert "归一方法；权重；汇总方式" in notes


def test_obstacles_name_the_ratios_that_hold_a_region_back(brief):
    table = block(brief, "evaluation", Table, 2)

    assert [cell_text(cell) for cell in table.rows[0]] == ["试一省", "试验强度 70%", "试验产出 30%", "—"]


def test_the_chart_draws_the_range_of_the_runs(brief):
    chart = block(brief, "evaluation", RankChart)
    second = next(one for one in chart.lines if one.name.text == "试二省")

    assert {(point.best, point.worst) for point in second.points} == {(1, 3)}
    assert second.end.text == "1–3"
    assert "抽样" in said(chart.legend[0])
    plain = block(compose(build.result()), "evaluation", RankChart)
    assert "抽样" not in said(plain.legend[0])


def test_every_number_of_the_valued_sections_has_a_ref(brief):
    for anchor in ("stuck", "actions", "allies", "funds", "assumed"):
        loose = [s.text for s in walk(section(brief, anchor)) if re.search(r"\d", s.text) and not s.refs]
        assert not loose


def run_summary(name: str) -> RunSummary:
    return RunSummary(
        run=name, kept_at="2026-10-01T08:00:00+00:00", nature=Nature.REAL, zone=build.ZONE, chains=1,
        operation="run.loop", version="0", snapshot="0", result_hash="0",
    )  # fmt: skip


def compared(*what: Moved, **changes) -> Comparison:
    given = {"facts": (FactsMoved(kind="claim", before=6, after=7),), "notes": (), **changes}
    return Comparison(before=run_summary("a"), after=run_summary("b"), moved=what, **given)


def test_what_changed_is_told_only_where_two_runs_are_compared(brief):
    assert not any(b.title == "比上一期变了什么" for b in section(brief, "summary").blocks)
    rank = Moved(aspect="rank", what="试一省 2023 等权·算术平均", before=2, after=1, ref="derived:index/110000/2023")
    stuck = Moved(aspect="severity", what="T 试用膜材", before=7e7, after=8e7, ref="derived:value/break/T-A")
    gone = Moved(aspect="lead", what="T 试用膜材：从前公司", before="named", after=None, ref="organisation:gone")

    told = compose(VALUED, None, compared(gone, rank, stuck))

    (listing,) = [b for b in section(told, "summary").blocks if b.title == "比上一期变了什么"]
    assert [said(item) for item in listing.items] == [
        "上一期（2026-10-01 08:00 UTC）以来共 3 项不同，列出居前的。",
        "断点严重度 T 试用膜材：7,000万元 → 8,000万元。",
        "位次 试一省 2023 等权·算术平均：2 → 1。",
        "单位 T 试用膜材：从前公司：来源点名 → 无或未知。",
        "事实有变动的：claim 6 → 7 行。",
    ]
    assert all(span.refs for item in listing.items for span in item.spans if re.search(r"\d", span.text))


def test_two_runs_alike_are_said_to_be_alike():
    told = compose(VALUED, None, compared(facts=(), notes=("参数不同：draws 100 → 200",)))

    (listing,) = [b for b in section(told, "summary").blocks if b.title == "比上一期变了什么"]

    assert said(listing.items[0]).endswith("须注意：参数不同：draws 100 → 200。")
    assert said(listing.items[1]) == "各项结果与上一期相同。"
