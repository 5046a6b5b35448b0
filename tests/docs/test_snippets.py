"""Every block of commands in the documentation runs as it stands, page by page."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest
from doc_pages import DOCS, PAGES, ROOT, RUN, blocks, follow

from rongtu import wiring
from rongtu.settings import Settings

HOW_TO_TREE = ("add-a-record.md", "add-an-importer.md", "add-an-indicator.md", "add-an-operation.md")
"""Pages that change the source tree: followed in test_how_to.py."""

FOLLOWED = (
    "back-up-and-restore.md",
    "by-hand.md",
    "chain-method.md",
    "first-brief.md",
    "form-a-consortium.md",
    "import-public-formats.md",
    "keep-a-chain-as-a-file.md",
    "load-your-own-data.md",
    "make-a-synthetic-region.md",
    "post-a-need.md",
    "real-fictional-synthetic.md",
    "review-duplicates.md",
    "state-an-assumption.md",
    "trace-a-figure.md",
    "upgrade-postgresql.md",
    "use-your-own-postgresql.md",
)
"""Pages followed here or in test_by_hand.py, and CONTRIBUTING.md."""


def test_every_page_with_blocks_is_followed_by_a_test():
    with_blocks = {
        page.name
        for page in PAGES
        if any(block.language in RUN and not block.covered_by for block in blocks(page.read_text(encoding="utf-8")))
    }
    assert with_blocks == {*HOW_TO_TREE, *FOLLOWED, "CONTRIBUTING.md", "README.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_block_says_what_it_is_and_who_runs_it(page):
    for block in blocks(page.read_text(encoding="utf-8")):
        assert block.language, block.text
        if block.covered_by:
            assert (ROOT / block.covered_by).is_file()


def test_the_two_commands_of_the_readme_are_those_of_continuous_integration():
    block = next(blocks((ROOT / "README.md").read_text(encoding="utf-8")))
    runs = (ROOT / ".ci/run").read_text(encoding="utf-8")
    commands = [line.split("#")[0].strip() for line in block.text.splitlines()]
    assert commands == ["make brief", "make test"]
    for command in commands:
        assert command in runs


def test_what_the_readme_shows_of_needs(tmp_path, own_environment):
    follow((ROOT / "README.md").read_text(encoding="utf-8"), tmp_path, own_environment)


def test_forming_a_consortium(tmp_path, own_environment, own_url):
    follow(read("how-to/form-a-consortium.md"), tmp_path, own_environment)


def test_posting_a_need(tmp_path, own_environment, own_url):
    follow(read("how-to/post-a-need.md"), tmp_path, own_environment)

    query = "SELECT title, state, visibility FROM need WHERE code LIKE 'N-%'"
    assert facts(own_url, query) == [("我们想把隔膜的耐热做到180度", "open", "public")]
    assert json.loads((tmp_path / "matches.json").read_text(encoding="utf-8"))["calibration"] == "uncalibrated"


def test_the_tutorial(tmp_path, cli_environment, loaded_store):
    assert loaded_store
    follow(read("tutorial/first-brief.md"), tmp_path, cli_environment)
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        "brief.html", "brief.pdf", "brief.docx", "brief.xlsx", "result.json",
    }  # fmt: skip


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


def test_tracing_a_figure(tmp_path, cli_environment, loaded_store):
    assert loaded_store
    follow(read("how-to/trace-a-figure.md"), tmp_path, cli_environment)


@pytest.mark.slow
def test_loading_data_of_ones_own(tmp_path, own_environment, own_url):
    follow(read("how-to/load-your-own-data.md"), tmp_path, own_environment)

    assert (tmp_path / "organisation.xlsx").is_file()
    query = 'SELECT name, uscc, capital, employees, nature FROM organisation ORDER BY name COLLATE "C"'
    assert facts(own_url, query) == [
        ("示例仪器有限公司", None, None, None, "fictional"),
        ("示例材料有限公司", None, None, 45, "fictional"),
        ("示例检测研究所", None, None, None, "fictional"),
        ("示例氢能装备有限公司", None, 3_000_000_000, None, "fictional"),
        ("示例泵业有限公司", "91990000000090026F", None, 50, "fictional"),
        ("示例阀门有限公司", "91990000000090018L", 1_250_500_000, 86, "fictional"),
    ]
    assert facts(own_url, "SELECT text FROM source WHERE nature = 'fictional'") == [("虚构：某市企业名录，2026年版",)]


def test_importing_a_public_format(tmp_path, own_environment, own_url):
    follow(read("how-to/import-public-formats.md"), tmp_path, own_environment)

    query = "SELECT z.name, o.value, o.nature FROM observation o JOIN zone z ON z.id = o.zone ORDER BY z.name"
    assert [(zone, float(value), nature) for zone, value, nature in facts(own_url, query)] == [
        ("Exampleland", 2.5, "fictional"),
        ("Otherland", 1.75, "fictional"),
    ]


def test_keeping_a_chain_as_a_file(tmp_path, own_environment, own_url):
    follow(read("how-to/keep-a-chain-as-a-file.md"), tmp_path, own_environment)

    reading = json.loads((tmp_path / "reading.json").read_text(encoding="utf-8"))
    assert reading["findings"] == []
    assert reading["value"]["value"]["point"] == pytest.approx(1e7 / 0.3)
    query = "SELECT code, share FROM input_group WHERE code LIKE 'EXV-%' ORDER BY code"
    assert [(code, float(share)) for code, share in facts(own_url, query)] == [
        ("EXV-VALVE-1", 0.3),
        ("EXV-VALVE-2", 0.1),
    ]
    assert 'code = "EXMI-CT"' in (tmp_path / "imaging.toml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_reviewing_duplicates(tmp_path, own_environment, own_url):
    follow(read("how-to/review-duplicates.md"), tmp_path, own_environment)

    query = "SELECT kept.uscc, d.state FROM duplicate d JOIN organisation kept ON kept.id = d.first ORDER BY d.state"
    assert facts(own_url, query) == [("919900000000900500", "merged"), (None, "open")]


def test_stating_an_assumption(tmp_path, own_environment, own_url):
    follow(read("how-to/state-an-assumption.md"), tmp_path, own_environment)

    query = "SELECT low, high, author, nature FROM assumption WHERE code = 'EX-A-101'"
    ((low, high, author, nature),) = facts(own_url, query)
    assert (float(low), float(high), author, nature) == (0.4, 1.0, "示例区链办", "fictional")
    empty = "SELECT loss FROM input_group WHERE code = 'EXMI-CT-4'"
    assert facts(own_url, empty) == [(None,)], "the field the page speaks of is no longer unknown"


@pytest.mark.slow
def test_making_a_synthetic_region(tmp_path, own_environment, own_url):
    follow(read("how-to/make-a-synthetic-region.md"), tmp_path, own_environment)

    assert facts(own_url, "SELECT nature, count(*) FROM organisation GROUP BY nature") == [("synthetic", 1_000)]


def test_seeing_that_natures_do_not_meet(tmp_path, own_environment, own_url):
    follow(read("explanation/real-fictional-synthetic.md"), tmp_path, own_environment)

    result = json.loads((tmp_path / "example" / "result.json").read_text(encoding="utf-8"))
    assert result["nature"] == "fictional"
    assert "虚构" in (tmp_path / "example" / "brief.html").read_text(encoding="utf-8")


def facts(url, query):
    """What a query says of a store at that address, past row-level security."""
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def read(name):
    """The text of a page."""
    return (DOCS / name).read_text(encoding="utf-8")


def test_pages_stay_short():
    for name in HOW_TO_TREE:
        assert len(read(f"how-to/{name}").splitlines()) <= 72, name
    assert os.access(ROOT / ".ci/run", os.X_OK)
