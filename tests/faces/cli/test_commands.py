"""The command line: every operation a command, errors in words with their exit code, JSON for machines."""

import json
import re
import subprocess
import sys

import pytest
from sqlalchemy import text

from rongtu import wiring
from rongtu.faces.cli.operations import FACED
from rongtu.facts.fields import record_id
from rongtu.facts.store.roles import Role


@pytest.fixture
def rongtu(command_line, loaded_store):
    """Runs `rongtu` on a store that holds the sample."""
    assert loaded_store
    return command_line


ARGUMENTS = {
    "chain.diagnose": ["H2"],
    "chain.document": ["H2"],
    "chain.node": ["H2-PEM"],
    "chain.shock": ["--node", "H2-PEM"],
    "consortium.propose": None,
    "fact.source": [f"chain:{record_id('chain', 'H2')}"],
    "job.show": None,
    "match.find": ["H2-PEM"],
    "need.explain": None,
    "need.match": None,
    "run.compare": None,
    "run.show": None,
    "audit.open": None,
}
"""What a command must be given; None: tested with the loop, with the audit, or with needs and consortia."""

FILES = {"brief.html", "brief.pdf", "brief.docx", "brief.xlsx", "result.json"}

QUERIES = [
    (name, ARGUMENTS.get(name, []))
    for name, operation in wiring.operations().items()
    if operation.kind == "query" and name.split(".")[0] not in FACED and ARGUMENTS.get(name, []) is not None
]


@pytest.mark.parametrize(("name", "arguments"), QUERIES, ids=[name for name, _ in QUERIES])
def test_every_query_answers_in_json_and_in_words(rongtu, name, arguments):
    told = json.loads(rongtu(*name.split("."), *arguments, "--json").out)
    assert wiring.operations()[name].answer.model_validate(told)
    words = rongtu(*name.split("."), *arguments).out
    assert words.strip()
    assert "\x1b[" not in words


def test_loading_again_says_that_nothing_changed(rongtu):
    assert "新增 0，改动 0" in rongtu("sample", "load").out
    landed = json.loads(rongtu("sample", "load", "--json", "--key", "again").out)["landed"]
    assert sum(kind["added"] for kind in landed) == 0


def test_the_loop_leaves_its_files_and_says_what_to_read(rongtu, tmp_path):
    told = rongtu("loop", "--out", "brief").out
    assert "先看：①" in told
    assert {file.name for file in (tmp_path / "brief").iterdir()} == FILES
    again = json.loads(rongtu("loop", "--out", "brief", "--json").out)
    assert again["known"]
    kept = rongtu("run", "show", again["run"], "--json").out
    assert kept == (tmp_path / "brief" / "result.json").read_text(encoding="utf-8") + "\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["chain", "diagnose", "NOSUCH"], 3, "There is no chain NOSUCH"),
        (["match", "nodes", "--nodes", "X-1"], 3, "There is no chain node X-1"),
        (["match", "nodes", "--most", "0"], 2, "most"),
        (["source", f"chain:{record_id('chain', 'NONE')}"], 3, "There is no chain:"),
        (["source", f"observation:{record_id('chain', 'NONE')}"], 3, "There is no observation:"),
        (["source", f"audit_entry:{record_id('chain', 'NONE')}"], 3, "no kind of fact audit_entry"),
        (["source", "火星"], 3, "There is no region, zone, item, organisation, indicator or period 火星"),
        (["source", "北京", "rd_exp", "1999"], 3, "without 1999 there are 2011、2012"),
        (["index", "evaluate", "--zone", "无"], 3, "There is no zone 无; there are 中关村"),
        (["run", "show", "x"], 2, "run"),
        (["policy", "list", "--most", "5000"], 2, "less than or equal to 1000"),
        (["loop", "--out", "/dev/null"], 2, "names a folder"),
    ],
)
def test_what_is_wrong_is_said_in_words(rongtu, arguments, code, words):
    done = rongtu(*arguments, code=code)
    assert words in done.err
    assert "Traceback" not in done.err


def test_pages_follow_one_another(rongtu):
    first = json.loads(rongtu("policy", "list", "--most", "2", "--json").out)["policies"]
    second = json.loads(rongtu("policy", "list", "--most", "2", "--after", first[-1]["code"], "--json").out)
    assert first[-1]["code"] < second["policies"][0]["code"]


