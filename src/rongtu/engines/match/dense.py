"""Nearness in meaning: cosines of unit vectors that somebody else encoded, the same digits on every machine.

cos(q, d) = Σ qᵢ·dᵢ over unit vectors. Each component is on a grid of 2⁻²⁰: products are then multiples of 2⁻⁴⁰ and sums
of them below 2 are exact in float64, whatever order a machine adds them in. Cosines are rounded to 10⁻⁴, far above what
the last bits of an encoder's own arithmetic can move, and offers equal in them are equal in rank.

The nearest are found by a scan of 8-bit codes, which bounds every cosine from both sides, and the exact cosine of each
offer whose upper bound reaches the k-th lower one: the list is that of all exact cosines.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rongtu.engines.match.indexing import OfferIndex, refuse_other_encoder
from rongtu.engines.match.search.parts import in_parts
from rongtu.engines.match.search.strings import Numbers
from rongtu.engines.match.search.vectors import MOST_CODE, Coded, Vectors, direction, on_grid
from rongtu.vocab.problems import InputError

DIGITS = 4
SLACK = 1e-6
"""What float32 rounding of stored numbers may add to a bound: two of them, below 2 each, to 2⁻²⁴."""

MOST_QUERY_CODE = 32_767

Near = tuple[Numbers, NDArray[np.float64], NDArray[np.float64]]
"""Numbers with the most and the least their cosines can be (the least only of the best)."""


def query_vectors(
    index: OfferIndex, vectors: ArrayLike | None, size: int, encoder: str | None = None
) -> list[Vectors | None]:
    """The vectors of `size` needs on the grid, None for each need that has none, or for all where the index has none.

    Raises InputError where they are not of the shape of the offers' vectors, or of another `encoder`.
    """
    if vectors is None or index.dimension is None:
        return [None] * size
    refuse_other_encoder(index, encoder)
    gridded = on_grid(vectors, size, "needs")
    if gridded.shape[1] != index.dimension:
        rule = f"vectors of the encoder that made the offers', of {index.dimension} numbers"
        raise InputError.single("vectors of the needs", rule, gridded.shape, "Encode both with one encoder.")
    return [None if np.isnan(query).any() else query for query in gridded]


def cosines(index: OfferIndex, numbers: Numbers, query: Vectors) -> NDArray[np.float64]:
    """The rounded cosine of each of these offers with a query on the grid (d,); NaN where it has no vector."""
    from rongtu.engines.match.search.kernels import exact_products

    found = np.full(len(numbers), np.nan)
    for which, local, dense in index.split(numbers, [segment.dense for segment in index.segments]):
        if dense is not None:
            products = np.empty(len(local))
            exact_products(dense.exact, local, query, products)
            found[which] = np.where(dense.known[local], np.round(products, DIGITS), np.nan)
    return found


def nearest(index: OfferIndex, query: Vectors, allowed: NDArray[np.bool_], depth: int, limit: int) -> Numbers:
    """The `depth` nearest of the offers allowed (total,) and those as near as the last of them, `limit` of all.

    Best first, equal ones by key. O(d · offers) of one byte each.
    """
    found: list[Near] = [(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))]
    for segment, start in zip(index.segments, index.starts, strict=False):
        if segment.dense is not None:
            those = allowed[start : start + len(segment)] & segment.dense.known
            found += [(near + start, most, least) for near, most, least in _scan(segment.dense, query, those, depth)]
    numbers, upper, lower = (np.concatenate(parts) for parts in zip(*found, strict=True))
    floor = np.partition(lower, -depth)[-depth] - _margin() if len(lower) >= depth else -np.inf
    reaching = numbers[upper >= floor]
    exact = cosines(index, reaching, query)
    if len(exact) > depth:
        reaching, exact = (part[exact >= np.partition(exact, -depth)[-depth]] for part in (reaching, exact))
    return index.best(exact, reaching)[:limit]


def _scan(dense: Coded, query: Vectors, allowed: NDArray[np.bool_], depth: int) -> list[Near]:
    from rongtu.engines.match.search.kernels import scan

    codes, numbers = _query_codes(dense, query)

    def part(first: int, last: int) -> Near:
        size = max(1, last - first)
        near, upper = np.empty(size, dtype=np.int64), np.empty(size)
        lowest, who = np.empty(min(depth, size)), np.empty(min(depth, size), dtype=np.int64)
        arrays = (dense.codes, dense.scale, dense.along, dense.missed, allowed, codes, numbers)
        kept, found, _ = scan(*arrays, _margin(), first, last, lowest, who, near, upper)
        return near[:found].copy(), upper[:found].copy(), lowest[:kept]

    return in_parts(len(dense.known), part, each=dense.dimension / 10)


def _query_codes(dense: Coded, query: Vectors) -> tuple[NDArray[np.int16], Vectors]:
    """The codes of the query's part across the mean, and [q·mean, a, their scale, |p|, what else may be missed]."""
    along = direction(dense.mean)
    lean = float(query @ along)
    across = query - lean * along
    # so that the sum of all products stays within 32 bits
    most = min(MOST_QUERY_CODE, (2**31 - 1) // (MOST_CODE * dense.dimension))
    step = float(np.abs(across).max(initial=0.0)) / most or 1.0
    codes = np.rint(across / step)
    lost = float(np.sqrt(((across - codes * step) ** 2).sum())) * float(dense.reach[0])
    length = float(np.sqrt((across**2).sum()))
    return codes.astype(np.int16), np.array([float(query @ dense.mean), lean, step, length, lost + SLACK])


def _margin() -> float:
    """How far below the k-th cosine one may be and yet be rounded to the same number."""
    return 10.0**-DIGITS + SLACK
