"""Every block of commands in the documentation runs as it stands, page by page."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from doc_pages import DOCS, PAGES, ROOT, RUN, blocks, follow

from rongtu import wiring
from rongtu.settings import Settings

HOW_TO_TREE = ("add-a-record.md", "add-an-indicator.md", "add-an-operation.md")
"""Pages that change the source tree: followed in test_how_to.py."""

FOLLOWED = ("first-brief.md", "use-your-own-postgresql.md", "back-up-and-restore.md", "upgrade-postgresql.md")
"""Pages followed here, and CONTRIBUTING.md."""


def test_every_page_with_blocks_is_followed_by_a_test():
    with_blocks = {
        page.name
        for page in PAGES
        if any(block.language in RUN and not block.covered_by for block in blocks(page.read_text(encoding="utf-8")))
    }
    assert with_blocks == {*HOW_TO_TREE, *FOLLOWED, "CONTRIBUTING.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_block_says_what_it_is_and_who_runs_it(page):
    for block in blocks(page.read_text(encoding="utf-8")):
        assert block.language, block.text
        if block.covered_by:
            assert (ROOT / block.covered_by).is_file()


def test_the_two_commands_of_the_readme_are_those_of_continuous_integration():
    (block,) = blocks((ROOT / "README.md").read_text(encoding="utf-8"))
    runs = (ROOT / ".ci/run").read_text(encoding="utf-8")
    commands = [line.split("#")[0].strip() for line in block.text.splitlines()]
    assert commands == ["make brief", "make test"]
    for command in commands:
        assert command in runs


def test_the_tutorial(tmp_path, cli_environment, loaded_store):
    assert loaded_store
    follow(read("tutorial/first-brief.md"), tmp_path, cli_environment)
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"brief.html", "brief.pdf", "result.json"}


def test_contributing(tmp_path, cli_environment):
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    follow(page, tmp_path, {key: value for key, value in cli_environment.items() if key != "RONGTU_DATABASE_URL"})


def test_using_a_postgresql_of_ones_own(tmp_path, cli_environment, own_url):
    address = "postgresql://user:password@db.example.org:5432/rongtu"
    page = read("how-to/use-your-own-postgresql.md")
    assert page.count(address) == 1
    follow(page.replace(address, f"'{own_url}'"), tmp_path, cli_environment)


def test_backing_up_and_restoring(tmp_path, own_environment):
    follow(read("how-to/back-up-and-restore.md"), tmp_path, own_environment)
    assert (tmp_path / "facts.dump").stat().st_mode & 0o077 == 0


def test_upgrading_postgresql(tmp_path, cli_environment):
    place = Path(tempfile.mkdtemp(prefix="rt-", dir="/tmp"))
    place.chmod(0o755)
    home = {key: value for key, value in cli_environment.items() if key != "RONGTU_DATABASE_URL"}
    try:
        follow(read("how-to/upgrade-postgresql.md"), tmp_path, {**home, "RONGTU_DATA_DIR": str(place / "d")})
        assert (place / "d" / "server-before").is_dir()
        assert (place / "d" / "server").is_dir()
    finally:
        wiring.store(Settings(place / "d")).stop()
        shutil.rmtree(place, ignore_errors=True)


def read(name):
    """The text of a page."""
    return (DOCS / name).read_text(encoding="utf-8")


def test_pages_stay_short():
    for name in HOW_TO_TREE:
        assert len(read(f"how-to/{name}").splitlines()) <= 72, name
    assert os.access(ROOT / ".ci/run", os.X_OK)
