"""The brief of a valued scope: each new section says what a small hand-made result holds, in the order it must."""

from __future__ import annotations

import re

import pytest

from flows import builders as build
from flows import value_builders as values
from flows.test_brief import block, cell_text, finding_texts, said, section
from rongtu.flows.brief import compose
from rongtu.flows.brief.document import Paragraphs, RankChart, Table, walk
from rongtu.flows.brief.numbers import apportioned, grouped, money, percent, ranged, small_percent, wan
from rongtu.flows.brief.placed import BREAKS, ranked_twice

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


def test_parts_that_are_added_up_add_up_as_they_are_printed():
    assert apportioned([0.4, 0.4, 0.4], 1.2) == (1, 0, 0)
    assert apportioned([2.5, -1.5, 0.6], 1.6) == (3, -2, 1)
    assert apportioned([], 0.0) == ()


def test_small_shares_are_not_told_as_none():
    assert [small_percent(x) for x in (0.5, 0.004, 0.00001, 0.0)] == ["50%", "0.40%", "<0.01%", "0%"]


def test_a_list_is_ranked_by_the_low_end_and_told_where_the_high_end_differs():
    severities = {"a": (5, 1, 9), "b": (4, 3, 5), "c": (0,), "d": None}
    nodes = [
        (values.worth(code, code), values.known(*told) if told else values.unknown("产能"))
        for code, told in severities.items()
    ]

    ranked = ranked_twice(BREAKS, nodes)

    assert [(one.worth.node, one.proved, one.possible) for one in ranked] == [("b", 1, 2), ("a", 2, 1)]


def test_equal_severities_share_the_better_place():
    nodes = [(values.worth(code, code), values.known(told)) for code, told in (("a", 5), ("b", 7), ("c", 5))]

    assert [(one.worth.node, one.proved) for one in ranked_twice(BREAKS, nodes)] == [("b", 1), ("a", 2), ("c", 2)]


def test_breaks_show_every_factor_with_its_range(brief):
    table = block(brief, "stuck", Table)

    assert column(table, 0) == ["1 / 2", "2 / 1"]
    assert column(table, 1) == ["试用膜材试用T链", "试用树脂试用T链"]
    first = [[said(line) for line in cell.lines] for cell in table.rows[0]]
    assert first[2:] == [
        ["无供给", "全国无"],
        ["1,000"],
        ["0%"],
        ["30%"],
        ["5,000", "4,000–6,000"],
        ["8,000", "6,000–9,000"],
        ["90%"],
    ]
    assert any("次序不同" in said(note) for note in table.notes)


def test_kinds_of_blockage_show_both_figures_worst_first(brief):
    table = block(brief, "stuck", Table, 1)

    (lines,) = [[said(line) for line in row[2].lines] for row in table.rows]

    assert lines[0] == "桥接 0.63：12 比 32，线·月，能排的与申请的"
    assert lines[1] == "市场 0.42：31% 比 53%，本地采购率与应有之比"


def test_controllers_stand_heaviest_first_with_what_is_left(brief):
    table = block(brief, "stuck", Table, 2)

    (lines,) = [[said(line) for line in row[2].lines] for row in table.rows]

    assert lines == [
        "境外测试甲公司（供应商，XAA）：损失 4,000（3,200–4,800），可替代 50%（40%–60%），余下 2,000（800–4,000）",
        "境外测试乙公司（供应商，XAA）：损失 1,000（800–1,200），可替代 20%（10%–30%），余下 800（200–1,000）",
    ]
    assert [said(line) for line in table.rows[0][3].lines] == ["2,000", "800–4,000"]
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
    table = block(brief, "allies", Table, 1)
    lines = [said(line) for line in table.rows[0][1].lines]

    assert cell_text(table.rows[0][0]).startswith("耐高温试用膜批量供货")
    assert lines[0].startswith("1. 设施 试用中试线")
    assert lines[0].endswith("适配 0.91；对链值未知（缺费用）")
    assert "2. 单位 试用制造公司" in lines[1]
    assert "对链值每年 1,400万元（1,000–1,800万元）" in lines[1]
    assert lines[1].endswith("，预算居中的方案少了它每年少 3,400万元，按值第 1，前沿")
    assert len(lines) == 2, "the others are in the workbook"
    assert cell_text(table.rows[0][2]) == "验收指标"


