"""Cells of exported sheets: text that no spreadsheet takes for a formula."""

from __future__ import annotations

import re

RISKY = re.compile(r"^[=+\-@\t\r]")
NUMBER = re.compile(r"^[+-]?[\d.,]+$")


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it: what would start a formula begins with an apostrophe."""
    return f"'{text}" if RISKY.match(text) and not NUMBER.match(text) else text
