"""The pages on extending the program, followed to the letter on a copy of its source tree."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest
from doc_pages import DOCS, follow

pytestmark = pytest.mark.slow

RUFF = str(Path(sys.executable).with_name("ruff"))

FIRST_FREE = "0007"
"""The number the page on records stands for the next free one with."""


def page(name):
    """The text of a page."""
    return (DOCS / "how-to" / name).read_text(encoding="utf-8")


def said(tree, *command, program=None):
    """What a command in the tree prints."""
    words = [sys.executable, "-c", textwrap.dedent(program)] if program else [sys.executable, "-m", "rongtu", *command]
    done = subprocess.run(words, cwd=tree.folder, env=tree.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def next_revision(tree):
    """The next free number of a revision."""
    versions = (tree.folder / "src/rongtu/facts/migrations/versions").glob("*.py")
    numbers = [int(found[0]) for path in versions if (found := re.match(r"\d+", path.name))]
    return f"{1 + max(numbers):04d}"


def check_style(tree):
    """The tree passes the lint as a change must."""
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run([RUFF, *command, "src"], cwd=tree.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_adding_a_kind_of_record(tree, own_url):
    follow(page("add-a-record.md").replace(FIRST_FREE, next_revision(tree)), tree.folder, tree.environment)

    check_style(tree)
    with psycopg.connect(own_url) as connection:
        protected = connection.execute("SELECT relrowsecurity FROM pg_class WHERE relname = 'award'").fetchone()
        policies = connection.execute("SELECT policyname FROM pg_policies WHERE tablename = 'award'").fetchall()
        checks = connection.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'award'::regclass AND contype IN ('c', 'f', 'u')"
        ).fetchall()
    assert protected == (True,)
    assert {row[0] for row in policies} == {"see", "add", "change"}
    assert {"ck_award_code", "fk_award_winner", "fk_award_source", "uq_award"} <= {row[0] for row in checks}
    assert "### award\n" in (tree.folder / "docs/reference/records.md").read_text(encoding="utf-8")
    difference = """
        from rongtu import wiring
        from rongtu.facts import migrate
        from rongtu.facts.store.roles import Role

        store = wiring.store()
        with store.engine(Role.OWNER).connect() as connection:
            print(migrate.difference(connection))
        store.close()
    """
    assert said(tree, program=difference) == "[]\n"

    insert = """
        INSERT INTO award (id, code, winner, source, nature, visibility)
        SELECT gen_random_uuid(), 'AW0002', o.id, s.id, 'real', 'public' FROM organisation o, source s LIMIT 1
    """
    with psycopg.connect(own_url) as connection:
        loaded = connection.execute(
            "SELECT o.name, s.text FROM award a JOIN organisation o ON o.id = a.winner JOIN source s ON s.id = a.source"
        ).fetchall()
        assert [(name, told.split("（")[0]) for name, told in loaded] == [("清华大学", "文件 award.csv")]
        connection.execute("SET ROLE rongtu_app")
        connection.execute("SELECT set_config('rongtu.levels', 'public', true)")
        connection.execute("SELECT set_config('rongtu.natures', 'real', true)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute(insert)
        connection.execute("SELECT set_config('rongtu.writes', 'on', true)")
        assert connection.execute(insert).rowcount == 1
        connection.execute("SELECT set_config('rongtu.natures', 'fictional', true)")
        assert connection.execute("SELECT count(*) FROM award").fetchone() == (0,)
        connection.execute("SELECT set_config('rongtu.natures', 'real', true)")
        connection.execute("SELECT set_config('rongtu.levels', '', true)")
        assert connection.execute("SELECT count(*) FROM award").fetchone() == (0,)


def test_adding_an_indicator(tree, own_url):
    follow(page("add-an-indicator.md"), tree.folder, tree.environment)

    with psycopg.connect(own_url) as connection:
        found = connection.execute(
            "SELECT o.value, o.unit, s.text FROM observation o JOIN indicator i ON i.id = o.indicator "
            "JOIN source s ON s.id = o.source WHERE i.code = 'h2_consortium_members'"
        ).fetchall()
    assert [(float(value), unit) for value, unit, _ in found] == [(54.0, "家")]
    assert found[0][2].startswith("河北日报")


def test_adding_an_importer(tree, own_url):
    follow(page("add-an-importer.md"), tree.folder, tree.environment)

    check_style(tree)
    with psycopg.connect(own_url) as connection:
        found = connection.execute(
            "SELECT p.number, p.title, p.applicant, p.filed_on, p.nature, s.text "
            "FROM patent p JOIN source s ON s.id = p.source"
        ).fetchall()
    (told,) = found
    assert told[:5] == ("EX000001A", "一种虚构的阀门", "示例股份有限公司", "2024-05-06", "fictional")
    assert "patents.csv" in told[5]


def test_adding_an_operation(tree):
    said(tree, "sample", "load")
    follow(page("add-an-operation.md"), tree.folder, tree.environment)

    check_style(tree)
    assert "京津冀" in said(tree, "zone", "list", "--json")
    assert "### rongtu zone list" in (tree.folder / "docs/reference/command-line.md").read_text(encoding="utf-8")
    assert "| `zone.list` | query |" in (tree.folder / "docs/explanation/who-may-do-what.md").read_text(
        encoding="utf-8"
    )