def test_the_calls_worth_most_stand_first_with_what_they_are_made_of(brief):
    table = block(brief, "allies", Table)

    assert table.title == "最值得先打的电话"
    (row,) = table.rows
    assert [cell_text(cell)[:12] for cell in row[:3]] == ["1", "试用制造公司[1]", "耐高温试用膜批量供货试用"]
    assert [cell_text(cell) for cell in row[3:6]] == ["1,4001,000–1,800", "500100–900", "1.561.11–2.00"]
    assert cell_text(row[6]) == "措施增益 2,000万元（1,500–2,500万元），做成 70%，接通 100%"
    notes = "".join(said(note) for note in table.notes)
    assert "2 对缺费用" in notes
    assert "未知（不是零）" in notes


def test_deals_stand_with_their_place_and_how_few_they_are(brief):
    table = block(brief, "allies", Table, 2)

    assert [cell_text(cell) for cell in table.rows[0]] == [
        "早已解决的需求", "试用研究所成果“试用部件技术”", "2025-03 已实施已用", "2 / 7",
    ]  # fmt: skip
    assert "对接过的需求 1 条：按适配排第一的，0 条对接过" in said(table.notes[0])
    assert "不是命中率" in said(table.notes[0])


def test_an_older_result_says_that_worths_are_unknown():
    told = compose(values.valued(matches=None))

    lines = [said(line) for line in block(told, "allies", Table).rows[0][1].lines]

    assert lines[0].endswith("对链值未知")


def test_an_offer_says_how_far_the_talks_have_come():
    need = values.needs()["N-1"]
    only = need.model_copy(update={"offers": need.offers[-1:]})

    (line,) = block(compose(values.valued(needs={"N-1": only}, matches=None)), "allies", Table).rows[0][1].lines

    assert said(line).endswith("；对接：2026-09 已联系")


def test_a_need_nobody_meets_and_a_need_long_met(brief):
    table = block(brief, "allies", Table, 1)

    assert [text[:6] for text in column(table, 0)] == ["耐高温试用膜", "整机测试方法"]
    assert cell_text(table.rows[1][1]) == "查看 40 项，没有合适的。"


def test_stuck_nodes_without_a_need_name_who_may_be_called(brief):
    table = block(brief, "allies", Table, 3)

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
    assert column(table, 4) == ["断点 2 项", "没有结果用到", "没有结果用到"]


def test_figures_that_rest_on_an_assumption_are_marked(brief):
    severity = VALUED.value.nodes[0].breaks.severity.ref

    assert brief.marks[severity] == "推定"
    assert brief.marks["derived:value/V/试区"] == "推定"


def test_three_findings_stand_by_proved_place_with_what_would_un_stick_each(brief):
    found = finding_texts(VALUED, 0)

    assert found == [
        "断点“试用膜材”（试用T链，无供给、全国无）：每年 8,000万元（6,000–9,000万元），已证实居第 1，可能居第 2，"
        "证据 90%。怎么解：“引进试用膜线”，单做期望每年值 1,400万元（1,000–1,800万元），费用 900万元。",
        "堵点“试用部件”（试用T链，桥接不通）：每年 3,150万元（2,500–3,800万元），已证实、可能均居第 1，证据 90%。"
        "怎么解：没有登记办法，先要有人提出。",
        "卡点“试用整机”（试用T链，受制于境外测试甲公司）：每年 2,000万元（800–4,000万元），已证实、可能均居第 1，"
        "证据 90%。怎么解：没有登记办法，先要有人提出。",
    ]


def test_the_summary_says_what_to_do_first_and_with_whom(brief):
    (told,) = [b for b in section(brief, "summary").blocks if b.title == "先做什么、先找谁"]

    plan, match = map(said, told.lines)

    assert plan.startswith("若只拿出 900万元") and "离该预算下的上界 2%" in plan
    assert "“耐高温试用膜批量供货”" in match


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
