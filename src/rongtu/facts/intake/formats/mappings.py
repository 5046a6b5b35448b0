"""Tables of this package that say how a format's names map to ours: CSV in `data`, every cell as text."""

from __future__ import annotations

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of the table `name`, in the order of the file."""
    with files(__package__).joinpath("data", name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
