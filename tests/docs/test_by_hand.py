"""Pages worked out on paper: every figure of the tutorial's tables, and the worked example, is the program's."""

import json
import re
import subprocess
import sys
from math import isclose
from pathlib import Path

import pytest
from doc_pages import DOCS, follow

from rongtu.acts.authority import Principal, PrincipalRole
from rongtu.vocab.evidence import Nature

ROW = re.compile(r"^\| ((?:part|stake|room|break|gain|net) of \S+|V|plan of [\d,]+) \| ([\d,]+) \|$", re.MULTILINE)
MONEY = 10_000
"""The tutorial's amounts are in 万元."""


@pytest.fixture(scope="module")
def page():
    return (DOCS / "tutorial/by-hand.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def computed(dispatcher):
    """The program's figures by the tutorial's names for them, in yuan."""
    person = Principal("test:administrator", frozenset({PrincipalRole.ADMINISTRATOR}))
    dispatcher.run("sample.load", {"which": "example"}, person)
    value = dispatcher.run("chain.value", {"zone": "示例区"}, person, nature=Nature.FICTIONAL)
    found = {"V": value.value.point}
    found |= {f"part of {part.chain}": part.most for part in value.parts if isclose(part.least, part.most)}
    for node in value.nodes:
        found[f"stake of {node.node}"] = node.stake.point
        found[f"room of {node.node}"] = node.room.point
        if node.breaks:
            found[f"break of {node.node}"] = node.breaks.severity.point
    for one in value.interventions:
        found[f"gain of {one.code}"] = one.gain.point
        found[f"net of {one.code}"] = one.net.point
    return found | {f"plan of {plan.budget / MONEY:,.0f}": plan.gain.point for plan in value.plans}


@pytest.mark.xdist_group("example")
def test_every_figure_worked_out_on_paper_is_the_programs(page, computed):
    on_paper = {name: int(figure.replace(",", "")) for name, figure in ROW.findall(page)}

    assert len(on_paper) == 15
    assert on_paper == {name: round(computed[name] / MONEY) for name in on_paper}


@pytest.mark.slow
@pytest.mark.xdist_group("example")
def test_the_tutorial_by_hand_runs(page, tmp_path, cli_environment, dispatcher):
    assert dispatcher
    follow(page, tmp_path, cli_environment)
    assert (tmp_path / "example-brief" / "brief.pdf").is_file()


def test_the_worked_example_of_the_value_model(tmp_path, cli_environment):
    follow((DOCS / "reference/chain-method.md").read_text(encoding="utf-8"), tmp_path, cli_environment)

    asked = [Path(sys.executable).parent / "rongtu", "engine", "value", "five.toml", "--json"]
    told = subprocess.run(asked, cwd=tmp_path, env=cli_environment, capture_output=True, check=True)
    value = json.loads(told.stdout)

    assert value["value"]["point"] == 75
    assert {node["node"]: node["stake"]["point"] for node in value["nodes"]} == {
        "A": 50, "B": 25, "Part": 75, "Software": 75, "Final": 75,
    }  # fmt: skip
    assert {one["code"]: one["gain"]["point"] for one in value["interventions"]} == {
        "more-B": 5, "more-Part": 0, "far-more-B": 5,
    }  # fmt: skip
    (plan,) = value["plans"]
    assert (plan["gain"]["point"], plan["gap"]) == (15, 0)
