"""`rongtu engine chain` and `rongtu engine value` on one chain file: read alike, valued where there are figures."""

import json

import pytest
from typer.testing import CliRunner

from engines.chain.document.builders import FIVE
from rongtu.faces.cli.engine import app
from rongtu.vocab.problems import InputError

BARE = """
code = "EX"
name = "示例链"
[[node]]
code = "EX-A"
[[node]]
code = "EX-P"
final = true
[[link]]
from = "EX-A"
to = "EX-P"
"""


def run(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def written(folder, text):
    path = folder / "chain.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_both_commands_value_a_file_alike(tmp_path):
    path = written(tmp_path, FIVE)
    read = json.loads(run("chain", path).stdout)
    valued = json.loads(run("value", path, "--json").stdout)
    assert read["value"] == valued
    assert valued["value"]["point"] == 75
    assert read["chains"][0]["questions"]["questions"]
    assert "V = 75" in run("value", path).stdout


def test_a_file_without_figures_is_read_and_its_findings_told(tmp_path):
    told = run("chain", written(tmp_path, BARE))
    found = json.loads(told.stdout)
    assert found["value"] is None
    assert [one["where"].rpartition(", ")[2] for one in found["findings"]] == [
        "node 1 (EX-A)",
        "node 2 (EX-P)",
        "the nodes",
    ]
    assert "留意 finding" in told.stderr
    (chain,) = found["chains"]
    assert [node["reach"]["final_products"] for node in chain["nodes"]] == [["EX-P"], []]


def test_the_reading_goes_to_a_file(tmp_path):
    run("chain", written(tmp_path, BARE), "--out", tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["chains"][0]["chain"] == "EX"


@pytest.mark.parametrize("command", ["chain", "value"])
def test_every_error_of_a_file_is_told_at_once(tmp_path, command):
    bad = FIVE.replace("share = 0.4", "share = 1.4").replace('"Software"]', '"Soft"]').replace("demand", "demnd")
    with pytest.raises(InputError) as error:
        run(command, written(tmp_path, bad), "--out", tmp_path / "out.json")
    places = [problem.where.removeprefix(f"{tmp_path}/chain.toml, ") for problem in error.value.problems]
    assert places == [
        "product 1 (Final), demnd",
        "group 3 (Final: Soft), members",
        "node 3 (Part)",
        "group 1 (Part: A/B), share",
    ]
    assert not (tmp_path / "out.json").exists()


def test_a_file_without_a_final_product_is_read_but_not_valued(tmp_path):
    path = written(tmp_path, FIVE.replace('product = [{ node = "Final", demand = 90 }]', ""))
    assert json.loads(run("chain", path).stdout)["value"] is None
    with pytest.raises(InputError, match="at least one final product is named"):
        run("value", path)


@pytest.mark.parametrize("files", [["a.csv"], ["a.toml", "b.toml"], ["a.csv", "b.csv", "c.csv"]])
def test_files_are_one_chain_file_or_two_tables(tmp_path, files):
    with pytest.raises(InputError, match="one chain file, or a table of nodes and one of edges"):
        run("chain", *(tmp_path / name for name in files))
