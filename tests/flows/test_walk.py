"""Every number and name of the brief on the public sample, walked to the rows it rests on and their sources."""

import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import text

from rongtu.faces.reports.html import render_html
from rongtu.facts.provenance import ROW_REF
from rongtu.facts.store.roles import Role
from rongtu.flows.brief.compose import compose
from rongtu.flows.brief.document import walk

NAMED_KINDS = {
    "region": ("name", "full_name"),
    "zone": ("name", "full_name"),
    "organisation": ("name",),
    "item": ("name",),
    "chain": ("name",),
    "facility": ("name",),
    "project": ("title",),
    "ratio": ("name_zh",),
}


@pytest.fixture(scope="module")
def result(loaded, administrator):
    answer = loaded.run("run.loop", {}, administrator)
    return loaded.run("run.show", {"run": answer.run}, administrator)


@pytest.fixture(scope="module")
def brief(result):
    return compose(result)


@pytest.fixture(scope="module")
def spans(brief):
    return list(walk(brief))


@pytest.fixture(scope="module")
def names(loaded_store):
    """Every name of a place, body, thing, project or ratio in the store."""
    found = set()
    with loaded_store.engine(Role.OWNER).connect() as connection:
        for kind, columns in NAMED_KINDS.items():
            for column in columns:
                found |= set(connection.execute(text(f"SELECT {column} FROM {kind}")).scalars())
    return found


def test_no_number_and_no_name_stands_without_what_it_rests_on(spans, names):
    plain = {span.text for span in spans if not span.refs}
    assert [words for words in plain if re.search(r"\d", words)] == []
    named = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    assert [(words, match.group()) for words in plain if (match := named.search(words))] == []


def test_every_ref_ends_in_rows_that_have_a_source(result, brief, spans, loaded_store):
    trace = {**result.trace, **brief.trace}
    rows = set()
    seen = set()

    def follow(ref):
        if ref in seen:
            return
        seen.add(ref)
        if ROW_REF.fullmatch(ref):
            rows.add(ref)
        elif ref.startswith("derived:"):
            derivation = trace[ref.removeprefix("derived:")]
            assert derivation.rule
            assert derivation.inputs, ref
            for part in derivation.inputs:
                follow(part)
        else:
            kind, _, name = ref.partition(":")
            known = {"rows": brief.rows, "parameter": brief.parameters, "snapshot": {brief.snapshot}}[kind]
            assert name in known, ref

    for span in spans:
        for ref in span.refs:
            follow(ref)
    assert len(rows) > 1_000
    assert rows <= result.row_sources.keys()
    assert {result.row_sources[ref] for ref in rows} <= {source.code for source in result.sources}
    shown = {ref for span in spans for ref in span.refs if ROW_REF.fullmatch(ref) and not ref.startswith("source:")}
    assert {brief.row_sources[ref] for ref in shown} <= {source.number for source in brief.sources}
    assert unsourced(loaded_store, rows) == set()


def unsourced(store, refs):
    """Refs that name no row, or a row without a source."""
    lost = set(refs)
    with store.engine(Role.OWNER).connect() as connection:
        for kind in {ref.partition(":")[0] for ref in refs}:
            column = "id" if kind == "source" else "source"
            query = text(f"SELECT t.id FROM {kind} t JOIN source s ON s.id = t.{column}")
            lost -= {f"{kind}:{identity}" for identity in connection.execute(query).scalars()}
    return lost


class Page(HTMLParser):
    """Gathers the refs of the page, and text with digits that stands outside of any."""

    VOID = frozenset({"meta", "br", "hr", "img", "link", "input", "col", "wbr"})

    def __init__(self):
        super().__init__()
        self.refs = set()
        self.loose = []
        self.open = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.refs |= set((given.get("data-ref") or "").split())
        if tag not in self.VOID:
            self.open.append((tag, "data-ref" in given))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        hidden = any(tag in ("style", "title") for tag, _ in self.open)
        if re.search(r"\d", data) and not hidden and not any(marked for _, marked in self.open):
            self.loose.append(data.strip())


def test_the_page_shows_no_number_outside_of_a_ref(brief, spans):
    page = Page()
    page.feed(render_html(brief))
    assert page.loose == []
    assert {ref for span in spans for ref in span.refs} <= page.refs
