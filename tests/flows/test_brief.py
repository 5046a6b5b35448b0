"""The brief composed from a result: every number and name rests on something, every finding follows its rule."""

from __future__ import annotations

import json
import re

import pytest

from flows import builders as build
from flows import chain_builders as chains
from flows import value_builders as values
from rongtu.desks.govern.seal import Head
from rongtu.flows.brief import Brief, compose
from rongtu.flows.brief.document import ChainMap, Line, Listing, RankChart, Table, walk
from rongtu.flows.result import Derivation, LoopResult
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.chains import CapabilityRole
from rongtu.vocab.evidence import Nature

CASES = build.cases() | values.cases() | chains.cases()


def said(line: Line) -> str:
    return "".join(span.text for span in line.spans)


def cell_text(cell: object) -> str:
    return "".join(span.text for span in walk(cell))


def section(brief: Brief, anchor: str):
    return next(section for section in brief.sections if section.anchor == anchor)


def block(brief: Brief, anchor: str, kind: type, position: int = 0):
    return [block for block in section(brief, anchor).blocks if isinstance(block, kind)][position]


def names_of(result: LoopResult) -> set[str]:
    names = {chain.name for chain in result.chains} | set(result.evaluation.region_names.values())
    names |= {node.name for chain in result.chains for node in chain.nodes}
    names |= {lead.name for found in result.leads.values() for lead in found.leads}
    names |= {group.name for group in result.evaluation.group}
    for need in result.needs.values():
        names |= {need.title, *filter(None, (need.organisation, need.region))}
        names |= {name for offer in need.offers for name in (offer.name, offer.holder) if name}
    if result.value is not None:
        names |= {node.name for node in result.value.nodes} | {one.title for one in result.value.interventions}
        names |= {control.name for node in result.value.nodes for control in node.controls}
        names |= {one.about for one in result.value.assumptions} | {one.author for one in result.value.assumptions}
    if result.systemic is not None:
        names |= {one.name for one in result.systemic.ranked}
    if result.funding is not None:
        names |= {policy.title for policy in result.funding.policies}
        names |= {product.name for product in result.funding.products}
    return names


def resolves(ref: str, result: LoopResult, brief: Brief) -> bool:
    kind, _, key = ref.partition(":")
    known = {
        "derived": key in brief.trace,
        "rows": key in result.snapshot.rows,
        "parameter": key in brief.parameters,
    }
    return known.get(kind, ref in result.row_sources or ref in {source.ref for source in result.sources})


@pytest.mark.parametrize("case", CASES)
def test_every_number_and_name_rests_on_refs_that_resolve(case):
    result = CASES[case]
    brief = compose(result)

    for span in walk(brief):
        if span.refs:
            assert all(resolves(ref, result, brief) for ref in span.refs), span
        else:
            assert not re.search(r"\d", span.text), span
            assert not any(name in span.text for name in names_of(result)), span


@pytest.mark.parametrize("case", CASES)
def test_derivations_lead_on_to_known_refs(case):
    result = CASES[case]
    brief = compose(result)

    for step in brief.trace.values():
        assert step.inputs
        for ref in step.inputs:
            kind = ref.partition(":")[0]
            assert (
                ref in result.row_sources or kind in {"rows", "region", "zone", "chain"} or resolves(ref, result, brief)
            )


def test_a_result_read_back_from_its_file_gives_the_same_brief():
    result = CASES["whole"]

    again = LoopResult.model_validate_json(canonical_bytes(result.model_dump(mode="json")))

    assert compose(again) == compose(result)


def test_sources_are_numbered_in_order_of_first_use():
    brief = compose(CASES["whole"])

    marks = [int(span.text[1:-1]) for span in walk(brief.sections) if re.fullmatch(r"\[\d+\]", span.text)]

    assert [source.number for source in brief.sources] == list(range(1, len(brief.sources) + 1))
    assert marks[0] == 1
    for place, mark in enumerate(marks):
        assert mark <= max(marks[:place], default=0) + len(brief.sources) // 2


def test_a_source_nobody_uses_is_not_listed():
    result = build.result()
    idle = build.source("S9", text="测试：没有用到的出处")

    brief = compose(result.model_copy(update={"sources": (*result.sources, idle)}))

    assert "没有用到的出处" not in "".join(said(source.text) for source in brief.sources)


def test_notices_are_printed_with_the_numbers_of_the_sources_that_ask():
    brief = compose(CASES["whole"])

    assert [said(notice) for notice in brief.notices] == ["测试声明 2024[2]"]


def test_a_node_nobody_is_known_for_says_so():
    table = block(compose(CASES["no leads"]), "chain-T", Table)

    assert all(cell_text(row[2]) == "未见公开资料" for row in table.rows)


def test_claimed_nodes_stand_before_those_only_asked_about():
    table = block(compose(CASES["whole"]), "chain-T", Table)

    assert [cell_text(row[0])[:4] for row in table.rows] == ["试用膜材", "试用树脂", "试用部件", "试用整机"]
    assert [said(row[1].lines[0]) == "未见公开资料" for row in table.rows] == [False, False, True, True]


def test_leads_tell_role_place_date_grade_and_age():
    old = build.lead("试用研究所", role=CapabilityRole.DEVELOPS, also=(CapabilityRole.TESTS,), as_of="2012", stale=True)
    away = build.lead("区外测试公司", in_scope=False)
    found = {"T-A": build.leads("T-A", away, old)}

    lines = block(compose(build.result(leads=found)), "chain-T", Table).rows[0][2].lines

    assert said(lines[0]).startswith("会研、会测 试用研究所（试一省 试城，2012，较早，来源点名）[")
    assert lines[0].tone == "muted"
    assert said(lines[1]).startswith("会造 区外测试公司（试一省 试城，2024-05，区外，来源点名）[")


