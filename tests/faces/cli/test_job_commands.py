"""Jobs and runs on the command line: left for later, worked off, followed, cancelled; an old brief opened again."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import text

from rongtu.facts.store.roles import Role


@pytest.fixture
def rongtu(command_line, store):
    """Runs `rongtu` with nothing in the queue."""
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("TRUNCATE jobs.procrastinate_jobs CASCADE"))
        connection.execute(text("TRUNCATE job, run CASCADE"))
    return command_line


LATER = ("run", "loop", "--zone", "示例区", "--nature", "fictional", "--later")


def jobs(rongtu):
    """The jobs there are, newest first."""
    return json.loads(rongtu("job", "list", "--json").out)["jobs"]


@pytest.mark.slow
def test_a_loop_left_for_later_is_worked_off_and_its_brief_opened_again(rongtu, tmp_path):
    rongtu("sample", "load", "--which", "example")
    rongtu("job", "work", "--until-empty")
    assert "已排队" in rongtu(*LATER).out
    assert jobs(rongtu)[0]["state"] == "waiting"
    told = rongtu("job", "work", "--until-empty").out
    assert "完成  run.loop" in told
    newest = jobs(rongtu)[0]
    assert newest["state"] == "done"
    shown = json.loads(rongtu("job", "show", newest["job"], "--json").out)
    run = json.loads(shown["answer"])["run"]
    (kept,) = json.loads(rongtu("run", "list", "--json").out)["runs"]
    assert (kept["run"], kept["nature"], kept["zone"]) == (run, "fictional", "示例区")
    rongtu("run", "brief", run, "--out", "again")
    assert (tmp_path / "again/brief.html").is_file()
    result = json.loads((tmp_path / "again/result.json").read_text(encoding="utf-8"))
    assert result == json.loads(rongtu("run", "show", run, "--json").out)
    compared = json.loads(rongtu("run", "compare", run, run, "--json").out)
    assert (compared["moved"], compared["facts"]) == ([], [])


def test_a_job_left_for_later_is_cancelled(rongtu):
    rongtu(*LATER)
    job = jobs(rongtu)[0]["job"]
    assert "已取消" in rongtu("job", "cancel", job).out
    assert "has ended already" in rongtu("job", "cancel", job, code=3).err
    assert "作业  0 个" in rongtu("job", "work", "--until-empty").out


def test_what_is_not_there_is_said_in_words(rongtu):
    nothing = "00000000-0000-4000-8000-000000000000"
    for arguments in (("job", "show", nothing), ("run", "show", nothing), ("run", "brief", nothing)):
        assert nothing in rongtu(*arguments, code=3).err


def test_a_query_loads_nothing_of_the_queue(cli_environment):
    program = (
        "import sys; sys.argv = ['rongtu', 'chain', 'list']\n"
        "from rongtu.faces.cli.main import build\n"
        "build()(standalone_mode=False)\n"
        "assert not [name for name in sys.modules if name.startswith('procrastinate')]"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=cli_environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
