"""The pages in a real browser: wide and narrow, Chinese and English, nothing overflows, fails or leaves the machine."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

pytestmark = [pytest.mark.xdist_group("web"), pytest.mark.slow]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

SMALLEST = """() => Math.min(...[...document.querySelectorAll('main *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.getClientRects().length)
  .map(e => (e.ownerSVGElement ? e.getBoundingClientRect().height : parseFloat(getComputedStyle(e).fontSize))))"""

DRAWN = """async () => {
  await document.fonts.ready;
  const faces = [...document.fonts].filter(face => face.family.includes('Noto Sans SC'));
  return faces.map(face => face.weight + ' ' + face.status);
}"""

MARK = "getComputedStyle(document.activeElement).outlineStyle"


@dataclass
class Watched:
    """A page whose console and requests are watched."""

    page: object
    address: str
    wrong: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page and wait until all of it is there."""
        answer = self.page.goto(self.address + path)
        assert answer.status == 200, path
        self.page.wait_for_load_state("networkidle")

    def follow(self, link: str) -> None:
        """Follow the first link to that address."""
        self.page.locator(f"a[href='{link}']").first.click()
        self.page.wait_for_load_state("networkidle")

    def check(self) -> None:
        """Nothing overflows, nothing failed, nothing was asked of another host."""
        assert self.page.evaluate(OVERFLOW) <= 0, self.page.url
        assert self.page.evaluate(SMALLEST) >= 9, self.page.url
        assert self.wrong == []
        assert self.elsewhere == []


@pytest.fixture
def watched(browser, served, request):
    """A page in a window of the width and language the test asks for."""
    width, lang = request.param
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "rongtu_lang", "value": lang, "url": served.address}])
    page = context.new_page()
    one = Watched(page, served.address)
    page.on("console", lambda said: one.wrong.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: one.wrong.append(str(error)))
    page.on("requestfailed", lambda failed: one.wrong.append(failed.url))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((served.address, "data:")) else one.elsewhere.append(asked.url),
    )
    yield one
    context.close()


BOTH = [(1280, "zh"), (360, "zh"), (1280, "en"), (360, "en")]


@pytest.mark.parametrize("watched", BOTH, indirect=True, ids=lambda one: f"{one[0]}-{one[1]}")
def test_from_the_first_page_to_the_brief(watched):
    watched.go("/?nature=fictional")
    watched.check()
    assert watched.page.locator(".banner").is_visible()

    for link in ("/chains/EXRJ", "/nodes/EXRJ-ENC", "/evaluation", "/brief"):
        watched.follow(link)
        watched.check()
        assert watched.page.url == watched.address + link
        assert watched.page.locator(".banner").is_visible()

    assert "400 loaded" in watched.page.evaluate(DRAWN)
    assert "700 loaded" in watched.page.evaluate(DRAWN)


@pytest.mark.parametrize("watched", [(360, "zh"), (1280, "en")], indirect=True, ids=lambda one: f"{one[0]}-{one[1]}")
def test_the_largest_real_pages_fit(watched):
    for path in ("/", "/regions", "/chains/H2", "/nodes/H2-MEA"):
        watched.go(path)
        watched.check()
        assert not watched.page.locator(".banner").count()


@pytest.mark.parametrize("watched", [(360, "zh")], indirect=True, ids=["360-zh"])
def test_a_map_scrolls_inside_its_own_box(watched):
    watched.go("/chains/H2")
    box = watched.page.locator(".scroll").first

    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert box.evaluate("box => box.tabIndex") == 0


@pytest.mark.parametrize("watched", [(1280, "zh")], indirect=True, ids=["1280-zh"])
def test_the_keyboard_leads_first_to_the_content_and_is_seen(watched):
    watched.go("/chains/H2")
    watched.page.keyboard.press("Tab")

    assert watched.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert watched.page.evaluate(MARK) == "solid"
    watched.page.keyboard.press("Enter")
    watched.page.keyboard.press("Tab")
    assert watched.page.evaluate("!!document.activeElement.closest('main')")
    assert watched.page.evaluate(MARK) == "solid"


@pytest.mark.parametrize("watched", [(1280, "zh")], indirect=True, ids=["1280-zh"])
def test_switches_work_and_are_remembered(watched):
    watched.go("/chains")
    watched.page.get_by_role("link", name="English").click()
    assert watched.page.get_by_role("heading", level=1).inner_text() == "Chains"
    watched.page.get_by_role("link", name="fictional").click()
    assert watched.page.locator(".banner").is_visible()
    watched.go("/regions")
    assert watched.page.get_by_role("heading", level=1).inner_text() == "Regions"
    assert watched.page.locator(".banner").is_visible()
    watched.check()
