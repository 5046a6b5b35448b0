"""Reads the documentation as a reader who does what it says: pages, their fenced blocks, what each block asks for."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COVERED = re.compile(r"<!-- run: (\S+) -->\s*$")
ASKED = {
    "create": re.compile(r"Create `([^`]+)`:\s*$", re.IGNORECASE),
    "append": re.compile(r"append to `([^`]+)`:\s*$", re.IGNORECASE),
    "change": re.compile(r"change `([^`]+)`:\s*$", re.IGNORECASE),
}
RUN = frozenset({"sh", "python"})


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, the words before it, and the file that runs it elsewhere if any."""

    language: str
    text: str
    before: str

    @property
    def covered_by(self) -> str | None:
        """The file that runs this block where no page's test does."""
        found = COVERED.search(self.before)
        return found[1] if found else None

    @property
    def asks(self) -> tuple[str, str] | None:
        """What the words before ask to do with a file, and its path; None for a block to run."""
        for verb, pattern in ASKED.items():
            if found := pattern.search(self.before):
                return verb, found[1]
        return None


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page's text, in order."""
    end = 0
    for found in FENCE.finditer(page):
        yield Block(found[1], found[2], page[end : found.start()])
        end = found.end()


def follow(page: str, folder: Path, environment: Mapping[str, str]) -> None:
    """Do what a page says in `folder`: write its files and run its blocks in order, like one session."""
    state = folder / ".session"
    for block in blocks(page):
        if block.covered_by:
            continue
        if block.asks:
            edit(block, folder)
        elif block.language == "sh":
            begin = f". {state}; " if state.exists() else ""
            _run(["bash", "-euo", "pipefail", "-c", f"{begin}{block.text}\nexport -p > {state}"], folder, environment)
        elif block.language == "python":
            begin = f". {state}; " if state.exists() else ""
            (folder / ".block.py").write_text(block.text, encoding="utf-8")
            _run(["bash", "-euo", "pipefail", "-c", f"{begin}python .block.py"], folder, environment)
        else:
            raise AssertionError(f"nobody said what to do with this block of {block.language or 'no language'}")


def edit(block: Block, folder: Path) -> None:
    """Create, append to or change the file the words before a block name."""
    assert block.asks
    verb, name = block.asks
    path = folder / name
    if verb == "create":
        assert not path.exists(), f"{name} is there already"
        path.write_text(block.text, encoding="utf-8")
    elif verb == "append":
        path.write_text(path.read_text(encoding="utf-8") + block.text, encoding="utf-8")
    else:
        text = path.read_text(encoding="utf-8")
        for gone, come in re.findall(r"((?:^-.*\n)+)((?:\+.*\n)+)", block.text, re.MULTILINE):
            old, new = (re.sub(r"^[-+]", "", lines, flags=re.MULTILINE) for lines in (gone, come))
            found = f"\n{text}".count(f"\n{old}")
            assert found == 1, f"{name} has {found} times the lines {old!r}: bring the page up to date"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    path = f"{Path(sys.executable).parent}:{environment['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env={**environment, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"
