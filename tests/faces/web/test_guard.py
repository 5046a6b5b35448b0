"""What stands before the pages: only this machine's names, only reading, short addresses, strict headers."""

import pytest

pytestmark = pytest.mark.xdist_group("web")

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
}


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", 200),
        ("/", "HEAD", 200),
        ("/static/rongtu.css", "GET", 200),
        ("/nothing/here", "GET", 404),
        ("/chains/NONE", "GET", 404),
        ("/?lang=xx", "GET", 400),
        ("/", "POST", 405),
        ("/static/rongtu.css", "DELETE", 405),
        ("/" + "a" * 400, "GET", 414),
        ("/?" + "a" * 700, "GET", 414),
    ],
)
def test_every_answer_has_the_strict_headers(served, path, method, status):
    answer = served.ask(path, method=method)

    assert answer.status == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "server" not in answer.headers


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_this_machines_names_are_answered(served, name):
    assert served.ask("/", host=f"{name}:{served.port}").status == 200


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}.evil.example"]
)
def test_any_other_name_is_refused_before_a_page_is_made(served, host):
    answer = served.ask("/chains", host=host.format(port=served.port))

    assert answer.status in {400, 403}
    assert "生物医药" not in answer.text


def test_a_refused_name_is_told_why(served):
    answer = served.ask("/", host="evil.example:80")

    assert "127.0.0.1" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_only_reading_is_allowed(served, method):
    answer = served.ask("/chains", method=method)

    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    [
        "/chains/NONE", "/nodes/NONE", "/brief/none", "/brief/00000000-0000-0000-0000-000000000000", "/facts/none",
        "/facts/audit_entry:00000000-0000-0000-0000-000000000000", "/facts/chain:00000000-0000-0000-0000-000000000000",
        "/?lang=xx", "/?nature=xx", "/chains/" + "A" * 100, "/nodes/H2-MEA?after=x", "/static/../app.py",
        "/static/%2e%2e/app.py", "/fonts/%2e%2e/fonts.py", "/static/", "/favicon.ico",
    ],
)  # fmt: skip
def test_what_is_not_there_or_wrong_is_told_in_words(served, path):
    answer = served.ask(path, lang="en")

    assert answer.status in {400, 404}
    assert "Traceback" not in answer.text
    assert "import " not in answer.text
    assert "<h1>" in answer.text


def test_a_fault_of_ours_is_a_page_without_a_traceback(served, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr("rongtu.faces.web.site.Site.ask", broken)
    answer = served.ask("/chains")

    assert answer.status == 500
    assert "程序出错" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("error", "status"), [("NotAllowedError", 403), ("RefusedError", 404), ("DependencyError", 503)]
)
def test_each_family_of_errors_has_its_status(served, monkeypatch, error, status):
    from rongtu.faces.web import site
    from rongtu.vocab import problems

    kind = getattr(site, error, None) or getattr(problems, error)

    def failing(*args, **kwargs):
        raise kind("said so")

    monkeypatch.setattr("rongtu.faces.web.site.Site.ask", failing)
    answer = served.ask("/chains", lang="en")

    assert answer.status == status
    assert "said so" in answer.text
