"""The loop as a job: the same bytes whoever computes it, here, in another process, one or several at a time."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import text

from rongtu.acts.operation import Context
from rongtu.facts.store.roles import Role
from rongtu.flows import loop
from rongtu.vocab.evidence import Nature

ZONE = {"zone": "示例区"}


@pytest.fixture(scope="module")
def example(dispatcher, administrator, store):
    """A dispatcher over a store that holds 示例区, with nothing in the queue."""
    dispatcher.run("sample.load", {"which": "example"}, administrator)
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("TRUNCATE jobs.procrastinate_jobs CASCADE"))
        connection.execute(text("TRUNCATE job"))
    return dispatcher


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_workers_in_other_processes_keep_the_same_bytes(example, administrator, cli_environment, workers):
    here = example.run("run.loop", ZONE, administrator, nature=Nature.FICTIONAL)
    tickets = [example.submit("run.loop", ZONE, administrator, nature=Nature.FICTIONAL) for _ in range(workers)]
    command = [sys.executable, "-m", "rongtu", "job", "work", "--until-empty"]
    started = [
        subprocess.Popen(command, env={**cli_environment, "PYTHONHASHSEED": str(seed)}, stdout=subprocess.PIPE)
        for seed in range(workers)
    ]
    told = b"".join(process.communicate()[0] for process in started).decode()
    assert [process.returncode for process in started] == [0] * workers
    assert told.count("完成") == workers
    for ticket in tickets:
        answer = json.loads(example.run("job.show", {"job": str(ticket.id)}, administrator).answer)
        assert (answer["result_hash"], answer["run"], answer["known"]) == (here.result_hash, here.run, True)


def test_facts_that_change_while_the_loop_runs_are_computed_on_anew(example, administrator, store, monkeypatch):
    compute, seen = loop.compute, []

    def meanwhile(context: Context, request: loop.LoopRequest):
        computed = compute(context, request)
        if not seen:
            with store.engine(Role.OWNER).begin() as connection:
                connection.execute(text("UPDATE chain SET name = name || '改' WHERE nature = 'fictional'"))
        seen.append(computed.result.snapshot.id)
        return computed

    monkeypatch.setattr(loop, "compute", meanwhile)
    try:
        answer = example.run("run.loop", ZONE, administrator, nature=Nature.FICTIONAL)
    finally:
        with store.engine(Role.OWNER).begin() as connection:
            connection.execute(text("UPDATE chain SET name = rtrim(name, '改') WHERE nature = 'fictional'"))
    assert len(seen) == 2
    assert answer.snapshot == seen[1] != seen[0]
