"""Nearness in meaning: cosines of unit vectors that somebody else encoded, the same digits on every machine.

cos(q, d) = Σ qᵢ·dᵢ over unit vectors. Each component is first put on a grid of 2⁻²⁰: products are then multiples of
2⁻⁴⁰ and sums of them below 2 are exact in float64, whatever order a machine adds them in. Cosines are rounded to 10⁻⁴,
far above what the last bits of an encoder's own arithmetic can move, and offers equal in them are equal in rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rongtu.vocab.problems import InputError

GRID = 2.0**-20
DIGITS = 4
TOLERANCE = 1e-3
"""How far from 1 the length of an encoder's vector may be; 4 bits and float32 keep well within it."""

Vectors = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class DenseField:
    """Offers' vectors on the grid (n_offers, d); `known` (n_offers,) those that have one. 8·n·d bytes."""

    vectors: Vectors
    known: NDArray[np.bool_]

    def scores(self, query: Vectors) -> Vectors:
        """Rounded cosine of every offer (n_offers,) with a query on the grid (d,); 0 where there is no vector."""
        cosines: Vectors = np.asarray(np.vecdot(self.vectors, query), dtype=np.float64)
        return np.round(cosines, DIGITS)


def dense_field(vectors: ArrayLike, order: Sequence[int]) -> DenseField:
    """Index unit vectors (n_offers, d), taken in `order`, a row of NaN where an offer has none; else InputError."""
    gridded = on_grid(vectors, len(order), "offers")[list(order)]
    known: NDArray[np.bool_] = np.logical_not(np.isnan(gridded).any(axis=1))
    return DenseField(np.where(known[:, None], gridded, 0.0), known)


def on_grid(vectors: ArrayLike, size: int, whose: str) -> Vectors:
    """Unit vectors (size, d) with each component on the grid; InputError where the shape or a length is another."""
    found = np.asarray(vectors, dtype=np.float64)
    if found.ndim != 2 or len(found) != size:
        rule = f"{size} rows, one for each of the {whose}"
        raise InputError.single(f"vectors of the {whose}", rule, found.shape, "Give a row for each, NaN where none.")
    lengths = np.sqrt((found**2).sum(axis=1))
    if (bad := np.flatnonzero(np.abs(lengths - 1) > TOLERANCE)).size:
        rule = "a vector has length 1, or is all NaN"
        where = f"vectors of the {whose}, row {int(bad[0])}"
        raise InputError.single(where, rule, float(lengths[bad[0]]), "Divide it by its length.")
    gridded: Vectors = np.round(found / GRID) * GRID
    return gridded
