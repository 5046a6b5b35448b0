"""The pages: every address answers, in both languages and worlds, with what a reader looks for, and nothing foreign."""

from __future__ import annotations

import re

import pytest
from reading import Page

from rongtu.faces.web.site import Site

pytestmark = pytest.mark.xdist_group("web")

REAL = ("/", "/regions", "/chains", "/chains/H2", "/nodes/H2-MEA", "/nodes/EV-BEV")
INVENTED = ("/", "/regions", "/chains", "/chains/EXRJ", "/nodes/EXRJ-ENC", "/evaluation", "/brief")
EVERYWHERE = [("real", path) for path in REAL] + [("fictional", path) for path in INVENTED]


@pytest.fixture
def read(served):
    """Reads a page that must be there."""

    def page(path: str, nature: str = "real", lang: str = "zh") -> Page:
        answer = served.ask(path, lang=lang, nature=nature)
        assert answer.status == 200, path
        return Page(answer.text)

    return page


@pytest.mark.parametrize(("nature", "path"), EVERYWHERE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_is_whole(read, nature, path, lang):
    page = read(path, nature, lang)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]

    assert ("html", {"lang": {"zh": "zh-CN", "en": "en"}[lang]}) in page.tags
    assert levels.count(1) == 1
    assert len(page.ids) == len(set(page.ids))
    assert {"header", "nav", "main", "footer"} <= {tag for tag, _ in page.tags}
    assert any(attrs.get("name") == "viewport" for _, attrs in page.tags)
    assert page.seen[0][2][-1] == "title"


@pytest.mark.parametrize(("nature", "path"), EVERYWHERE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_runs_nothing_and_styles_nothing_inline(read, nature, path, lang):
    tags = read(path, nature, lang).tags

    assert not {"script", "style", "iframe", "object", "embed", "form", "base"} & {tag for tag, _ in tags}
    assert not any(name == "style" or name.startswith("on") for _, attrs in tags for name in attrs)
    addresses = [value for _, attrs in tags for name, value in attrs.items() if name in {"href", "src"}]
    assert all(address.startswith(("/", "#", "?")) and not address.startswith("//") for address in addresses)


@pytest.mark.parametrize(("nature", "path"), EVERYWHERE)
def test_an_english_page_has_chinese_only_where_it_says_so(read, nature, path):
    assert read(path, nature, "en").not_in("en") == []


@pytest.mark.parametrize(("nature", "path"), EVERYWHERE)
def test_links_within_a_page_lead_to_a_place_on_it(read, nature, path):
    page = read(path, nature)

    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


@pytest.mark.parametrize(("nature", "path"), [("real", "/chains/H2"), ("real", "/"), ("fictional", "/nodes/EXRJ-ENC")])
def test_links_lead_to_pages_that_are_there(served, read, nature, path):
    links = {link.split("#")[0] for link in read(path, nature).links if link.startswith("/")}

    for link in sorted(links):
        assert served.ask(link, nature="" if "nature=" in link else nature).status == 200, link


def test_a_node_answers_in_the_order_people_ask(read):
    page = read("/nodes/EXRJ-ENC", "fictional")

    order = ["what", "stands", "said", "who", "worth", "unknowns", "sources"]
    assert [name for name in page.ids if name in order] == order


def test_a_node_says_what_it_is_and_who_is_on_it(read):
    page = read("/nodes/H2-MEA")

    for told in (
        "膜电极",
        "Membrane electrode assembly",
        "MEA",
        "氢能",
        "上游",
        "2021-02",
        "清华大学",
        "会研",
        "来源点名",
    ):
        assert told in page.words


def test_every_statement_on_a_node_is_numbered_and_every_number_is_a_source(read):
    page = read("/nodes/H2-MEA")
    cited = {link for link in page.links if re.fullmatch(r"#s-\d+", link)}
    listed = [name for name in page.ids if re.fullmatch(r"s-\d+", name)]

    assert cited == {f"#{name}" for name in listed}
    assert listed == [f"s-{number}" for number in range(1, len(listed) + 1)]
    assert "使用条件" in page.words


def test_the_map_of_a_node_marks_it_and_links_the_others(read):
    tags = read("/nodes/H2-MEA").tags
    boxes = [attrs for tag, attrs in tags if tag == "a" and (attrs.get("href") or "").startswith("/nodes/")]

    assert {"href": "/nodes/H2-MEA", "aria-current": "page"} in boxes
    assert {"href": "/nodes/H2-PEM"} in boxes
    assert any(tag == "svg" and attrs["role"] == "group" and "氢能" in attrs["aria-label"] for tag, attrs in tags)


def test_bodies_by_class_are_kept_apart_and_called_what_they_are(read):
    page = read("/nodes/BM-CHEM")

    assert "只说明行当相近" in page.words
    assert "by-class" in page.ids


def test_what_is_not_known_is_asked(read):
    words = read("/nodes/H2-MEA").words

    assert "未摸底" in words
    assert "2022 年的说法现在是否还成立？" in words


def test_a_chain_that_cannot_be_valued_says_what_it_lacks(read):
    words = read("/chains/H2").words

    assert "未知" in words or "还没有保存的运行" in words


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", ("断点", "亿元", "推定", "完全没有", "国内未见", "可能属于重要数据")),
        ("en", ("Break", "yuan", "assumed", "none at all", "nowhere in the nation", "important data")),
    ],
)
def test_a_valued_chain_and_node_say_what_stuck_points_cost(read, lang, told):
    for path in ("/chains/EXRJ", "/nodes/EXRJ-ENC"):
        words = read(path, "fictional", lang).words
        assert [word for word in told if word not in words] == [], path


