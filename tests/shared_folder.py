"""Where the developers' shared folder lies (RONGTU_SHARED, else beside the repository), and the mark that needs it."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("RONGTU_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def needs_shared(test):
    """Mark a test `shared` and skip it, saying so, where the folder is absent."""
    skip = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
    return pytest.mark.shared(skip(test))


def shared_rows(path):
    """The rows of a CSV of the shared folder, as dictionaries of text."""
    return list(csv.DictReader((SHARED / path).read_text(encoding="utf-8").splitlines()))
