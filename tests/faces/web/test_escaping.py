"""Hostile text, wherever it comes from, is shown as it is and never becomes part of the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from flows import builders as build
from flows import chain_builders as chains
from rongtu.desks.cluster.models import ChainDiagnosis, ChainList, ChainSummary
from rongtu.desks.cluster.node_models import Document, FacilityPlace, Neighbour, NodeFacts, PlacedBody, Standing
from rongtu.faces.web import node_page, pages
from rongtu.faces.web.site import Kept
from rongtu.faces.web.tongue import Tongue
from rongtu.faces.web.visit import Visit
from rongtu.flows.result import LoopResult
from rongtu.flows.runs import Comparison
from rongtu.vocab.chains import BasisGrade, CapabilityRole, Completeness, NodeKind, Relation, Tier
from rongtu.vocab.evidence import Confidence, Nature
from rongtu.vocab.organisations import BodyKind

EVIL = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{ 7171*7171 }}</svg></title>"""
RESULT = build.cases()["hostile"]


@dataclass
class Fake:
    """A site that answers from what it was given."""

    answers: dict[str, Any]
    result: LoopResult | None = None
    asked: list[str] = field(default_factory=list)
    moved: Comparison | None = None

    def ask(self, name, answer, nature, payload):
        self.asked.append(name)
        return self.answers[name]

    def runs(self, nature):
        return ()

    def newest(self, nature):
        return Kept("r" * 8, self.result) if self.result else None

    def head(self):
        return None

    def since(self, kept):
        return self.moved


def visit(site, lang="zh", **given) -> Visit:
    return Visit(site, "/x", given, {}, Tongue(lang), Nature.REAL)


def text(response) -> str:
    return response.body.decode()


def harmless(made: str) -> None:
    assert "<script" not in made
    assert "<img" not in made
    assert "onerror=alert" not in made.replace("&lt;img src=x onerror=alert(2)&gt;", "")
    assert str(7171 * 7171) not in made


def node_facts() -> NodeFacts:
    return NodeFacts(
        code="T-A", name=EVIL, name_en=EVIL, synonyms=(EVIL,), kind=NodeKind.PART, chain="T", chain_name=EVIL,
        final=None, item_ref="item:x", ref="chain_node:x", source="S1", classes=(),
        standings=(
            Standing(
                chain="T", chain_name=EVIL, node="T-A", tier=Tier.UPSTREAM, tier_basis=EVIL, ref="r", source="S1"
            ),
        ),
        neighbours=(
            Neighbour(
                node="T-B", name=EVIL, name_en=EVIL, inward=True, relation=Relation.SUPPLIES, group=EVIL, basis=EVIL,
                remark=EVIL, ref="r", source="S1",
            ),
        ),
        claims=(), counts=(),
        bodies=(
            PlacedBody(
                name=EVIL, kind=BodyKind.OTHER, region=EVIL, city=EVIL, role=CapabilityRole.USES,
                grade=BasisGrade.NAMED, basis=EVIL, as_of=EVIL, trl=1, capacity=None, capacity_basis=None,
                confidence=Confidence.QUOTED, body="organisation:x", ref="r", source="S1",
            ),
        ),
        next=None,
        facilities=(
            FacilityPlace(
                code=EVIL, name=EVIL, host=EVIL, region=EVIL, resource=EVIL, amount=1, unit=EVIL, begins=EVIL,
                ends=EVIL, price=None, ref="r", source="S1",
            ),
        ),
        technologies=(), needs=(), controls=(), interventions=(), figures=(), survey=Completeness.NONE,
        surveyed_on=None, survey_source=None, asks=(),
        documents=(
            Document(code="S1", text=EVIL, terms=EVIL, notice=EVIL, published=EVIL, nature=Nature.REAL, ref="r"),
        ),
    )  # fmt: skip


def diagnosis() -> ChainDiagnosis:
    chain = build.chain("T", (build.node("T-A", EVIL), build.node("T-B", "b", row=1)))
    return chain.model_copy(update={"name": EVIL})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_on_a_nodes_page_are_text(lang):
    site = Fake({"chain.node": node_facts(), "chain.diagnose": diagnosis()})

    made = text(node_page.node(visit(site, lang, node="T-A")))

    harmless(made)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in made


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_on_a_chains_page_and_its_map_are_text(lang):
    site = Fake({"chain.diagnose": diagnosis()}, RESULT)

    harmless(text(pages.chain(visit(site, lang, chain="T"))))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_the_engine_tells_of_a_chain_and_a_node_is_text(lang):
    facts = node_facts().model_copy(update={"code": "T-B"})
    site = Fake({"chain.diagnose": diagnosis(), "chain.node": facts}, chains.cases()["full, hostile"])

    harmless(text(pages.chain(visit(site, lang, chain="T"))))
    harmless(text(node_page.node(visit(site, lang, node="T-B"))))


@pytest.mark.parametrize("one", [pages.evaluation, pages.brief])
def test_a_result_with_hostile_text_stays_text(one):
    harmless(text(one(visit(Fake({}, RESULT)))))


def test_names_in_lists_are_text():
    listed = ChainList(chains=(ChainSummary(code="T", name=EVIL, nodes=1, claims=0, ref="r"),))

    harmless(text(pages.chains(visit(Fake({"chain.list": listed})))))


def test_control_characters_do_not_reach_a_page():
    listed = ChainList(chains=(ChainSummary(code="T", name="甲\x00乙\x1b", nodes=1, claims=0, ref="r"),))

    made = text(pages.chains(visit(Fake({"chain.list": listed}))))

    assert "甲乙" in made
    assert "\x00" not in made