def test_a_server_that_cannot_be_reached_is_a_failed_dependency(cli_environment):
    environment = {**cli_environment, "RONGTU_DATABASE_URL": "postgresql://nobody@/nothing?host=/nowhere"}
    done = subprocess.run(
        [sys.executable, "-m", "rongtu", "chain", "list"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_an_empty_store_says_how_to_fill_it(cli_environment, store, tmp_path):
    """On a database of its own beside the one of the other tests."""
    assert store
    environment = {**cli_environment, "RONGTU_DATA_DIR": cli_environment["RONGTU_DATA_DIR"] + "-empty"}
    if "RONGTU_DATABASE_URL" in environment:
        pytest.skip("needs a second server of its own")
    command = [sys.executable, "-m", "rongtu"]
    try:
        for arguments in (["loop"], ["match", "nodes"], ["index", "evaluate"]):
            done = subprocess.run(
                [*command, *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
            )
            assert done.returncode == 3
            assert "rongtu sample load" in done.stderr
        listed = subprocess.run(
            [*command, "chain", "list"], env=environment, capture_output=True, text=True, check=True
        )
        assert listed.stdout == "chains: —\n"
    finally:
        subprocess.run([*command, "db", "stop"], env=environment, capture_output=True, check=True)


def test_a_figure_is_walked_to_its_source(rongtu):
    """From the score of a province to a ratio, from that to a row, from that to the text it was taken from."""
    trace = json.loads(rongtu("index", "evaluate", "--json").out)["trace"]
    ratio = trace["ratio/rd_intensity/110000/2023"]
    told = rongtu("source", ratio["inputs"][0]).out
    assert "6.73" in told
    assert "全国科技经费投入统计公报" in told


def test_sources_that_disagree_are_shown_side_by_side(rongtu):
    told = rongtu("source", "张家口", "dc_n", "2025").out
    assert re.search(r"39(\.0)? 个.*张家口新闻", told, re.DOTALL)
    assert re.search(r"48(\.0)? 个.*财新周刊", told, re.DOTALL)
    assert "都保留" in told
    assert "observation:" in rongtu("source", "张家口", "dc_n", "2025", "-v").out


def test_a_row_that_is_no_figure_is_shown_with_its_document(rongtu):
    told = rongtu("source", f"chain:{record_id('chain', 'H2')}").out
    assert "氢能" in told
    assert "来源 source  S" in told


def test_many_figures_are_listed_a_line_each_and_page_by_page(rongtu):
    told = rongtu("source", "北京", "rd_exp", "--most", "2").out
    assert told.count("←") == 2
    following = re.search(r"--after '(.+)'", told)[1]
    rest = json.loads(rongtu("source", "北京", "rd_exp", "--after", following, "--json").out)
    assert [point["period"] for point in rest["points"]] == [str(year) for year in range(2013, 2024)]


def test_the_audit_is_sealed_opened_and_verified_against_a_head(rongtu):
    rongtu("sample", "load")
    newest = json.loads(rongtu("audit", "list", "--most", "1", "--json").out)["entries"][0]
    assert newest["operation"] == "sample.load"
    assert json.loads(rongtu("audit", "open", str(newest["position"]), "--json").out)["asked"]
    head = json.loads(rongtu("audit", "head", "--json").out)
    assert head["position"] == newest["position"]
    told = rongtu("audit", "verify", "--position", str(head["position"]), "--link", head["link"][:16]).out
    assert told.startswith("审计链完好")


def test_an_audit_that_was_tampered_with_ends_with_exit_code_1(rongtu, store):
    rongtu("sample", "load")
    newest = json.loads(rongtu("audit", "list", "--most", "1", "--json").out)["entries"][0]
    change = text("UPDATE audit_entry SET operation = :operation WHERE id = :id")

    entry = newest["ref"].removeprefix("audit_entry:")

    def write(operation):
        with store.engine(Role.OWNER).begin() as connection:
            connection.execute(change, {"operation": operation, "id": entry})

    write("sample.other")
    try:
        told = rongtu("audit", "verify", code=1).out
        assert f"第 {newest['position']} 条 {entry}：内容与封存时不同" in told.replace("\n", "")
        found = json.loads(rongtu("audit", "verify", "--json", code=1).out)
        assert (found["sound"], found["misfit"]["fault"]) == (False, "changed")
    finally:
        write(newest["operation"])
    assert rongtu("audit", "verify").out.startswith("审计链完好")


def test_an_unknown_hash_algorithm_is_wrong_input(rongtu, monkeypatch):
    monkeypatch.setenv("RONGTU_HASH", "md5")
    assert "one of sha256, sm3; found 'md5'" in rongtu("audit", "head", code=2).err
