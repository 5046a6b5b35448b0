"""Draws from a counter-based generator: Philox keyed by seed and stream, its counter set by the block of rows.

Block b of a stream can be drawn without those before it, and gives the same digits however many are drawn in all
(Salmon et al., SC '11). Only the generator's bits are used, which NumPy keeps stable, and of floating point only what
IEEE 754 fixes to the last digit: + − × ÷, comparing, splitting off the exponent. Nothing depends on a machine's exp or
log; curves stand in tables (`curves`).
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Raw = NDArray[np.uint64]
"""Draws of 64 bits."""

UNIT = 2.0**-53


class Stream(IntEnum):
    """What is drawn. Numbers are never given to another stream: that would change the digits of every set."""

    SIZE = 1
    REVENUE = 2
    CAPITAL = 3
    SECTOR = 4
    PLACE = 5
    FOUNDED = 6
    SELLS_TO = 7
    SELLS_TO_ROUNDING = 8
    BUYS_FROM = 9
    BUYS_FROM_ROUNDING = 10
    PARTNER = 11
    AMOUNT = 12
    CAPABILITIES = 13
    NODE = 14
    ROLE = 15
    CAPACITY = 16
    TRL = 17
    NODE_WEIGHT = 18
    NODE_GAP = 19
    NODE_KIND = 20
    NODE_SHARED = 21
    GROUPS = 22
    GROUP_SHARE = 23
    GROUP_ESSENTIAL = 24
    INPUTS = 25
    SURVEY = 26
    DEMAND = 27
    TRADE = 28


class Draws:
    """The draws of one block of a stream, in order: the first are the same however many are taken at a time."""

    def __init__(self, seed: int, stream: Stream, block: int = 0) -> None:
        key = np.array([seed, stream], dtype=np.uint64)
        self._bits = np.random.Philox(key=key, counter=np.array([0, 0, block, 0], dtype=np.uint64))

    def take(self, count: int) -> Raw:
        """The next `count` draws."""
        return np.asarray(self._bits.random_raw(count), dtype=np.uint64)


def unit(raw: Raw) -> NDArray[np.float64]:
    """Draws as numbers in (0, 1]; their lowest bits are not used and still free to be."""
    return ((raw >> np.uint64(11)) + np.uint64(1)).astype(np.float64) * UNIT


def below(raw: Raw, bound: int | NDArray[np.int64]) -> NDArray[np.int64]:
    """Draws as whole numbers from 0 to below `bound` (one, or one for each); their bias is below bound / 2^63."""
    return (raw >> np.uint64(1)).astype(np.int64) % bound
