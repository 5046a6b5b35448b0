"""What the chain engine tells, on the pages: lists with both places, dependence, questions, what moved, levels."""

from __future__ import annotations

import re

import pytest
from reading import Page

from faces.web.test_escaping import Fake, diagnosis, node_facts, text, visit
from flows import builders as build
from flows import chain_builders as chains
from rongtu.faces.web import node_page, pages
from rongtu.faces.web.site import Kept, Site
from rongtu.flows.moved import Moved
from rongtu.flows.runs import RunList
from rongtu.vocab.evidence import Nature

FULL = chains.full()


def read(page, result, lang="zh", moved=None, **given) -> Page:
    """A page over a result, as a reader sees it."""
    facts = node_facts().model_copy(update={"code": given.get("node", "T-A")})
    names = {node.code: node for node in build.chain("T").nodes}
    told = diagnosis().model_copy(update={"nodes": tuple(names.values()), "questions": ()})
    site = Fake({"chain.diagnose": told, "chain.node": facts}, result, moved=moved)
    return Page(text(page(visit(site, lang, **given))))


def words(page: Page) -> str:
    return re.sub(r"\s+", " ", page.words)


def test_a_chain_has_three_lists_with_both_places_evidence_and_dependence():
    page = read(pages.chain, FULL, chain="T")
    told = words(page)

    assert [one for one in page.headings(3) if one in ("断点", "堵点", "卡点")] == ["断点", "堵点", "卡点"]
    assert "试用膜材 已证实 1，可能 2" in told
    assert "90" in told and "购自 XAA 100 %" in told.replace("\u00a0", " ")
    assert "境外测试甲公司 XAA · 断供损失" in told
    assert "没有乘进严重度" in told


def test_a_list_that_is_not_shown_says_so_and_not_that_nothing_was_found():
    told = words(read(pages.chain, chains.without_chokes(), chain="T"))

    assert "没有算得出的" in told
    assert "试用整机 未公开（受限）" in told
    assert "not shown (restricted)" in words(read(pages.chain, chains.without_chokes(), "en", chain="T"))


def test_a_node_says_its_places_where_it_is_bought_and_what_to_find_out():
    told = words(read(node_page.node, FULL, node="T-C"))
    asked = words(read(node_page.node, FULL, node="T-B"))

    assert "在清单中 1 · 证据 90" in told
    assert "XAA" in told and "集中度 0.26" in told
    assert "查实后能收窄结果范围的事实 试用部件每元产出要买多少？" in asked
    assert "居中方案的增值的范围预期收窄 300 万元" in asked


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("page", "given"), [(pages.chain, {"chain": "T"}), (node_page.node, {"node": "T-A"}),
                                             (pages.evaluation, {}), (pages.brief, {})])  # fmt: skip
def test_every_page_says_that_results_are_not_for_everybody(page, given, lang):
    told = {"zh": "受限 本机结果含受限内容", "en": "shown by decision only"}[lang]

    assert told in words(read(page, FULL, lang, **given))
    assert told not in words(read(page, build.result(), lang, **given)).replace("important data; giving", "")


def test_the_evaluation_and_the_brief_say_what_moved():
    rank = Moved(aspect="rank", what="试一省 2023 等权·算术平均", before=2, after=1, ref="derived:index/110000/2023")
    since = chains.compared(rank, explained=chains.explained(("产能", 12_000)))

    assert "位次 试一省 2023 等权·算术平均：2 → 1" in words(read(pages.evaluation, FULL, moved=since)).replace(
        " ：", "："
    )
    assert "位次与得分都没有变" in words(read(pages.evaluation, FULL, moved=chains.compared()))
    assert "与上一次运行相比" not in words(read(pages.evaluation, FULL))
    assert "每年增加" in words(read(pages.brief, FULL, moved=since))


def test_a_run_is_compared_once_with_the_one_before_it_over_the_same_zone():
    listed = [
        chains.run_summary(name).model_copy(update={"zone": zone})
        for name, zone in (("c", "甲"), ("b", "乙"), ("a", "甲"))
    ]
    asked = []

    class Answers(Site):
        def ask(self, name, answer, nature, payload):
            asked.append((name, dict(payload)))
            return RunList(runs=tuple(listed) if "after" not in payload else ()) if name == "run.list" else since

    since = chains.compared()
    site = Answers(None, None)
    newest, oldest = Kept("c", FULL), Kept("a", FULL)

    assert site.since(newest) is since
    assert site.since(newest) is since
    assert site.since(oldest) is None
    compared = [payload for name, payload in asked if name == "run.compare"]
    assert compared == [{"before": "a", "after": "c"}]
    assert newest.result.nature is Nature.REAL
