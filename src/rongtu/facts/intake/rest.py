"""The rest: rows that were refused, as a sheet to correct and load again, with a column that says why."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from rongtu.facts.intake.headers import REASON
from rongtu.facts.intake.sheets import Sheet
from rongtu.vocab.cells import harmless


def write(folder: Path, sheet: Sheet, refused: Mapping[int, Sequence[str]]) -> Path:
    """Write the refused rows of a sheet to a file in `folder`; its path. Read once more, in bounded memory."""
    stem = re.sub(r"[^\w.-]+", "-", re.sub(r"\.\w+( \[.*)?$", "", sheet.name)).strip("-")
    path = folder / f"{stem}-{sheet.kind.name}-待改.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*map(harmless, sheet.header), REASON])
        for row, cells in sheet.rows():
            if row in refused:
                kept = [*cells[: len(sheet.header)], *[""] * (len(sheet.header) - len(cells))]
                over = f"{'、'.join(cells[len(sheet.header) :])}；" if len(cells) > len(sheet.header) else ""
                writer.writerow([*map(harmless, kept), harmless(over + "；".join(refused[row]))])
    return path
