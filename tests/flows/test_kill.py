"""kill -9 at random moments of loading, of the loop and of workers: before or after, never between, never twice.

RONGTU_KILLS sets how often (5 here, 50 in CI). Two groups, for two workers at a time: each has a store of its own.
"""

import os
import random
import time
from pathlib import Path

import pytest
import slow_job
from kills import WORKER, begin, duration, kill, kill_after, seconds_of
from sqlalchemy import text

from rongtu.acts.operation import OPERATIONS
from rongtu.acts.worker import Worker
from rongtu.facts.fields import KINDS
from rongtu.facts.store.roles import Role

KILLS = int(os.environ.get("RONGTU_KILLS", "5"))
FACTS = [kind.name for kind in KINDS.values() if kind.section != "trace"]
FIRMS = 3_000


OWN_ENTRIES = "SELECT count(*) FROM audit_entry WHERE operation <> 'match.index'"


@pytest.fixture
def counts(store):
    """Counts rows of every kind, of audit entries and of runs, as the owner sees them.

    What the system does after something landed is not among them.
    """

    def count():
        with store.engine(Role.OWNER).connect() as connection:
            return {
                name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
                for name in (*FACTS, "run", "job")
            } | {"audit_entry": connection.execute(text(OWN_ENTRIES)).scalar_one()}

    return count


@pytest.fixture
def emptied(store):
    """Empties the store, as the owner may; of jobs in any case, which a killed process leaves to be gone on with."""

    def empty(*names):
        with store.engine(Role.OWNER).begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join((*names, 'job', 'outbox_event'))} CASCADE"))
            connection.execute(text("TRUNCATE jobs.procrastinate_jobs CASCADE"))

    return empty


def moments(seconds):
    """Random moments within a span, a little past its end included; the same on every run."""
    draw = random.Random(20231231)
    return [draw.uniform(0, 1.05 * seconds) for _ in range(KILLS)]


@pytest.fixture
def slow(cli_environment):
    """The job that takes its time, here and in workers of their own, about to begin."""
    before = dict(OPERATIONS)
    slow_job.declare()
    yield lambda: begin(WORKER, cli_environment, str(Path(__file__).parent))
    OPERATIONS.clear()
    OPERATIONS.update(before)


def facts_of(counted):
    """What loading changes; of jobs there is one more for each time it was begun, whatever became of it."""
    return {name: count for name, count in counted.items() if name != "job"}


@pytest.mark.xdist_group("kill")
def test_loading_killed_lands_all_or_nothing(cli_environment, counts, emptied):
    everything = (*FACTS, "audit_entry", "run", "idempotency_key")
    emptied(*everything)
    before = facts_of(counts())
    seconds = duration("sample.load", cli_environment)
    after = facts_of(counts())
    assert after["observation"] > 20_000
    for moment in moments(seconds):
        emptied(*everything)
        kill_after("sample.load", cli_environment, moment)
        assert facts_of(settled(counts)) in (before, after)
    duration("sample.load", cli_environment)
    assert {**facts_of(counts()), "audit_entry": 0} == {**after, "audit_entry": 0}


@pytest.mark.xdist_group("kill")
def test_an_import_killed_lands_all_or_nothing_with_its_one_entry(cli_environment, counts, emptied, tmp_path):
    firms = tmp_path / "firms.csv"
    rows = "".join(f"合成企业{number:05d},enterprise,registered\n" for number in range(FIRMS))
    firms.write_text(f"name,kind,standing\n{rows}", encoding="utf-8")
    asked = ("load.records", cli_environment)
    said = {"payload": {"kind": "organisation", "nature": "synthetic"}, "files": [firms]}
    everything = (*FACTS, "audit_entry", "run", "idempotency_key")
    emptied(*everything)
    before = facts_of(counts())
    seconds = duration(*asked, **said)
    after = facts_of(counts())
    assert after["organisation"] == FIRMS
    for moment in moments(seconds):
        emptied(*everything)
        kill_after(*asked, moment, **said)
        assert facts_of(settled(counts)) in (before, after)
    duration(*asked, **said)
    assert {**facts_of(counts()), "audit_entry": 0} == {**after, "audit_entry": 0}
    duration("sample.load", cli_environment)  # which the tests that come after work on


@pytest.mark.slow
@pytest.mark.xdist_group("kill")
def test_an_import_killed_is_gone_on_with_and_lands_once(
    cli_environment, dispatcher, administrator, counts, emptied, tmp_path
):
    firms = tmp_path / "firms.csv"
    rows = "".join(f"合成企业{number:05d},enterprise,registered\n" for number in range(FIRMS))
    firms.write_text(f"name,kind,standing\n{rows}", encoding="utf-8")
    asked = ("load.records", cli_environment)
    said = {"payload": {"kind": "organisation", "nature": "synthetic"}, "files": [firms]}
    emptied("organisation", "audit_entry", "idempotency_key")
    seconds = duration(*asked, **said)
    for moment in moments(seconds):
        emptied("organisation", "audit_entry", "idempotency_key")
        kill_after(*asked, moment, **said)
        begun = settled(counts)["job"]
        work_off(dispatcher, administrator, "load.records")
        found = counts()
        assert (found["organisation"], found["audit_entry"]) == (FIRMS * begun, begun)
    emptied("organisation")
    duration("sample.load", cli_environment)


@pytest.mark.xdist_group("kill_loop")
def test_the_loop_killed_keeps_a_whole_run_or_none(cli_environment, counts, emptied):
    duration("sample.load", cli_environment)
    emptied("run", "audit_entry")
    seconds = duration("run.loop", cli_environment)
    for moment in moments(seconds):
        emptied("run", "audit_entry", "idempotency_key")
        kill_after("run.loop", cli_environment, moment)
        found = settled(counts)
        assert (found["run"], found["audit_entry"]) in ((0, 0), (1, 1))


@pytest.mark.xdist_group("kill_loop")
def test_a_job_whose_worker_is_killed_is_done_just_once(slow, dispatcher, administrator, counts, emptied):
    everything = ("run", "audit_entry", "idempotency_key")
    dispatcher.submit(slow_job.NAME, {}, administrator)
    seconds = seconds_of(slow())
    for moment in moments(seconds):
        emptied(*everything)
        dispatcher.submit(slow_job.NAME, {}, administrator)
        kill(slow(), moment)
        found = settled(counts)
        assert (found["run"], found["audit_entry"]) in ((0, 0), (1, 1))
        work_off(dispatcher, administrator, slow_job.NAME)
        found = counts()
        assert (found["run"], found["audit_entry"], found["job"]) == (1, 1, 1)
    emptied(*everything)


def work_off(dispatcher, administrator, operation):
    """Do whatever the killed left, once the server has noticed that they are gone."""
    while True:
        Worker(dispatcher).until_empty()
        found = dispatcher.run("job.list", {}, administrator).jobs
        states = {job.job: job.state for job in found if job.operation == operation}
        failed = [job for job, state in states.items() if state == "failed"]
        assert [dispatcher.run("job.show", {"job": job}, administrator).error for job in failed] == []
        if set(states.values()) <= {"done"}:
            return
        time.sleep(0.05)


def settled(counts):
    """The counts once the server has noticed that the client is gone: two in a row that agree."""
    seen = counts()
    while True:
        time.sleep(0.05)
        again = counts()
        if again == seen:
            return again
        seen = again
