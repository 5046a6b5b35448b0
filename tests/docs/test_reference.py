"""The reference says what the program does: generated pages are fresh, commands, settings and rooms are all there."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
from doc_pages import DOCS, ROOT
from typer.main import get_command

from rongtu.faces.cli.main import build

RENEW = "run `make reference` (python docs/generate.py) and commit what it writes"


def generator():
    """The module docs/generate.py."""
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATED = generator().pages()


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_generated_pages_are_what_the_generator_gives(path):
    assert path.read_text(encoding="utf-8") == GENERATED[path], f"{path.name} is not fresh: {RENEW}"


def test_every_command_is_documented_and_every_documented_one_exists():
    groups = get_command(build()).commands
    real = {f"rongtu {name}" for name in groups}
    real |= {f"rongtu {name} {verb}" for name, group in groups.items() for verb in getattr(group, "commands", {})}
    page = (DOCS / "reference/command-line.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^#{2,3} (rongtu .+)$", page, re.MULTILINE)) == real


def test_every_setting_is_documented_and_every_documented_one_exists():
    read = re.compile(r"RONGTU_[A-Z_]+")
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    used = {name for path in sources if path != Path(__file__) for name in read.findall(path.read_text("utf-8"))}
    told = set(read.findall((DOCS / "reference/settings.md").read_text(encoding="utf-8")))
    assert told == used


def rows(page, header):
    """The cells of the lines of the table whose header starts with `header`."""
    table = page[page.index(f"| {header} |") :].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def names(cell):
    """What a cell sets in code, file names aside."""
    return {name for name in re.findall(r"`([^`]+)`", cell) if "/" not in name}


def test_the_rooms_are_those_of_the_import_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    page = (DOCS / "explanation/architecture.md").read_text(encoding="utf-8")
    layers, *limits = contracts

    told = {}
    for room, _, beside in rows(page, "room"):
        told.setdefault(frozenset(names(room) | names(beside)), None)
    assert list(told) == [frozenset(re.findall(r"rongtu\.(\w+)", layer)) for layer in layers["layers"]]

    for contract, (cell, _) in zip(limits, rows(page, "limit"), strict=True):
        parts = ("modules", "source_modules", "forbidden_modules")
        modules = {module.rpartition(".")[2] for part in parts for module in contract.get(part, ())}
        assert names(cell) == modules, contract["name"]
        exceptions = [named.split(" -> ")[0] for named in contract.get("ignore_imports", ())]
        files = {f"{named.removeprefix('rongtu.').replace('.', '/')}.py" for named in exceptions}
        assert {name for name in re.findall(r"`([^`]+)`", cell) if "/" in name} == files
