"""The brief of all the chain engine tells: both places, dependence, questions by narrowing, stops, levels."""

from __future__ import annotations

import re

import pytest

from flows import chain_builders as chains
from flows import value_builders as values
from flows.test_brief import block, cell_text, finding_texts, said, section
from rongtu.desks.cluster.shock.models import ShockMode
from rongtu.flows.brief import compose
from rongtu.flows.brief.document import Listing, Paragraphs, Table, walk

FULL = chains.full()


@pytest.fixture(scope="module")
def brief():
    return compose(FULL)


def cells(table: Table, row: int) -> list[str]:
    return [cell_text(cell) for cell in table.rows[row]]


def notes_of(table: Table) -> str:
    return "".join(said(note) for note in table.notes)


def test_the_lists_are_those_the_engine_told():
    table = block(compose(chains.given_rankings()), "stuck", Table)

    assert [row[:2] for row in (cells(table, 0), cells(table, 1))] == [
        ["1 / 1", "试用树脂试用T链"],
        ["2 / 1", "试用膜材试用T链"],
    ]


def test_dependence_stands_beside_and_is_said_not_to_be_multiplied_in(brief):
    chokes = block(brief, "stuck", Table, 2)

    assert cells(chokes, 0)[1] == "试用整机试用T链购自 XAA 40%、XBB 20%、区内 20%，另 2 处；集中度 0.26"
    assert cells(chokes, 0)[3] == "2,000800–4,000", "as without it"
    assert "没有乘进严重度" in "".join(said(line) for line in block(brief, "stuck", Paragraphs).lines)
    assert "购自 XAA 100%；集中度 1.00" in cells(block(brief, "stuck", Table), 0)[1]


def test_questions_come_by_what_they_narrow_of_each_target(brief):
    table = block(brief, "questions", Table)

    assert [said(column.heading) for column in table.columns][4:] == ["总价值的范围收窄", "居中方案的增值的范围收窄"]
    assert cells(table, 0) == [
        "1", "试用部件的投入占比（A-1）试用部件", "8%–16%", "试办，2026-09-15", "4,00040%",
        "3003%",
    ]  # fmt: skip
    assert "居中方案的增值每年 5,200万元（4,100–6,300万元）" in notes_of(table)
    more = [said(line) for line in block(brief, "questions", Paragraphs).lines]
    assert more[0] == "另有 1 个环节有得分算不出，没有范围可收窄，按先后问：试用树脂（缺境外控制方）。"
    assert "无从查实" in more[1]


def test_the_three_questions_of_the_summary_narrow_the_plan_most_and_one_that_narrows_nothing_is_none():
    found = finding_texts(FULL, 1)

    assert found[0].startswith(
        "查实：试用部件的投入占比（A-2）（现为推定 8%–16%，试办，2026-09-15）。居中方案的增值的范围"
    )
    assert found[0].endswith("预期收窄 700万元，即 7%。")
    assert "A-1" in found[1]
    assert "A-3" not in "".join(found)


def test_chains_that_are_valued_have_no_order_beside_the_questions(brief):
    tables = [one for one in section(brief, "questions").blocks if isinstance(one, Table)]

    assert [one.title for one in tables] == ["先查实哪些推定（按预期收窄）", "算断点、堵点、卡点还缺什么（缺数的项数）"]


def test_stops_are_told_with_mode_network_and_what_was_left_out(brief):
    table = block(brief, "stuck", Table, 3)

    assert cells(table, 0) == ["1", "试用供电公司", "55%", "55%", "28%", "14%"]
    assert cells(table, 1)[2:] == ["0.40%", "0.40%", "0.20%", "0.10%"]
    assert "网络：5 家单位、7 笔供货。收敛解：算到极限（离极限至多 1e-10，12 步）" in notes_of(table)
    assert "三家没有销售额记录" in notes_of(table)


def test_the_published_mode_is_named_with_its_stop():
    told = compose(chains.full(systemic=chains.systemic(mode=ShockMode.PUBLISHED, eps=0.01)))

    assert "停得早会低估（停止判据 0.01，12 步）" in notes_of(block(told, "stuck", Table, 3))


def test_without_deliveries_one_line_says_so():
    stuck = section(compose(chains.without_chokes()), "stuck")
    unvalued = values.cases()["unvalued"].model_copy(
        update={"systemic": chains.systemic(ranked=(), notes=("没有供货记录",))}
    )

    assert said(stuck.blocks[-1].lines[0]).startswith("停产会传导多远：未知。没有供货往来的记录")
    found = [one for one in section(compose(unvalued), "questions").blocks if isinstance(one, Paragraphs)]
    assert said(found[0].lines[0]) == "停产会传导多远：未知。没有供货记录。"
    assert not any("停产会传导" in span.text for span in walk(compose(values.valued())))


def test_the_method_says_each_definition_and_where_it_is_from(brief):
    (listing,) = [b for b in section(brief, "method").blocks if isinstance(b, Listing) and b.title == "定义"]
    told = [said(item) for item in listing.items]

    for word in ("已证实位次与", "预期收窄：", "变动的分解", "可以公开的合计", "断点：", "堵点：", "卡点："):
        assert sum(text.startswith(word) for text in told) == 1, word
    assert "Diem, Borsos, Reisch, Kertész, Thurner" in told[-1]
    assert "doi:10.1038/s41598-022-11522-z" in told[-1]
    assert "收敛解" in told[-1]


def test_a_result_that_is_not_for_everybody_says_so(brief):
    assert brief.restriction == "受限 RESTRICTED：仅限经批准的人员，对外提供须经批准"
    assert compose(values.valued()).restriction == ""


def test_a_withheld_figure_is_neither_unknown_nor_none():
    told = compose(chains.without_chokes())
    texts = "".join(span.text for span in walk(section(told, "stuck")))

    assert "卡点值未公开（受限）。" in texts
    assert "卡点值算不出" not in texts
    assert not any("卡点" in text for text in finding_texts(chains.without_chokes(), 0))


def test_every_number_of_the_new_parts_has_a_ref(brief):
    for part in brief.sections:
        assert not [span.text for span in walk(part) if re.search(r"\d", span.text) and not span.refs]
