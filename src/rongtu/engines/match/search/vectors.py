"""Unit vectors twice: exactly, on a grid of 2⁻²⁰, and as 8-bit codes that a scan can bound every cosine with.

A vector is mean + r, r ≈ scale · codes with codes of −127 … 127. Vectors of one encoder lie close together, so r is
short and its codes are fine. With q = a·m̂ + p, p ⟂ m̂ = mean/|mean|:

    q·d = q·mean + a·(m̂·r) + p·r,    |p·r − p·(scale · codes)| ≤ |p| · |r − scale · codes|

where m̂·r and the length of what the codes miss are stored for each vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rongtu.engines.match.search.arrays import sealed
from rongtu.vocab.problems import InputError

GRID = 2.0**-20
TOLERANCE = 1e-3
"""How far from 1 the length of an encoder's vector may be; 4 bits and float32 keep well within it."""

MOST_CODE = 127
AT_ONCE = 4096

Vectors = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """`exact` (n, d) on the grid, zero where an offer is not `known` (n,); `codes` (n, d), `scale` (n,) as above.

    `along` (n,) is m̂·r, `missed` (n,) the length of what the codes miss, rounded up; `reach` (1,) the greatest length
    of scale · codes. 5·n·d + 13·n bytes.
    """

    exact: NDArray[np.float32]
    known: NDArray[np.bool_]
    mean: Vectors
    codes: NDArray[np.int8]
    scale: NDArray[np.float32]
    along: NDArray[np.float32]
    missed: NDArray[np.float32]
    reach: Vectors

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self.exact.shape[1])


def on_grid(vectors: ArrayLike, size: int, whose: str) -> Vectors:
    """Unit vectors (size, d) with each component on the grid; InputError where the shape or a length is another."""
    found = np.asarray(vectors)
    if found.ndim != 2 or len(found) != size:
        rule = f"{size} rows, one for each of the {whose}"
        raise InputError.single(f"vectors of the {whose}", rule, found.shape, "Give a row for each, NaN where none.")
    gridded = np.empty(found.shape)
    for first in range(0, size, AT_ONCE):
        gridded[first : first + AT_ONCE] = _gridded(found[first : first + AT_ONCE], first, whose)
    return gridded


def coded(vectors: ArrayLike, order: Sequence[int]) -> Coded:
    """Code unit vectors (n, d), taken in `order`, a row of NaN where an offer has none; else InputError. O(n · d)."""
    found = np.asarray(vectors)
    if found.ndim != 2 or len(found) != len(order):
        rule = f"{len(order)} rows, one for each of the offers"
        raise InputError.single("vectors of the offers", rule, found.shape, "Give a row for each, NaN where none.")
    exact = np.empty(found.shape, dtype=np.float32)
    for first in range(0, len(order), AT_ONCE):
        # checked in the order given, so that a problem names the caller's row
        exact[first : first + AT_ONCE] = _gridded(found[first : first + AT_ONCE], first, "offers")
    exact = exact[np.asarray(order, dtype=np.int64)]
    known: NDArray[np.bool_] = np.logical_not(np.isnan(exact).any(axis=1))
    exact[~known] = 0
    return _coded(exact, known)


def _gridded(share: NDArray[np.floating], first: int, whose: str) -> Vectors:
    wide = share.astype(np.float64)
    lengths = np.sqrt((wide**2).sum(axis=1))
    if (bad := np.flatnonzero(np.abs(lengths - 1) > TOLERANCE)).size:
        rule = "a vector has length 1, or is all NaN"
        where = f"vectors of the {whose}, row {first + int(bad[0])}"
        raise InputError.single(where, rule, float(lengths[bad[0]]), "Divide it by its length.")
    gridded: Vectors = np.round(wide / GRID) * GRID
    return gridded


def _coded(exact: NDArray[np.float32], known: NDArray[np.bool_]) -> Coded:
    size = len(exact)
    mean = exact.sum(axis=0, dtype=np.float64) / max(1, np.count_nonzero(known))
    codes = np.zeros(exact.shape, dtype=np.int8)
    scale, along, missed = (np.zeros(size, dtype=np.float32) for _ in range(3))
    reach = 0.0
    for first in range(0, size, AT_ONCE):
        part = slice(first, first + AT_ONCE)
        rest = np.where(known[part, None], exact[part] - mean, 0.0)
        scale[part] = np.abs(rest).max(axis=1, initial=0.0) / MOST_CODE
        step = np.where(scale[part] > 0, scale[part], 1).astype(np.float64)[:, None]
        codes[part] = np.clip(np.rint(rest / step), -MOST_CODE, MOST_CODE)
        near = codes[part] * step
        along[part] = rest @ direction(mean)
        missed[part] = np.nextafter(np.sqrt(((rest - near) ** 2).sum(axis=1)).astype(np.float32), np.float32(np.inf))
        reach = max(reach, float(np.sqrt((near**2).sum(axis=1)).max(initial=0.0)))
    parts = (exact, known, mean, codes, scale, along, missed, np.array([reach]))
    return Coded(*map(sealed, parts))


def direction(mean: Vectors) -> Vectors:
    """The mean divided by its length; zero where it has none."""
    length = float(np.sqrt((mean**2).sum()))
    return mean / length if length > 0 else mean
