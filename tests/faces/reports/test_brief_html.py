"""The brief as a page: self-contained, escaped, every visible digit inside an element that says what it rests on."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest

from flows import builders as build
from flows import chain_builders as chains
from flows import value_builders as values
from rongtu.faces.reports import render_html
from rongtu.flows.brief import compose
from rongtu.vocab.evidence import Nature

CASES = build.cases() | values.cases() | chains.cases()
VOID = {"meta", "col", "br", "hr", "img", "input", "link", "rect", "line", "path", "circle"}


class Page(HTMLParser):
    """Collects what a reader sees, and inside which elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.seen: list[tuple[str, bool, str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data):
        tags = [tag for tag, _ in self.open]
        if data.strip() and not {"style", "title"} & set(tags):
            self.seen.append((data, any("data-ref" in attrs for _, attrs in self.open), tags[-1] if tags else ""))


def page(case: str) -> Page:
    return Page(render_html(compose(CASES[case])))


@pytest.mark.parametrize("case", CASES)
def test_every_visible_digit_says_what_it_rests_on(case):
    loose = [data for data, referred, _ in page(case).seen if re.search(r"\d", data) and not referred]

    assert not loose


@pytest.mark.parametrize("case", CASES)
def test_every_link_leads_to_a_place_inside_the_page(case):
    tags = page(case).tags
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]

    assert len(ids) == len(set(ids))
    assert {attrs["href"] for _, attrs in tags if "href" in attrs} <= {f"#{name}" for name in ids}


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_fetched_and_nothing_runs(case):
    tags = page(case).tags

    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & {tag for tag, _ in tags}
    assert not any(name == "src" or name.startswith("on") for _, attrs in tags for name in attrs)


def test_hostile_text_is_shown_as_it_is():
    seen = "".join(data for data, _, _ in page("hostile").seen)

    for text in build.HOSTILE:
        assert text in seen


def test_control_characters_do_not_reach_the_page():
    nodes = (build.node("T-A", "试\x00用\x0b膜材"),)

    text = render_html(compose(build.result(chains=(build.chain("T", nodes),))))

    assert "试用膜材" in text
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


def test_headings_go_down_by_one():
    levels = [int(tag[1]) for tag, _ in page("whole").tags if re.fullmatch(r"h\d", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_the_page_says_its_language_and_fits_a_narrow_screen():
    tags = page("whole").tags

    assert ("html", {"lang": "zh-CN"}) in tags
    assert any(attrs.get("name") == "viewport" for _, attrs in tags)


def test_the_same_brief_gives_the_same_page():
    assert render_html(compose(build.result())) == render_html(compose(build.result()))


def test_what_is_fictional_is_marked_beside_the_line():
    result = build.result()
    sources = tuple(s.model_copy(update={"nature": Nature.FICTIONAL}) if s.code == "S1" else s for s in result.sources)

    text = render_html(compose(result.model_copy(update={"sources": sources})))

    assert '<span class="mark">虚构</span>' in text
    assert 'class="mark"' not in render_html(compose(result))
