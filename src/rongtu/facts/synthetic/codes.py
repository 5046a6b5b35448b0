"""Credit codes of synthetic bodies: right in form (GB 32100-2015), in a region that there is not, made by the column.

91 999999 NNNNNNNN: an enterprise, the last of the regions that are nobody's, and the body's number. Fictional bodies
(`vocab.uscc.fictional_uscc`) are in the first of them, so that a code tells the two apart.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rongtu.vocab.uscc import ALPHABET, LENGTH, ORGANISATION_CHECKS, ORGANISATION_WEIGHTS, WEIGHTS

START = "91999999"
KEY_START = "uscc:"
"""What the key of an organisation with a credit code begins with."""

DIGITS = 8
NUMBER = slice(len(START), len(START) + DIGITS)
"""Where the number stands in a code."""

_START_WEIGHT = sum(weight * ALPHABET.index(character) for weight, character in zip(WEIGHTS, START, strict=False))
_NUMBER_WEIGHTS = WEIGHTS[len(START) : len(START) + DIGITS]
_OWN_CHECK_WEIGHT = WEIGHTS[len(START) + DIGITS]
_ZERO = ord("0")
_OWN_CHECKS = np.frombuffer(ORGANISATION_CHECKS.encode(), np.uint8)
_OWN_CHECK_VALUES = np.array([ALPHABET.index(character) for character in ORGANISATION_CHECKS])
_CHECKS = np.frombuffer(ALPHABET.encode(), np.uint8)


def codes(numbers: NDArray[np.int64]) -> list[str]:
    """The credit code of each number from 0 to 99,999,999."""
    return _written(numbers, "")


def keys(numbers: NDArray[np.int64]) -> list[str]:
    """The key of the organisation of each number, as rows refer to it."""
    return _written(numbers, KEY_START)


def _written(numbers: NDArray[np.int64], before: str) -> list[str]:
    first = f"{before}{START}".encode()
    width = len(before) + LENGTH
    letters = np.empty((len(numbers), width), np.uint8)
    letters[:, : len(first)] = np.frombuffer(first, np.uint8)
    own = np.zeros(len(numbers), np.int64)
    whole = np.full(len(numbers), _START_WEIGHT)
    rest = numbers
    for place in reversed(range(DIGITS)):
        rest, digit = np.divmod(rest, 10)
        letters[:, len(first) + place] = digit + _ZERO
        own += ORGANISATION_WEIGHTS[place] * digit
        whole += _NUMBER_WEIGHTS[place] * digit
    own = -own % 11
    letters[:, -2] = _OWN_CHECKS[own]
    letters[:, -1] = _CHECKS[-(whole + _OWN_CHECK_WEIGHT * _OWN_CHECK_VALUES[own]) % 31]
    text = letters.tobytes().decode("ascii")
    return [text[start : start + width] for start in range(0, len(text), width)]
