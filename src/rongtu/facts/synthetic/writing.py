"""Writes sheets to CSV files that `rongtu load` reads: one per kind, UTF-8, each whole or not there at all."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from rongtu.facts.intake.sheets import Sheet
from rongtu.vocab.problems import DependencyError


def write(
    sheets: Iterable[Sheet], folder: Path, progress: Callable[[Sheet], None] = lambda sheet: None
) -> tuple[Path, ...]:
    """Write each sheet to `folder`/<kind>.csv and return the paths; memory does not grow with the rows.

    A file of that name is replaced once the new one is whole. `progress` is told each sheet before it is written.
    """
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in sheets:
            progress(sheet)
            paths.append(_write(sheet, folder))
    except OSError as error:
        raise DependencyError(f"{folder} cannot be written to: {error.strerror or error}") from error
    return tuple(paths)


def _write(sheet: Sheet, folder: Path) -> Path:
    path = folder / f"{sheet.kind.name}.csv"
    part = folder / f".{sheet.kind.name}.csv.part{os.getpid()}"
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(sheet.header)
            writer.writerows(cells for _, cells in sheet.rows())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