def test_a_figure_of_a_valued_node_that_lacks_something_says_what(read):
    words = re.sub(r"\s+", " ", read("/nodes/EXRJ-ENC", "fictional").words)

    assert "未知 缺：成果转化批次" in words


def test_the_first_page_leads_to_chains_zones_and_the_latest_run(read):
    page = read("/", "fictional")

    assert {"/chains/EXRJ", "/regions", "/brief", "/evaluation"} <= set(page.links)
    assert "示例区" in page.words


def test_provinces_and_zones_are_listed_with_what_is_held(read):
    words = read("/regions").words

    for told in ("京津冀", "北京 天津 河北", "110000", "雄安新区"):
        assert told in re.sub(r"\s+", " ", words)


def test_the_evaluation_gives_ranges_and_gaps(read):
    words = read("/evaluation", "fictional").words

    for told in ("位次范围", "示例甲", "示例区 合计", "不排名", "维度"):
        assert told in re.sub(r"\s+", " ", words)


def test_the_brief_stands_in_the_page_and_among_the_kept_runs(read):
    page = read("/brief", "fictional")
    runs = [link for link in page.links if re.fullmatch(r"/brief/[0-9a-f-]{36}", link)]

    assert "一页概要" in page.headings(2)
    assert runs
    assert "一页概要" in read(runs[0], "fictional").headings(2)


def test_a_run_of_another_world_is_not_there(served, read):
    (run, *_) = [link for link in read("/brief", "fictional").links if link.startswith("/brief/")]

    assert served.ask(run, nature="real").status == 404


@pytest.mark.parametrize("path", ["/", "/chains/EXRJ", "/nodes/EXRJ-ENC", "/evaluation", "/brief"])
def test_without_a_run_a_page_says_how_to_make_one(read, monkeypatch, path):
    monkeypatch.setattr(Site, "runs", lambda self, nature: ())

    assert "rongtu loop --nature fictional" in read(path, "fictional").words


@pytest.mark.parametrize(
    ("nature", "command"), [("real", "rongtu sample load"), ("fictional", "rongtu sample load --which example")]
)
def test_without_facts_a_page_says_how_to_load_some(read, monkeypatch, nature, command):
    from rongtu.desks.cluster.models import ChainList
    from rongtu.desks.govern.regions import RegionList

    empty = {"chain.list": ChainList(chains=()), "region.list": RegionList(zones=(), provinces=())}
    monkeypatch.setattr(Site, "ask", lambda self, name, answer, nature, payload: empty[name])
    monkeypatch.setattr(Site, "runs", lambda self, nature: ())

    for path in ("/", "/chains", "/regions"):
        assert command in read(path, nature).words


def test_a_fact_leads_to_its_document(served, read):
    page = read("/nodes/H2-MEA")
    fact = next(link for link in page.links if link.startswith("/facts/claim:"))
    told = read(fact).words

    assert "使用条件" in told
    assert "所指时间" in told
    assert "as of" in read(fact, lang="en").words


def test_a_figure_stands_beside_the_others_of_its_point(read, loaded, administrator):
    found = loaded.run("fact.source", {"words": ("京津冀", "rd_intensity", "2023")}, administrator)
    words = read(f"/facts/{found.points[0].base}").words

    assert "4.27" in words
    assert "4.02" in words


def test_switches_are_remembered(served):
    english = served.ask("/chains?lang=en")
    invented = served.ask("/?nature=fictional")

    assert any(cookie.startswith("rongtu_lang=en") and "HttpOnly" in cookie for cookie in english.cookies)
    assert any(cookie.startswith("rongtu_nature=fictional") for cookie in invented.cookies)
    assert "Chains" in Page(english.text).headings(1)
    assert "EXRJ" in served.ask("/chains", nature="fictional").text


def test_a_cookie_nobody_knows_is_ignored(served):
    assert served.ask("/", lang="tlh", nature="imagined").status == 200


@pytest.mark.parametrize("path", ["/", "/chains", "/chains/EXRJ", "/brief", "/nothing"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_of_an_invented_world_says_so(served, path, lang):
    text = served.ask(path, nature="fictional", lang=lang).text

    assert {"zh": "虚构", "en": "all invented"}[lang] in text
    assert 'class="banner"' in text
    assert 'class="banner"' not in served.ask(path, nature="real").text


def test_a_chain_is_read_with_the_surveys_of_the_newest_runs_zone(read):
    # each of its ten nodes was surveyed in whole in 示例区, so that nothing is missing for a break
    assert read("/chains/EXES", "fictional").words.count("全面摸底") == 10