def test_at_most_three_bodies_are_named_for_a_node():
    found = {"T-A": build.leads("T-A", *(build.lead(f"试用第{i}公司") for i in "甲乙丙丁"))}

    lines = block(compose(build.result(leads=found)), "chain-T", Table).rows[0][2].lines

    assert len(lines) == 3


def test_an_undated_claim_is_shown_as_undated_on_the_map_and_asked_about():
    brief = compose(CASES["whole"])

    claims = {node.code: node.claim.text if node.claim else None for node in block(brief, "chain-T", ChainMap).nodes}
    table = block(brief, "chain-T", Table)

    assert claims == {"T-A": "2021", "T-B": None, "T-C": None, "T-D": "无年份"}
    assert said(table.rows[1][1].lines[-1]).startswith("先问：说法指哪一年？")


def finding_texts(result: LoopResult, position: int) -> list[str]:
    return [said(item) for item in block(compose(result), "summary", Listing, position).items]


def test_a_claim_stands_only_with_a_body_in_scope_that_a_source_names():
    named = finding_texts(build.result(), 0)
    stale = finding_texts(build.result(leads={"T-A": build.leads("T-A", build.lead("试用制造公司", stale=True))}), 0)

    assert any("试用膜材" in text and "试用制造公司" in text for text in named)
    assert not any("试用膜材" in text for text in stale)


def test_a_change_is_read_within_one_vintage_only():
    texts = finding_texts(build.result(), 0)

    assert any("2021–2023" in text and "逐年上升" in text for text in texts)
    assert not any("2018" in text for text in texts)


def test_a_step_in_the_data_is_a_question_not_a_finding():
    told = build.evaluation()
    cells = tuple(c.model_copy(update={"step": c.year == 2022}) for c in told.cells)

    result = build.result(evaluation=told.model_copy(update={"cells": cells}))

    assert not any("逐年" in text for text in finding_texts(result, 0))
    assert any("未核实的跳变" in text for text in finding_texts(result, 1))


def test_a_rank_that_hangs_on_the_method_needs_a_fact_first():
    told = build.evaluation()
    wide = tuple(s.model_copy(update={"best_rank": 1, "worst_rank": 5, "ranked_among": 9}) for s in told.scored)

    result = build.result(evaluation=told.model_copy(update={"scored": wide}))

    assert not any("年评价" in text for text in finding_texts(result, 0))
    assert any("位次随算法而变" in text for text in finding_texts(result, 1))


def test_where_nothing_meets_the_rules_the_brief_says_so():
    assert finding_texts(CASES["nothing"], 0) == ["没有符合条件的发现。"]


def test_the_regions_together_are_scored_but_not_ranked():
    table = block(compose(CASES["whole"]), "evaluation", Table)

    assert [cell_text(cell) for cell in table.rows[-1]] == ["试区合计", "66.6 / —", "66.6 / —", "不排名"]


def test_a_gap_is_shown_as_a_gap_with_what_is_missing():
    table = block(compose(CASES["gaps"]), "evaluation", Table, 1)

    assert [cell_text(row[4]) for row in table.rows] == ["缺", "缺"]
    assert any("rd_exp" in said(note) for note in table.notes)


def test_the_chart_tells_years_in_which_not_all_are_ranked():
    chart = block(compose(CASES["gaps"]), "evaluation", RankChart)

    assert {mark.year: mark.gap.text if mark.gap else None for mark in chart.years} == {
        **dict.fromkeys(range(2018, 2023), None),
        2023: "3 省",
    } or chart.years[-1].gap is None


def test_questions_come_in_the_stated_order_over_all_chains():
    table = block(compose(CASES["two chains"]), "questions", Table)

    assert [cell_text(row[3]) for row in table.rows] == ["是"] * 2 + ["—"] * 6
    assert [cell_text(row[0]) for row in table.rows] == [str(i) for i in range(1, 9)]


def test_what_rests_on_an_assumption_is_marked():
    result = build.result()
    key = "index/110000/2023"
    trace = {**result.trace, key: Derivation(rule="加权平均", inputs=("assumption:test",))}

    brief = compose(result.model_copy(update={"trace": trace, "assumptions": ("assumption:test",)}))

    assert brief.marks[f"derived:{key}"] == "推定"


def test_what_rests_on_a_fictional_row_is_marked():
    result = build.result()
    sources = tuple(s.model_copy(update={"nature": Nature.FICTIONAL}) if s.code == "S1" else s for s in result.sources)

    brief = compose(result.model_copy(update={"sources": sources}))

    assert brief.marks[build.ref("chain_node", "T-A")] == "虚构"
    assert not compose(result).marks


def test_the_brief_is_plain_data():
    brief = compose(CASES["whole"])

    assert Brief.model_validate(json.loads(brief.model_dump_json())) == brief


def test_the_head_of_the_audit_is_printed_and_changes_nothing_else():
    head = Head(position=12, link="0123456789abcdef" * 4, algorithm="sm3", sealed_at="2026-01-05T08:00:00.000000+00:00")

    plain, sealed = compose(CASES["whole"]), compose(CASES["whole"], head)

    (added,) = [
        line for line in sealed.sections[-1].blocks[-1].items if line not in plain.sections[-1].blocks[-1].items
    ]
    assert "第 12 条，链值 0123456789abcdef（2026-01-05）" in said(added)
    assert not re.search(r"\d", "".join(span.text for span in added.spans if not span.refs))
    assert sealed.sections[:-1] == plain.sections[:-1]
    assert sealed.trace == plain.trace
    unsealed = Head(position=0, link="", algorithm=None, sealed_at=None)
    assert compose(CASES["whole"], unsealed) == plain
