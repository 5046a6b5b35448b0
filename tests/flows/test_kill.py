"""kill -9 at random moments of loading and of the loop: before or after, never between.

RONGTU_KILLS sets how often (5 here, 50 in CI).
"""

import os
import random
import time

import pytest
from kills import duration, kill_after
from sqlalchemy import text

from rongtu.facts.fields import KINDS
from rongtu.facts.store.roles import Role

KILLS = int(os.environ.get("RONGTU_KILLS", "5"))
FACTS = [kind.name for kind in KINDS.values() if kind.section != "trace"]
FIRMS = 3_000


@pytest.fixture
def counts(store):
    """Counts rows of every kind, of audit entries and of runs, as the owner sees them."""

    def count():
        with store.engine(Role.OWNER).connect() as connection:
            return {
                name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
                for name in (*FACTS, "audit_entry", "run")
            }

    return count


@pytest.fixture
def emptied(store):
    """Empties the store, as the owner may."""

    def empty(*names):
        with store.engine(Role.OWNER).begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(names)} CASCADE"))

    return empty


def moments(seconds):
    """Random moments within a span, a little past its end included; the same on every run."""
    draw = random.Random(20231231)
    return [draw.uniform(0, 1.05 * seconds) for _ in range(KILLS)]


@pytest.mark.xdist_group("kill")
def test_loading_killed_lands_all_or_nothing(cli_environment, counts, emptied):
    everything = (*FACTS, "audit_entry", "run", "idempotency_key")
    emptied(*everything)
    before = counts()
    seconds = duration("sample.load", cli_environment)
    after = counts()
    assert after["observation"] > 20_000
    for moment in moments(seconds):
        emptied(*everything)
        kill_after("sample.load", cli_environment, moment)
        assert settled(counts) in (before, after)
    duration("sample.load", cli_environment)
    assert {**counts(), "audit_entry": 0} == {**after, "audit_entry": 0}


@pytest.mark.xdist_group("kill")
def test_an_import_killed_lands_all_or_nothing_with_its_one_entry(cli_environment, counts, emptied, tmp_path):
    firms = tmp_path / "firms.csv"
    rows = "".join(f"合成企业{number:05d},enterprise,registered\n" for number in range(FIRMS))
    firms.write_text(f"name,kind,standing\n{rows}", encoding="utf-8")
    asked = ("load.records", cli_environment)
    said = {"payload": {"kind": "organisation", "nature": "synthetic"}, "files": [firms]}
    everything = (*FACTS, "audit_entry", "run", "idempotency_key")
    emptied(*everything)
    before = counts()
    seconds = duration(*asked, **said)
    after = counts()
    assert after["organisation"] == FIRMS
    for moment in moments(seconds):
        emptied(*everything)
        kill_after(*asked, moment, **said)
        assert settled(counts) in (before, after)
    duration(*asked, **said)
    assert {**counts(), "audit_entry": 0} == {**after, "audit_entry": 0}
    duration("sample.load", cli_environment)  # which the tests that come after work on


@pytest.mark.xdist_group("kill")
def test_the_loop_killed_keeps_a_whole_run_or_none(cli_environment, counts, emptied):
    duration("sample.load", cli_environment)
    emptied("run", "audit_entry")
    seconds = duration("run.loop", cli_environment)
    for moment in moments(seconds):
        emptied("run", "audit_entry")
        kill_after("run.loop", cli_environment, moment)
        found = settled(counts)
        assert (found["run"], found["audit_entry"]) in ((0, 0), (1, 1))


def settled(counts):
    """The counts once the server has noticed that the client is gone: two in a row that agree."""
    seen = counts()
    while True:
        time.sleep(0.05)
        again = counts()
        if again == seen:
            return again
        seen = again
