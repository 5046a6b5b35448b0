"""A node with everything on it: counts agree with the diagnosis, pages join up, every source is told."""

from __future__ import annotations

import pytest

from rongtu.acts.models import Model
from rongtu.desks.cluster import node_bodies
from rongtu.desks.cluster.models import ClaimState
from rongtu.desks.cluster.node_models import AskKind, NodeFacts, PlacedCount
from rongtu.desks.cluster.nodes import asks
from rongtu.vocab.chains import BasisGrade, CapabilityRole, Completeness
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError, RefusedError


@pytest.fixture(scope="module")
def example(loaded, administrator):
    """A store that also holds 示例区."""
    loaded.run("sample.load", {"which": "example"}, administrator)
    return loaded


@pytest.fixture
def node(example, administrator):
    """Asks for a node."""

    def ask(code: str, nature: Nature = Nature.REAL, **payload) -> NodeFacts:
        return example.run("chain.node", {"node": code, **payload}, administrator, nature=nature)

    return ask


def sources(found: NodeFacts) -> set[str]:
    parts = [part for _, value in found if isinstance(value, tuple) for part in value if isinstance(part, Model)]
    told = {source for part in parts if (source := getattr(part, "source", None))}
    return told | {code for code in (found.source, found.survey_source) if code}


def test_a_node_says_what_it_is_and_where_it_stands(node):
    found = node("H2-MEA")

    assert (found.name, found.name_en) == ("膜电极", "Membrane electrode assembly")
    assert "MEA" in found.synonyms
    assert [(one.chain, one.node) for one in found.standings] == [("H2", "H2-MEA")]
    assert {one.node for one in found.neighbours if one.inward} == {"H2-PEM", "H2-CAT", "H2-GDL"}


def test_an_item_on_two_chains_tells_of_both(node):
    found = node("EXRJ-MCU", Nature.FICTIONAL)

    assert len(found.standings) == 2
    assert len({one.chain for one in found.standings}) == 2


def test_bodies_are_those_the_diagnosis_counts(example, administrator, node):
    diagnosis = example.run("chain.diagnose", {"chain": "H2"}, administrator)
    for state in diagnosis.nodes:
        found = node(state.code, most=1_000)
        told = {ref for count in (*state.named, *state.by_class) for ref in count.refs}
        assert {body.ref for body in found.bodies} == told, state.code
        assert sum(count.placements for count in found.counts) == len(told)


def test_pages_of_bodies_join_up(node):
    whole = node("BM-CHEM", most=1_000)
    pages, after = [], ""
    while after is not None:
        page = node("BM-CHEM", most=5, after=after)
        pages.append(page)
        after = page.next

    proven = {BasisGrade.NAMED, BasisGrade.REGISTRY}
    by_class = [body.ref for page in pages for body in page.bodies if body.grade not in proven]
    assert len(pages) > 1
    assert sorted(by_class) == sorted(body.ref for body in whole.bodies if body.grade not in proven)
    assert not any(body.grade in proven for page in pages[1:] for body in page.bodies)


def test_more_named_bodies_than_a_page_holds_are_on_the_next(node, monkeypatch):
    whole = node("H2-MEA", most=1_000)
    monkeypatch.setattr(node_bodies, "MOST_NAMED", 1)
    pages, after = [], ""
    while after is not None:
        page = node("H2-MEA", most=4, after=after)
        pages.append([body.ref for body in page.bodies])
        after = page.next

    assert len(pages) > 2
    assert sorted(ref for page in pages for ref in page) == sorted(body.ref for body in whole.bodies)


@pytest.mark.parametrize(("code", "nature"), [("H2-MEA", Nature.REAL), ("EXRJ-ENC", Nature.FICTIONAL)])
def test_every_source_named_is_told_with_its_terms(node, code, nature):
    found = node(code, nature)

    assert {document.code for document in found.documents} == sources(found)
    assert all(document.terms and document.nature is nature for document in found.documents)


def test_what_is_on_a_node_of_the_example_region(example, administrator, node):
    codes = [
        state.code
        for chain in ("EXES", "EXMI", "EXRJ")
        for state in example.run("chain.diagnose", {"chain": chain}, administrator, nature=Nature.FICTIONAL).nodes
    ]
    found = [node(code, Nature.FICTIONAL) for code in codes]

    for kind in ("facilities", "technologies", "needs", "controls", "interventions", "claims", "classes"):
        assert any(getattr(one, kind) for one in found), kind
    assert any(body.capacity for one in found for body in one.bodies)


@pytest.mark.parametrize("payload", [{"node": "NONE"}, {"node": ""}, {"node": "H2"}])
def test_a_node_that_is_not_there_is_refused(example, administrator, payload):
    with pytest.raises(RefusedError):
        example.run("chain.node", payload, administrator)


def test_a_node_of_another_world_is_not_there(node):
    with pytest.raises(RefusedError):
        node("EXRJ-ENC")


@pytest.mark.parametrize(
    "payload", [{"node": "x" * 81}, {"node": "H2-MEA", "after": "x"}, {"node": "H2-MEA", "most": 0}]
)
def test_requests_are_bounded(example, administrator, payload):
    with pytest.raises(InputError):
        example.run("chain.node", payload, administrator)


def claim(as_of: str | None) -> ClaimState:
    return ClaimState(text="说法", as_of=as_of, source="S", ref="claim:x")


def count(role: CapabilityRole, grade: BasisGrade = BasisGrade.NAMED) -> PlacedCount:
    return PlacedCount(role=role, grade=grade, placements=1)


@pytest.mark.parametrize(
    ("claims", "counts", "survey", "asked"),
    [
        ((), (), Completeness.NONE, [AskKind.BOUGHT_FROM, AskKind.WHO_MAKES, AskKind.CENSUS]),
        ((claim(None),), (), Completeness.CENSUS, [AskKind.CLAIM_YEAR, AskKind.WHO_MAKES]),
        (
            (claim("2019"), claim("2021-05")),
            (count(CapabilityRole.DEVELOPS),),
            Completeness.PARTIAL,
            [AskKind.CLAIM_HOLDS, AskKind.WHO_ELSE_MAKES, AskKind.CENSUS],
        ),
        ((), (count(CapabilityRole.PRODUCES),), Completeness.CENSUS, [AskKind.BOUGHT_FROM, AskKind.HOW_MUCH]),
        (
            (),
            (count(CapabilityRole.PRODUCES, BasisGrade.INDUSTRY_CLASS),),
            Completeness.CENSUS,
            [AskKind.BOUGHT_FROM, AskKind.WHO_MAKES],
        ),
    ],
)
def test_what_is_asked_follows_from_what_is_known(claims, counts, survey, asked):
    found = asks(claims, counts, survey)

    assert [ask.kind for ask in found] == asked
    assert found[0].year == (2021 if found[0].kind is AskKind.CLAIM_HOLDS else None)
