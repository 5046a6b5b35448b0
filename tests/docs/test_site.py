"""The documentation as a site: built without a warning, whole in its links, asking no other host."""

import re
import subprocess
import sys

import pytest
from doc_pages import PAGES, ROOT

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
MACHINE = re.compile(r"(?<![\w.~])/(work|root|home|Users)/|C:\\")
REGISTRY = re.compile(r"\b(?:registry|mirrors?|index|files?)\.[\w-]+\.(?:com|io|net|org)\b|\b(?:py|test\.py)pi\.")
ASKING = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=["'](?:https?:)?//""", re.IGNORECASE)
STYLE_ASKING = re.compile(r"""url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//""")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built site; a warning fails the build."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_site_asks_no_other_host(site):
    for page in site.rglob("*.html"):
        assert not ASKING.search(page.read_text(encoding="utf-8")), page
    for style in site.rglob("*.css"):
        assert not STYLE_ASKING.search(style.read_text(encoding="utf-8")), style


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_inside_the_repository_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in LINK.findall(text):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", [*PAGES, ROOT / ".ci/run", ROOT / "mkdocs.yml"], ids=lambda page: page.name)
def test_pages_name_no_machine_and_no_registry(page):
    text = page.read_text(encoding="utf-8")
    assert not MACHINE.search(text)
    assert not REGISTRY.search(text)


def test_the_picture_of_the_brief_is_small_and_shown():
    picture = ROOT / "docs/images/brief.png"
    assert picture.stat().st_size < 300_000
    assert "](docs/images/brief.png)" in (ROOT / "README.md").read_text(encoding="utf-8")
