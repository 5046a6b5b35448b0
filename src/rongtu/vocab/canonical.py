"""Canonical JSON: one byte string for one result, so that equal results can be told by their hash.

Numbers are rounded to 10 significant digits, keys sorted, no white space, UTF-8. Not-a-number is refused: an unknown
is `null`.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

SIGNIFICANT_DIGITS = 10


def round_significant(number: float) -> float:
    """`number` to 10 significant digits; minus zero becomes zero. ValueError for what is then not finite."""
    rounded = float(f"{number:.{SIGNIFICANT_DIGITS}g}") + 0.0
    if not math.isfinite(rounded):
        raise ValueError(f"a result holds {number}; an unknown is null")
    return rounded


def canonical(value: Any) -> Any:
    """`value` (JSON types only) with every float rounded, recursively."""
    if isinstance(value, float):
        return round_significant(value)
    if isinstance(value, Mapping):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    return value


def canonical_bytes(value: Any) -> bytes:
    """The canonical JSON of `value`, UTF-8."""
    text = json.dumps(canonical(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of `value`, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()
