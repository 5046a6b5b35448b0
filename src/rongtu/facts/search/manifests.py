"""A manifest: what those see of a nature who see a level - which files hold it, and of which state of the facts.

It stands in the folder of its level and may name files of the levels that more people see, never of one that fewer do.
One rename puts it in the place of the one before.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rongtu.facts.search.array_files import BrokenFileError
from rongtu.vocab.evidence import Visibility

FORM = 1
"""Counted up when manifests or what they name change their form: files of another form are made anew."""

NAME = "manifest.json"
FILE = re.compile(r"[0-9a-f]{16}\.(segment|rows)")


@dataclass(frozen=True, slots=True)
class Named:
    """A file of a level; of a segment also how many offers it holds, and how many of them wait for a vector."""

    level: Visibility
    file: str
    size: int
    offers: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows of a kind there are, and the marks of all of them together (`rongtu.facts.search.row_states`)."""

    rows: int
    mark: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was written for one level.

    `generation` is the same for all levels written together. `watermark` is the oldest transaction that was under way
    when the facts were read, `database` where they were. `encoder` made the vectors; None where there are none.
    """

    generation: str
    level: Visibility
    database: str
    watermark: int
    encoder: str | None
    rows: Named
    totals: Mapping[str, Total]
    segments: tuple[Named, ...]

    def own(self) -> tuple[Named, ...]:
        """The segments of its level."""
        return tuple(named for named in self.segments if named.level is self.level)

    def files(self) -> tuple[Named, ...]:
        """Every file it names."""
        return (self.rows, *self.segments)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put it in the place of the one before; OSError where it cannot be written."""
    words = json.dumps(asdict(manifest), ensure_ascii=False, sort_keys=True)
    content = json.dumps({"form": FORM, "check": zlib.crc32(words.encode()), "manifest": words})
    half = folder / f"{NAME}.half"
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(folder / NAME)
    parent = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)


def read_manifest(folder: Path) -> Manifest:
    """The manifest in the folder of a level; BrokenFileError where there is none of this form."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if told["form"] != FORM or zlib.crc32(told["manifest"].encode()) != told["check"]:
            raise BrokenFileError(f"{folder / NAME} is of another form, or broken")
        return _manifest(json.loads(told["manifest"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BrokenFileError(f"{folder / NAME}: {type(error).__name__}") from error


def _manifest(told: Mapping[str, Any]) -> Manifest:
    return Manifest(
        generation=told["generation"],
        level=Visibility(told["level"]),
        database=told["database"],
        watermark=int(told["watermark"]),
        encoder=told["encoder"],
        rows=_named(told["rows"]),
        totals={kind: Total(int(total["rows"]), int(total["mark"])) for kind, total in told["totals"].items()},
        segments=tuple(map(_named, told["segments"])),
    )


def _named(told: Mapping[str, Any]) -> Named:
    if not FILE.fullmatch(told["file"]):
        raise ValueError(told["file"])
    numbers = (int(told[name]) for name in ("size", "offers", "waiting"))
    return Named(Visibility(told["level"]), told["file"], *numbers)
