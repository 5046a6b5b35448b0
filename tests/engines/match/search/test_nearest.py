"""The nearest by scan and bounds are those of all exact cosines."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.match.builders import offer
from rongtu.engines.match import build_segment, open_index
from rongtu.engines.match.dense import cosines, nearest, query_vectors
from rongtu.engines.match.search.vectors import GRID


def unit(rows):
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def brute(rows, known, allowed, query, depth, limit):
    """Numbers by exact products in whole multiples of the grid."""
    whole = np.round(rows / GRID).astype(np.int64) @ np.round(query / GRID).astype(np.int64)
    scores = np.round(whole * GRID * GRID, 4)
    found = np.flatnonzero(known & allowed)
    if len(found) > depth:
        found = found[scores[found] >= np.sort(scores[found])[-depth]]
    return found[np.lexsort((found, -scores[found]))][:limit].tolist()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 80),
    st.sampled_from([2, 7, 64, 384, 1024]),
    st.sampled_from([0.0, 1e-5, 1e-3, 0.1, 3.0]),
    st.integers(1, 30),
    st.integers(1, 3),
)
def test_the_list_is_the_exact_one(seed, size, width, spread, depth, segments):
    chance = np.random.default_rng(seed)
    # from all but equal to far apart: the closer together, the less the codes tell
    rows = unit(chance.normal(size=width) + spread * chance.normal(size=(size, width)))
    query = unit(chance.normal(size=width) + (rows[0] if seed % 2 else 0))
    known, allowed = chance.random(size) < 0.9, chance.random(size) < 0.8
    given_rows = np.where(known[:, None], rows, np.nan)
    cuts = np.array_split(np.arange(size), segments)
    index = open_index([build_segment([offer(f"{i:03}") for i in cut], (), given_rows[cut]) for cut in cuts])
    (gridded,) = query_vectors(index, query[None, :], 1)
    found = nearest(index, gridded, allowed, depth, 40)
    assert found.tolist() == brute(rows, known, allowed, query, depth, 40)


def test_offers_without_a_vector_have_no_cosine():
    index = open_index(
        [build_segment([offer("a"), offer("b")], (), [[1, 0], [np.nan, np.nan]]), build_segment([offer("c")])]
    )
    assert cosines(index, np.arange(3), np.array([1.0, 0.0])).tolist() == pytest.approx(
        [1, np.nan, np.nan], nan_ok=True
    )


@pytest.mark.parametrize("equal", [150, 1])
def test_the_same_vector_many_times_is_no_trouble(equal):
    rows = np.vstack([np.tile([1.0, 0.0], (equal, 1)), np.tile([0.6, 0.8], (50, 1))])
    index = open_index([build_segment([offer(f"{i:03}") for i in range(len(rows))], (), rows)])
    found = nearest(index, np.array([1.0, 0.0]), index.live(), 100, 120)
    assert found.tolist() == list(range(min(len(rows), 120) if equal > 100 else len(rows)))
