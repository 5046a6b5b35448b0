"""Sources on paper: documents that many sources name stand once, under a letter."""

from __future__ import annotations

from flows import builders as build
from rongtu.faces.reports.appendix import lettered, shortened
from rongtu.flows.brief import compose

OFTEN = "GitHub somebody/lists data/product.json"


def brief(*texts: str):
    """A brief whose claims come from sources of these words."""
    sources = tuple(build.source(f"S{place}", text=text) for place, text in enumerate(texts, start=1))
    claims = tuple(build.claim("T-A", place, source=one.code) for place, one in enumerate(sources))
    nodes = (build.node("T-A", "试用膜材", claims=claims),)
    plain = build.result(chains=(build.chain("T", nodes),), leads={})
    rows = dict.fromkeys(plain.row_sources, "S1")
    return compose(plain.model_copy(update={"sources": sources, "row_sources": rows}))


def test_a_document_named_often_gets_a_letter_and_keeps_the_place_in_it():
    made = brief(f"{OFTEN} [膜]", f"某报 2024 ; {OFTEN} [树脂]", OFTEN, "另一篇", "某报 2024")

    letters = lettered(made)

    assert letters == {OFTEN: "A"}
    told = {shortened(source, letters) for source in made.sources}
    assert told == {"A [膜]", "某报 2024 ; A [树脂]", "A", "另一篇", "某报 2024"}


def test_a_document_named_twice_or_shortly_keeps_its_words():
    made = brief(f"{OFTEN} [膜]", OFTEN, "新华社", "新华社 [1]", "新华社 [2]")

    assert lettered(made) == {}
    assert {shortened(source, {}) for source in made.sources} == {
        f"{OFTEN} [膜]",
        OFTEN,
        "新华社",
        "新华社 [1]",
        "新华社 [2]",
    }
